"""The prices at which a deal takes profit and stops its loss, in quote currency, from distances in percent.

Computed from recorded deals: the take profit stands above the average price so that its percentage is left
after the fee, and is rounded away from the market; the stop loss is reckoned from the base order alone and
is not rounded. Inferred: the take profit of the type base, of which two examples exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from threecommas_mock.dca.averages import Moved
from threecommas_mock.dca.settings import TakeProfitStep
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    quotient,
)

_ONE = Decimal(1)
_PERCENT = Decimal("0.01")


def take_profit_price(
    entered: Moved, percent: Decimal, *, long: bool, fee: Decimal, tick: Decimal, basis: Decimal | None = None
) -> Decimal:
    """Return the price at which *entered* yields *percent* after the *fee*, to the tick away from the market.

    The percentage is one of *basis* (quote currency): the volume of the base order for the type base, or None
    for all that was entered. 0 if nothing was entered.
    """
    if not entered.amount:
        return ZERO
    wanted = exact_product(percent, _PERCENT, entered.volume if basis is None else basis)
    if long:
        worth = exact_sum((entered.volume, wanted))
        price = quotient(worth, exact_product(entered.amount, exact_difference(_ONE, fee)))
        # Up for a long: a tick less would yield less than was asked for.
        return ceil_to_step(max(price, ZERO), tick)
    worth = exact_difference(entered.volume, wanted)
    price = quotient(worth, exact_product(entered.amount, exact_sum((_ONE, fee))))
    # Down for a short: a tick more would yield less than was asked for.
    return floor_to_step(max(price, ZERO), tick)


def stop_loss_price(base_price: Decimal, percent: Decimal, *, long: bool) -> Decimal | None:
    """Return the stop loss *percent* from the average price of the base order, not rounded; None for 0."""
    if not percent:
        return None
    away = percent.copy_negate() if long else percent
    return exact_product(base_price, exact_sum((HUNDRED, away)), _PERCENT)


def step_amounts(amount: Decimal, steps: Sequence[TakeProfitStep], lot: Decimal) -> tuple[Decimal, ...]:
    """Share *amount* out over the steps that are left, by their percentages.

    Each is cut to the lot, and the last one takes the rest.
    """
    total = exact_sum(step.amount_percentage for step in steps)
    shares = [
        floor_to_step(quotient(exact_product(amount, step.amount_percentage), total), lot)
        for step in steps[:-1]
    ]
    return (*shares, exact_difference(amount, *shares))


def breakeven_stop(average: Decimal, step_prices: Sequence[Decimal], done: int, limit: int) -> Decimal | None:
    """Return where the stop loss stands once *done* steps were carried out; None as long as none was.

    After the first step it moves to the average price, after each further one to the price of the step before
    that, up to *limit* (0: the average, 1: the first step, 2: the second). Inferred from the page's words.
    """
    if not done:
        return None
    place = min(done - 1, limit)
    return average if not place else step_prices[place - 1]
