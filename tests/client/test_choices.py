"""An answer that is one of several objects, where it is none of them exactly."""

from typing import Any

import httpx
import pytest
from threecommas import DecodeError, DeviationError, models
from threecommas_rest import api
from threecommas_rest.json_text import dumps
from threecommas_rest.reading import Reading

from tests.client.deviating import documented
from tests.property.typed_calls import FLAVOURS, Tap, documented_call, operation_of

ORDER, DONE, DEAL = sorted(documented("add_funds_to_deal"), key=lambda answer: "id" in answer)
if len(DONE) > len(ORDER):
    ORDER, DONE = DONE, ORDER
CASES: list[tuple[dict[str, Any], type, list[str]]] = [
    (DEAL | {"id": None}, models.Deal, ["id"]),
    (DEAL | {"id": "5", "status": None, "added": 1}, models.Deal, ["id", "status"]),
    (ORDER | {"rate": "abc"}, models.MarketOrder, ["rate"]),
    ({name: ORDER[name] for name in [*ORDER][:6]} | {"added": 1}, models.MarketOrder, [*ORDER][6:]),
    ({"status": "failure"}, models.DealActionDone, ["status"]),
    ({"status": "failure", "message": "no"}, models.DealActionDone, ["status"]),
    ({}, models.DealActionDone, ["status"]),
]


@pytest.mark.parametrize(("answer", "model", "paths"), CASES)
def test_object_that_fits_none_exactly_is_the_one_with_the_members_most_alike(
    answer: dict[str, Any], model: type, paths: list[str]
) -> None:
    reading = Reading("add_funds_to_deal")
    made: Any = api.add_funds_to_deal.parse(dumps(answer).encode(), reading)
    assert isinstance(made, model)
    assert [each.path for each in made.deviations] == paths
    assert [each.operation_id for each in reading.deviations] == ["add_funds_to_deal"] * len(paths)
    assert made.to_dict() == answer


@pytest.mark.parametrize(("answer", "model"), [(ORDER, models.MarketOrder), (DEAL, models.Deal)])
def test_object_that_fits_exactly_is_no_other(answer: dict[str, Any], model: type) -> None:
    assert isinstance(api.add_funds_to_deal.parse(dumps(answer).encode()), model)


@pytest.mark.parametrize("answer", [answer for answer, _, _ in CASES])
def test_strict_reader_refuses_what_fits_none_exactly(answer: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"fits no form|expected"):
        api.add_funds_to_deal.parse(dumps(answer).encode(), Reading(strict=True))


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"text"', b"[" * 100])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_what_is_no_object_is_an_error_that_says_what_came(body: bytes, flavour: str) -> None:
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(201, content=body)))
    with pytest.raises(DecodeError, match=r"got|nested|JSON"):
        FLAVOURS[flavour](tap, documented_call(operation_of("add_funds_to_deal")))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_order_that_was_placed_is_not_lost_to_a_null_in_the_answer(flavour: str) -> None:
    content = dumps(DEAL | {"pair": None}).encode()
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(201, content=content)))
    made = FLAVOURS[flavour](tap, documented_call(operation_of("add_funds_to_deal")))
    assert made.id == DEAL["id"]
    with pytest.raises(DeviationError, match=r"^add_funds_to_deal: pair: expected text, got null$"):
        str(made.pair)
