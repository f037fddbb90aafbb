"""Whatever a bot, a grid or a trade is set to: what must hold of every ladder, grid and size."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
from hypothesis import given
from threecommas import EncodeError, calculators
from threecommas.calculators import MarketLimits

from tests.property.effort import generated

STEPS = ("0.00000001", "0.0001", "0.01", "0.5", "1", "10")


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


limits = st.builds(
    lambda tick, lot: MarketLimits(price_step=Decimal(tick), lot_step=Decimal(lot)),
    st.sampled_from(STEPS[:4]),
    st.sampled_from(STEPS[:4]),
)
prices = decimals("10", "100000", 2)
fees = st.sampled_from(("0", "0.001", "0.0026", "0.05"))
strategies = st.sampled_from(("long", "short"))
bots = st.fixed_dictionaries(
    {
        "strategy": strategies,
        "base_order_volume": decimals("5", "1000", 2),
        "safety_order_volume": decimals("5", "1000", 2),
        "max_safety_orders": st.integers(0, 8),
        "active_safety_orders_count": st.integers(0, 8),
        "safety_order_step_percentage": decimals("0.1", "3", 2),
        "martingale_volume_coefficient": decimals("0.5", "2", 2),
        "martingale_step_coefficient": decimals("0.5", "2", 2),
        "take_profit": decimals("0.1", "20", 2),
        "take_profit_type": st.sampled_from(("base", "total")),
        "stop_loss_percentage": decimals("0.1", "60", 1),
        "max_active_deals": st.integers(1, 5),
    }
)
SIDES = {"long": 1, "short": -1}


@generated(25, 2000)
@given(bots, prices, fees, limits)
def test_orders_step_away_from_the_base_order_and_add_up_to_what_the_deal_needs(
    bot: dict[str, Any], price: Decimal, fee: str, market: MarketLimits
) -> None:
    made = calculators.ladder(bot, price=price, fee=fee, limits=market)
    sign = SIDES[made.strategy]
    assert all(sign * (one.price - next_one.price) >= 0 for one, next_one in pairwise(made.safety_orders))
    in_quote = made.required_currency == "quote_currency"
    sizes = [order.size_quote if in_quote else order.size_base for order in made.orders]
    assert Fraction(made.required_per_deal) == sum(map(Fraction, sizes))
    assert Fraction(made.required) == Fraction(made.required_per_deal) * made.max_active_deals
    assert made.resting <= made.required_per_deal
    assert made.orders[-1].total_base == sum(order.size_base for order in made.orders)


@generated(25, 2000)
@given(bots, prices, fees, limits)
def test_order_is_never_smaller_than_asked_and_never_by_a_lot_larger(
    bot: dict[str, Any], price: Decimal, fee: str, market: MarketLimits
) -> None:
    for order in calculators.ladder(bot, price=price, fee=fee, limits=market).orders:
        volume = bot["base_order_volume"] if not order.number else volume_of(bot, order.number)
        asked = Fraction(volume) / Fraction(order.price)
        assert 0 <= Fraction(order.size_base) - asked < Fraction(market.lot_step or 0)
        assert not Fraction(order.size_base) % Fraction(market.lot_step or 0)


def volume_of(bot: dict[str, Any], number: int) -> Decimal:
    return calculators.safety_order_volume(
        bot["safety_order_volume"], bot["martingale_volume_coefficient"], number
    )


@generated(25, 2000)
@given(bots, prices, fees, limits)
def test_deal_closed_at_its_target_earns_what_was_asked(
    bot: dict[str, Any], price: Decimal, fee: str, market: MarketLimits
) -> None:
    made = calculators.ladder(bot, price=price, fee=fee, limits=market)
    base_cost = Fraction(made.base_order.size_quote)
    for order in made.orders:
        whole = base_cost if bot["take_profit_type"] == "base" else Fraction(order.total_quote)
        assert order.profit is not None
        assert order.take_profit_price is not None
        assert Fraction(order.profit) >= whole * Fraction(bot["take_profit"]) / 100
        breakeven = calculators.breakeven_price(order.average_price, made.strategy, fee=fee, limits=market)
        assert SIDES[made.strategy] * (order.take_profit_price - breakeven) >= 0


@generated(25, 2000)
@given(
    bot=bots,
    price=prices,
    fee=fees,
    market=st.one_of(limits, st.just(MarketLimits())),
    balance=decimals("100", "100000", 2),
    risk=decimals("0.1", "20", 1),
)
def test_bot_by_risk_loses_no_more_and_needs_no_more_than_the_balance(
    *,
    bot: dict[str, Any],
    price: Decimal,
    fee: str,
    market: MarketLimits,
    balance: Decimal,
    risk: Decimal,
) -> None:
    try:
        sized = calculators.bot_by_risk(
            bot, balance=balance, risk_percentage=risk, price=price, fee=fee, limits=market
        )
        made = calculators.ladder(sized, price=price, fee=fee, limits=market)
    except EncodeError:
        return
    assert made.loss_at_stop is not None
    assert Fraction(made.loss_at_stop) * made.max_active_deals <= Fraction(balance) * Fraction(risk) / 100
    if made.required_currency == "quote_currency":
        assert made.required <= balance


def trades(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the arguments of a size by risk, with its stop on the side where it stops a loss."""
    drawn = {
        "balance": decimals("100", "100000", 2),
        "risk_percentage": decimals("0.1", "100", 1),
        "entry_price": prices,
        "stop_price": prices,
        "strategy": strategies,
        "fee": fees,
    }
    return st.fixed_dictionaries(drawn | more).filter(
        lambda trade: SIDES[trade["strategy"]] * (trade["entry_price"] - trade["stop_price"]) > 0
    )


def budget_of(trade: dict[str, Any]) -> Fraction:
    return Fraction(trade["balance"]) * Fraction(trade["risk_percentage"]) / 100


@generated(25, 2000)
@given(trades(limits=limits))
def test_size_by_risk_loses_no_more_and_costs_no_more_than_the_balance(trade: dict[str, Any]) -> None:
    try:
        size = calculators.size_by_risk(**trade)
    except EncodeError:
        return
    lot = trade["limits"].lot_step
    assert Fraction(size.loss) <= budget_of(trade)
    assert size.margin <= trade["balance"]
    assert not Fraction(size.amount) % Fraction(lot)
    one_lot_more = Fraction(size.amount) + Fraction(lot)
    share = one_lot_more / Fraction(size.amount)
    is_too_risky = Fraction(size.loss) * share > budget_of(trade)
    assert is_too_risky or Fraction(size.margin) * share > trade["balance"]


@generated(100, 5000)
@given(trades(leverage=st.integers(1, 20)))
def test_size_by_risk_without_a_lot_loses_no_more_to_the_last_digit(trade: dict[str, Any]) -> None:
    size, budget = calculators.size_by_risk(**trade), budget_of(trade)
    assert Fraction(size.loss) <= budget
    assert Fraction(size.volume) <= Fraction(trade["balance"]) * trade["leverage"]
    # Nothing to speak of is left, unless the balance was short.
    assert size.is_limited_by_balance or budget - Fraction(size.loss) < Fraction(1, 10**20)


@generated(25, 2000)
@given(
    lower=prices,
    factor=decimals("1.01", "10", 2),
    lines=st.integers(2, 60),
    quantity=decimals("1", "1000", 2),
    kind=st.sampled_from(("arithmetic", "geometric")),
    currency=st.sampled_from(("base", "quote")),
    fee=fees,
)
def test_lines_of_a_grid_rise_from_end_to_end_and_never_ask_for_more_than_was_given(
    *, lower: Decimal, factor: Decimal, lines: int, quantity: Decimal, kind: str, currency: str, fee: str
) -> None:
    upper = lower * factor
    made = calculators.grid(
        lower_price=lower,
        upper_price=upper,
        grids_quantity=lines,
        quantity_per_grid=quantity,
        current_price=lower * 2,
        grid_type=kind,
        order_currency_type=currency,
        fee=fee,
        limits=MarketLimits(price_step=Decimal("0.0001"), lot_step=Decimal("0.00000001")),
    )
    prices_of_lines = [line.price for line in made.lines]
    assert prices_of_lines == sorted(set(prices_of_lines))
    assert (len(prices_of_lines), prices_of_lines[0], prices_of_lines[-1]) == (lines, lower, upper)
    assert [line.side for line in made.lines].count(None) == 1
    sizes = [line.size_quote if currency == "quote" else line.size_base for line in made.lines]
    assert max(sizes) <= quantity
    assert made.smallest_profit <= made.largest_profit


@generated(40, 5000)
@given(
    st.decimals("0.00000001", "1000000", places=8),
    st.sampled_from(STEPS),
)
def test_rounding_ends_on_a_step_on_the_right_side(value: Decimal, step: str) -> None:
    market = MarketLimits(price_step=Decimal(step), lot_step=Decimal(step))
    down, up, nearest = market.price_down(value), market.price_up(value), market.nearest_price(value)
    assert down <= value <= up
    assert (market.lot_down(value), market.lot_up(value)) == (down, up)
    assert up - down == (0 if down == value else Decimal(step))
    assert nearest == (up if up - value <= value - down else down)


@generated(40, 5000)
@given(
    decimals("0.0001", "10000", 4),
    st.lists(st.integers(1, 99), min_size=1, max_size=3, unique=True).filter(lambda cuts: sum(cuts) < 100),
)
def test_parts_of_an_amount_are_the_whole(amount: Decimal, cuts: list[int]) -> None:
    market = MarketLimits(lot_step=Decimal("0.01"))
    parts = calculators.split_amount(amount, [*cuts, 100 - sum(cuts)], limits=market)
    assert sum(parts) == amount
    assert all(part <= amount * cut / 100 for part, cut in zip(parts, cuts, strict=False))
