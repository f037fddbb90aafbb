"""Edits of YAML text: the one place changes, comments and layout stay."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.observe.proposal import yaml_edits
from generator.observe.proposal.yaml_edits import NotEditable, scalar

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("edits.yaml").read_text("utf-8"))


def edited(case: dict[str, Any]) -> str:
    name, *arguments = case["edit"]
    edit: Callable[..., str] = getattr(yaml_edits, name)
    return edit(case["before"], *arguments)


@pytest.mark.parametrize("case", [case for case in CASES if "after" in case], ids=lambda case: case["what"])
def test_edit_changes_one_place(case: dict[str, Any]) -> None:
    assert edited(case) == case["after"]


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["what"])
def test_place_that_is_written_otherwise_is_left_alone(case: dict[str, Any]) -> None:
    with pytest.raises(NotEditable, match=case["refused"]):
        edited(case)


@pytest.mark.parametrize("text", ["red", "Red_2", "on", "null", "Yes", "1", "a b", "a[b]", "-", "é", ""])
def test_scalar_is_read_back_as_the_same_text(text: str) -> None:
    assert yaml.safe_load(scalar(text)) == text
