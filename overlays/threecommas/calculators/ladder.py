"""The orders of a DCA bot's deal before there is a deal: the base order, and the safety orders after it.

The laws are those of the single calculators, where their grades and hit rates stand. What no ladder knows:
the price at which the base order is really filled, and the fee that the exchange really takes. So it is exact
for a price and a fee, and an estimate of a deal. `Ladder.problems` names what would be refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from threecommas.calculators.arithmetic import exact, quotient, rounded
from threecommas.calculators.averages import direction, entry_factor, exit_factor
from threecommas.calculators.fields import (
    Amount,
    at_least_zero,
    decimal,
    fail,
    fee_part,
    percent_part,
    positive,
)
from threecommas.calculators.json_objects import HasDict
from threecommas.calculators.ladder_entities import Ladder, LadderOrder
from threecommas.calculators.ladder_settings import CheckedSettings, LadderSettings, checked
from threecommas.calculators.market_limits import MarketLimits, checked_limits, problems_of
from threecommas.calculators.safety_orders import resting_price
from threecommas.calculators.targets import (
    DEFAULT_FEE,
    TakeProfit,
    closing_price,
    parts_of,
    stop_loss_price,
)

_NO_LIMITS = MarketLimits()


def ladder(
    bot: LadderSettings | Mapping[str, Any] | HasDict,
    *,
    price: Amount,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
    balance: Amount | None = None,
    order_adjustment: Amount = 0,
) -> Ladder:
    """Return the orders of a deal that *bot* would open if its base order were filled at *price*.

    *bot* is a body to create one with, an answered bot or deal, or `LadderSettings`. In a mapping without an
    `id`, which is no answer, a member that no document knows is refused. *price* is in quote currency and
    without the fee; *fee* is a part, such as 0.001. Without *limits* nothing is rounded. *balance* is needed
    where a volume is in percent: what is free in quote currency (long) or in base currency (short).
    *order_adjustment*, in quote currency, is added to the volume of each order, as 3Commas does with what it
    reinvests (above 0) and with risk reduction (below 0).

    [C] 83 of 83 placed orders of recorded deals and of examples of the docs, price and amount; 22 of 22 deals
    had bought what their ladder says, with every digit. [I] where the unit is base currency or percent, for
    custom steps, for what a short deal or leverage needs.

    A safety order that would stand at a price of 0 or below is left out, and `Ladder.problems` says so. It
    names one on the wrong side of the base order too, which no document forbids.
    Raises `EncodeError` with the field's path for a setting that cannot be computed with.
    """
    settings = bot if isinstance(bot, LadderSettings) else LadderSettings.of(bot)
    wanted = checked(settings)
    market = _Market(
        price=positive(price, "price"),
        fee=fee_part(fee),
        limits=checked_limits(limits),
        balance=None if balance is None else at_least_zero(balance, "balance"),
        adjustment=decimal(order_adjustment, "order_adjustment"),
    )
    orders = tuple(_orders(wanted, market))
    stop = stop_loss_price(orders[0].average_price, wanted.stop_loss_percentage, wanted.strategy)
    return _ladder(wanted, market, orders, stop)


@dataclass(frozen=True, slots=True)
class _Market:
    """What is known of the market and the account."""

    price: Decimal
    fee: Fraction
    limits: MarketLimits
    balance: Decimal | None
    adjustment: Decimal


@dataclass(frozen=True, slots=True)
class _Placement:
    """An order before its amount is known."""

    number: int
    deviation: Decimal
    price: Decimal
    volume: Decimal
    volume_type: str
    path: str
    """The field that the volume comes from."""


def _orders(wanted: CheckedSettings, market: _Market) -> Iterator[LadderOrder]:
    """Yield each order with the deal after it."""
    factor = entry_factor(wanted.strategy, market.fee)
    amount = cost = base_cost = Fraction(0)
    for placed in _placements(wanted, market):
        size = _size(placed, wanted, market)
        size_quote = Fraction(size) * Fraction(placed.price) * factor
        amount, cost = amount + Fraction(size), cost + size_quote
        base_cost = base_cost or cost
        targets = tuple(_targets(wanted, market, amount, cost, base_cost))
        yield LadderOrder(
            number=placed.number,
            deviation=placed.deviation,
            price=placed.price,
            size_base=size,
            size_quote=exact(size_quote),
            total_base=exact(amount),
            total_quote=exact(cost),
            average_price=quotient(cost / amount),
            take_profits=targets,
            required_move=_required_move(wanted, placed.price, targets),
            profit=_profit(wanted, market, cost, targets),
        )


def _placements(wanted: CheckedSettings, market: _Market) -> Iterator[_Placement]:
    kind = wanted.base_order_volume_type
    yield _Placement(0, Decimal(0), market.price, wanted.base_order_volume, kind, "base_order_volume")
    base_average = Fraction(market.price) * entry_factor(wanted.strategy, market.fee)
    kind = wanted.safety_order_volume_type
    for number, step in enumerate(wanted.safety_steps, 1):
        price = base_average * (1 + percent_part(step.deviation))
        tick = resting_price(price, wanted.strategy, market.limits)
        # 3Commas takes settings that lead below 0 (an example of its docs has them), and never gets there.
        if tick > 0:
            yield _Placement(number, step.deviation, tick, step.volume, kind, "safety_order_volume")


def _size(placed: _Placement, wanted: CheckedSettings, market: _Market) -> Decimal:
    """Return the amount of an order in base currency, rounded up to the lot as 3Commas does."""
    volume, kind = placed.volume, placed.volume_type
    if kind == "percent":
        volume, kind = _of_balance(placed, wanted, market)
    if kind == "base_currency":
        if market.adjustment:
            fail("order_adjustment", f"is in quote currency, {placed.path} in base currency: leave it out")
        return market.limits.lot_up(Fraction(volume))
    adjusted = Fraction(volume) + Fraction(market.adjustment)
    if adjusted <= 0:
        fail("order_adjustment", f"leaves nothing of {placed.path} {volume:f}: got {market.adjustment:f}")
    return market.limits.lot_up(adjusted / Fraction(placed.price))


def _of_balance(placed: _Placement, wanted: CheckedSettings, market: _Market) -> tuple[Decimal, str]:
    """Return a volume in percent in a currency: a long deal spends quote, a short one base currency."""
    if not market.balance:
        fail("balance", f"is missing: {placed.path} is in percent of it")
    share = exact(Fraction(market.balance) * percent_part(placed.volume))
    return share, "quote_currency" if wanted.strategy == "long" else "base_currency"


def _targets(
    wanted: CheckedSettings, market: _Market, amount: Fraction, cost: Fraction, base_cost: Fraction
) -> Iterator[TakeProfit]:
    """Yield the targets of a deal of so much, each on its tick and lot."""
    steps = wanted.profit_steps
    if not steps:
        return
    parts = parts_of(amount, [step.amount_percentage for step in steps], market.limits)
    for step, part in zip(steps, parts, strict=True):
        gain = percent_part(step.profit_percentage) * (base_cost if wanted.profit_of_base else cost)
        worth = (cost + direction(wanted.strategy) * gain) / amount
        yield TakeProfit(
            profit_percentage=step.profit_percentage,
            amount_percentage=step.amount_percentage,
            price=closing_price(worth, wanted.strategy, market.fee, market.limits),
            amount=part,
        )


def _required_move(
    wanted: CheckedSettings, price: Decimal, targets: tuple[TakeProfit, ...]
) -> Decimal | None:
    if not targets:
        return None
    move = Fraction(targets[-1].price) / Fraction(price) - 1
    return rounded(100 * direction(wanted.strategy) * move, 2)


def _profit(
    wanted: CheckedSettings, market: _Market, cost: Fraction, targets: tuple[TakeProfit, ...]
) -> Decimal | None:
    if not targets:
        return None
    factor = exit_factor(wanted.strategy, market.fee)
    back = sum(Fraction(each.price) * Fraction(each.amount) * factor for each in targets)
    return exact(direction(wanted.strategy) * (back - cost))


def _ladder(
    wanted: CheckedSettings, market: _Market, orders: tuple[LadderOrder, ...], stop: Decimal | None
) -> Ladder:
    leverage = wanted.leverage or Fraction(1)
    in_quote = wanted.strategy == "long" or wanted.leverage is not None

    def funds(order: LadderOrder) -> Fraction:
        return Fraction(order.size_quote) / leverage if in_quote else Fraction(order.size_base)

    per_deal = sum(map(funds, orders), Fraction(0))
    resting = orders[1 : 1 + wanted.active_safety_orders]
    return Ladder(
        strategy=wanted.strategy,
        price=market.price,
        fee=exact(market.fee),
        orders=orders,
        active_safety_orders=wanted.active_safety_orders,
        stop_loss_price=stop,
        loss_at_stop=_loss_at_stop(orders, wanted, market, stop),
        max_active_deals=wanted.max_active_deals,
        required_currency="quote_currency" if in_quote else "base_currency",
        required_per_deal=exact(per_deal),
        required=exact(per_deal * wanted.max_active_deals),
        resting=exact(sum(map(funds, resting), Fraction(0))),
        problems=tuple(_problems(wanted, market, orders)),
    )


def _loss_at_stop(
    orders: tuple[LadderOrder, ...], wanted: CheckedSettings, market: _Market, stop: Decimal | None
) -> Decimal | None:
    """Return what the stop costs: the price passes the orders before it, and fills them."""
    if stop is None:
        return None
    sign, brings = direction(wanted.strategy), Fraction(stop) * exit_factor(wanted.strategy, market.fee)
    # A stop loss tighter than the fee stands beyond the base order, which is filled all the same.
    filled = [orders[0], *(order for order in orders[1:] if sign * (order.price - stop) > 0)]
    return exact(
        sign * sum(Fraction(order.size_quote) - Fraction(order.size_base) * brings for order in filled)
    )


def _on_the_wrong_side(order: LadderOrder, wanted: CheckedSettings, market: _Market) -> str:
    side, trade = ("below", "buys") if wanted.strategy == "long" else ("above", "sells")
    place = f"deviation {order.deviation:f} puts it at {order.price:f}"
    return f"{place}, which is not {side} the base order at {market.price:f}, so that it {trade} at once"


def _problems(wanted: CheckedSettings, market: _Market, orders: tuple[LadderOrder, ...]) -> Iterator[str]:
    for order in orders:
        name = f"safety order {order.number}" if order.number else "base order"
        # A market order is filled where the market is, so its price need not stand on a tick.
        price = order.price if order.number else market.limits.nearest_price(order.price)
        yield from (f"{name}: {each}" for each in problems_of(market.limits, order.size_base, price))
        if order.number and direction(wanted.strategy) * (order.price - market.price) >= 0:
            yield f"{name}: {_on_the_wrong_side(order, wanted, market)}"
    missing = len(wanted.safety_steps) - len(orders) + 1
    if missing:
        yield f"max_safety_orders: {missing} of the orders would stand at 0 or below"
    deepest = max((abs(step.deviation) for step in wanted.safety_steps), default=Decimal(0))
    if 0 < wanted.stop_loss_percentage <= deepest:
        stop = wanted.stop_loss_percentage
        yield f"stop_loss_percentage: {stop:f} must be beyond the last safety order, {deepest:f}"
