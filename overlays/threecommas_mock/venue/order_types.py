"""Words of orders: statuses, titles, sides and types.

Only vocabulary lives here; what happens to an order is in `matching` and `fills`. Titles come from the docs'
examples and recorded traffic; those marked inferred were never seen.
"""

from __future__ import annotations

from enum import StrEnum


class OrderStatus(StrEnum):
    """Status of a position, step, stop loss or `/trades` entry (docs, simple trading entity)."""

    IDLE = "idle"
    TO_PROCESS = "to_process"
    ORDER_PLACED = "order_placed"
    TRAILING_ACTIVATED = "trailing_activated"
    FINISHED = "finished"
    FAILED = "failed"
    PANIC_SELL_PENDING = "panic_sell_pending"
    PANIC_SOLD = "panic_sold"
    CANCELLED = "cancelled"
    SMART_SELL = "smart_sell"


ORDER_TITLES: dict[OrderStatus, str] = {
    OrderStatus.IDLE: "Pending",
    OrderStatus.TO_PROCESS: "Pending",
    OrderStatus.ORDER_PLACED: "Placed",
    OrderStatus.TRAILING_ACTIVATED: "Trailing Activated",
    OrderStatus.FINISHED: "Finished",
    OrderStatus.FAILED: "Failed",
    OrderStatus.PANIC_SELL_PENDING: "Panic closing",
    OrderStatus.PANIC_SOLD: "Panic sold",  # inferred
    OrderStatus.CANCELLED: "Cancelled",  # inferred
    OrderStatus.SMART_SELL: "Own funds",
}

WORKING = frozenset({OrderStatus.TO_PROCESS, OrderStatus.ORDER_PLACED, OrderStatus.TRAILING_ACTIVATED})
"""The order is at the exchange or is being watched."""
OPEN = WORKING | {OrderStatus.IDLE, OrderStatus.PANIC_SELL_PENDING}
EXECUTED = frozenset({OrderStatus.FINISHED, OrderStatus.PANIC_SOLD})


class Side(StrEnum):
    """Direction of an order, and of a position (`position.type`)."""

    BUY = "buy"
    SELL = "sell"

    @property
    def opposite(self) -> Side:
        """The side that closes what this one opens."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrderType(StrEnum):
    """How an order is sent to the exchange."""

    MARKET = "market"
    LIMIT = "limit"


class PriceType(StrEnum):
    """Which market price a trigger follows."""

    BID = "bid"
    ASK = "ask"
    LAST = "last"


class Purpose(StrEnum):
    """What an order is for (`trade_purpose`)."""

    POSITION = "position"
    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"
    REDUCE_FUNDS = "reduce_funds"
    MARKET_CLOSE = "market_close"  # inferred: closing all by market shows no entry in any example
