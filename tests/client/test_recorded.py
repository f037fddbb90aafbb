"""Answers that strangers recorded, or older pages show, are read without loss, each entry as its model."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas import Undecoded, errors
from threecommas.models import Market
from threecommas_rest.json_text import dumps, loads

from tests.client.deviating import models_of, success_of, written
from tests.property.exact import exact
from tests.property.typed_calls import FLAVOURS, Tap, documented_call, operation_of

Case = dict[str, Any]
RECORDED = loads(Path(__file__).with_name("data").joinpath("recorded.json").read_bytes())
both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)


def each(cases: str) -> Any:
    return pytest.mark.parametrize("case", RECORDED[cases], ids=[case["case"] for case in RECORDED[cases]])


def answered(case: Case, flavour: str, **options: Any) -> Any:
    body = dumps(case["answers"]).encode()
    status = case.get("status", success_of(case["operation"]))
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(status, content=body)))
    return FLAVOURS[flavour](tap, documented_call(operation_of(case["operation"]), body), **options)


@both_flavours
@each("successes")
def test_every_entry_is_a_model_and_writes_what_came(case: Case, flavour: str, way: str) -> None:
    found = answered(case, flavour)
    for item in found if isinstance(found, list) else [found]:
        assert isinstance(item, tuple(models_of(case["operation"])))
        assert item.deviations == []
    assert exact(written(found)) == exact(case["answers"])
    assert exact(written(answered(case, flavour, strict=True))) == exact(case["answers"])


@both_flavours
def test_exchange_without_a_link_says_so(flavour: str, way: str) -> None:
    found = answered(
        next(each for each in RECORDED["successes"] if each["operation"] == "list_markets"), flavour
    )
    spots = [each for each in found if not isinstance(each, Undecoded) and "bybit" in each.market_code]
    assert len(spots) == 3
    assert [each.help_link for each in spots] == [None] * 3
    assert [isinstance(each, Market) and each.market_url is None for each in spots] == [False, False, True]
    assert {"nomics_id": "bybit", "connection_type": "form"}.items() <= spots[0].to_dict().items()


@both_flavours
@each("refusals")
def test_refusal_is_the_error_of_its_kind_with_all_it_says(case: Case, flavour: str, way: str) -> None:
    with pytest.raises(errors.ApiStatusError) as caught:
        answered(case, flavour)
    error, body = caught.value, case["answers"]
    assert type(error).__name__ == case["error"]
    assert error.body is not None
    assert error.body.to_dict() == body
    assert (error.code, error.description) == (body["error"], body.get("error_description"))
    assert error.error_attributes == body.get("error_attributes", {})
    assert json.loads(error.content) == body
