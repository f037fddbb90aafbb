"""Words of the state machines: statuses, titles and kinds.

Only vocabulary lives here; which status follows which is in `smart_trades.lifecycle`, which action a status
allows in `smart_trades.availability`. Titles come from the docs' examples and recorded traffic; those marked
inferred were never seen.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """`status.type` of a SmartTrade."""

    CREATED = "created"
    WAITING_POSITION = "waiting_position"
    WAITING_TARGETS = "waiting_targets"
    FINISHED = "finished"
    STOP_LOSS_IN_PROGRESS = "stop_loss_in_progress"
    STOP_LOSS_FINISHED = "stop_loss_finished"
    PANIC_SELL_PENDING = "panic_sell_pending"
    PANIC_SELL_IN_PROGRESS = "panic_sell_in_progress"
    PANIC_SOLD = "panic_sold"
    CANCELLATION_PENDING = "cancellation_pending"
    CANCELLATION_IN_PROGRESS = "cancellation_in_progress"
    CANCELLED = "cancelled"
    PENDING_REDUCE_FUNDS = "pending_reduce_funds"
    REDUCE_FUNDS_IN_PROGRESS = "reduce_funds_in_progress"
    FAILED = "failed"


STATUS_TITLES: dict[Status, str] = {
    Status.CREATED: "Pending",
    Status.WAITING_POSITION: "Pending Position Opened",
    Status.WAITING_TARGETS: "Waiting Targets",
    Status.FINISHED: "Finished",
    Status.STOP_LOSS_IN_PROGRESS: "Stop Loss in progress",
    Status.STOP_LOSS_FINISHED: "Stop Loss finished",
    Status.PANIC_SELL_PENDING: "Closing at Market Price",
    Status.PANIC_SELL_IN_PROGRESS: "Closing at Market Price",
    Status.PANIC_SOLD: "Closed at Market Price",
    Status.CANCELLATION_PENDING: "Cancelling",
    Status.CANCELLATION_IN_PROGRESS: "Cancelling",
    Status.CANCELLED: "Cancelled",
    Status.PENDING_REDUCE_FUNDS: "Pending reduce funds",
    Status.REDUCE_FUNDS_IN_PROGRESS: "Reduce funds in progress",  # inferred: no example shows it
    Status.FAILED: "Failed",
}

TARGETS_REACHED = frozenset({Status.FINISHED, Status.STOP_LOSS_FINISHED})
CLOSED = TARGETS_REACHED | {Status.PANIC_SOLD, Status.CANCELLED, Status.FAILED}
WATCHING_TARGETS = frozenset(
    {Status.WAITING_TARGETS, Status.PENDING_REDUCE_FUNDS, Status.REDUCE_FUNDS_IN_PROGRESS}
)
"""Position open, take profit and stop loss armed."""


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


class Kind(StrEnum):
    """`data.type` of a SmartTrade (docs, SmartTrade entity)."""

    SIMPLE_BUY = "simple_buy"
    SIMPLE_SELL = "simple_sell"
    SMART_SELL = "smart_sell"
    SMART_BUY = "smart_buy"
    SMART_TRADE = "smart_trade"
    SMART_COVER = "smart_cover"

    @classmethod
    def of(cls, side: Side, *, instant: bool, skip_enter_step: bool) -> Kind:
        """Tell the kind of a create request."""
        buy = side is Side.BUY
        if instant:
            return cls.SIMPLE_BUY if buy else cls.SIMPLE_SELL
        if skip_enter_step:
            return cls.SMART_SELL if buy else cls.SMART_BUY
        return cls.SMART_TRADE if buy else cls.SMART_COVER

    @property
    def instant(self) -> bool:
        """Entry only, no targets."""
        return self in (Kind.SIMPLE_BUY, Kind.SIMPLE_SELL)

    @property
    def skips_entry(self) -> bool:
        """The coins are already held."""
        return self in (Kind.SMART_SELL, Kind.SMART_BUY)
