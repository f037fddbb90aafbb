"""Looks at what writes have done, and at lists: the last calls of a run on a local server.

Drawn calls seldom look at an object again after a write. Here each write with a documented outcome has its
turn on a new object, and is followed by looks at that. An action on a SmartTrade stands between two looks.
Edits and lists have files of their own.
"""

from collections.abc import Iterator

from threecommas_conformance.checks.pages import listed
from threecommas_conformance.document.object_places import values_at
from threecommas_conformance.document.operations import Operation, Outcome, filled_path
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects
from threecommas_conformance.fixtures.existing_ids import placeholder_path
from threecommas_conformance.fixtures.smart_trades import COLLECTION, SmartTradePool
from threecommas_conformance.fixtures.survey import MODES
from threecommas_conformance.phases.edit_looks import EditLooks
from threecommas_conformance.phases.example_calls import ExampleCalls, succeeded
from threecommas_conformance.phases.list_looks import ListLooks
from threecommas_conformance.traffic.calls import get_in, parse_call
from threecommas_conformance.traffic.interactions import Interaction

# Until what a write has begun is over.
_LOOKS = 3


class SecondLooks:
    """Sends writes and looks at their objects."""

    def __init__(self, calls: ExampleCalls, objects: DocumentedObjects, pool: SmartTradePool) -> None:
        self._calls, self._objects, self._pool = calls, objects, pool
        self._known = calls.known

    def run(self) -> Iterator[Finding]:
        """Make the calls; the checks of the run judge most of them. Raises `StoppedError`."""
        # What has never succeeded is tried no more.
        tried = self._calls.tried()
        for operation in tried:
            if operation.outcomes and operation.path_parameters:
                yield from self._look_after(operation)
        yield from EditLooks(self._calls, self._objects).run(tried)
        for operation in self._known:
            if operation.method != "GET" and operation.collections == (COLLECTION,):
                self._act_between_looks(operation)
        yield from ListLooks(self._calls).run()

    def _look_after(self, operation: Operation) -> Iterator[Finding]:
        show, root = self._calls.show(operation), operation.collections[0]
        for _ in range(self._objects.kinds(root)):
            self._objects.let_go(root)
            path = placeholder_path(operation)
            if (opposite := self._opposite(operation)) is not None:
                begun = self._calls.send(opposite, placeholder_path(opposite))
                number = self._calls.number(begun, opposite)
                path = filled_path(operation.path, iter([number] * len(operation.path_parameters)))
            done = self._calls.send(operation, path)
            if done is None or not succeeded(done):
                continue
            number = self._calls.number(done, operation)
            looks = self._calls.looks(show, number, _LOOKS)
            yield from _undone(operation, done, looks)
            if any(outcome.gone for outcome in operation.outcomes):
                # A list may still have what is not shown by itself.
                shown = list(_still_shown(operation, looks))
                yield from shown or self._still_listed(operation, number)
            return

    def _opposite(self, operation: Operation) -> Operation | None:
        """Return the write that sets a switch the other way, so that this one has something to do."""
        for outcome in operation.outcomes:
            for each in self._known if _is_switch(outcome) else ():
                if each.collections == operation.collections and any(
                    other.steps == outcome.steps and not set(other.values) & set(outcome.values)
                    for other in each.outcomes
                ):
                    return each
        return None

    def _still_listed(self, operation: Operation, number: str) -> Iterator[Finding]:
        """Yield a list that has what was deleted."""
        for each in self._known:
            for mode in MODES if each.method == "GET" and each.path == operation.collections[0] else ():
                sent = self._calls.send(each, each.path, mode=mode)
                if succeeded(sent) and number in _ids(sent, each):
                    message = f"{each.id} lists {number} after {operation.id}."
                    yield _finding(operation, sent, "What was deleted is still listed", message)

    def _act_between_looks(self, operation: Operation) -> None:
        show = self._calls.show(operation)
        for waits in self._calls.fixtures.orders:
            number = self._pool.number(waits)
            if number:
                self._calls.looks(show, number, 1)
                self._calls.send(operation, filled_path(operation.path, iter([number])))
                self._calls.looks(show, number, 1)


def _is_switch(outcome: Outcome) -> bool:
    return bool(outcome.values) and all(isinstance(value, bool) for value in outcome.values)


def _still_shown(operation: Operation, looks: list[Interaction]) -> Iterator[Finding]:
    for shown in list(filter(succeeded, looks))[:1]:
        message = f"{shown.operation} was answered {shown.status} after {operation.id}."
        yield _finding(operation, shown, "What was deleted is still shown", message)


def _undone(operation: Operation, done: Interaction, looks: list[Interaction]) -> Iterator[Finding]:
    """Yield a switch that the first look shows as it was before; later a bot may have turned itself off."""
    for shown in list(filter(succeeded, looks))[:1]:
        for outcome in filter(_is_switch, operation.outcomes):
            claimed, value = (
                next(values_at(parse_call(each).answered, outcome.steps), None) for each in (done, shown)
            )
            # What the answer itself shows otherwise is told already.
            if claimed in outcome.values and isinstance(value, bool) and value not in outcome.values:
                message = f"{'.'.join(outcome.steps)} is {str(value).lower()} right after {operation.id}."
                yield _finding(operation, shown, "What a call did was undone", message)


def _finding(operation: Operation, shown: Interaction, title: str, message: str) -> Finding:
    return finding(
        operation=operation.id,
        phase=shown.phase,
        check="outcome",
        title=title,
        message=message,
        what=operation.id,
        interaction=shown,
    )


def _ids(sent: Interaction, operation: Operation) -> set[str]:
    return {str(get_in(each, "id")) for each in listed(parse_call(sent), operation)}
