"""Prices, volumes and amounts of a DCA bot's safety orders."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from threecommas.calculators.arithmetic import exact
from threecommas.calculators.averages import direction
from threecommas.calculators.fields import (
    Amount,
    Strategy,
    coefficient,
    count,
    fail,
    percent_part,
    positive,
    strategy_of,
)
from threecommas.calculators.market_limits import MarketLimits, checked_limits

MOST_SAFETY_ORDERS = 200
_NO_LIMITS = MarketLimits()


def safety_order_deviations(
    step_percentage: Amount, step_coefficient: Amount, number_of_orders: int
) -> tuple[Decimal, ...]:
    """Return how far each safety order stands from the base order's average price, in percent.

    The first is one step away, each further step is the one before times the coefficient.
    [C] as `safety_order_price`, which has its hit rate.
    """
    step = positive(step_percentage, "safety_order_step_percentage")
    factor = coefficient(step_coefficient, "martingale_step_coefficient")
    orders = count(number_of_orders, 0, MOST_SAFETY_ORDERS, "max_safety_orders")
    return tuple(exact(total) for total in _running_totals(step, factor, orders))


def safety_order_price(
    base_order_average_price: Amount,
    deviation: Amount,
    strategy: str = "long",
    *,
    limits: MarketLimits = _NO_LIMITS,
) -> Decimal:
    """Return the price of the safety order that stands *deviation* percent from the base order.

    Below it for a long deal and rounded down to the tick, above it for a short deal and rounded up.

    [C] 73 of 73 placed orders, all of them long, with step coefficients of 1 and 4. [I] for short: one
    order in an example of the docs fits.
    """
    base = positive(base_order_average_price, "base_order_average_price")
    side = strategy_of(strategy)
    distance = percent_part(positive(deviation, "deviation"))
    price = Fraction(base) * (1 - direction(side) * distance)
    tick = resting_price(price, side, limits)
    if tick <= 0:
        fail("deviation", f"leaves no price, got {deviation}: stay below 100 percent")
    return tick


def safety_order_volume(volume: Amount, volume_coefficient: Amount, number: int) -> Decimal:
    """Return the volume of a safety order by its number, which counts from 1, in the unit of *volume*.

    [C] as `order_amount`, which has its hit rate, with volume coefficients of 1, 1.05 and 1.7.
    """
    first = positive(volume, "safety_order_volume")
    factor = coefficient(volume_coefficient, "martingale_volume_coefficient")
    which = count(number, 1, MOST_SAFETY_ORDERS, "number")
    return exact(Fraction(first) * Fraction(factor) ** (which - 1))


def order_amount(volume: Amount, price: Amount, *, limits: MarketLimits = _NO_LIMITS) -> Decimal:
    """Return the amount in base currency of an order for *volume* of quote currency.

    3Commas rounds it up to the lot, so that an order is never smaller than asked for. This holds for base
    orders, with the price of the market, and for safety orders, with their own price.

    [C] 84 of 84 placed orders. What 3Commas reinvests, or takes off to reduce the risk, is in the *volume*
    then: the same for every order of a deal.
    """
    return checked_limits(limits).lot_up(
        Fraction(positive(volume, "volume")) / Fraction(positive(price, "price"))
    )


def resting_price(price: Fraction, strategy: Strategy, limits: MarketLimits) -> Decimal:
    """Return a safety order's price on the tick, away from the base order's."""
    market = checked_limits(limits)
    return market.price_down(price) if strategy == "long" else market.price_up(price)


def _running_totals(step: Decimal, factor: Decimal, orders: int) -> Iterator[Fraction]:
    total, each = Fraction(0), Fraction(step)
    for _ in range(orders):
        total += each
        yield total
        each *= Fraction(factor)
