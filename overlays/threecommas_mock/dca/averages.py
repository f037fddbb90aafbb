"""Averages and profits of a deal; *bought* and *sold* are what its orders moved, fees included.

All of it is computed from 748 recorded deals to the last digit: an average is a volume by an amount, the
profit of a closed deal is what came in less what went out. Profits are in quote currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.venue.decimal_math import (
    ZERO,
    bought_total,
    exact_difference,
    exact_product,
    exact_sum,
    profit_percent,
    quotient,
    round_to_step,
    sold_total,
)
from threecommas_mock.venue.orders import Fill

_PROFIT_STEP = Decimal("0.00000001")
_CENTS = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Moved:
    """Coins that were moved in one direction, and the quote currency paid or received for them."""

    amount: Decimal = ZERO
    volume: Decimal = ZERO

    @classmethod
    def of(cls, fills: Iterable[Fill]) -> Moved:
        """Add up what *fills* moved."""
        known = tuple(fills)
        return cls(exact_sum(fill.amount for fill in known), exact_sum(fill.total for fill in known))

    @property
    def average(self) -> Decimal:
        """What a coin cost or brought, with the fee; 0 if nothing was moved."""
        return _words(quotient(self.volume, self.amount)) if self.amount else ZERO


def closed_profit(bought: Moved, sold: Moved) -> Decimal:
    """Return the profit of a closed deal, to 8 places as recorded."""
    return round_to_step(exact_difference(sold.volume, bought.volume), _PROFIT_STEP)


def closed_profit_percentage(bought: Moved, sold: Moved, *, long: bool) -> Decimal:
    """Return the profit of a closed deal in percent of what went in, two places."""
    return profit_percent(exact_difference(sold.volume, bought.volume), (bought if long else sold).volume)


def open_deal_profit(bought: Moved, sold: Moved, *, long: bool, price: Decimal, fee: Decimal) -> Decimal:
    """Return what closing at *price* would bring; all digits."""
    flow = exact_difference(sold.volume, bought.volume)
    if long:
        left = exact_difference(bought.amount, sold.amount)
        return exact_sum((flow, sold_total(left, price, fee)))
    left = exact_difference(sold.amount, bought.amount)
    return exact_difference(flow, bought_total(left, price, fee))


def open_profit_percentage(average: Decimal, price: Decimal, *, long: bool) -> Decimal:
    """Return how far *price* is above the average price in percent, below for a short; two places."""
    if not average:
        return ZERO
    change = exact_difference(quotient(exact_product(price, _HUNDRED), average), _HUNDRED)
    return round_to_step(change if long else change.copy_negate(), _CENTS)


def _words(value: Decimal) -> Decimal:
    """Round as Ruby divides: to 4 words of 9 decimal digits, as 20 of 20 averages of 2024 and 2025."""
    whole = value.adjusted() // 9 + 1
    return round_to_step(value, Decimal(1).scaleb(9 * (whole - 4)))


def usd(profit: Decimal, rate: Decimal | None) -> Decimal:
    """Return a profit in dollars, two places; 0 where the rate of the quote currency is unknown."""
    return round_to_step(exact_product(profit, rate or ZERO), _CENTS)
