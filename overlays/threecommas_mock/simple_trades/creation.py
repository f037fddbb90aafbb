"""Simple trades out of request bodies, which are valid by now.

What the exchange takes is in `limits`.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.simple_trades.entity import SimpleTrade, TimeInForce
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, floor_to_step
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, PriceType, Purpose, Side
from threecommas_mock.venue.orders import Order, Timeout, Trailing, Trigger


def new_simple_trade(
    body: Body, *, trade_id: int, order_id: int, account: Account, view: MarketView
) -> SimpleTrade:
    """Draw up a new simple trade: its order is placed, to be processed, or waits for its trigger.

    Units are cut to the lot and a limit price to the tick (inferred, as for the SmartTrade).
    """
    order, asked = _order(body, order_id, view), body["order"]
    is_limit = order.order_type is OrderType.LIMIT
    return SimpleTrade(
        id=trade_id,
        account=account,
        pair=view.pair.symbol,
        order=order,
        expected_price=_expected_price(order, view) if order.price is None else order.price,
        created_at=view.now,
        is_conditional=body_values.get_bool(body, "conditional", "enabled"),
        time_in_force=TimeInForce(asked.get("strategy", TimeInForce.GTC)) if is_limit else None,
        position_side=asked.get("position_side", "both") if account.is_futures else "both",
        reduce_only=body_values.get_bool(asked, "reduce_only"),
        # Null on spot accounts, whatever was sent (docs, all examples).
        margin_mode=body_values.get_text(body, "leverage", "type") if account.is_futures else None,
    )


def _order(body: Body, order_id: int, view: MarketView) -> Order:
    side, order_type = Side(body["order"]["side"]), OrderType(body["order"]["type"])
    trailing = _trailing(body)
    trigger = _trigger(body, side, view)
    # With a trigger the trailing begins only when its price is reached.
    follows_at_once = trailing is not None and not body_values.get_bool(body, "conditional", "enabled")
    if follows_at_once and trailing is not None and trigger is not None:
        trailing = Trailing(trailing.percent, peak=trigger.value, peak_at=view.now, amount=trailing.amount)
    return Order(
        id=order_id,
        purpose=Purpose.POSITION,
        side=side,
        order_type=order_type,
        status=_first_status(order_type, trigger, follows_at_once=follows_at_once),
        created_at=view.now,
        updated_at=view.now,
        units=floor_to_step(body_values.get_decimal(body, "units", "value") or ZERO, view.pair.lot),
        price=_limit_price(body, order_type, view),
        trigger=trigger,
        trailing=trailing,
        timeout=_timeout(body),
    )


def _first_status(order_type: OrderType, trigger: Trigger | None, *, follows_at_once: bool) -> OrderStatus:
    """Return the status of the answer: to_process, or order_placed for a limit order (docs, Create Trade)."""
    if follows_at_once:
        return OrderStatus.TRAILING_ACTIVATED
    placed = order_type is OrderType.LIMIT and trigger is None
    return OrderStatus.ORDER_PLACED if placed else OrderStatus.TO_PROCESS


def _trigger(body: Body, side: Side, view: MarketView) -> Trigger | None:
    """Read the trigger; a trailing without one begins at the last price, at once (inferred)."""
    if body_values.get_bool(body, "conditional", "enabled"):
        comparison, price = body["conditional"]["value"], body["conditional"]["price"]
        value = body_values.get_decimal(price, "value") or ZERO
        rising, strict = comparison.startswith("greater"), not comparison.endswith("_or_equal")
        return Trigger(PriceType(price["type"]), value, rising=rising, strict=strict)
    if body_values.get_bool(body, "trailing", "enabled"):
        # A sell follows the price up, a buy follows it down.
        return Trigger(PriceType.LAST, view.quote.last, rising=side is Side.SELL)
    return None


def _trailing(body: Body) -> Trailing | None:
    if not body_values.get_bool(body, "trailing", "enabled"):
        return None
    percent = body_values.get_decimal(body, "trailing", "percent")
    return Trailing(percent=percent, amount=body_values.get_decimal(body, "trailing", "value"))


def _timeout(body: Body) -> Timeout | None:
    if not body_values.get_bool(body, "timeout", "enabled"):
        return None
    return Timeout(body_values.get_integer(body, "timeout", "value") or 0)


def _limit_price(body: Body, order_type: OrderType, view: MarketView) -> Decimal | None:
    if order_type is OrderType.MARKET:
        return None  # a price that was sent along means nothing, as the answers show null
    return floor_to_step(body_values.get_decimal(body, "price", "value") or ZERO, view.pair.tick)


def _expected_price(order: Order, view: MarketView) -> Decimal:
    return order.trigger.value if order.trigger else view.quote.taker_price(order.side)
