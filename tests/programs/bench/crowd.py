"""An exchange full of open SmartTrades, each with a target of its own, one cent above the other."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange, defaults
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.orders import Order

PAIR = "USDT_BTC"
CENT = Decimal("0.01")
LOWEST_TARGET = Decimal(60000)
BODY: dict[str, Any] = {
    "account_id": 1,
    "pair": PAIR,
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
    "take_profit": {
        "enabled": True,
        "steps": [
            {"order_type": "limit", "price": {"type": "bid", "value": str(LOWEST_TARGET)}, "volume": 100}
        ],
    },
    "stop_loss": {
        "enabled": True,
        "breakeven": False,
        "order_type": "market",
        "conditional": {"price": {"type": "bid", "value": "51000"}},
    },
}


def crowded_exchange(count: int) -> MockExchange:
    """Return an exchange with so many SmartTrades at rest."""
    exchange = MockExchange()
    trades = exchange._smart_trades
    model = trades.create(BODY, defaults.USER)
    exchange.settle()
    model = trades.find(model.id, defaults.USER)
    # Copies, as drawing up and entering each would take ten times as long.
    for place in range(1, count):
        trades.store.put(_copy(model, place, trades.store.new_id()), trades.desk.view(PAIR))
    return exchange


def reach_next(exchange: MockExchange, count: int) -> None:
    """Move the price so that the next so many targets are reached."""
    reached = max(exchange.quote(PAIR).bid, LOWEST_TARGET - CENT)
    exchange.set_price(PAIR, reached + count * CENT)


def _copy(model: SmartTrade, place: int, number: int) -> SmartTrade:
    orders = tuple(_moved(order, place * CENT) for order in model.orders)
    return replace(model, id=number, orders=orders)


def _moved(order: Order, distance: Decimal) -> Order:
    """Move a target away from the price, to one side or the other."""
    if order.trigger is None:
        return order
    value = order.trigger.value + (distance if order.trigger.rising else -distance)
    price = None if order.price is None else value
    return replace(order, trigger=replace(order.trigger, value=value), price=price)
