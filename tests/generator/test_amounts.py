"""Amounts and numbers: read exactly, sent in plain digits, refused where they cannot be sent."""

import functools
import json
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from tests.generator.toy_orders import ORDER, cases, order, order_input


def test_every_decimal_is_a_decimal(toy: ModuleType) -> None:
    read = order(toy, price={"value": "0.1", "limit": 0}, commission=0.001)
    assert [read.price.value, read.price.limit, read.commission] == [Decimal("0.1"), 0, Decimal("0.001")]
    assert all(isinstance(each, Decimal) for each in (read.price.value, read.price.limit, read.commission))


@pytest.mark.parametrize("text", ["7.0", "7e0", "12345678901234567890.0", "1e300"])
def test_number_without_a_fraction_is_an_integer(text: str, toy: ModuleType) -> None:
    source = toy.json_text.loads(f'{{"id": {text}}}'.encode())
    assert order(toy, **source).id == Decimal(text)
    assert type(order(toy, **source).id) is int


def test_decimal_that_was_computed_is_a_plain_one(toy: ModuleType) -> None:
    read = order(toy, price={"value": 0})
    read.price.value += Decimal("1E-8")
    assert read.to_dict()["price"] == {"value": "0.00000001"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E-8"), "0.00000001"),
        (Decimal("1E+5"), "100000"),
        (Decimal("0.10"), "0.10"),
        ("1e-8", "0.00000001"),
        ("56283.73", "56283.73"),
        (3, "3"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_amount_is_sent_in_plain_digits(value: Any, text: str, toy: ModuleType) -> None:
    assert toy.models.UnitsInput(value=value).to_dict() == {"value": text}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.1, "0.1 is a float, which cannot hold most decimals exactly: pass Decimal('0.1') or text"),
        (True, "expected a Decimal, an int or text, got boolean True"),
        (Decimal("NaN"), "NaN cannot be sent: give a finite number"),
        (Decimal("sNaN"), "sNaN cannot be sent: give a finite number"),
        ("-Infinity", "-Infinity cannot be sent: give a finite number"),
        ("much", "expected a decimal, got text 'much'"),
        (None, "expected a Decimal, an int or text, got null"),
    ],
)
def test_amount_that_cannot_be_sent_is_refused_when_it_is_given(
    value: Any, message: str, toy: ModuleType
) -> None:
    with pytest.raises(toy.errors.EncodeError) as caught:
        toy.models.UnitsInput(value=value)
    assert (caught.value.path, caught.value.message) == ("value", message)


@pytest.mark.parametrize("case", cases("late.yaml"), ids=lambda case: f"{case['path']}={case['value']}"[:50])
def test_value_assigned_later_is_refused_with_its_whole_path_when_it_is_sent(
    case: dict[str, Any], toy: ModuleType
) -> None:
    request = order_input(toy)
    *way, last = case["path"].split(".")
    setattr(functools.reduce(getattr, way, request), last, case["value"])
    with pytest.raises(toy.errors.EncodeError) as caught:
        request.to_dict()
    assert (caught.value.path, caught.value.message) == (case.get("names", case["path"]), case["message"])


@pytest.mark.parametrize("case", cases("amounts.yaml"), ids=lambda case: ascii(case["text"]))
def test_text_of_an_amount_leaves_in_plain_digits_or_not_at_all(
    case: dict[str, str], toy: ModuleType
) -> None:
    text = case["text"]
    request = order_input(toy)
    request.position.units.value = text

    def read() -> Any:
        return toy.models.UnitsInput.from_dict({"value": text})

    for make in (lambda: toy.models.UnitsInput(value=text), read, lambda: request.position.units):
        if "sent" in case:
            assert make().to_dict() == {"value": case["sent"]}
        else:
            with pytest.raises(toy.errors.EncodeError, match=case["refused"]) as caught:
                make().to_dict()
            assert caught.value.path == "value"


@pytest.mark.parametrize("value", [Decimal("1e-9999999"), Decimal("1E+9999999"), Decimal("1" * 1001)])
def test_amount_that_would_fill_the_memory_is_refused(value: Decimal, toy: ModuleType) -> None:
    with pytest.raises(toy.errors.EncodeError, match="has more than 1000 places"):
        toy.models.UnitsInput(value=value)


def test_decimal_is_taken_where_json_has_a_number(toy: ModuleType) -> None:
    text = '{"account_id":1,"side":"buy","position":{"units":{"value":0.12345678901234567890}},"news":[1e-9]}'
    read = toy.models.OrderInput.from_dict(json.loads(text, parse_float=Decimal)).to_json()
    assert '{"value":"0.12345678901234567890"}' in read
    assert '"news":["0.000000001"]' in read


@pytest.mark.parametrize("text", ["0.01", "8.6e-07", "0.1", "123456789.012345", "-1.5", "1e+22", "0.0"])
def test_number_that_a_parser_made_a_float_of_is_taken_where_no_digit_is_lost(
    text: str, toy: ModuleType
) -> None:
    units = toy.models.UnitsInput.from_dict(json.loads(f'{{"value":{text}}}'))
    assert units.value == Decimal(text)
    assert Decimal(units.to_json().removeprefix('{"value":').removesuffix("}")) == Decimal(text)
    assert "e" not in units.to_json().removeprefix('{"value"')


def test_json_of_a_model_has_every_digit(toy: ModuleType) -> None:
    text = '{"account_id":1,"side":"buy","position":{"units":{"value":0.12345678901234567890}}}'
    assert toy.models.OrderInput.from_json(text).to_json() == text
    assert toy.models.OrderInput.from_json(text.encode()).to_json() == text
    order = json.dumps(ORDER)[:-1] + ', "commission": 0.10, "news": [12345678901234567890.5]}'
    written = toy.models.Order.from_json(order).to_json()
    assert toy.json_text.loads(written.encode()) == toy.json_text.loads(order.encode())
    assert '"commission":0.10' in written
    assert '"news":[12345678901234567890.5]' in written


def test_amount_may_be_null_or_absent_where_the_document_says_so(toy: ModuleType) -> None:
    assert toy.models.UnitsInput(percent=None).to_dict() == {"percent": None}
