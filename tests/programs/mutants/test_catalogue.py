"""The catalogue of planted bugs fits the project as it is; `make mutants` plants them."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.programs.mutants.mutant import LINT, Mutant, catalogue

ROOT = Path(__file__).parents[3]
MUTANTS = catalogue()
LEAST = {
    "calculators": 8,
    "client": 8,
    "command": 8,
    "conformance": 8,
    "data_frames": 8,
    "document": 8,
    "generator": 4,
    "guide": 3,
    "mock": 12,
    "safety": 8,
}


def test_every_area_has_its_share_of_bugs() -> None:
    counts = Counter(mutant.area for mutant in MUTANTS)
    assert counts.keys() == LEAST.keys()
    assert {area: count for area, count in counts.items() if count < LEAST[area]} == {}
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 40


def test_results_say_of_every_bug_who_caught_it() -> None:
    text = Path(__file__).with_name("RESULTS.md").read_text("utf-8")
    table = text.partition("<!-- planted bugs")[2].partition("<!-- end of planted bugs")[0]
    caught = re.findall(r"^\| (\w+) \| (.+?) \| `", table, re.MULTILINE)
    assert sorted(caught) == sorted((mutant.area, mutant.name) for mutant in MUTANTS)
    assert f"\n{len(MUTANTS)} of {len(MUTANTS)} planted bugs are caught.\n" in table


def test_results_name_tests_that_are_there() -> None:
    text = Path(__file__).with_name("RESULTS.md").read_text("utf-8")
    witnesses = set(re.findall(r"^\|.*\| `([\w/.]+\.py)::(test_\w+)", text, re.MULTILINE))
    assert witnesses
    assert sorted(f"{file}::{name}" for file, name in witnesses if not is_defined(file, name)) == []


def is_defined(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    return path.exists() and f"def {name}(" in path.read_text("utf-8")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_bug_can_be_planted_and_has_tests(mutant: Mutant, tmp_path: Path) -> None:
    copy = tmp_path / mutant.file
    copy.parent.mkdir(parents=True)
    original = (ROOT / mutant.file).read_text("utf-8")
    copy.write_text(original, "utf-8")
    mutant.plant(tmp_path)
    assert copy.read_text("utf-8") != original
    files = (
        []
        if mutant.tests == LINT
        else [ROOT / test.partition("::")[0] for test in mutant.tests if not test.startswith("-")]
    )
    assert files or mutant.tests == LINT
    assert [file for file in files if not file.exists()] == []
