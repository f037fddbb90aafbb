"""Words of SmartTrades: statuses, titles and kinds.

Only vocabulary lives here; which status follows which is in `lifecycle`, which action a status allows in
`availability`. Titles come from the docs' examples and recorded traffic; those marked inferred were never
seen.
"""

from __future__ import annotations

from enum import StrEnum

from threecommas_mock.venue.order_types import Side


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
