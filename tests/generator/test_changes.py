"""After a build one reads what changed in the client, briefly, and nothing about what did not."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.client.name_changes import client_changes
from generator.commands import run
from generator.document.yaml_io import read_yaml

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
CASES = sorted((HERE / "client_changes").glob("*.yaml"))
Sources = dict[str, str]


def golden_client() -> Sources:
    folder = GOLDEN / "generated" / "threecommas_rest"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.py")}


def edited(sources: Sources, edit: dict[str, Any]) -> Sources:
    if "moves_to" in edit:
        return {edit["moves_to"] if name == edit["file"] else name: text for name, text in sources.items()}
    places = [name for name, text in sources.items() if edit["file"] in {name, "*"} and edit["text"] in text]
    assert places, f"{edit['text']} is nowhere: the edit would change nothing"
    replaced = {name: sources[name].replace(edit["text"], edit["becomes"]) for name in places}
    return sources | replaced


def with_models(sources: Sources, count: int, field: str) -> Sources:
    """Add so many models of so many fields."""
    fields = "".join(f"    {field}_{number}: int\n" for number in range(count))
    return sources | {
        f"models/m{n:02}.py": f"class M{n:02}:\n    number_{n}: str\n{fields}" for n in range(count)
    }


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_summary_says_what_changed_and_nothing_else(file: Path) -> None:
    case = read_yaml(file.read_text("utf-8"))
    before = after = golden_client()
    for edit in case["edits"]:
        after = edited(after, edit)
    assert client_changes(before, after) == case["says"]


def test_same_sources_are_no_change() -> None:
    assert client_changes(golden_client(), golden_client()) == "no change in the client"


def test_client_without_a_predecessor_is_new() -> None:
    assert client_changes({}, golden_client()) == "the client is new"


def test_predecessor_that_was_spoilt_by_hand_is_named() -> None:
    spoilt = golden_client() | {"errors.py": "class:"}
    assert client_changes(spoilt, golden_client()) == (
        "the client that stood before cannot be compared: it is no Python (invalid syntax)"
    )


def test_many_changes_are_counted_and_not_all_listed() -> None:
    before, after = golden_client(), golden_client()
    names = ", ".join(f"M{n:02}" for n in range(8))
    told = client_changes(before, with_models(after, 20, "size"))
    assert told == f"changes in the client:\n  models added (20): {names} and 12 more"
    told = client_changes(with_models(before, 20, "size"), with_models(after, 20, "weight"))
    head, first, *_, last = told.splitlines()[1:]
    assert head == "  models changed (20):"
    assert first.endswith("field size_3 removed and 36 more")
    assert last == "    and 12 more"
    assert len(told.splitlines()) == 11


def test_build_tells_the_changes_of_the_client_that_stood_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generated = shutil.copytree(GOLDEN / "generated", tmp_path / "generated")
    colour = generated / "threecommas_rest" / "models" / "colour.py"
    colour.write_text(colour.read_text("utf-8").replace('    GREEN = "green"\n', ""), "utf-8")
    assert run(["build", "--spec", str(GOLDEN / "spec"), "--generated", str(generated)]) == 0
    told = capsys.readouterr().out.splitlines()[1:]
    assert told == [
        "changes in the client:",
        "  enums changed (1):",
        "    Colour: value GREEN added: 'green'",
    ]
