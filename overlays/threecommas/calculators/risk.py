"""Sizes by risk: how much may be bought or sold so that a stop loss costs a given part of the account.

These are not laws of 3Commas. They are what a stop loss costs by its own arithmetic: the fee is paid on the
way in and on the way out. A price that jumps over the stop costs more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from threecommas.calculators.arithmetic import exact, floor_to_step
from threecommas.calculators.averages import direction, entry_factor, exit_factor
from threecommas.calculators.fields import (
    Amount,
    Strategy,
    between,
    fail,
    fee_part,
    percent_part,
    positive,
    strategy_of,
)
from threecommas.calculators.json_objects import HasDict
from threecommas.calculators.ladder import ladder
from threecommas.calculators.ladder_entities import Ladder
from threecommas.calculators.ladder_settings import LadderSettings
from threecommas.calculators.market_limits import MarketLimits, checked_limits, problems_of
from threecommas.calculators.targets import DEFAULT_FEE

_NO_LIMITS = MarketLimits()
_MOST_LEVERAGE = 1000
# Volumes are given to 3Commas with no more decimals than this.
_VOLUME_STEP = Decimal("0.00000001")
# Far more than the last digit of an amount is of it.
_A_HAIR_LESS = 1 - Fraction(1, 10**20)


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskSize:
    """How much may be traded, and what it costs if the stop is hit."""

    amount: Decimal
    """In base currency, rounded down to the lot: `units` of a SmartTrade."""
    volume: Decimal
    """What it costs or brings at the entry, in quote currency, with the fee."""
    margin: Decimal
    """What of it the account pays: the volume by the leverage."""
    loss: Decimal
    """What is lost if the stop is hit, in quote currency, fees paid."""
    is_limited_by_balance: bool
    """Whether the account, not the risk, says how much it is."""
    problems: tuple[str, ...]
    """What the exchange would refuse, in words."""


def size_by_risk(
    *,
    balance: Amount,
    risk_percentage: Amount,
    entry_price: Amount,
    stop_price: Amount,
    strategy: str = "long",
    leverage: Amount = 1,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> RiskSize:
    """Return how much to trade so that the stop loses at most *risk_percentage* of *balance*.

    *balance* is in quote currency. The amount is never more than the balance pays for by *leverage*, and
    never rounded up. Raises `EncodeError` for a stop on the wrong side, or where not one lot can be traded.
    """
    side = strategy_of(strategy)
    funds = Fraction(positive(balance, "balance"))
    risk = funds * percent_part(between(risk_percentage, "0.0001", 100, "risk_percentage"))
    lent = Fraction(between(leverage, 1, _MOST_LEVERAGE, "leverage"))
    part, entry = fee_part(fee), Fraction(positive(entry_price, "entry_price"))
    cost = entry * entry_factor(side, part)
    loss = _loss_of_a_coin(cost, stop_price, entry, side, part)
    by_risk, by_balance = risk / loss, funds * lent / cost
    amount = checked_limits(limits).lot_down(min(by_risk, by_balance))
    if not amount:
        fail("balance", f"is too small: {exact(min(by_risk, by_balance)):f} is less than a lot")
    return RiskSize(
        amount=amount,
        volume=exact(Fraction(amount) * cost),
        margin=exact(Fraction(amount) * cost / lent),
        loss=exact(Fraction(amount) * loss),
        is_limited_by_balance=by_balance < by_risk,
        problems=problems_of(limits, amount, limits.nearest_price(entry)),
    )


def _loss_of_a_coin(
    cost: Fraction, stop_price: Amount, entry: Fraction, side: Strategy, fee: Fraction
) -> Fraction:
    stop = Fraction(positive(stop_price, "stop_price"))
    if direction(side) * (entry - stop) <= 0:
        where = "below" if side == "long" else "above"
        fail(
            "stop_price",
            f"must be {where} entry_price for a {side}, got {exact(stop):f} and {exact(entry):f}",
        )
    return direction(side) * (cost - stop * exit_factor(side, fee))


def bot_by_risk(
    bot: LadderSettings | Mapping[str, Any] | HasDict,
    *,
    balance: Amount,
    risk_percentage: Amount,
    price: Amount,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> LadderSettings:
    """Return the bot's settings, its volumes scaled so that stop losses take at most a part of *balance*.

    The worst case counts: `max_active_deals` deals, in each of which the price passes every safety order
    before the stop and then hits it. *balance* is in quote currency, and all deals must be paid from it. Base
    and safety orders keep their proportion. What is rounded up to a lot is counted in.

    Raises `EncodeError` for a bot without stop loss, with a volume in percent, or whose lots risk too much.
    """
    settings = bot if isinstance(bot, LadderSettings) else LadderSettings.of(bot)
    funds = Fraction(positive(balance, "balance"))
    risk = funds * percent_part(between(risk_percentage, "0.0001", 100, "risk_percentage"))
    for name in ("base_order_volume_type", "safety_order_volume_type"):
        if getattr(settings, name) == "percent":
            fail(name, "is in percent of the balance already: give the volume in a currency")
    # Without lots, loss and cost are proportional to the volumes.
    smooth = ladder(settings, price=price, fee=fee, limits=replace(checked_limits(limits), lot_step=None))
    lot = Fraction(limits.lot_step or 0) * smooth.max_active_deals
    factor = (risk - lot * _loss_of_one_each(smooth)) / _worst_loss(smooth)
    if smooth.required_currency == "quote_currency":
        factor = min(factor, (funds - lot * _margin_of_one_each(smooth)) / Fraction(smooth.required))
    if factor <= 0:
        fail("risk_percentage", "does not pay for one lot in each order: risk more, or have fewer orders")
    sized = _scaled(settings, factor)
    if limits.lot_step is None and _costs_more(
        ladder(sized, price=price, fee=fee, limits=limits), risk, funds
    ):
        sized = _scaled(settings, factor * _A_HAIR_LESS)
    return sized


def _costs_more(made: Ladder, risk: Fraction, funds: Fraction) -> bool:
    """Tell whether amounts without end, which are cut upwards, cost too much by their last digit."""
    needed = Fraction(made.required) if made.required_currency == "quote_currency" else Fraction(0)
    return _worst_loss(made) > risk or needed > funds


def _worst_loss(smooth: Ladder) -> Fraction:
    if smooth.loss_at_stop is None:
        fail("stop_loss_percentage", "is 0: without a stop loss all of a deal can be lost")
    return Fraction(smooth.loss_at_stop) * smooth.max_active_deals


def _loss_of_one_each(smooth: Ladder) -> Fraction:
    """Return what the stop costs of one coin in each order; of an order behind the stop nothing."""
    if smooth.stop_loss_price is None:
        return Fraction(0)
    part, sign = Fraction(smooth.fee), direction(smooth.strategy)
    brings = Fraction(smooth.stop_loss_price) * exit_factor(smooth.strategy, part)
    costs = (Fraction(order.price) * entry_factor(smooth.strategy, part) for order in smooth.orders)
    return sum((max(sign * (cost - brings), Fraction(0)) for cost in costs), Fraction(0))


def _margin_of_one_each(smooth: Ladder) -> Fraction:
    """Return what the account pays for one coin in each order; by leverage, a part of what they cost."""
    part = Fraction(smooth.fee)
    costs = (Fraction(order.price) * entry_factor(smooth.strategy, part) for order in smooth.orders)
    of_all = sum(map(Fraction, (order.size_quote for order in smooth.orders)), Fraction(0))
    return sum(costs, Fraction(0)) * Fraction(smooth.required_per_deal) / of_all


def _scaled(settings: LadderSettings, factor: Fraction) -> LadderSettings:
    def scaled(volume: Amount) -> Decimal:
        return floor_to_step(Fraction(volume) * factor, _VOLUME_STEP)

    steps = [dict(step) | {"size": scaled(step["size"])} for step in settings.custom_safety_steps]
    return replace(
        settings,
        base_order_volume=scaled(settings.base_order_volume),
        safety_order_volume=scaled(settings.safety_order_volume),
        custom_safety_steps=steps,
    )
