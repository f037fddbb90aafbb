"""Orders and SmartTrades out of request bodies.

The bodies are valid by now; whether the exchange takes the numbers is checked in `limits`.
"""

from __future__ import annotations

from typing import Any

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import Kind, Status
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, floor_to_step, offset_by_percent
from threecommas_mock.venue.leverage import Leverage, MarginMode
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, PriceType, Purpose, Side
from threecommas_mock.venue.orders import Order, Timeout, Trailing, Trigger
from threecommas_mock.venue.tradable import NewId


def new_smart_trade(
    body: Body, *, trade_id: int, account: Account, view: MarketView, new_order_id: NewId
) -> SmartTrade:
    """Draw up a new SmartTrade in status `created`."""
    kind = Kind.of(
        Side(body["position"]["type"]),
        instant=body_values.get_bool(body, "instant"),
        skip_enter_step=body_values.get_bool(body, "skip_enter_step"),
    )
    # The documented create answer of a simple buy starts at to_process, recorded SmartTrades start idle.
    status = OrderStatus.TO_PROCESS if kind.instant else OrderStatus.IDLE
    position = entry_order(
        body["position"],
        order_id=new_order_id(),
        view=view,
        own_funds=kind.skips_entry,
        status=status,
    )
    targets = () if kind.instant else (*take_profit_orders(body, position, view, new_order_id),)
    if not kind.instant and (stop := stop_loss_order(body, position, view, new_order_id)):
        targets = (*targets, stop)
    return SmartTrade(
        id=trade_id,
        account=account,
        pair=view.pair.symbol,
        kind=kind,
        status=Status.CREATED,
        orders=(position, *targets),
        created_at=view.now,
        updated_at=view.now,
        take_profit_enabled=not kind.instant and body_values.get_bool(body, "take_profit", "enabled"),
        breakeven=body_values.get_bool(body, "stop_loss", "breakeven"),
        # On spot it is ignored: the docs' create answer shows it off though the request has it on.
        leverage=new_leverage(body) if account.is_futures else None,
        note=body_values.get_text(body, "note"),
    )


def entry_order(
    body: Body,
    *,
    order_id: int,
    view: MarketView,
    own_funds: bool,
    status: OrderStatus = OrderStatus.IDLE,
) -> Order:
    """Draw up the entry order of a `position` group.

    Units are cut to the lot and a given price to the tick (inferred: no page says what happens to the
    rest). A market order that enters now (not *own_funds*) has no price of its own and remembers what it
    may cost.
    """
    side = Side(body["type"])
    trigger = _entry_trigger(body, side, view)
    order_type = OrderType(body["conditional"]["order_type"] if trigger else body["order_type"])
    priced = own_funds or order_type is OrderType.LIMIT
    asked = body_values.get_decimal(body, "price", "value") if priced else None
    expected = trigger.value if trigger else view.quote.taker_price(side)
    return _order(
        Purpose.POSITION,
        side,
        order_type,
        order_id=order_id,
        view=view,
        status=status,
        units=floor_to_step(body_values.get_decimal(body, "units", "value") or ZERO, view.pair.lot),
        price=expected if asked is None else floor_to_step(asked, view.pair.tick),
        trigger=trigger,
        trailing=_trailing(body, "conditional", "trailing") if trigger else None,
    )


def take_profit_orders(body: Body, position: Order, view: MarketView, new_id: NewId) -> tuple[Order, ...]:
    """Draw up the take-profit steps of a body, none if it switches them off."""
    if not body_values.get_bool(body, "take_profit", "enabled"):
        return ()
    wanted = body_values.get_list(body, "take_profit", "steps")
    return tuple(_step(step, position, order_id=new_id(), view=view) for step in wanted)


def stop_loss_order(body: Body, position: Order, view: MarketView, new_id: NewId) -> Order | None:
    """Draw up the stop loss of a body, None if it switches it off.

    A trailing percentage is accepted and ignored: the current docs have none and answers show null.
    """
    wanted = body_values.get_object(body, "stop_loss")
    if wanted is None or not body_values.get_bool(wanted, "enabled"):
        return None
    seconds = (
        body_values.get_integer(wanted, "timeout", "value")
        if body_values.get_bool(wanted, "timeout", "enabled")
        else None
    )
    order_type = OrderType(wanted["order_type"])
    return _order(
        Purpose.STOP_LOSS,
        position.side.opposite,
        order_type,
        order_id=new_id(),
        view=view,
        # A market stop loss answers null, whatever price was sent along.
        price=body_values.get_decimal(wanted, "price", "value") if order_type is OrderType.LIMIT else None,
        trigger=_target(wanted["conditional"]["price"], position, up=position.side is Side.SELL, view=view),
        trailing=Trailing() if body_values.get_bool(wanted, "conditional", "trailing", "enabled") else None,
        timeout=None if seconds is None else Timeout(seconds),
    )


def new_leverage(body: Body) -> Leverage | None:
    """Read the `leverage` group of a body, None without one or if it is switched off."""
    value = body_values.get_decimal(body, "leverage", "value")
    if value is None or not body_values.get_bool(body, "leverage", "enabled"):
        return None
    # `custom` is deprecated and stored as isolated (README of the older document).
    cross = body_values.get_text(body, "leverage", "type") == MarginMode.CROSS
    return Leverage(MarginMode.CROSS if cross else MarginMode.ISOLATED, value)


def funds_order(body: Body, purpose: Purpose, side: Side, *, order_id: int, view: MarketView) -> Order:
    """Draw up the order of add_funds or reduce_funds."""
    order_type = OrderType(body["order_type"])
    asked = body_values.get_decimal(body, "price", "value") if order_type is OrderType.LIMIT else None
    return _order(
        purpose,
        side,
        order_type,
        order_id=order_id,
        view=view,
        units=floor_to_step(body_values.get_decimal(body, "units", "value") or ZERO, view.pair.lot),
        price=view.quote.taker_price(side) if asked is None else floor_to_step(asked, view.pair.tick),
    )


def market_close_order(position: Order, *, order_id: int, view: MarketView) -> Order:
    """Draw up the order that closes everything at market."""
    return _order(
        Purpose.MARKET_CLOSE, position.side.opposite, OrderType.MARKET, order_id=order_id, view=view
    )


def _step(body: Body, position: Order, *, order_id: int, view: MarketView) -> Order:
    side = position.side.opposite
    return _order(
        Purpose.TAKE_PROFIT,
        side,
        OrderType(body["order_type"]),
        order_id=order_id,
        view=view,
        trigger=_target(body["price"], position, up=position.side is Side.BUY, view=view),
        trailing=_trailing(body, "trailing"),
        volume=body_values.get_decimal(body, "volume"),
    )


def _order(
    purpose: Purpose,
    side: Side,
    order_type: OrderType,
    *,
    order_id: int,
    view: MarketView,
    status: OrderStatus = OrderStatus.IDLE,
    **drawn: Any,
) -> Order:
    return Order(
        id=order_id,
        purpose=purpose,
        side=side,
        order_type=order_type,
        status=status,
        created_at=view.now,
        updated_at=view.now,
        **drawn,
    )


def _entry_trigger(body: Body, side: Side, view: MarketView) -> Trigger | None:
    """Read the trigger of a conditional entry.

    It fires in the direction in which the price has to move to reach it now (inferred).
    """
    value = body_values.get_decimal(body, "conditional", "price", "value")
    if body["order_type"] != "conditional" or value is None:
        return None
    given = body_values.get_text(body, "conditional", "price", "type")
    # Source document 004: "By default ask for long trades, bid for short trades".
    follows = PriceType(given) if given else PriceType.ASK if side is Side.BUY else PriceType.BID
    return Trigger(follows, value, rising=value >= view.quote.price(follows))


def _target(price: Body, position: Order, *, up: bool, view: MarketView) -> Trigger:
    """Read a target; a percentage is reckoned from the expected entry until there is a real one."""
    percent = body_values.get_decimal(price, "percent")
    value = body_values.get_decimal(price, "value")
    if value is None:
        value = offset_by_percent(position.price or ZERO, percent or ZERO, up=up, tick=view.pair.tick)
    return Trigger(PriceType(price["type"]), value, rising=up, percent=percent)


def _trailing(body: Body, *path: str) -> Trailing | None:
    if not body_values.get_bool(body, *path, "enabled"):
        return None
    return Trailing(percent=body_values.get_decimal(body, *path, "percent"))
