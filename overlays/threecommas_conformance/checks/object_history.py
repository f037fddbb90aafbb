"""Rules from one look at an object to the next: a write does what it says, a status goes where it may.

The tables are those of the document. A success of a cancel shows one of the statuses of its outcome. What a
later look shows has to be reachable from there. So a cancel that does nothing is found, whatever it answers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from threecommas_conformance.checks.call_findings import call_finding
from threecommas_conformance.document.object_places import ObjectPlace, Steps, values_at
from threecommas_conformance.document.operations import Operation, Outcome
from threecommas_conformance.document.transitions import Transitions
from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.calls import RecordedCall

_Key = tuple[str, str, Steps]
"""The kind of an object, its id, and the member of it."""


class ObjectHistory:
    """The objects of a run as they were last seen."""

    def __init__(
        self, places: Mapping[str, tuple[ObjectPlace, ...]], tables: Mapping[str, Transitions]
    ) -> None:
        self._places, self._tables = places, tables
        self._seen: dict[_Key, Any] = {}
        self._held: dict[_Key, tuple[RecordedCall, Outcome]] = {}

    def check(self, call: RecordedCall, operation: Operation) -> Iterator[Finding]:
        """Take the next call of the run; gives what contradicts the document or the calls before it."""
        is_write = operation.method != "GET"
        if is_write:
            self._let_go(call)
        if not call.succeeded:
            return
        shown = list(self._shown(call, operation))
        yield from self._without_outcome(call, operation, shown)
        for key, place, value in shown:
            yield from self._moved(call, key, place, value)
            self._seen[key] = value
            if is_write:
                self._hold(call, operation, key, place, value)

    def _shown(self, call: RecordedCall, operation: Operation) -> Iterator[tuple[_Key, ObjectPlace, Any]]:
        for place in self._places[operation.id]:
            for owner in values_at(call.answered, place.owner):
                number = owner.get(place.id) if isinstance(owner, dict) else None
                for value in values_at(owner, place.member):
                    if number is not None and isinstance(value, str | bool):
                        yield (place.component, str(number), place.member), place, value

    def _without_outcome(
        self, call: RecordedCall, operation: Operation, shown: list[tuple[_Key, ObjectPlace, Any]]
    ) -> Iterator[Finding]:
        # What acts on an object that is over breaks another rule already.
        if any(place.table and self._is_over(key, place) for key, place, _ in shown):
            return
        for outcome in (each for each in operation.outcomes if not each.gone):
            for value in values_at(call.answered, outcome.steps):
                # A word that the document does not have is a finding of its own.
                is_known = all(
                    self._tables[place.table].knows(str(value))
                    for _, place, _ in shown
                    if place.table and (*place.owner, *place.member) == outcome.steps
                )
                if value is not None and is_known and value not in outcome.values:
                    where = ".".join(outcome.steps)
                    wanted = " or ".join(map(_written, outcome.values))
                    message = f"{where} is {_written(value)}, and has to be {wanted} after this call."
                    yield call_finding(call, "outcome", "A success did not do what it is for", message, where)

    def _is_over(self, key: _Key, place: ObjectPlace) -> bool:
        return self._tables[place.table].is_end(str(self._seen.get(key)))

    def _moved(self, call: RecordedCall, key: _Key, place: ObjectPlace, value: Any) -> Iterator[Finding]:
        """Yield a status that cannot follow the last one, and a value that was to stay another."""
        before, (component, number, member) = self._seen.get(key), key
        name = f"{component} {number}: {'.'.join(member)}"
        if place.table and before is not None and not self._tables[place.table].leads(before, value):
            message = f"{name} was {before} and is {value}, which does not follow from it."
            yield call_finding(call, "transition", "A status went where it cannot go", message, before)
        held = self._held.get(key)
        if held is not None and value not in held[1].values:
            del self._held[key]
            made = held[0].interaction
            message = f"{name} is {_written(value)} again, after {made.operation} with no write between."
            yield call_finding(call, "outcome", "What a call did was undone", message, made.operation or "")

    def _hold(
        self, call: RecordedCall, operation: Operation, key: _Key, place: ObjectPlace, value: Any
    ) -> None:
        for outcome in operation.outcomes:
            if outcome.stays and outcome.steps == (*place.owner, *place.member) and value in outcome.values:
                self._held[key] = (call, outcome)

    def _let_go(self, call: RecordedCall) -> None:
        """Forget what was to stay: a write may have changed any object that its path or body names."""
        sent = f"{call.interaction.url}/ {call.interaction.body}"
        for key in [key for key in self._held if key[1] in sent]:
            del self._held[key]


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
