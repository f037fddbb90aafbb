"""The six kinds of SmartTrade, one function for each, named like their `data.type`.

    kind         enters with a   then closes with a   in the request
    simple_buy   buy             -                    instant
    simple_sell  sell            -                    instant
    smart_trade  buy             sell
    smart_cover  sell            buy
    smart_sell   -               sell                 skip_enter_step: the coins are held already
    smart_buy    -               buy                  skip_enter_step: the coins are sold already

The table is that of the page SmartTrade entity. Each function returns the body for
``client.smart_trades.create`` and ``create_once``, or raises `EncodeError` naming the field that is wrong.
"""

from collections.abc import Sequence
from typing import get_args

from threecommas_rest.models import CreateSmartTrade, OrderSide, PositionInput, UnitsInput
from threecommas_rest.types import UNSET

from threecommas.orders.entries import Entry, price_input
from threecommas.orders.field_checks import Amount, error_path, require_kind
from threecommas.orders.rules import check_order
from threecommas.orders.targets import (
    Leverage,
    StopLoss,
    TakeProfitStep,
    stop_loss_input,
    take_profit_input,
)


def simple_buy(
    *, account_id: int, pair: str, position: Entry, leverage: Leverage | None = None, note: str | None = None
) -> CreateSmartTrade:
    """Return an order that buys, and has no targets."""
    order = _order(account_id, pair, _entry(position, OrderSide.BUY), leverage, note)
    order.instant = True
    return _checked(order)


def simple_sell(
    *, account_id: int, pair: str, position: Entry, leverage: Leverage | None = None, note: str | None = None
) -> CreateSmartTrade:
    """Return an order that sells, and has no targets."""
    order = _order(account_id, pair, _entry(position, OrderSide.SELL), leverage, note)
    order.instant = True
    return _checked(order)


def smart_trade(
    *,
    account_id: int,
    pair: str,
    position: Entry,
    take_profit: Sequence[TakeProfitStep] = (),
    stop_loss: StopLoss | None = None,
    leverage: Leverage | None = None,
    note: str | None = None,
) -> CreateSmartTrade:
    """Return an order for a long position: it buys, and sells at its targets, of which there may be none."""
    order = _order(account_id, pair, _entry(position, OrderSide.BUY), leverage, note)
    return _checked(_targeted(order, take_profit, stop_loss))


def smart_cover(
    *,
    account_id: int,
    pair: str,
    position: Entry,
    take_profit: Sequence[TakeProfitStep] = (),
    stop_loss: StopLoss | None = None,
    leverage: Leverage | None = None,
    note: str | None = None,
) -> CreateSmartTrade:
    """Return an order for a short position: it sells, and buys at its targets, of which there may be none."""
    order = _order(account_id, pair, _entry(position, OrderSide.SELL), leverage, note)
    return _checked(_targeted(order, take_profit, stop_loss))


def smart_sell(
    *,
    account_id: int,
    pair: str,
    units: Amount,
    price: Amount,
    take_profit: Sequence[TakeProfitStep] = (),
    stop_loss: StopLoss | None = None,
    note: str | None = None,
) -> CreateSmartTrade:
    """Return an order that sells coins already held at its targets; `price` is what was paid for one.

    Futures accounts refuse it, so there is no leverage (docs issue 124).
    """
    order = _order(account_id, pair, _held(units, price, OrderSide.BUY), None, note)
    order.skip_enter_step = True
    return _checked(_targeted(order, take_profit, stop_loss))


def smart_buy(
    *,
    account_id: int,
    pair: str,
    units: Amount,
    price: Amount,
    take_profit: Sequence[TakeProfitStep] = (),
    stop_loss: StopLoss | None = None,
    note: str | None = None,
) -> CreateSmartTrade:
    """Return an order that buys back coins already sold at its targets; `price` is what one was sold for.

    Futures accounts refuse it, so there is no leverage (docs issue 124).
    """
    order = _order(account_id, pair, _held(units, price, OrderSide.SELL), None, note)
    order.skip_enter_step = True
    return _checked(_targeted(order, take_profit, stop_loss))


def _entry(position: Entry, side: OrderSide) -> PositionInput:
    require_kind(position, "position", *get_args(Entry))
    with error_path("position"):
        return position.model(side)


def _held(units: Amount, price: Amount, side: OrderSide) -> PositionInput:
    """Return a position that is there already; the documented example gives it the type market."""
    with error_path("position"):
        with error_path("units"):
            held = UnitsInput(value=units)
        return PositionInput(type=side, order_type="market", units=held, price=price_input(price))


def _order(
    account_id: int, pair: str, position: PositionInput, leverage: Leverage | None, note: str | None
) -> CreateSmartTrade:
    order = CreateSmartTrade(account_id=account_id, pair=pair, position=position)
    if leverage is not None:
        require_kind(leverage, "leverage", Leverage)
        with error_path("leverage"):
            order.leverage = leverage.model()
    order.note = UNSET if note is None else note
    return order


def _targeted(
    order: CreateSmartTrade, take_profit: Sequence[TakeProfitStep], stop_loss: StopLoss | None
) -> CreateSmartTrade:
    with error_path("take_profit"):
        order.take_profit = take_profit_input(take_profit)
    with error_path("stop_loss"):
        order.stop_loss = stop_loss_input(stop_loss)
    return order


def _checked(order: CreateSmartTrade) -> CreateSmartTrade:
    check_order(order)
    return order
