"""Null in a request is absent in its groups, as answers write what is not set, and refused in its body."""

import json
from pathlib import Path
from typing import Any

import pytest
from threecommas import EncodeError, models

CASES = json.loads(Path(__file__).with_name("nulls.json").read_text("utf-8"))
NAMES = [case["name"] for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=[name.replace(" ", "_") for name in NAMES])
def test_null_means_what_its_case_says(case: dict[str, Any]) -> None:
    model = getattr(models, case["model"])
    if "read" in case:
        assert model.from_dict(case["given"]).to_dict() == case["read"]
        return
    with pytest.raises(EncodeError, match=case["message"]) as caught:
        model.from_dict(case["given"])
    assert caught.value.path == case["path"]
