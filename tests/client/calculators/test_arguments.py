"""Whatever a calculator is given for a value, it is computed with exactly, or refused by its name."""

import inspect
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from threecommas import EncodeError, calculators
from threecommas.calculators import MarketLimits

LIMITS = MarketLimits.of({"priceStep": "0.01", "lotStep": "0.01", "minTotal": 5})
BOT: dict[str, Any] = {"base_order_volume": 10, "stop_loss_percentage": 10, "take_profit": 3}
GRID: dict[str, Any] = {"lower_price": 10, "upper_price": 20, "grids_quantity": 4}
# Each calculator with values it takes, every argument among them.
CALLS: dict[str, dict[str, Any]] = {
    "average_price": {"volume": 1, "amount": 1},
    "bot_by_risk": {
        "bot": BOT,
        "balance": 1000,
        "risk_percentage": 1,
        "price": 100,
        "fee": 0,
        "limits": LIMITS,
    },
    "breakeven_price": {"average_price": 100, "strategy": "long", "fee": 0, "limits": LIMITS},
    "closed_profit": {"bought_volume": 1, "sold_volume": 1, "strategy": "long"},
    "grid": {
        **GRID,
        "quantity_per_grid": 20,
        "current_price": 15,
        "grid_type": "arithmetic",
        "order_currency_type": "quote",
        "fee": 0,
        "limits": LIMITS,
    },
    "grid_prices": {**GRID, "grid_type": "arithmetic", "limits": LIMITS},
    "grid_step": {**GRID, "grid_type": "arithmetic"},
    "ladder": {
        "bot": BOT,
        "price": 100,
        "fee": 0,
        "limits": LIMITS,
        "balance": 1000,
        "order_adjustment": 1,
    },
    "open_profit": {"volume": 1, "amount": 1, "current_price": 1, "strategy": "long", "fee": 0},
    "order_amount": {"volume": 1, "price": 1, "limits": LIMITS},
    "price_with_fee": {"price": 1, "side": "buy", "fee": 0},
    "safety_order_deviations": {"step_percentage": 1, "step_coefficient": 1, "number_of_orders": 2},
    "safety_order_price": {
        "base_order_average_price": 100,
        "deviation": 1,
        "strategy": "long",
        "limits": LIMITS,
    },
    "safety_order_volume": {"volume": 1, "volume_coefficient": 1, "number": 1},
    "size_by_risk": {
        "balance": 1000,
        "risk_percentage": 1,
        "entry_price": 100,
        "stop_price": 90,
        "strategy": "long",
        "leverage": 1,
        "fee": 0,
        "limits": LIMITS,
    },
    "smart_trade_price": {"total": 1, "units": 1, "limits": LIMITS},
    "smart_trade_profit": {
        "entered_total": 1,
        "entered_amount": 1,
        "current_price": 1,
        "position": "buy",
        "closed_total": 0,
        "closed_amount": 0,
        "fee": 0,
    },
    "smart_trade_units": {"units": 1, "volumes": [50, 50], "limits": LIMITS},
    "split_amount": {"amount": 1, "percentages": [50, 50], "limits": LIMITS},
    "stop_loss_price": {"base_order_average_price": 100, "stop_loss_percentage": 1, "strategy": "long"},
    "take_profit_price": {
        "average_price": 100,
        "take_profit": 1,
        "strategy": "long",
        "fee": 0,
        "limits": LIMITS,
    },
    "take_profit_price_by_base": {
        "volume": 100,
        "amount": 1,
        "base_order_total": 100,
        "take_profit": 1,
        "strategy": "long",
        "fee": 0,
        "limits": LIMITS,
    },
    "trailing_price": {"peak_price": 100, "trailing_deviation": 1, "strategy": "long"},
}
# Arguments that stand for a setting of a bot are refused by its name.
SETTINGS = {
    "bot": "base_order_volume",
    "number_of_orders": "max_safety_orders",
    "step_coefficient": "martingale_step_coefficient",
    "step_percentage": "safety_order_step_percentage",
    "volume": "safety_order_volume",
    "volume_coefficient": "martingale_volume_coefficient",
}
OPTIONAL = {"balance"}
GARBAGE = (0.5, True, "abc", "Infinity", Decimal("NaN"), "-1", None, object(), [], {}, b"1", [None])
METHODS = ("price_down", "price_up", "nearest_price", "lot_down", "lot_up")


def refusal(calculate: Any, *given: Any, **named: Any) -> str:
    """Return the argument that a calculator refuses, "" for none."""
    with pytest.raises(EncodeError) as caught:
        calculate(*given, **named)
    return (caught.value.path or "").partition("[")[0]


def test_every_calculator_is_called_with_every_argument() -> None:
    functions = {name for name in calculators.__all__ if inspect.isfunction(getattr(calculators, name))}
    assert functions == CALLS.keys()
    for name, arguments in CALLS.items():
        function = getattr(calculators, name)
        assert inspect.signature(function).parameters.keys() == arguments.keys()
        function(**arguments)


@pytest.mark.parametrize(
    ("name", "argument"), [(name, each) for name, call in CALLS.items() for each in call]
)
def test_argument_that_is_no_value_of_its_kind_is_refused_by_its_name(name: str, argument: str) -> None:
    for garbage in GARBAGE:
        if (argument == "order_adjustment" and garbage == "-1") or (argument in OPTIONAL and garbage is None):
            continue
        named = refusal(getattr(calculators, name), **CALLS[name] | {argument: garbage})
        assert named in (argument, SETTINGS.get(argument)), (garbage, named)


@pytest.mark.parametrize("method", METHODS)
def test_market_refuses_what_it_cannot_round_exactly(method: str) -> None:
    argument = "price" if "price" in method else "amount"
    for market in (LIMITS, MarketLimits()):
        for garbage in GARBAGE:
            assert refusal(getattr(market, method), garbage) == argument, garbage


@pytest.mark.parametrize("method", METHODS)
def test_value_on_a_step_stays_there_however_it_is_given(method: str) -> None:
    for value in ("0.29", Decimal("0.29"), Fraction(29, 100)):
        assert getattr(LIMITS, method)(value) == Decimal("0.29")


@pytest.mark.parametrize("argument", ["amount", "price"])
def test_order_of_no_value_has_no_problems_but_is_refused(argument: str) -> None:
    for garbage in GARBAGE:
        assert refusal(LIMITS.problems, **{"amount": 1, "price": 5} | {argument: garbage}) == argument


@pytest.mark.parametrize("garbage", [None, 5, "bot", [], 0.5, object()])
def test_what_is_no_bot_and_no_rates_is_refused_by_its_name(garbage: Any) -> None:
    assert refusal(calculators.LadderSettings.of, garbage) == "bot"
    assert refusal(MarketLimits.of, garbage) == "rates"
