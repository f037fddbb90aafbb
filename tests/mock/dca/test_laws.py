"""The laws of deals hold for every recorded deal, to the last digit, and for any settings at all.

The recorded deals are answers of 2025, without the fields that say nothing about prices and sizes.
"""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from threecommas_mock.dca import averages, ladder, targets
from threecommas_mock.dca.averages import Moved
from threecommas_mock.dca.settings import DcaSettings, SafetyStep, Strategy, TakeProfitStep, VolumeType
from threecommas_mock.venue.decimal_math import format_decimal

RECORDED = json.loads((Path(__file__).parent / "data" / "recorded_deals.json").read_text("utf-8"))
TICKS = {"USDT_ETH": (Decimal("0.01"), Decimal("0.0001")), "USDT_DOGE": (Decimal("0.00001"), Decimal(1))}
FEE = Decimal("0.001")
EVERY = pytest.mark.parametrize("deal", RECORDED, ids=lambda deal: f"{deal['id']}_{deal['status']}")
AMOUNTS = st.integers(1, 10**9).map(lambda units: Decimal(units) / 1000)
PERCENTS = st.integers(1, 5000).map(lambda units: Decimal(units) / 100)
COEFFICIENTS = st.integers(1, 100).map(lambda units: Decimal(units) / 10)


def number(text: Any) -> Decimal:
    return Decimal(text)


def settings_of(deal: dict[str, Any]) -> DcaSettings:
    return DcaSettings(
        base_order_volume=number(deal["base_order_volume"]),
        safety_order_volume=number(deal["safety_order_volume"]),
        safety_order_step_percentage=number(deal["safety_order_step_percentage"]),
        martingale_volume_coefficient=number(deal["martingale_volume_coefficient"]),
        martingale_step_coefficient=number(deal["martingale_step_coefficient"]),
        max_safety_orders=deal["max_safety_orders"],
        take_profit=number(deal["take_profit"]),
        reinvested=number(deal["reinvested"]),
    )


def bought(deal: dict[str, Any]) -> Moved:
    return Moved(number(deal["bought_amount"]), number(deal["bought_volume"]))


def sold(deal: dict[str, Any]) -> Moved:
    return Moved(number(deal["sold_amount"]), number(deal["sold_volume"]))


@EVERY
def test_recorded_averages_are_volumes_by_amounts(deal: dict[str, Any]) -> None:
    assert format_decimal(bought(deal).average) == format_decimal(number(deal["bought_average_price"]))
    assert format_decimal(sold(deal).average) == format_decimal(number(deal["sold_average_price"]))


@EVERY
def test_recorded_safety_orders_stand_where_the_ladder_has_them(deal: dict[str, Any]) -> None:
    tick, lot = TICKS[deal["pair"]]
    base = number(deal["base_order_average_price"])
    for k, price, coins in deal["safety_orders"]:
        rung = ladder.rung(settings_of(deal), k, base_price=base, tick=tick, lot=lot)
        assert (rung.price, rung.quantity) == (number(price), number(coins)), k


@EVERY
def test_recorded_profits_are_what_came_in_less_what_went_out(deal: dict[str, Any]) -> None:
    went, came = bought(deal), sold(deal)
    if deal["finished?"]:
        assert averages.closed_profit(went, came) == number(deal["final_profit"])
        assert came.volume - went.volume == number(deal["actual_profit"])
        percent = averages.closed_profit_percentage(went, came, long=True)
        assert percent == number(deal["final_profit_percentage"])
        assert averages.usd(number(deal["final_profit"]), Decimal(1)) == number(deal["usd_final_profit"])
    else:
        price = number(deal["current_price"])
        profit = averages.open_deal_profit(went, came, long=True, price=price, fee=FEE)
        assert profit == number(deal["actual_profit"])
        percent = averages.open_profit_percentage(went.average, price, long=True)
        assert percent == number(deal["actual_profit_percentage"])


@EVERY
def test_recorded_targets_follow_from_averages(deal: dict[str, Any]) -> None:
    if deal["finished?"]:
        return
    tick, _ = TICKS[deal["pair"]]
    price = targets.take_profit_price(
        bought(deal), number(deal["take_profit"]), long=True, fee=FEE, tick=tick
    )
    assert price == number(deal["take_profit_price"])
    stop = targets.stop_loss_price(
        number(deal["base_order_average_price"]), number(deal["stop_loss_percentage"]), long=True
    )
    assert stop == (None if deal["stop_loss_price"] is None else number(deal["stop_loss_price"]))


def test_documented_short_deal_follows_the_same_laws() -> None:
    base, entered, tick = Decimal("0.2580424"), Moved(Decimal(25), Decimal("6.475282")), Decimal("0.0001")
    settings = DcaSettings(
        strategy=Strategy.SHORT,
        base_order_volume=Decimal(10),
        safety_order_volume=Decimal(15),
        safety_order_volume_type=VolumeType.BASE,
        martingale_volume_coefficient=Decimal("1.7"),
        martingale_step_coefficient=Decimal(4),
        max_safety_orders=2,
    )
    rung = ladder.rung(settings, 1, base_price=base, tick=tick, lot=Decimal("0.1"))
    assert (rung.price, rung.quantity) == (Decimal("0.2607"), 15)
    price = targets.take_profit_price(entered, Decimal(3), long=False, fee=FEE, tick=tick)
    assert price == Decimal("0.2509")
    profit = averages.open_deal_profit(
        Moved(), entered, long=False, price=Decimal("0.2986"), fee=Decimal("0.001")
    )
    assert profit == Decimal("-0.997183")
    assert averages.open_profit_percentage(entered.average, Decimal("0.2986"), long=False) == Decimal(
        "-15.28"
    )


def test_documented_steps_are_cut_to_the_lot_and_the_last_takes_the_rest() -> None:
    steps = [TakeProfitStep(Decimal(share), Decimal(at)) for share, at in ((40, 2), (50, 3), (10, 4))]
    amount, lot = Decimal("0.0324"), Decimal("0.0001")
    assert targets.step_amounts(amount, steps, lot) == tuple(map(Decimal, ("0.0129", "0.0162", "0.0033")))


def test_steps_that_are_left_share_what_is_left_to_the_last_lot() -> None:
    steps = [TakeProfitStep(Decimal(share), Decimal(at)) for share, at in ((50, 3), (10, 4))]
    # Five sixths of it are a whole number of lots.
    amount, lot = Decimal("1.1046"), Decimal("0.0001")
    assert targets.step_amounts(amount, steps, lot) == (Decimal("0.9205"), Decimal("0.1841"))


@given(
    step=PERCENTS, coefficients=st.tuples(COEFFICIENTS, COEFFICIENTS), volume=AMOUNTS, k=st.integers(1, 12)
)
def test_safety_orders_follow_the_sums_of_the_page(
    step: Decimal, coefficients: tuple[Decimal, Decimal], volume: Decimal, k: int
) -> None:
    (coefficient, scale), price = coefficients, Decimal("97.531")
    settings = DcaSettings(
        base_order_volume=volume,
        safety_order_volume=volume,
        safety_order_step_percentage=step,
        martingale_step_coefficient=coefficient,
        martingale_volume_coefficient=scale,
        max_safety_orders=k,
    )
    away, size = Decimal(0), volume
    for j in range(k):
        away += step * coefficient**j
        size = volume * scale**j
    tick = Decimal("0.001")
    rung = ladder.rung(settings, k, base_price=price, tick=tick, lot=tick)
    exact = max(price * (100 - away) / 100, Decimal(0))
    assert 0 <= exact - rung.price < tick
    assert rung.price % tick == 0
    if rung.price:
        assert 0 <= rung.quantity * rung.price - size < tick * rung.price


@given(amount=AMOUNTS, volume=AMOUNTS, percent=PERCENTS, long=st.booleans())
def test_take_profit_leaves_its_percentage_after_the_fee(
    amount: Decimal, volume: Decimal, percent: Decimal, *, long: bool
) -> None:
    tick, entered = Decimal("0.01"), Moved(amount, volume)
    price = targets.take_profit_price(entered, percent, long=long, fee=FEE, tick=tick)
    if long:
        wanted = volume * (100 + percent) / 100
        assert (price - tick) * amount * (1 - FEE) < wanted <= price * amount * (1 - FEE)
    else:
        wanted = volume * (100 - percent) / 100
        assert price * amount * (1 + FEE) <= wanted < (price + tick) * amount * (1 + FEE)


def test_custom_steps_stand_at_their_own_distance_and_size() -> None:
    settings = DcaSettings(
        base_order_volume=Decimal(100),
        custom_safety_steps=(SafetyStep(Decimal("-1.5"), Decimal(15)), SafetyStep(Decimal(-4), Decimal(40))),
    )
    rung = ladder.rung(settings, 2, base_price=Decimal(100), tick=Decimal("0.01"), lot=Decimal("0.001"))
    assert (rung.price, rung.quantity) == (96, Decimal("0.417"))
    assert ladder.required_volumes(settings) == (100, 55)
    assert ladder.last_safety_deviation(settings) == 4
    assert ladder.last_safety_deviation(replace(settings, custom_safety_steps=())) == 0
    nearer = replace(settings, custom_safety_steps=settings.custom_safety_steps[::-1])
    assert ladder.last_safety_deviation(nearer) == 4


@pytest.mark.parametrize(
    ("volume", "average"),
    [
        ("1", f"0.{'3' * 36}"),
        ("10", f"3.{'3' * 27}"),
        ("1000000000", f"333333333.{'3' * 27}"),
        ("10000000000", f"3333333333.{'3' * 18}"),
    ],
)
def test_average_has_four_words_of_nine_digits(volume: str, average: str) -> None:
    assert Moved(Decimal(3), Decimal(volume)).average == Decimal(average)


@pytest.mark.parametrize(
    ("done", "limit", "stop"), [(0, 2, None), (1, 2, 100), (2, 2, 102), (3, 2, 104), (3, 1, 102), (3, 0, 100)]
)
def test_stop_loss_follows_the_steps_to_breakeven(done: int, limit: int, stop: int | None) -> None:
    prices = [Decimal(102), Decimal(104), Decimal(106)]
    assert targets.breakeven_stop(Decimal(100), prices, done, limit) == stop
