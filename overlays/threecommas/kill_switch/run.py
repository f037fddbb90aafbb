"""The steps of a kill switch (see `threecommas.flow`): look, end each element, look again for what is left.

Waiting until the last order is filled is left out: the report says what 3Commas accepted.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from threecommas_rest.request import Request

from threecommas.errors import DecodeError, GuardError, ThreeCommasError, WrongStateError
from threecommas.flow import OperationFlow, Sleep, catching
from threecommas.guards.account_mode import AccountModes
from threecommas.kill_switch.asking import asked
from threecommas.kill_switch.doubts import check_chosen, with_doubts
from threecommas.kill_switch.listing import Listing, listed
from threecommas.kill_switch.report import StopReport, StopResult, merged
from threecommas.kill_switch.stoppable import Chosen, Element, Stoppable
from threecommas.transport.shared_deadline import SharedDeadline

# Seconds before each look at the list: what was just created can be neither closed nor cancelled yet.
_PAUSES = (0.0, 1.0, 2.0, 4.0)


class _Stopping:
    """The stopping of one kind."""

    def __init__(
        self,
        kind: Stoppable,
        modes: AccountModes,
        deadline: SharedDeadline,
        chosen: Chosen,
        *,
        is_first: bool,
    ) -> None:
        self._kind, self._modes, self._deadline, self._chosen = kind, modes, deadline, chosen
        self._is_first = is_first
        self._done: dict[int, StopResult] = {}
        self._left: list[StopResult] = []
        self.seen = Listing()

    def flow(self) -> OperationFlow[StopReport]:
        """Return the steps; they result in the report, whatever fails."""
        for pause in _PAUSES:
            if pause and self._deadline.is_over(pause):
                break
            yield Sleep(pause)
            looked = yield from catching(self._look())
            if isinstance(looked, ThreeCommasError):
                return self._report(looked)
            self.seen, self._left = looked, []
            for number, (path, element) in looked.active.items():
                yield from self._end(number, element, path)
            if not self._left:
                break
        is_empty = not self._done and not self._left
        return self._report((yield from self._unsure()) if is_empty else None)

    def _look(self) -> OperationFlow[Listing]:
        """Read all pages before anything is done, as each action moves the rest of the list."""
        return (yield from listed(self._kind, self._chosen, self._ask))

    def _end(self, number: int, element: Element, path: str) -> OperationFlow[None]:
        """End one element, unless that was done before, or it is ending anyway."""
        if number in self._done or self._kind.is_ending(element):
            return
        stopped = yield from self._stopped(number, element, path)
        if stopped is None:
            return
        if stopped.action is None or isinstance(stopped.error, WrongStateError):
            self._left.append(stopped)
        else:
            self._done[number] = stopped

    def _stopped(self, number: int, element: Element, path: str) -> OperationFlow[StopResult | None]:
        kind, pair = self._kind, ", ".join(self._kind.pairs(element)) or "?"
        try:
            if not kind.is_chosen(element, self._chosen, path):
                return None
            action = kind.choose(element, number, path)
        except DecodeError as unclear:
            unclear.operation_id = kind.list_operation
            return StopResult(id=number, pair=pair, action=None, error=unclear, kind=kind.kind)
        if action is None:
            return StopResult(id=number, pair=pair, action=None, kind=kind.kind)
        answer = yield from catching(self._ask(action.request, lambda content, _: content))
        error = answer if isinstance(answer, ThreeCommasError) else None
        return StopResult(id=number, pair=pair, action=action.word, error=error, kind=kind.kind)

    def _unsure(self) -> OperationFlow[ThreeCommasError | None]:
        """Raise `GuardError` if the list leaves the account out; return why that cannot be determined.

        It is asked for last, and only if the list shows nothing: so it keeps nothing from being stopped.
        """
        if self._chosen.account_id is None:
            return None
        operation = self._kind.list_operation
        checked = yield from catching(self._modes.check(self._chosen.account_id, operation, self._ask_first))
        if isinstance(checked, GuardError):
            raise checked
        return checked

    def _ask_first(self, request: Request, parse: Callable[[bytes, Any], Any]) -> OperationFlow[Any]:
        self._is_first = False
        return (yield from self._ask(request, parse))

    def _ask(self, request: Request, parse: Callable[[bytes, Any], Any]) -> OperationFlow[Any]:
        is_first = self._is_first and not self._done
        return (yield from asked(request, parse, self._deadline, is_first=is_first))

    def _report(self, error: ThreeCommasError | None) -> StopReport:
        return StopReport(
            trades=(*self._done.values(), *self._left),
            errors=() if error is None else (error,),
            unread=tuple(self.seen.unread.values()),
            kinds=(self._kind.kind,),
        )


def stop_all(
    kinds: Sequence[Stoppable],
    modes: AccountModes,
    deadline: SharedDeadline,
    *,
    account_id: int | None,
    pair: str | None,
) -> OperationFlow[StopReport]:
    """Return the steps that stop everything of these kinds, that of one account or pair if given.

    A kind that cannot be listed or ended does not keep the others from being stopped. Where nothing is
    active on the pair, it is made sure last that there is such a pair.
    """
    modes.demand_mode("stop_all has to know in which mode to stop trading.")
    chosen = Chosen(account_id, pair)
    check_chosen(chosen)
    reports: list[StopReport] = []
    seen: list[tuple[Stoppable, Listing]] = []
    for kind in kinds:
        has_acted = any(report.trades for report in reports)
        stopping = _Stopping(kind, modes, deadline, chosen, is_first=not has_acted)
        reports.append((yield from stopping.flow()))
        seen.append((kind, stopping.seen))
    report = replace(merged(reports), account_id=account_id, pair=pair)
    return (yield from with_doubts(report, seen, modes, deadline))
