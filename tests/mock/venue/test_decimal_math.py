"""The formulas, against numbers that the documents print."""

import decimal
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock.venue import decimal_math

from tests.mock.signed_client import DATA

FORMULAS = json.loads((DATA / "arithmetic.json").read_text("utf-8"))
AMOUNTS = st.decimals("0.00000001", "1000000", places=8)


def told(case: dict[str, Any]) -> str:
    return f"{case['formula']} of {', '.join(case['of'])}"


@pytest.mark.parametrize("case", FORMULAS, ids=told)
def test_formula_gives_the_documented_number(case: dict[str, Any]) -> None:
    found = getattr(decimal_math, case["formula"])(*map(Decimal, case["of"]))
    assert found == (case["gives"] if case["formula"] == "format_decimal" else Decimal(case["gives"]))


@pytest.mark.parametrize("case", FORMULAS, ids=told)
def test_formula_does_not_depend_on_the_callers_context(case: dict[str, Any]) -> None:
    with decimal.localcontext(decimal.Context(prec=3)):
        test_formula_gives_the_documented_number(case)


@pytest.mark.parametrize(
    ("long", "rest", "price", "flow", "volume"),
    [
        (True, "20", "0.10257", "-2.0536", "-0.0042514"),
        (True, "43.736", "0.10244", "-4.57371", "-0.09787447584"),
        (True, "4", "0.03702", "-0.14878864", "-0.00085672"),
        (False, "7.8", "0.264", "1.977066", "-0.0841932"),
    ],
)
def test_open_profit_is_the_documented_one(
    *, long: bool, rest: str, price: str, flow: str, volume: str
) -> None:
    found = decimal_math.open_profit(
        long=long,
        remaining=Decimal(rest),
        price=Decimal(price),
        commission=Decimal("0.001"),
        flow=Decimal(flow),
    )
    assert found == Decimal(volume)


def test_percent_target_is_the_documented_one() -> None:
    target = decimal_math.offset_by_percent(Decimal("0.10457"), Decimal(5), up=True, tick=Decimal("0.00001"))
    assert target == Decimal("0.1098")


def test_remainder_of_the_shares_goes_to_the_first() -> None:
    shares = decimal_math.split(Decimal("14.91"), [Decimal(50), Decimal(25), Decimal(25)], lot=Decimal(1))
    assert shares == (Decimal(8), Decimal(3), Decimal(3))


@given(
    units=AMOUNTS,
    weights=st.lists(st.decimals("0.01", "100", places=2), min_size=1, max_size=8),
    lot=st.sampled_from(["0.00001", "0.1", "1"]),
)
def test_shares_are_whole_lots_that_add_up(units: Decimal, weights: list[Decimal], lot: str) -> None:
    step = Decimal(lot)
    shares = decimal_math.split(units, weights, lot=step)
    assert decimal_math.exact_sum(shares) == decimal_math.floor_to_step(units, step)
    assert all(share >= 0 and decimal_math.floor_to_step(share, step) == share for share in shares)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_text_is_the_same_number_without_exponent(value: Decimal) -> None:
    written = decimal_math.format_decimal(value)
    assert Decimal(written) == value
    assert "E" not in written
    assert "." in written
