"""The two kinds of simple trade, one function for each, named like their `order.type`.

Each function returns the body for ``client.simple_trades.create``, or raises `EncodeError` naming the field
that is wrong. Trigger, trailing and timeout are always in the body, as all documented requests have them.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from threecommas_rest.models import (
    CreateSimpleTrade,
    OrderSide,
    OrderType,
    PositionSide,
    PriceInput,
    PriceType,
    SimpleTradeConditionalInput,
    SimpleTradeConditionalPriceInput,
    SimpleTradeLeverageInput,
    SimpleTradeOrderInput,
    SimpleTradeTimeoutInput,
    SimpleTradeTrailingInput,
    SimpleTradeUnitsInput,
    TimeInForce,
    TriggerCondition,
)
from threecommas_rest.types import UNSET

from threecommas.orders.field_checks import Amount, error_path
from threecommas.simple_trades.rules import check_order

Side: TypeAlias = OrderSide | Literal["buy", "sell"]
Position: TypeAlias = PositionSide | Literal["both", "long", "short"]
Strategy: TypeAlias = TimeInForce | Literal["gtc", "ioc", "fok", "post_only"]
Comparison: TypeAlias = TriggerCondition | Literal["less", "less_or_equal", "greater", "greater_or_equal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """The trigger: wait until the market price of `type` compares like `value` with `price`.

    The price is in quote currency.
    """

    value: Comparison
    price: Amount
    type: PriceType | Literal["bid", "ask", "last"]

    def model(self) -> SimpleTradeConditionalInput:
        """Return `conditional`; raise `EncodeError` with a path that begins inside of it."""
        with error_path("price"):
            price = SimpleTradeConditionalPriceInput(value=self.price, type=self.type)
        return SimpleTradeConditionalInput(enabled=True, value=self.value, price=price)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trailing:
    """The distance at which the order follows the market: `value` in quote currency, or `percent`."""

    value: Amount | None = None
    percent: Amount | None = None

    def model(self) -> SimpleTradeTrailingInput:
        """Return `trailing`; raise `EncodeError` with a path that begins inside of it."""
        return SimpleTradeTrailingInput(
            enabled=True,
            value=UNSET if self.value is None else self.value,
            percent=UNSET if self.percent is None else self.percent,
        )


def market(
    *,
    account_id: int,
    pair: str,
    side: Side,
    units: Amount,
    conditional: Conditional | None = None,
    trailing: Trailing | None = None,
    timeout: int | None = None,
    position_side: Position | None = None,
    reduce_only: bool | None = None,
    leverage: Literal["isolated", "cross"] | None = None,
) -> CreateSimpleTrade:
    """Return an order at market price.

    `units` are in base currency, `timeout` is in seconds. `position_side`, `reduce_only` and `leverage`, the
    margin mode, are for futures accounts; the last is for OKX alone.
    """
    order = _order(OrderType.MARKET, side, None, position_side, reduce_only)
    return _made(
        CreateSimpleTrade(
            account_id=account_id,
            pair=pair,
            order=order,
            units=_units(units),
            **_waits(conditional, trailing, timeout),
        ),
        leverage,
    )


def limit(
    *,
    account_id: int,
    pair: str,
    side: Side,
    units: Amount,
    price: Amount,
    strategy: Strategy | None = None,
    conditional: Conditional | None = None,
    trailing: Trailing | None = None,
    timeout: int | None = None,
    position_side: Position | None = None,
    reduce_only: bool | None = None,
    leverage: Literal["isolated", "cross"] | None = None,
) -> CreateSimpleTrade:
    """Return a limit order at `price`, in quote currency; `strategy` is the time in force, gtc without it.

    All else is as for `market`.
    """
    order = _order(OrderType.LIMIT, side, strategy, position_side, reduce_only)
    with error_path("price"):
        stated = PriceInput(value=price)
    return _made(
        CreateSimpleTrade(
            account_id=account_id,
            pair=pair,
            order=order,
            units=_units(units),
            price=stated,
            **_waits(conditional, trailing, timeout),
        ),
        leverage,
    )


def _order(
    kind: OrderType,
    side: Side,
    strategy: Strategy | None,
    position: Position | None,
    reduce_only: bool | None,
) -> SimpleTradeOrderInput:
    with error_path("order"):
        return SimpleTradeOrderInput(
            type=kind,
            side=side,
            strategy=UNSET if strategy is None else strategy,
            position_side=UNSET if position is None else position,
            reduce_only=UNSET if reduce_only is None else reduce_only,
        )


def _units(units: Amount) -> SimpleTradeUnitsInput:
    with error_path("units"):
        return SimpleTradeUnitsInput(value=units)


def _waits(conditional: Conditional | None, trailing: Trailing | None, timeout: int | None) -> dict[str, Any]:
    """Return trigger, trailing and timeout, each switched off if there is none."""
    with error_path("conditional"):
        trigger = SimpleTradeConditionalInput(enabled=False) if conditional is None else conditional.model()
    with error_path("trailing"):
        follows = SimpleTradeTrailingInput(enabled=False) if trailing is None else trailing.model()
    seconds = UNSET if timeout is None else timeout
    ends = SimpleTradeTimeoutInput(enabled=timeout is not None, value=seconds)
    return {"conditional": trigger, "trailing": follows, "timeout": ends}


def _made(order: CreateSimpleTrade, leverage: Literal["isolated", "cross"] | None) -> CreateSimpleTrade:
    if leverage is not None:
        order.leverage = SimpleTradeLeverageInput(type=leverage)
    check_order(order)
    return order
