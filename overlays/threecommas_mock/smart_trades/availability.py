"""The actions a SmartTrade allows: the `data` flags, and the refusal of what they forbid.

The table is read off the examples of 2024 and 2025 and, where those are silent, recorded answers of 2021.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from threecommas_mock.api.errors import WrongState
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import TARGETS_REACHED, Status


@dataclass(frozen=True, slots=True)
class Flags:
    """The switches of `data` that depend on the status."""

    editable: bool = False
    panic_sell_available: bool = False
    add_funds_available: bool = False
    reduce_funds_available: bool = False
    force_start_available: bool = False
    force_process_available: bool = True
    cancel_available: bool = False
    finished: bool = False
    base_position_step_finished: bool = False


_CLOSING = Flags()
_REDUCING = Flags(panic_sell_available=True, cancel_available=True)

_TABLE: dict[Status, Flags] = {
    Status.CREATED: Flags(force_start_available=True),
    Status.WAITING_POSITION: Flags(
        editable=True, add_funds_available=True, force_start_available=True, cancel_available=True
    ),
    Status.WAITING_TARGETS: Flags(
        editable=True,
        panic_sell_available=True,
        add_funds_available=True,
        reduce_funds_available=True,
        cancel_available=True,
    ),
    Status.PENDING_REDUCE_FUNDS: _REDUCING,
    Status.REDUCE_FUNDS_IN_PROGRESS: _REDUCING,  # inferred: only the words of the docs name this status
    Status.STOP_LOSS_IN_PROGRESS: _REDUCING,
    Status.PANIC_SELL_PENDING: _CLOSING,
    Status.PANIC_SELL_IN_PROGRESS: _CLOSING,
    Status.CANCELLATION_PENDING: _CLOSING,
    Status.CANCELLATION_IN_PROGRESS: _CLOSING,
}


def flags(trade: SmartTrade) -> Flags:
    """Read the flags of *trade* as it stands."""
    # Words of the docs: not for simple trades, not with a trailing entry, even one that has finished.
    can_grow = not trade.kind.instant and not trade.has_trailing_entry
    return _flags(trade.status, can_grow, trade.position.is_working, trade.is_entered)


@cache
def _flags(status: Status, can_grow: bool, is_working: bool, is_entered: bool) -> Flags:
    # Closed SmartTrades have no row: nothing is available any more.
    row = _TABLE.get(status, Flags(force_process_available=False))
    return replace(
        row,
        add_funds_available=row.add_funds_available and can_grow,
        force_start_available=row.force_start_available and is_working,
        finished=status in TARGETS_REACHED,
        # A failed SmartTrade answers true although nothing was entered (docs, list of SmartTrades).
        base_position_step_finished=is_entered or status is Status.FAILED,
    )


def require(available: bool, action: str) -> None:
    """Raise `WrongState` naming *action* unless it is *available*."""
    if not available:
        raise WrongState(action)
