"""The scores of the sample: each area keeps its own, and a reason is for code that is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TEXT = "Before.\n<!-- sample: written by `make sample` -->\n<!-- end of the sample -->\nAfter.\n"


@pytest.fixture(scope="module")
def scores_module(part: Callable[[str], Any]) -> Any:
    return part("scores")


def change(scores_module: Any, code: str) -> Any:
    return scores_module.Alteration(
        area="guards", file="a.py", line=7, code=code, start=0, end=1, old="<", new="<=", tests=()
    )


def test_score_counts_what_was_noticed_and_names_the_rest(
    scores_module: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = {"file": "a.py", "code": "if a < b:", "change": "`<` becomes `<=`", "reason": "They differ."}
    (tmp_path / "survivors.yaml").write_text(yaml.safe_dump([known]), "utf-8")
    monkeypatch.setattr(scores_module, "SURVIVORS", tmp_path / "survivors.yaml")
    survivors = (change(scores_module, "if a < b:"), change(scores_module, "if c < d:"))
    score = scores_module.Score(area="guards", seed=20, tried=12, of=40, survivors=survivors)
    assert score.lines() == (
        "### guards",
        "",
        "Seed 20: 12 of 40 changes, 10 noticed: 83.3 %. 1 of the others change nothing, "
        "so 90.9 % of what can be noticed.",
        "",
        "- a.py:7: `<` becomes `<=`: They differ.",
        "- a.py:7: `<` becomes `<=`: **no reason yet**",
        "",
    )


def test_score_of_one_area_leaves_the_others(scores_module: Any) -> None:
    first = scores_module.Score(area="guards", seed=20, tried=2, of=2, survivors=()).lines()
    second = scores_module.Score(area="deals", seed=7, tried=3, of=9, survivors=()).lines()
    text = scores_module.with_scores(TEXT, [first, second])
    assert scores_module.read_scores(text) == {"guards": first, "deals": second}
    assert text.startswith("Before.\n")
    assert text.endswith("\nAfter.\n")
    assert scores_module.with_scores(text, scores_module.read_scores(text).values()) == text


def test_survivors_of_the_last_run_can_be_judged_again(scores_module: Any) -> None:
    survivors = (change(scores_module, "if a < b:"),)
    every = scores_module.Score(area="guards", seed=20, tried=2, of=2, survivors=survivors)
    some = scores_module.Score(area="deals", seed=20, tried=2, of=30, survivors=())
    text = scores_module.with_scores(TEXT, [every.lines(), some.lines()])
    assert scores_module.survivors_of(text, "guards") == ["a.py:7: `<` becomes `<=`"]
    assert scores_module.survivors_of(text, "deals") == []
    assert [scores_module.tried_of(text, area) for area in ("guards", "deals", "mock")] == [2, 2, 0]


def test_reason_is_for_code_that_is_there(scores_module: Any) -> None:
    for file, code, _ in scores_module.reasons():
        assert code in [line.strip() for line in (ROOT / file).read_text("utf-8").splitlines()], (file, code)
