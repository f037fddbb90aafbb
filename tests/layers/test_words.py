"""Names are words of the field, and the docstring of a module begins with its subject.

`retired_words.json` lists the names that were retired, by folder: of modules and folders, and in the code.
"""

import ast
import io
import json
import re
import tokenize
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RETIRED = json.loads(Path(__file__).with_name("retired_words.json").read_text("utf-8"))
# The docstring of a test module may be the sentence that its tests hold to be true.
PACKAGES = [ROOT / retired["folder"] for retired in RETIRED if retired["folder"] != "tests"]
RIDDLE = re.compile(r"(?:What|Whatever|Which|Where|Who|How)\b")


def names_in(source: str) -> set[str]:
    """Return the names that a source uses, without those in texts and comments."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.string for token in tokens if token.type == tokenize.NAME}


def found_again(folder: Path, modules: set[str], names: set[str]) -> list[str]:
    """Return each retired word in a folder, with its file."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        words = (modules & set(parts)) | (names & names_in(path.read_text("utf-8")))
        found += [f"{path.relative_to(folder)}: {word}" for word in sorted(words)]
    return found


@pytest.mark.parametrize("retired", RETIRED, ids=lambda retired: retired["folder"])
def test_retired_word_is_used_nowhere(retired: dict[str, Any]) -> None:
    folder = ROOT / retired["folder"]
    assert list(folder.rglob("*.py")), f"{folder} holds no module: the rule would hold of nothing"
    assert found_again(folder, set(retired["modules"]), set(retired["names"])) == []


def test_word_is_seen_as_module_and_as_name_and_not_in_a_text(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "fine.py").write_text('"""Old."""\nx = Old()  # Old\n', "utf-8")
    (tmp_path / "text.py").write_text('"""An Old text."""\n', "utf-8")
    assert found_again(tmp_path, {"old"}, {"Old"}) == ["old/fine.py: Old", "old/fine.py: old"]


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_docstring_of_a_module_begins_with_its_subject(folder: Path) -> None:
    said = {
        path: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "" for path in folder.rglob("*.py")
    }
    assert [str(path.relative_to(ROOT)) for path, text in said.items() if RIDDLE.match(text)] == []
