"""Documented calls that the suite sends by itself, their bodies on the account and the pair of the run."""

import json
from collections.abc import Mapping
from typing import Any, TypeGuard
from urllib.parse import urlencode, urlsplit

from threecommas_conformance.document.operations import Json, Operation, filled_path
from threecommas_conformance.fixtures.documented_objects import on_fixtures, show_of
from threecommas_conformance.fixtures.existing_ids import placeholder_members
from threecommas_conformance.fixtures.survey import Fixtures
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError, headers_to_sign
from threecommas_conformance.traffic.interactions import Interaction, status_counts


class ExampleCalls:
    """Sends calls of known operations to one server."""

    def __init__(self, gateway: Gateway, fixtures: Fixtures, known: tuple[Operation, ...]) -> None:
        self.fixtures, self.known = fixtures, known
        self._gateway = gateway
        self._base = gateway.target.base_url.path.rstrip("/")

    def send(
        self,
        operation: Operation,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        mode: str = "",
        body: Json | None = None,
    ) -> Interaction | None:
        """Return a call with its answer, None if there is none; a list may be asked for in one mode.

        `body` is the first documented one unless given. Raises `StoppedError`.
        """
        self._gateway.phase = "success"
        body = operation.example if body is None else body
        content = b""
        if body is not None:
            members = placeholder_members(operation, self.known)
            content = json.dumps(on_fixtures(body, self.fixtures) | members).encode()
        target = self._base + path + (f"?{urlencode(query)}" if query else "")
        headers = headers_to_sign(
            ({"Content-Type": "application/json"} if content else {})
            | ({"Forced-Mode": mode} if mode else {})
        )
        try:
            self._gateway.send(operation.method, target.encode(), headers=headers, body=content)
        except NoResponseError:
            if self._gateway.stopped is not None:
                raise
            return None
        return self._gateway.interactions[-1]

    def tried(self) -> list[Operation]:
        """Return the operations that have succeeded in the run so far."""
        counts = status_counts(self._gateway.interactions)
        names = {name for name, status in counts if 200 <= status < 300}
        return [operation for operation in self.known if operation.id in names]

    def show(self, operation: Operation) -> Operation | None:
        """Return the read that shows the object which the path of an operation is about."""
        return show_of(operation.collections[0], self.known) if operation.path_parameters else None

    def looks(self, show: Operation | None, number: str, count: int) -> list[Interaction]:
        """Look at an object so often; gives the looks that were answered."""
        if show is None or not number:
            return []
        path = filled_path(show.path, iter([number]))
        return [sent for _ in range(count) if (sent := self.send(show, path)) is not None]

    def number(self, sent: Interaction | None, operation: Operation) -> str:
        """Return the id that a call went to, "" if there was none."""
        named = next(each for each in operation.path.split("/") if "{" in each)
        place = operation.path.split("/").index(named)
        steps = [] if sent is None else urlsplit(sent.url).path.removeprefix(self._base).split("/")
        return steps[place] if place < len(steps) else ""


def succeeded(sent: Interaction | None) -> TypeGuard[Interaction]:
    """Whether a call was answered 2xx."""
    return sent is not None and 200 <= sent.status < 300
