"""What an assistant reads: short, and never silently less than there is."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mcp.answers import LIMIT, short_answer
from threecommas_rest.json_text import dumps

CASES = yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text("utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=30) | st.dictionaries(st.text(max_size=30), inner, max_size=30),
    max_leaves=200,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_answer_is(case: dict[str, Any]) -> None:
    fields = tuple(case.get("fields", ()))
    answer = short_answer(case["body"].encode(), fields, case.get("limit", LIMIT))
    assert answer == case["answer"]


@given(value=JSON)
def test_answer_is_whole_if_it_fits_and_else_short_and_says_so(value: Any) -> None:
    whole = dumps(value)
    answer = short_answer(whole.encode("utf-8", "surrogatepass"))
    assert len(answer) <= LIMIT
    if len(whole) <= LIMIT:
        assert answer == whole
    else:
        assert answer.startswith("Shortened.")


@given(text=st.text(min_size=LIMIT + 1, max_size=2 * LIMIT))
def test_text_that_is_too_long_says_that_it_was_cut(text: str) -> None:
    answer = short_answer(f"<{text}".encode("utf-8", "replace"))
    assert len(answer) <= LIMIT
    assert "cut, of" in answer
