"""The kill switch: every active SmartTrade is closed at market price or cancelled, with a report of each.

It is written as steps (see `threecommas.key_search`). Waiting until the last order is filled is left out: the
report says what 3Commas accepted.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from threecommas_rest import api
from threecommas_rest.json_text import loads
from threecommas_rest.request import Request

from threecommas.account_mode import AccountModes
from threecommas.courses import Course
from threecommas.errors import BudgetExceededError, GuardError, ThreeCommasError, WrongStateError
from threecommas.key_search import Ask, Asking, tried
from threecommas.steps import Sleep

LOG = logging.getLogger("threecommas")

_SIZE = 100
# Seconds before each look at the list: what was just created can be neither closed nor cancelled yet.
_PAUSES = (0.0, 1.0, 2.0, 4.0)
_ENDING = frozenset(
    {
        "panic_sell_pending",
        "panic_sell_in_progress",
        "cancellation_pending",
        "cancellation_in_progress",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """One SmartTrade and what was done about it.

    `action` is None where nothing could be done. `error` is why it may go on all the same: what 3Commas or
    this client answered to the action, None if it was accepted.
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
            return f"{self.id} {self.pair}: left, as 3Commas allows neither close nor cancel"
        done = "accepted" if self.error is None else f"failed: {self.error}"
        return f"{self.id} {self.pair}: {self.action} {done}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReport:
    """What the kill switch did, SmartTrade by SmartTrade.

    `error` is that of a list that could not be read to its end, so that there may be more SmartTrades;
    `unreadable` counts elements of the list without a number, which nothing could be done about.
    """

    trades: tuple[Stopped, ...]
    error: ThreeCommasError | None = None
    unreadable: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every active SmartTrade is known to be ending."""
        return self.error is None and not self.unreadable and all(trade.is_stopped for trade in self.trades)

    def __str__(self) -> str:
        lines = [str(trade) for trade in self.trades]
        if self.unreadable:
            lines.append(f"{self.unreadable} elements of the list have no number and were left.")
        if self.error is not None:
            lines.append(f"There may be more: {self.error}")
        return "\n".join(lines) or "There was no active SmartTrade."


@dataclass(slots=True)
class _Round:
    """What the list showed at one look."""

    active: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    unreadable: int = 0


def stop_all(
    modes: AccountModes, course: Course, *, account_id: int | None, pair: str | None
) -> Asking[StopReport]:
    """Return the steps that stop every active SmartTrade, those of one account or pair if given."""
    modes.demand_mode("stop_all has to know in which mode to stop trading.")
    done: dict[int, Stopped] = {}
    left: list[Stopped] = []
    seen = _Round()
    for pause in _PAUSES:
        if pause and course.is_over(pause):
            break
        yield Sleep(pause)
        looked = yield from tried(_look(course, account_id, pair, is_first=not done))
        if isinstance(looked, ThreeCommasError):
            return _report(done, left, seen, looked)
        seen, left = looked, []
        for number, element in seen.active.items():
            if number in done or _status(element) in _ENDING:
                continue
            stopped = yield from _stop(course, number, element, is_first=not done)
            if stopped.action is None or isinstance(stopped.error, WrongStateError):
                left.append(stopped)
            else:
                done[number] = stopped
        if not left:
            break
    unsure = None if done or left or account_id is None else (yield from _unsure(modes, course, account_id))
    return _report(done, left, seen, unsure)


def _unsure(modes: AccountModes, course: Course, account_id: int) -> Asking[ThreeCommasError | None]:
    """Raise `GuardError` if the list leaves the account out; return why that cannot be told.

    It is asked for last, and only if the list shows nothing: so it keeps nothing from being stopped.
    """

    def ask(request: Request, parse: Callable[[bytes, Any], Any]) -> Asking[Any]:
        return _ask(course, request, parse, is_first=False)

    checked = yield from tried(modes.check(account_id, "list_smart_trades", ask))
    if isinstance(checked, GuardError):
        raise checked
    return checked


def _report(
    done: dict[int, Stopped], left: list[Stopped], seen: _Round, error: ThreeCommasError | None
) -> StopReport:
    return StopReport(trades=(*done.values(), *left), error=error, unreadable=seen.unreadable)


def _look(course: Course, account_id: int | None, pair: str | None, *, is_first: bool) -> Asking[_Round]:
    """Read all pages before anything is done, as each action moves the rest of the list."""
    found, number = _Round(), 0
    while True:
        number += 1
        request = api.list_smart_trades.build(
            account_id=account_id, pair=pair, status="active", page=number, per_page=_SIZE
        )
        known = len(found.active)
        for element in (yield from _ask(course, request, _elements, is_first=is_first)):
            identity = element.get("id") if isinstance(element, dict) else None
            if isinstance(identity, int):
                found.active.setdefault(identity, element)
            else:
                found.unreadable += 1
        if len(found.active) == known:
            return found


def _stop(course: Course, number: int, element: Mapping[str, Any], *, is_first: bool) -> Asking[Stopped]:
    """Close what holds a position and cancel what does not yet."""
    name = str(element.get("pair"))
    data = element.get("data")
    flags = data if isinstance(data, dict) else {}
    if flags.get("panic_sell_available") is True:
        request, action = api.close_smart_trade_by_market.build(number), "close"
    elif flags.get("cancel_available") is True:
        request, action = api.cancel_smart_trade.build(number), "cancel"
    else:
        return Stopped(id=number, pair=name, action=None)
    answer = yield from tried(_ask(course, request, lambda content, _: content, is_first=is_first))
    error = answer if isinstance(answer, ThreeCommasError) else None
    return Stopped(id=number, pair=name, action="close" if action == "close" else "cancel", error=error)


def _ask(
    course: Course, request: Request, parse: Callable[[bytes, Any], Any], *, is_first: bool
) -> Asking[Any]:
    """Ask within the time. The budget is waited for only if what came before has used it up."""
    while True:
        try:
            return (yield Ask(request, parse, course.options(request, is_urgent=True)))
        except BudgetExceededError as error:
            if is_first or course.is_over(error.retry_after):
                raise
            LOG.warning("stop_all waits %.2f s for the rate budget (%s)", error.retry_after, error.limit)
            yield Sleep(error.retry_after)


def _elements(content: bytes, _: object) -> list[Any]:
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError("the list of SmartTrades is no JSON array")
    return elements


def _status(element: Mapping[str, Any]) -> object:
    status = element.get("status")
    return status.get("type") if isinstance(status, dict) else None
