"""Bodies out of dictionaries and JSON, which hold nothing but documented fields."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import EncodeError, documented_body, models

CASES = yaml.safe_load(Path(__file__).with_name("undocumented_fields.yaml").read_text("utf-8"))


@pytest.mark.parametrize("form", [dict, json.dumps, lambda body: json.dumps(body).encode()], ids=range(3))
@pytest.mark.parametrize("case", CASES, ids=[case["says"].partition(":")[0] for case in CASES])
def test_field_that_nobody_documents_is_refused_by_its_path(
    case: dict[str, Any], form: Callable[[Any], Any]
) -> None:
    with pytest.raises(EncodeError) as refused:
        documented_body(getattr(models, case["model"]), form(case["body"]))
    assert str(refused.value) == case["says"]


def test_documented_body_is_what_its_model_reads() -> None:
    made = documented_body(models.UpdateDeal, {"take_profit": "4", "note": "x"})
    assert made == models.UpdateDeal(take_profit=Decimal(4), note="x")


def test_field_that_is_not_as_documented_is_refused_by_its_path() -> None:
    with pytest.raises(EncodeError, match=r"^take_profit: "):
        documented_body(models.UpdateDeal, {"take_profit": []})


@pytest.mark.parametrize("form", [str, str.encode])
@pytest.mark.parametrize(
    ("said", "path"),
    [
        ('{"take_profit": "4", "note": "x", "take_profit": "40"}', "take_profit"),
        (
            '{"custom_safety_steps": [{"deviation": "1", "size": "5", "size": "500"}]}',
            "custom_safety_steps[0].size",
        ),
    ],
)
def test_member_that_json_has_twice_is_refused(
    said: str, path: str, form: Callable[[str], str | bytes]
) -> None:
    with pytest.raises(EncodeError, match="is there twice") as refused:
        documented_body(models.UpdateDeal, form(said))
    assert refused.value.path == path


def test_from_dict_keeps_what_nobody_documents() -> None:
    made = models.UpdateDeal.from_dict({"added_later": 1})
    assert made.to_dict() == {"added_later": 1}
