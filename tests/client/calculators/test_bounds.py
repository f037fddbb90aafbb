"""What calculators give at the edge of a rule, and what they say just beyond it."""

from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import EncodeError, calculators
from threecommas.calculators import MarketLimits

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "bounds.yaml").read_text("utf-8")
)
ABOUT = itemgetter("about")
LIMITS = MarketLimits.of({"priceStep": 1, "lotStep": 1, "minTotal": 5, "maxLotSize": 3})


def calculated(case: dict[str, Any]) -> Any:
    """Call the calculator of a case."""
    arguments = dict(case["with"])
    if "limits" in arguments:
        arguments["limits"] = MarketLimits.of(arguments["limits"])
    return getattr(calculators, case["call"])(**arguments)


def shown(thing: Any, path: str) -> Any:
    """Return what is at a path, of a tuple that of each, numbers as plain text."""
    if isinstance(thing, tuple | list):
        return [shown(each, path) for each in thing]
    if path:
        name, _, rest = path.partition(".")
        return shown(getattr(thing, name), rest)
    return format(thing, "f") if isinstance(thing, Decimal) else thing


@pytest.mark.parametrize("case", [each for each in CASES if "gives" in each], ids=ABOUT)
def test_result_at_the_edge_of_a_rule_is(case: dict[str, Any]) -> None:
    result = calculated(case)
    assert {path: shown(result, path) for path in case["gives"]} == case["gives"]


@pytest.mark.parametrize(
    "case", [each for each in CASES if "refuses" in each], ids=lambda case: case["about"]
)
def test_value_beyond_a_rule_is_refused_in_these_words(case: dict[str, Any]) -> None:
    with pytest.raises(EncodeError) as caught:
        calculated(case)
    assert str(caught.value) == case["refuses"]


def test_bound_of_a_market_belongs_to_what_it_takes() -> None:
    assert LIMITS.problems(1, 5) == ()
    assert LIMITS.problems(3, 2) == ()
    assert LIMITS.problems(4, 2) == ("amount 4 is above the largest, 3",)


def test_part_of_a_cent_is_a_cent_from_its_half_on() -> None:
    profit = calculators.Profit(amount=Decimal("0.006"), percentage=Decimal(0))
    assert (profit.usd(), profit.usd(3), profit.usd(30)) == (
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("0.18"),
    )
