"""The quick starts in other languages that the reference shows, if they are there.

They are read as text, from the folder the command is given. Nothing is run. A missing one is left out.
"""

from pathlib import Path

from generator.publish.html_reference.page import Program

# What each file is, and where: the program of a language first, then what it is made of.
PROGRAMS = (
    ("TypeScript with openapi-fetch", "typescript/src/openapi-fetch.ts"),
    ("TypeScript with @hey-api", "typescript/src/hey-api.ts"),
    ("TypeScript: signing", "typescript/src/signing.ts"),
    ("Go", "go/main.go"),
    ("Go: signing", "go/signing.go"),
    ("Rust", "rust/src/main.rs"),
    ("Rust: signing", "rust/src/signing.rs"),
    ("Rust: the generated client, signed", "rust/src/rest.rs"),
    ("Java", "java/src/main/java/com/example/QuickStart.java"),
    ("Java: signing", "java/src/main/java/com/example/Signing.java"),
    ("Java: decimals as text", "java/src/main/java/com/example/DecimalAsText.java"),
)


def read_programs(folder: Path) -> list[Program]:
    """Return the programs that the folder holds."""
    return [
        Program(language, file, (folder / file).read_text("utf-8"))
        for language, file in PROGRAMS
        if (folder / file).is_file()
    ]
