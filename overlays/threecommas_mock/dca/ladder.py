"""The ladder of a deal: price, volume and quantity of its safety orders, and what all of them cost.

Computed from 612 recorded safety orders: prices are reckoned from the average price of the base order and
rounded away from the market; the quantity is rounded up to the lot. A long goes down, a short up (one
documented example of a short). Steps of their own (`custom_safety_steps`) are documented, never recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.dca.settings import DcaSettings, VolumeType
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    ceil_to_step,
    exact_product,
    exact_sum,
    floor_to_step,
    quotient,
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One safety order: its number from 1, its price (quote currency) and its quantity (base currency)."""

    number: int
    price: Decimal
    quantity: Decimal


def safety_deviation(settings: DcaSettings, number: int) -> Decimal:
    """Return how far the k-th safety order stands from the base order, in percent; below it is negative."""
    if settings.custom_safety_steps:
        return settings.custom_safety_steps[number - 1].deviation
    step, coefficient = settings.safety_order_step_percentage, settings.martingale_step_coefficient
    away = exact_sum(exact_product(step, _power(coefficient, j)) for j in range(number))
    return away.copy_negate() if settings.is_long else away


def safety_price(settings: DcaSettings, number: int, base_price: Decimal, tick: Decimal) -> Decimal:
    """Return the price of the k-th safety order, away from *base_price* to the tick; never below zero."""
    share = exact_product(exact_sum((HUNDRED, safety_deviation(settings, number))), Decimal("0.01"))
    price = exact_product(base_price, max(share, ZERO))
    return floor_to_step(price, tick) if settings.is_long else ceil_to_step(price, tick)


def safety_volume(settings: DcaSettings, number: int) -> Decimal:
    """Return the volume of the k-th safety order in the unit of its volume type, nothing reinvested."""
    if settings.custom_safety_steps:
        return settings.custom_safety_steps[number - 1].size
    return exact_product(
        settings.safety_order_volume, _power(settings.martingale_volume_coefficient, number - 1)
    )


def quantity(
    volume: Decimal, kind: VolumeType, price: Decimal, lot: Decimal, reinvested: Decimal = ZERO
) -> Decimal:
    """Return the coins that *volume* buys at *price*, up to the lot; *reinvested* is in quote currency.

    A percentage has to be turned into quote currency first. Not below zero: a reduction may eat an order up.
    """
    if kind is VolumeType.BASE:
        coins = exact_sum((volume, quotient(reinvested, price)))
    else:
        coins = quotient(exact_sum((volume, reinvested)), price)
    return ceil_to_step(max(coins, ZERO), lot)


def rung(
    settings: DcaSettings,
    number: int,
    *,
    base_price: Decimal,
    tick: Decimal,
    lot: Decimal,
    factor: Decimal = Decimal(1),
) -> Rung:
    """Return the k-th safety order of a deal whose base order cost *base_price* on average.

    *factor* turns the unit of the volume into that of the order: a percentage into quote currency.
    """
    price = safety_price(settings, number, base_price, tick)
    volume = exact_product(safety_volume(settings, number), factor)
    kind = settings.safety_order_volume_type
    coins = quantity(volume, kind, price, lot, settings.reinvested) if price else ZERO
    return Rung(number, price, coins)


def required_volumes(settings: DcaSettings) -> tuple[Decimal, Decimal]:
    """Return what a deal may need at most: the volume of its base order, and that of all safety orders.

    Each is in the unit of its own volume type.
    """
    numbers = range(1, settings.safety_order_count + 1)
    return settings.base_order_volume, exact_sum(safety_volume(settings, number) for number in numbers)


def required_funds(settings: DcaSettings, price: Decimal, *, balance: Decimal = ZERO) -> Decimal:
    """Return the quote currency that a whole deal needs when the pair costs *price*.

    *balance* is what a percentage is one of, in quote currency. Base currency counts at *price* (inferred).
    """
    base, safety = required_volumes(settings)
    return exact_sum(
        (
            _in_quote(base, settings.base_order_volume_type, price, balance),
            _in_quote(safety, settings.safety_order_volume_type, price, balance),
        )
    )


def last_safety_deviation(settings: DcaSettings) -> Decimal:
    """Return the distance of the farthest safety order in percent, not below zero; 0 without any."""
    numbers = range(1, settings.safety_order_count + 1)
    return max((safety_deviation(settings, number).copy_abs() for number in numbers), default=ZERO)


def _in_quote(volume: Decimal, kind: VolumeType, price: Decimal, balance: Decimal) -> Decimal:
    if kind is VolumeType.BASE:
        return exact_product(volume, price)
    if kind is VolumeType.PERCENT:
        return exact_product(volume, balance, Decimal("0.01"))
    return volume


def _power(coefficient: Decimal, exponent: int) -> Decimal:
    return exact_product(*[coefficient] * exponent)
