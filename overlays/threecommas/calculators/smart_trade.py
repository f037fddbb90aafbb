"""Arithmetic of a SmartTrade: its price with the fee, its profit and the units of its targets.

A SmartTrade differs from a deal in three ways: its price is cut to the tick, its percentage of profit has the
fee of closing in it, and what targets leave over goes to the first of them, not to the last. Not here: what
the exchange says of margin trades (`roe`, `margin`, `liquidation_price`).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from threecommas.calculators.arithmetic import exact, rounded
from threecommas.calculators.averages import direction, exit_factor
from threecommas.calculators.fields import (
    Amount,
    Strategy,
    at_least_zero,
    fail,
    fee_part,
    one_of,
    percent_part,
    positive,
)
from threecommas.calculators.json_objects import values
from threecommas.calculators.market_limits import MarketLimits, checked_limits
from threecommas.calculators.profit import Profit
from threecommas.calculators.targets import DEFAULT_FEE

_NO_LIMITS = MarketLimits()
_MOST_TARGETS = 8


def smart_trade_price(total: Amount, units: Amount, *, limits: MarketLimits = _NO_LIMITS) -> Decimal:
    """Return `position.price.value` of an entered SmartTrade: the total by the units, cut to the tick.

    *total* is in quote currency and has the fee in it.

    [C] 8 of 8 SmartTrades in examples of the docs, one of them a short.
    """
    return checked_limits(limits).price_down(
        Fraction(positive(total, "total")) / Fraction(positive(units, "units"))
    )


def smart_trade_profit(
    entered_total: Amount,
    entered_amount: Amount,
    current_price: Amount,
    position: str = "buy",
    *,
    closed_total: Amount = 0,
    closed_amount: Amount = 0,
    fee: Amount = DEFAULT_FEE,
) -> Profit:
    """Return the profit of a SmartTrade if what is left of it were closed at *current_price*, paying the fee.

    *position* is ``buy`` (long, closed at the bid) or ``sell`` (short, closed at the ask). The percentage is
    of *entered_total*. Raises `EncodeError` if more was closed than entered.

    [C] 7 of 7 SmartTrades in examples of the docs, `profit.volume` and `profit.percent`, one of them a short;
    none of them had a part closed already.
    """
    side: Strategy = "long" if one_of(position, ("buy", "sell"), "position") == "buy" else "short"
    entered, amount = positive(entered_total, "entered_total"), positive(entered_amount, "entered_amount")
    closed = at_least_zero(closed_amount, "closed_amount")
    if closed > amount:
        fail("closed_amount", f"must be at most entered_amount {amount:f}, got {closed:f}")
    price = Fraction(positive(current_price, "current_price")) * exit_factor(side, fee_part(fee))
    back = (
        Fraction(at_least_zero(closed_total, "closed_total")) + (Fraction(amount) - Fraction(closed)) * price
    )
    gain = direction(side) * (back - Fraction(entered))
    return Profit(amount=exact(gain), percentage=rounded(gain / Fraction(entered) * 100, 2))


def smart_trade_units(
    units: Amount, volumes: Sequence[Amount], *, limits: MarketLimits = _NO_LIMITS
) -> tuple[Decimal, ...]:
    """Return the units of each take-profit step: its percentage of *units*, rounded down to the lot.

    Whole lots that are left over go to the first step. *volumes* are percentages that make 100 together.

    [C] 4 of 4 SmartTrades in examples of the docs. [I] that the first step takes the rest: one example.
    """
    whole = positive(units, "units")
    parts = [positive(each, f"volumes[{index}]") for index, each in enumerate(values(volumes, "volumes"))]
    if not 1 <= len(parts) <= _MOST_TARGETS:
        fail("volumes", f"must be 1 to {_MOST_TARGETS} steps, got {len(parts)}")
    if sum(map(Fraction, parts)) != 100:
        fail("volumes", f"must be 100 together, got {exact(sum(map(Fraction, parts))):f}")
    market = checked_limits(limits)
    others = [market.lot_down(Fraction(whole) * percent_part(each)) for each in parts[1:]]
    return (market.lot_down(Fraction(whole) - sum(map(Fraction, others))), *others)
