"""The kill switch: every active SmartTrade is closed at market price or cancelled, with a report of each.

It is written as steps (see `threecommas.flow`). Waiting until the last order is filled is
left out: the report says what 3Commas accepted.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from threecommas_rest import api
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.models.smart_trade_status_type import SmartTradeStatusType
from threecommas_rest.request import Request

from threecommas.errors import (
    DecodeError,
    GuardError,
    RateBudgetExceededError,
    ThreeCommasError,
    WrongStateError,
)
from threecommas.flow import CallOperation, OperationFlow, Sleep, catching
from threecommas.smart_trades.account_mode import AccountModes
from threecommas.smart_trades.list_entry import number_of, status_of, wrong_member
from threecommas.transport.shared_deadline import SharedDeadline

LOG = logging.getLogger("threecommas")

_SIZE = 100
# Seconds before each look at the list: what was just created can be neither closed nor cancelled yet.
_PAUSES = (0.0, 1.0, 2.0, 4.0)
# The rules in words for the flags (gitbook, "Create"; the page of the entity), which every example keeps.
_CLOSABLE = frozenset(
    {"waiting_targets", "stop_loss_in_progress", "reduce_funds_in_progress", "pending_reduce_funds"}
)
_CANCELABLE = _CLOSABLE | {"waiting_position"}
_KNOWN = frozenset(status.value for status in SmartTradeStatusType)
_ENDING = frozenset(
    {
        "panic_sell_pending",
        "panic_sell_in_progress",
        "cancellation_pending",
        "cancellation_in_progress",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopResult:
    """One SmartTrade and what was done about it.

    `action` is None where nothing could be done. `error` is why it may go on all the same: what 3Commas or
    this client answered to the action, None if it was accepted, or a `DecodeError` that says what of the
    list cannot be read. `pair` is ``?`` where the list does not tell it.
    """

    id: int
    pair: str
    action: Literal["close", "cancel"] | None
    error: ThreeCommasError | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether 3Commas accepted the action."""
        return self.action is not None and self.error is None

    def __str__(self) -> str:
        if self.action is None:
            why = self.error or "3Commas allows neither close nor cancel"
            return f"{self.id} {self.pair}: left, as {why}"
        done = "accepted" if self.error is None else f"failed: {self.error}"
        return f"{self.id} {self.pair}: {self.action} {done}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReport:
    """What the kill switch did, SmartTrade by SmartTrade.

    `error` is that of a list that could not be read to its end, so that there may be more SmartTrades;
    `unread` has an error for each element of the list without a number, which nothing could be done about.
    """

    trades: tuple[StopResult, ...]
    error: ThreeCommasError | None = None
    unread: tuple[DecodeError, ...] = ()

    @property
    def unreadable(self) -> int:
        """How many elements of the list have no number."""
        return len(self.unread)

    @property
    def is_complete(self) -> bool:
        """Whether every active SmartTrade is known to be ending."""
        return self.error is None and not self.unreadable and all(trade.is_stopped for trade in self.trades)

    def __str__(self) -> str:
        lines = [str(trade) for trade in self.trades]
        lines += [f"An element of the list was left: {error}" for error in self.unread]
        if self.error is not None:
            lines.append(f"There may be more: {self.error}")
        return "\n".join(lines) or "There was no active SmartTrade."


@dataclass(slots=True)
class _Listing:
    """What the list showed at one look."""

    active: dict[int, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)
    """The elements by their numbers, each with its path in the answer."""

    unread: dict[tuple[str, str], DecodeError] = field(default_factory=dict)
    """The errors of those without a number, by their place on a page and their JSON."""

    def add(self, element: Any, path: str) -> None:
        """Add an element of the list."""
        try:
            self.active.setdefault(number_of(element, path), (path, element))
        except DecodeError as error:
            self.unread.setdefault((path, dumps(element)), _of_list(error))

    @property
    def size(self) -> int:
        """How many elements were seen."""
        return len(self.active) + len(self.unread)


def stop_all(
    modes: AccountModes, deadline: SharedDeadline, *, account_id: int | None, pair: str | None
) -> OperationFlow[StopReport]:
    """Return the steps that stop every active SmartTrade, those of one account or pair if given."""
    modes.demand_mode("stop_all has to know in which mode to stop trading.")
    done: dict[int, StopResult] = {}
    left: list[StopResult] = []
    seen = _Listing()
    for pause in _PAUSES:
        if pause and deadline.is_over(pause):
            break
        yield Sleep(pause)
        looked = yield from catching(_look(deadline, account_id, pair, is_first=not done))
        if isinstance(looked, ThreeCommasError):
            return _report(done, left, seen, looked)
        seen, left = looked, []
        for number, (path, element) in seen.active.items():
            if number in done or status_of(element) in _ENDING:
                continue
            stopped = yield from _stop(deadline, number, element, path, is_first=not done)
            if stopped.action is None or isinstance(stopped.error, WrongStateError):
                left.append(stopped)
            else:
                done[number] = stopped
        if not left:
            break
    unsure = None if done or left or account_id is None else (yield from _unsure(modes, deadline, account_id))
    return _report(done, left, seen, unsure)


def _unsure(
    modes: AccountModes, deadline: SharedDeadline, account_id: int
) -> OperationFlow[ThreeCommasError | None]:
    """Raise `GuardError` if the list leaves the account out; return why that cannot be determined.

    It is asked for last, and only if the list shows nothing: so it keeps nothing from being stopped.
    """

    def ask(request: Request, parse: Callable[[bytes, Any], Any]) -> OperationFlow[Any]:
        return _ask(deadline, request, parse, is_first=False)

    checked = yield from catching(modes.check(account_id, "list_smart_trades", ask))
    if isinstance(checked, GuardError):
        raise checked
    return checked


def _report(
    done: dict[int, StopResult], left: list[StopResult], seen: _Listing, error: ThreeCommasError | None
) -> StopReport:
    return StopReport(trades=(*done.values(), *left), error=error, unread=tuple(seen.unread.values()))


def _look(
    deadline: SharedDeadline, account_id: int | None, pair: str | None, *, is_first: bool
) -> OperationFlow[_Listing]:
    """Read all pages before anything is done, as each action moves the rest of the list."""
    found, number = _Listing(), 0
    while True:
        number += 1
        request = api.list_smart_trades.build(
            account_id=account_id, pair=pair, status="active", page=number, per_page=_SIZE
        )
        known = found.size
        for index, element in enumerate((yield from _ask(deadline, request, _elements, is_first=is_first))):
            found.add(element, f"[{index}]")
        if found.size == known:
            return found


def _stop(
    deadline: SharedDeadline, number: int, element: Mapping[str, Any], path: str, *, is_first: bool
) -> OperationFlow[StopResult]:
    """Close what holds a position and cancel what does not yet."""
    named = element.get("pair")
    pair = named if isinstance(named, str) else "?"
    try:
        action = _action(element, path)
    except DecodeError as unclear:
        return StopResult(id=number, pair=pair, action=None, error=unclear)
    if action is None:
        return StopResult(id=number, pair=pair, action=None)
    ways = {"close": api.close_smart_trade_by_market, "cancel": api.cancel_smart_trade}
    request = ways[action].build(number)
    answer = yield from catching(_ask(deadline, request, lambda content, _: content, is_first=is_first))
    error = answer if isinstance(answer, ThreeCommasError) else None
    return StopResult(id=number, pair=pair, action=action, error=error)


def _action(element: Mapping[str, Any], path: str) -> Literal["close", "cancel"] | None:
    """Return what stops a SmartTrade; raise `DecodeError` if that cannot be determined.

    One that holds a position is not cancelled only because its flag for closing cannot be read.
    """
    if _is_available("panic_sell_available", _CLOSABLE, element, path):
        return "close"
    if _is_available("cancel_available", _CANCELABLE, element, path):
        return "cancel"
    if status_of(element) is None:
        raise _of_list(wrong_member(element.get("status"), "type", "text", f"{path}.status"))
    return None


def _is_available(flag: str, statuses: frozenset[str], element: Mapping[str, Any], path: str) -> bool:
    """Tell whether an action is allowed: by its flag, or by the status if that cannot be read."""
    data = element.get("data")
    found = data.get(flag) if isinstance(data, dict) else None
    if isinstance(found, bool):
        return found
    status = status_of(element)
    if status not in _KNOWN:
        raise _of_list(wrong_member(data, flag, "a boolean", f"{path}.data"))
    return status in statuses


def _of_list(error: DecodeError) -> DecodeError:
    error.operation_id = "list_smart_trades"
    return error


def _ask(
    deadline: SharedDeadline, request: Request, parse: Callable[[bytes, Any], Any], *, is_first: bool
) -> OperationFlow[Any]:
    """Ask within the time. The budget is waited for only if what came before has used it up."""
    while True:
        try:
            return (yield CallOperation(request, parse, deadline.options(request, is_urgent=True)))
        except RateBudgetExceededError as error:
            if is_first or deadline.is_over(error.retry_after):
                raise
            LOG.warning("stop_all waits %.2f s for the rate budget (%s)", error.retry_after, error.limit)
            yield Sleep(error.retry_after)


def _elements(content: bytes, _: object) -> list[Any]:
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError("the list of SmartTrades is not a JSON array")
    return elements
