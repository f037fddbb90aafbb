"""Single values against single schemas: what counts as a difference, and where it is said to be."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.observe.comparison import compare
from generator.observe.document import Document
from generator.observe.masked_values import sample

CASES = json.loads(Path(__file__).with_name("comparisons.json").read_text("utf-8"))
SAMPLES = json.loads(Path(__file__).with_name("samples.json").read_text("utf-8"))
DOCUMENT = Document({"paths": {}, "components": {"schemas": CASES["components"]}})


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["what"])
def test_value_differs_from_its_schema_where_it_does(case: dict[str, Any]) -> None:
    trace = compare(DOCUMENT, case["value"], f"/components/schemas/{case['schema']}")
    assert [f"{each.at} {each.kind} {each.word}".rstrip() for each in trace.drifts] == case["finds"]


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: json.dumps(case["value"])[:40])
def test_sample_says_what_a_value_looks_like_and_not_what_it_says(case: dict[str, Any]) -> None:
    assert sample(case["value"], str.upper) == case["sample"]
