"""Limits of a pair on its exchange: steps of prices and amounts, and the smallest order.

The names are those of the answers of `client.market_data.rates` and of a deal's
`data_for_adding_funds`: `priceStep`, `lotStep`, `minLotSize`, `minTotal` and so on. Not here: the bounds of a
price around the market's (`bidMultiplierDown`), which change with every tick.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol, Self

from threecommas.calculators.arithmetic import Number, ceil_to_step, exact, floor_to_step, nearest_step
from threecommas.calculators.fields import (
    Amount,
    at_least_zero,
    check_readable,
    decimal,
    fail,
    json_value,
    positive,
)

_STEPS = {"price_step": "priceStep", "lot_step": "lotStep"}
_BOUNDS = {
    "min_price": "minPrice",
    "max_price": "maxPrice",
    "min_lot_size": "minLotSize",
    "max_lot_size": "maxLotSize",
    "min_total": "minTotal",
    "max_total": "maxTotal",
}


class HasDict(Protocol):
    """A model or an answer, which can say what it was made of."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MarketLimits:
    """The steps and bounds of a pair's orders; None is a limit that is not known, and not kept.

    Prices and totals are in quote currency, lots in base currency (in contracts on some futures).
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
        data = rates if isinstance(rates, Mapping) else rates.to_dict()
        for name in _STEPS.values():
            if data.get(name) is None:
                fail(name, "is missing: without it no order can be rounded, so give MarketLimits by hand")
        values = {
            name: decimal(json_value(data[key], key), key)
            for name, key in (_STEPS | _BOUNDS).items()
            if data.get(key) is not None
        }
        return cls(**values)

    def price_down(self, price: Number) -> Decimal:
        """Return the price rounded down to the tick, as safety orders of a long deal are."""
        return floor_to_step(price, self.price_step) if self.price_step else exact(price)

    def price_up(self, price: Number) -> Decimal:
        """Return the price rounded up to the tick, as take profits of a long deal are."""
        return ceil_to_step(price, self.price_step) if self.price_step else exact(price)

    def nearest_price(self, price: Number) -> Decimal:
        """Return the price rounded to the nearest tick, as lines of a grid are."""
        return nearest_step(price, self.price_step) if self.price_step else exact(price)

    def lot_down(self, amount: Number) -> Decimal:
        """Return the amount rounded down to the lot, so that it is never more than was asked for."""
        return floor_to_step(amount, self.lot_step) if self.lot_step else exact(amount)

    def lot_up(self, amount: Number) -> Decimal:
        """Return the amount rounded up to the lot, as 3Commas rounds base and safety orders."""
        return ceil_to_step(amount, self.lot_step) if self.lot_step else exact(amount)

    def problems(self, amount: Amount, price: Amount) -> tuple[str, ...]:
        """Return what the exchange would refuse an order for, in words; empty for one that it takes.

        *amount* is in base currency, *price* in quote currency. A value between two steps is a problem too.
        """
        return self.problems_of(positive(amount, "amount"), positive(price, "price"))

    def problems_of(self, lot: Decimal, tick: Decimal) -> tuple[str, ...]:
        """Return what `problems` does of computed values, which may have any number of digits."""
        return (
            *_between_steps("price", tick, self.price_step),
            *_between_steps("amount", lot, self.lot_step),
            *_out_of_bounds("price", tick, self.min_price, self.max_price),
            *_out_of_bounds("amount", lot, self.min_lot_size, self.max_lot_size),
            *_out_of_bounds("total", Fraction(lot) * Fraction(tick), self.min_total, self.max_total),
        )


def _between_steps(what: str, value: Decimal, step: Decimal | None) -> Iterator[str]:
    if step and Fraction(value) % Fraction(step):
        yield f"{what} {value:f} is no multiple of {step:f}"


def _out_of_bounds(what: str, value: Number, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    if low is not None and value < low:
        yield f"{what} {exact(value):f} is below the smallest, {low:f}"
    if high is not None and value > high:
        yield f"{what} {exact(value):f} is above the largest, {high:f}"
