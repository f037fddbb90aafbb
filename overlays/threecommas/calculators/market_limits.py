"""Limits of a pair on its exchange: steps of prices and amounts, and the smallest order.

The names are those of the answers of `client.market_data.rates` and of a deal's
`data_for_adding_funds`: `priceStep`, `lotStep`, `minLotSize`, `minTotal` and so on. Not here: the bounds of a
price around the market's (`bidMultiplierDown`), which change with every tick.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from threecommas_rest.scalars import unexpected

from threecommas.calculators.arithmetic import Number, ceil_to_step, exact, floor_to_step, nearest_step
from threecommas.calculators.fields import (
    Amount,
    at_least_zero,
    decimal,
    fail,
    positive,
)
from threecommas.calculators.json_objects import HasDict, check_readable, json_value, members_of

_STEPS = {"price_step": "priceStep", "lot_step": "lotStep"}
_BOUNDS = {
    "min_price": "minPrice",
    "max_price": "maxPrice",
    "min_lot_size": "minLotSize",
    "max_lot_size": "maxLotSize",
    "min_total": "minTotal",
    "max_total": "maxTotal",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MarketLimits:
    """The steps and bounds of a pair's orders; None is a limit that is not known, and not kept.

    Prices and totals are in quote currency, lots in base currency (in contracts on some futures).

    What is rounded is a Decimal, an int or text, as a float may be a hair beside its step, and then a whole
    step away. A `Fraction`, of one's own arithmetic, is taken as it is. Any other value, or one below zero,
    raises `EncodeError` whose `path` is ``price`` or ``amount``.
    """

    price_step: Decimal | None = None
    lot_step: Decimal | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    min_lot_size: Decimal | None = None
    max_lot_size: Decimal | None = None
    min_total: Decimal | None = None
    max_total: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse a step that is no step, and a float anywhere."""
        for name in (*_STEPS, *_BOUNDS):
            value = getattr(self, name)
            if value is not None:
                check = positive if name in _STEPS else at_least_zero
                object.__setattr__(self, name, check(value, name))

    @classmethod
    def of(cls, rates: Mapping[str, Any] | HasDict) -> Self:
        """Return the limits that an answer states, such as that of ``client.market_data.rates``.

        Bounds that it leaves out stay None.

        Raises:
            EncodeError: There is no `priceStep` or `lotStep`, so that nothing can be rounded, or a value is
                no decimal.
            DeviationError: A limit is not as documented in an answer of a model.
        """
        check_readable(rates, _STEPS | _BOUNDS)
        data = members_of(rates, "rates")
        for name in _STEPS.values():
            if data.get(name) is None:
                fail(name, "is missing: without it no order can be rounded, so give MarketLimits by hand")
        values = {
            name: decimal(json_value(data[key], key), key)
            for name, key in (_STEPS | _BOUNDS).items()
            if data.get(key) is not None
        }
        return cls(**values)

    def price_down(self, price: Amount | Fraction) -> Decimal:
        """Return the price rounded down to the tick, as safety orders of a long deal are."""
        return floor_to_step(_number(price, "price"), self.price_step)

    def price_up(self, price: Amount | Fraction) -> Decimal:
        """Return the price rounded up to the tick, as take profits of a long deal are."""
        return ceil_to_step(_number(price, "price"), self.price_step)

    def nearest_price(self, price: Amount | Fraction) -> Decimal:
        """Return the price rounded to the nearest tick, as lines of a grid are."""
        return nearest_step(_number(price, "price"), self.price_step)

    def lot_down(self, amount: Amount | Fraction) -> Decimal:
        """Return the amount rounded down to the lot, so that it is never more than was asked for."""
        return floor_to_step(_number(amount, "amount"), self.lot_step)

    def lot_up(self, amount: Amount | Fraction) -> Decimal:
        """Return the amount rounded up to the lot, as 3Commas rounds base and safety orders."""
        return ceil_to_step(_number(amount, "amount"), self.lot_step)

    def problems(self, amount: Amount, price: Amount) -> tuple[str, ...]:
        """Return what the exchange would refuse an order for, in words; empty for one that it takes.

        *amount* is in base currency, *price* in quote currency. A value between two steps is a problem too.
        """
        return problems_of(self, positive(amount, "amount"), positive(price, "price"))


def checked_limits(limits: MarketLimits) -> MarketLimits:
    """Return the argument `limits`, if it is one."""
    if not isinstance(limits, MarketLimits):
        fail("limits", f"{unexpected('MarketLimits', limits)}: see MarketLimits.of, or leave it out")
    return limits


def problems_of(limits: MarketLimits, lot: Decimal, tick: Decimal) -> tuple[str, ...]:
    """Return what `MarketLimits.problems` does of computed values, which may have any number of digits."""
    return (
        *_between_steps("price", tick, limits.price_step),
        *_between_steps("amount", lot, limits.lot_step),
        *_out_of_bounds("price", tick, limits.min_price, limits.max_price),
        *_out_of_bounds("amount", lot, limits.min_lot_size, limits.max_lot_size),
        *_out_of_bounds("total", Fraction(lot) * Fraction(tick), limits.min_total, limits.max_total),
    )


def _number(value: Amount | Fraction, path: str) -> Number:
    return value if isinstance(value, Fraction) else at_least_zero(value, path)


def _between_steps(what: str, value: Decimal, step: Decimal | None) -> Iterator[str]:
    if step and Fraction(value) % Fraction(step):
        yield f"{what} {value:f} is no multiple of {step:f}"


def _out_of_bounds(what: str, value: Number, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    if low is not None and value < low:
        yield f"{what} {exact(value):f} is below the smallest, {low:f}"
    if high is not None and value > high:
        yield f"{what} {exact(value):f} is above the largest, {high:f}"
