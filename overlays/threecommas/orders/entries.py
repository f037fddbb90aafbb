"""The ways of entering a position: `units` in base currency, prices in quote currency.

Which side is entered is the matter of the order's kind, see `kinds`.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from threecommas_rest.models import (
    ConditionalPriceInput,
    EntryTrailingInput,
    OrderSide,
    PositionConditionalInput,
    PositionInput,
    PositionOrderType,
    PriceInput,
    PriceType,
    UnitsInput,
)
from threecommas_rest.types import UNSET

from threecommas.orders.field_checks import Amount, error_path

TriggerPriceType: TypeAlias = PriceType | Literal["bid", "ask", "last"]
"""The market price that is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Enter at the market price."""

    units: Amount

    def model(self, side: OrderSide) -> PositionInput:
        """Return `position`; raise `EncodeError` with a path that begins inside of it."""
        return PositionInput(type=side, order_type=PositionOrderType.MARKET, units=_units(self.units))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Enter with a limit order at `price`."""

    units: Amount
    price: Amount

    def model(self, side: OrderSide) -> PositionInput:
        """Return `position`; raise `EncodeError` with a path that begins inside of it."""
        return PositionInput(
            type=side,
            order_type=PositionOrderType.LIMIT,
            units=_units(self.units),
            price=price_input(self.price),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalMarket:
    """Wait until the market reaches `conditional`, then enter at the market price.

    `price_type` is the price that is watched; 3Commas takes the ask for a buy and the bid for a sell.
    With `trailing`, a distance of 0 to 99 percent, the entry follows the market from the trigger on; the
    targets are then given in percent.
    """

    units: Amount
    conditional: Amount
    price_type: TriggerPriceType | None = None
    trailing: Amount | None = None

    def model(self, side: OrderSide) -> PositionInput:
        """Return `position`; raise `EncodeError` with a path that begins inside of it."""
        trigger = _trigger("market", self.conditional, self.price_type)
        if self.trailing is not None:
            with error_path("conditional.trailing"):
                trigger.trailing = EntryTrailingInput(enabled=True, percent=self.trailing)
        return _conditional(side, self.units, trigger)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalLimit:
    """Wait until the market reaches `conditional`, then enter with a limit order at `price`.

    `price_type` is the price that is watched; 3Commas takes the ask for a buy and the bid for a sell.
    """

    units: Amount
    price: Amount
    conditional: Amount
    price_type: TriggerPriceType | None = None

    def model(self, side: OrderSide) -> PositionInput:
        """Return `position`; raise `EncodeError` with a path that begins inside of it."""
        made = _conditional(side, self.units, _trigger("limit", self.conditional, self.price_type))
        made.price = price_input(self.price)
        return made


Entry: TypeAlias = Market | Limit | ConditionalMarket | ConditionalLimit
"""Any way of entering a position."""


def price_input(price: Amount) -> PriceInput:
    """Return a `price`."""
    with error_path("price"):
        return PriceInput(value=price)


def _units(units: Amount) -> UnitsInput:
    with error_path("units"):
        return UnitsInput(value=units)


def _trigger(order_type: str, price: Amount, price_type: TriggerPriceType | None) -> PositionConditionalInput:
    with error_path("conditional.price"):
        watched = ConditionalPriceInput(value=price, type=UNSET if price_type is None else price_type)
    return PositionConditionalInput(price=watched, order_type=order_type)


def _conditional(side: OrderSide, units: Amount, trigger: PositionConditionalInput) -> PositionInput:
    return PositionInput(
        type=side,
        order_type=PositionOrderType.CONDITIONAL,
        units=_units(units),
        conditional=trigger,
    )
