"""The commands of `python -m generator`: a table of names, and the modules whose `main` runs them.

A module's `main` takes the arguments behind the command's name and returns the exit code: 0 is well, 1 is
a finding or a difference, 2 is a wrong call. It is imported when it is called: some take a second to load.
"""

import argparse
import importlib
from collections.abc import Mapping, Sequence

from generator.commands.collection import paused_collection

# Name -> module, and what the help says about it.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "lint": ("generator.commands.lint", "check the document against OpenAPI and against our own rules"),
    "build": (
        "generator.commands.build",
        "make generated/ anew; if no client can be made, leave it as it is",
    ),
    "check": ("generator.commands.check", "compare generated/ with what a build would make; write nothing"),
    "watch": ("generator.commands.watch", "build after each edit of the document or of a template"),
    "diff": ("generator.commands.diff", "say what changed between two documents, and whom it breaks"),
    "observe": ("generator.commands.observe", "hold recorded traffic against the document"),
    "digests": ("generator.commands.digests", "print the digests of examples, as lists of sources want them"),
    "publish": ("generator.commands.publish", "write the document in every form others use"),
    "compatible": ("generator.commands.compatible", "hold the document against that of the last release"),
    "release": ("generator.commands.release", "rehearse a release: check, build, sum up; upload nothing"),
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command the arguments name, those of the process if None; return its exit code."""
    options = _parser().parse_args(arguments)
    with paused_collection():
        module = importlib.import_module(COMMANDS[options.command][0])
    return int(module.main(options.arguments))


def _parser() -> argparse.ArgumentParser:
    table = "\n".join(f"  {name:<10} {help_}" for name, (_, help_) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m generator",
        description=f"From the files of spec/ to generated/.\n\n{table}\n\nEach has a --help of its own.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those above")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what the command takes")
    return parser
