"""Looks at what a write has done, and at lists in every order: the last calls of a run on a local server.

Drawn calls seldom look at an object again after a write. Here each write with a documented outcome has its
turn on a new object, and is followed by looks at that. An action on a SmartTrade stands between two looks.
Lists are asked for in each documented order, one element long, and by what their elements have.
"""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode, urlsplit

from threecommas_conformance.checks.pages import FILTERS
from threecommas_conformance.document.object_places import values_at
from threecommas_conformance.document.operations import Json, Operation, filled_path
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects, on_fixtures
from threecommas_conformance.fixtures.existing_ids import placeholder_members, placeholder_path
from threecommas_conformance.fixtures.smart_trades import COLLECTION, SmartTradePool
from threecommas_conformance.fixtures.survey import MODES, Fixtures
from threecommas_conformance.traffic.calls import items
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError, headers_to_sign
from threecommas_conformance.traffic.interactions import Interaction, status_counts

# Until what a write has begun is over.
_LOOKS = 3
_NOBODYS = {"pair": "USDT_NOBODY"}
_DIRECTIONS = ("asc", "desc")


class SecondLooks:
    """Sends writes and looks at their objects."""

    def __init__(
        self,
        gateway: Gateway,
        objects: DocumentedObjects,
        pool: SmartTradePool,
        fixtures: Fixtures,
        known: tuple[Operation, ...],
    ) -> None:
        self._gateway, self._objects, self._pool = gateway, objects, pool
        self._fixtures, self._known = fixtures, known
        self._by_id = {operation.id: operation for operation in known}
        self._base = gateway.target.base_url.path.rstrip("/")

    def run(self) -> Iterator[Finding]:
        """Make the calls; the checks of the run judge them. Raises `StoppedError`."""
        self._gateway.phase = "success"
        # What has never succeeded is tried no more.
        counts = status_counts(self._gateway.interactions)
        succeeded = {name for name, status in counts if 200 <= status < 300}
        for operation in self._known:
            if operation.outcomes and operation.path_parameters and operation.id in succeeded:
                yield from self._look_after(operation)
        for operation in self._known:
            if operation.method != "GET" and operation.collections == (COLLECTION,):
                self._act_between_looks(operation)
        for operation in self._known:
            if operation.sort is not None and not operation.path_parameters:
                self._list(operation)

    def _look_after(self, operation: Operation) -> Iterator[Finding]:
        show = self._by_id.get(operation.order.get("of", ""))
        root = operation.collections[0]
        for _ in range(self._objects.kinds(root)):
            self._objects.let_go(root)
            path = placeholder_path(operation)
            if (opposite := self._opposite(operation)) is not None:
                begun = self._sent(opposite, placeholder_path(opposite))
                number = _number(begun, self._base, opposite)
                path = filled_path(operation.path, iter([number] * len(operation.path_parameters)))
            done = self._sent(operation, path)
            if done is None or not 200 <= done.status < 300:
                continue
            looks = self._looks(show, _number(done, self._base, operation))
            yield from _still_there(operation, looks)
            return

    def _opposite(self, operation: Operation) -> Operation | None:
        """Return the write that sets a member to another value, for one whose value stays."""
        for outcome in operation.outcomes:
            for each in self._known if outcome.stays else ():
                if each.collections == operation.collections and any(
                    other.steps == outcome.steps and not set(other.values) & set(outcome.values)
                    for other in each.outcomes
                ):
                    return each
        return None

    def _act_between_looks(self, operation: Operation) -> None:
        show = self._by_id.get(operation.order.get("of", ""))
        for waits in self._fixtures.orders:
            number = self._pool.number(waits)
            if show is not None and number:
                self._looks(show, number, 1)
                self._sent(operation, filled_path(operation.path, iter([number])))
                self._looks(show, number, 1)

    def _looks(self, show: Operation | None, number: str, count: int = _LOOKS) -> list[Interaction]:
        if show is None or not number:
            return []
        path = filled_path(show.path, iter([number]))
        return [sent for _ in range(count) if (sent := self._sent(show, path)) is not None]

    def _list(self, operation: Operation) -> None:
        for mode in MODES:
            whole = self._sent(operation, operation.path, mode=mode)
            for query in _list_queries(operation, whole):
                self._sent(operation, operation.path, query, mode=mode)

    def _sent(
        self, operation: Operation, path: str, query: Json | None = None, mode: str = ""
    ) -> Interaction | None:
        """Return a call with its answer, None if there is none. A list may be asked for in one mode."""
        body = b""
        if operation.example is not None:
            members = placeholder_members(operation, self._known)
            body = json.dumps(on_fixtures(operation.example, self._fixtures) | members).encode()
        target = self._base + path + (f"?{urlencode(query)}" if query else "")
        headers = headers_to_sign(
            ({"Content-Type": "application/json"} if body else {}) | ({"Forced-Mode": mode} if mode else {})
        )
        try:
            self._gateway.send(operation.method, target.encode(), headers=headers, body=body)
        except NoResponseError:
            if self._gateway.stopped is not None:
                raise
            return None
        return self._gateway.interactions[-1]


def _list_queries(operation: Operation, whole: Interaction | None) -> Iterator[Json]:
    """Yield queries for each order of a list, for one element, and for what its elements have."""
    sort = operation.sort
    if sort is not None and sort.by:
        for word, way, name in product(sort.members, _DIRECTIONS, sort.direction):
            yield {sort.by: word, name: way}
    if operation.page is not None:
        yield {operation.page.size_parameter: 1}
    names = {name for query in operation.queries for name in query}
    for name in FILTERS:
        for value in _values(whole, sort.items if sort else "", name) if name in names else ():
            yield {name: value}


def _still_there(operation: Operation, looks: list[Interaction]) -> Iterator[Finding]:
    shown = next((each for each in looks if 200 <= each.status < 300), None)
    if shown is not None and any(outcome.gone for outcome in operation.outcomes):
        yield finding(
            operation=operation.id,
            phase=shown.phase,
            check="outcome",
            title="What was deleted is still shown",
            message=f"{shown.operation} was answered {shown.status} after {operation.id}.",
            what=operation.id,
            interaction=shown,
        )


def _number(sent: Interaction | None, base: str, operation: Operation) -> str:
    """Return the id that a call went to, "" if there was none."""
    place = operation.path.split("/").index(next(each for each in operation.path.split("/") if "{" in each))
    steps = [] if sent is None else urlsplit(sent.url).path.removeprefix(base).split("/")
    return steps[place] if place < len(steps) else ""


def _values(whole: Interaction | None, member: str, name: str) -> list[Any]:
    """Return two different values that elements of a list have, and one that none has."""
    try:
        answered = None if whole is None else json.loads(whole.answer)
    except ValueError:
        answered = None
    listed = next(values_at(answered, (member,)), None) if member else answered
    found = [each[name] for each in items(listed) if isinstance(each, dict) and each.get(name) is not None]
    return [*list(dict.fromkeys(found))[:2], _NOBODYS.get(name, "999999999")]
