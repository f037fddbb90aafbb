"""The sums 3Commas does, exact in Decimal.

Plain functions over numbers: no order, trade or market is known here, so each formula can be checked against
the numbers printed in the docs. Amounts are in base currency, prices and totals in quote currency, rates are
fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Context, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)

# More digits than any product here can have, so nothing is ever rounded silently; operators would take the
# context of the caller's thread.
_EXACT = Context(prec=2000)
_RATIO = Context(prec=36)  # significant digits of trades.average_price in the docs

_TOTAL_STEP = Decimal("0.00000001")
_PERCENT_STEP = Decimal("0.01")


def format_decimal(value: Decimal) -> str:
    """Plain notation with at least one decimal place and no padding: `15.0`, `0.00000442`, `-36.1`."""
    if not value:
        return "0.0"
    plain = f"{value:f}"  # str() would write 4.42E-6
    if "." not in plain:
        return f"{plain}.0"
    bare = plain.rstrip("0")
    return f"{bare}0" if bare.endswith(".") else bare


def floor_to_step(value: Decimal, step: Decimal) -> Decimal:
    """Cut *value* down to a multiple of *step* (tick of a price, lot of an amount)."""
    if value.adjusted() > _EXACT.prec // 2:
        return value  # beyond every limit, and too long to divide exactly
    return _EXACT.multiply(_EXACT.divide_int(value, step), step)


def ceil_to_step(value: Decimal, step: Decimal) -> Decimal:
    """Lift *value*, which is not below zero, to the next multiple of *step*."""
    below = floor_to_step(value, step)
    return below if below == value else _EXACT.add(below, step)


def round_to_step(value: Decimal, step: Decimal) -> Decimal:
    """Round *value* to the nearest multiple of *step*, halves up."""
    below = floor_to_step(value, step)
    remaining = _EXACT.subtract(value, below)
    if _EXACT.multiply(2, remaining.copy_abs()) < step:
        return below
    return _EXACT.add(below, step.copy_sign(remaining))


def floor_total(value: Decimal) -> Decimal:
    """Cut a total to 8 places (docs, Edit SmartTrade: position.total of 0.00015043028 is 0.00015043)."""
    return floor_to_step(value, _TOTAL_STEP)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """Exact sum."""
    total = ZERO
    for value in values:
        total = _EXACT.add(total, value)
    return total


def exact_product(*factors: Decimal) -> Decimal:
    """Exact product."""
    result = Decimal(1)
    for factor in factors:
        result = _EXACT.multiply(result, factor)
    return result


def exact_line(slope: Decimal, at: Decimal, start: Decimal) -> Decimal:
    """Exact *slope* times *at* plus *start*."""
    return _EXACT.fma(slope, at, start)


def exact_difference(minuend: Decimal, *subtrahends: Decimal) -> Decimal:
    """Exact difference."""
    return _EXACT.subtract(minuend, exact_sum(subtrahends))


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Quotient with 36 significant digits (docs, list of trades: 1.5996 / 14.94)."""
    return _RATIO.divide(dividend, divisor)


def bought_total(units: Decimal, price: Decimal, fee: Decimal) -> Decimal:
    """Quote currency paid for *units* when the fee is charged on top."""
    return exact_product(units, price, _EXACT.add(1, fee))


def sold_total(units: Decimal, price: Decimal, fee: Decimal) -> Decimal:
    """Quote currency received for *units* when the fee is taken off."""
    return exact_product(units, price, _EXACT.subtract(1, fee))


def less_fee(units: Decimal, fee: Decimal) -> Decimal:
    """Coins left of *units* when the fee is taken in coins (Binance US: 15 ordered, 14.91 received)."""
    return exact_product(units, _EXACT.subtract(1, fee))


def open_profit(
    *, long: bool, remaining: Decimal, price: Decimal, commission: Decimal, flow: Decimal
) -> Decimal:
    """Profit if the *rest* were closed now at *price* (bid for a long, ask for a short).

    *flow* is what came in minus what went out so far, in quote currency: closed - entered for a long,
    entered - closed for a short. Holds for every documented example.
    """
    if long:
        return exact_sum((flow, sold_total(remaining, price, commission)))
    return exact_difference(flow, bought_total(remaining, price, commission))


def profit_percent(volume: Decimal, entered_total: Decimal) -> Decimal:
    """Profit in percent of what was entered, two decimals."""
    if not entered_total:
        return ZERO  # nothing entered, nothing to be a percentage of
    return round_to_step(quotient(exact_product(volume, HUNDRED), entered_total), _PERCENT_STEP)


def offset_by_percent(price: Decimal, percent: Decimal, *, up: bool, tick: Decimal) -> Decimal:
    """Go *percent* up or down from *price*, to the tick (docs, Add funds: 0.10457 and 5.0 give 0.1098)."""
    share = exact_product(percent, Decimal("0.01"))
    change = _EXACT.add if up else _EXACT.subtract
    return round_to_step(exact_product(price, change(1, share)), tick)


def split(units: Decimal, weights: Sequence[Decimal], *, lot: Decimal) -> tuple[Decimal, ...]:
    """Share *units* out by *weights*, each cut to the lot; what is left over goes to the first.

    Docs, Close trade by market: 14.91 coins at 50/25/25 percent become 8, 3 and 3.
    """
    whole = floor_to_step(units, lot)
    weight = exact_sum(weights)
    parts = [floor_to_step(quotient(exact_product(whole, share), weight), lot) for share in weights]
    # The docs' one example gives the first step what is left, although it has the largest share already.
    parts[0] = exact_sum((parts[0], exact_difference(whole, *parts)))
    return tuple(parts)
