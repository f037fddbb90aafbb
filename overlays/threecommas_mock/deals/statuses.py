"""Words of deals: their 22 statuses, the titles of these, and what each lets users do.

Only vocabulary lives here; which status follows which is in `lifecycle`. Titles come from the docs' examples
and recordings; those marked inferred were never seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """`status` of a deal."""

    CREATED = "created"
    BASE_ORDER_PLACED = "base_order_placed"
    BOUGHT = "bought"
    BOUGHT_SAFETY_PENDING = "bought_safety_pending"
    BOUGHT_TAKE_PROFIT_PENDING = "bought_take_profit_pending"
    TTP_ACTIVATED = "ttp_activated"
    TTP_ORDER_PLACED = "ttp_order_placed"
    CLOSE_STRATEGY_ACTIVATED = "close_strategy_activated"
    CANCEL_PENDING = "cancel_pending"
    PANIC_SELL_PENDING = "panic_sell_pending"
    PANIC_SELL_ORDER_PLACED = "panic_sell_order_placed"
    STOP_LOSS_PENDING = "stop_loss_pending"
    STOP_LOSS_ORDER_PLACED = "stop_loss_order_placed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    PANIC_SOLD = "panic_sold"
    STOP_LOSS_FINISHED = "stop_loss_finished"
    FAILED = "failed"
    LIQUIDATED = "liquidated"
    SETTLED = "settled"
    SWITCHED = "switched"
    SWITCHED_TAKE_PROFIT = "switched_take_profit"


STATUS_TITLES: dict[Status, str] = {
    Status.CREATED: "Created",  # inferred
    Status.BASE_ORDER_PLACED: "Base order placed",
    Status.BOUGHT: "Active",
    Status.BOUGHT_SAFETY_PENDING: "Active",  # inferred
    Status.BOUGHT_TAKE_PROFIT_PENDING: "Active",  # inferred
    Status.TTP_ACTIVATED: "Trailing activated",  # inferred
    Status.TTP_ORDER_PLACED: "Trailing order placed",  # inferred
    Status.CLOSE_STRATEGY_ACTIVATED: "Close strategy activated",  # inferred
    Status.CANCEL_PENDING: "Cancel pending",
    Status.PANIC_SELL_PENDING: "Closing at Market Price",
    Status.PANIC_SELL_ORDER_PLACED: "Closing at Market Price",  # inferred
    Status.STOP_LOSS_PENDING: "StopLoss pending",  # inferred
    Status.STOP_LOSS_ORDER_PLACED: "StopLoss order placed",  # inferred
    Status.COMPLETED: "Completed",
    Status.CANCELLED: "Cancelled",
    Status.PANIC_SOLD: "Closed at Market Price",
    Status.STOP_LOSS_FINISHED: "StopLoss",
    Status.FAILED: "Failed",  # inferred
    Status.LIQUIDATED: "Liquidated",  # inferred
    Status.SETTLED: "Settled",  # inferred
    Status.SWITCHED: "Switched",  # inferred
    Status.SWITCHED_TAKE_PROFIT: "Switched",  # inferred
}

CLOSED = frozenset(
    {
        Status.COMPLETED,
        Status.CANCELLED,
        Status.PANIC_SOLD,
        Status.STOP_LOSS_FINISHED,
        Status.FAILED,
        Status.LIQUIDATED,
        Status.SETTLED,
        Status.SWITCHED,
        Status.SWITCHED_TAKE_PROFIT,
    }
)
"""At an end, for good."""

WATCHING = frozenset(
    {
        Status.BOUGHT,
        Status.BOUGHT_SAFETY_PENDING,
        Status.BOUGHT_TAKE_PROFIT_PENDING,
        Status.TTP_ACTIVATED,
        Status.CLOSE_STRATEGY_ACTIVATED,
    }
)
"""The base order is filled; orders and targets wait for prices."""

EDITABLE = frozenset({Status.BOUGHT, Status.CLOSE_STRATEGY_ACTIVATED})
"""Documented: only these can be updated."""


@dataclass(frozen=True, slots=True)
class Flags:
    """What a status lets users do, as the flags of an answer tell it."""

    cancellable: bool = False
    panic_sellable: bool = False
    add_fundable: bool = False
    convertable: bool = False


_NONE = Flags()
_FLAGS = {
    # Documented and recorded for bought; documented for the pending ones; the rest is inferred.
    Status.CREATED: Flags(cancellable=True),
    Status.BASE_ORDER_PLACED: Flags(cancellable=True),
    Status.PANIC_SELL_PENDING: Flags(cancellable=True),
} | {status: Flags(True, True, True, True) for status in WATCHING}


def flags(status: Status) -> Flags:
    """Return what *status* lets users do."""
    return _FLAGS.get(status, _NONE)
