"""The last calls of a run: the documented requests of operations that have had no success.

Whether a drawn request succeeds is luck, and a finding must not depend on that. So each documented query and
body is tried on a new object of each kind that the run can make, up to the first success. Only what none of
them reaches has never succeeded.
"""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects, on_fixtures
from threecommas_conformance.fixtures.existing_ids import placeholder_members, placeholder_path
from threecommas_conformance.fixtures.link_values import preparing_write
from threecommas_conformance.fixtures.survey import Fixtures, existing_query
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError, headers_to_sign
from threecommas_conformance.traffic.interactions import Interaction, status_counts


class DocumentedCalls:
    """Sends documented requests to one server."""

    def __init__(
        self, gateway: Gateway, objects: DocumentedObjects, fixtures: Fixtures, known: tuple[Operation, ...]
    ) -> None:
        self._gateway, self._objects, self._fixtures, self._known = gateway, objects, fixtures, known
        self._base = gateway.target.base_url.path.rstrip("/")

    def run(self) -> Iterator[Finding]:
        """Try each operation without a success; gives those that still have none. Raises `StoppedError`."""
        self._gateway.phase = "success"
        for operation in self._without_success():
            begun = len(self._gateway.interactions)
            has_succeeded = any(self._succeeds(operation, *each) for each in self._requests(operation))
            answers = self._gateway.interactions[begun:]
            if not has_succeeded and not any(_is_told_elsewhere(operation, each) for each in answers):
                yield finding(
                    operation=operation.id,
                    phase="success",
                    check="never_succeeded",
                    title="Never succeeded",
                    message="No call was answered 2xx, not even a documented one, so that nothing could "
                    f"check the shape of a success.{self._cause(operation)}",
                )

    def _cause(self, operation: Operation) -> str:
        """Return which write may be the one that does nothing, where a body names what that has answered."""
        prepared = preparing_write(operation, self._known)
        if prepared is None:
            return ""
        name = prepared[0].id
        return f" Its body names what {name} answered, so {name} may have done nothing of what it said."

    def _without_success(self) -> list[Operation]:
        counts = status_counts(self._gateway.interactions)
        succeeded = {name for name, status in counts if 200 <= status < 300}
        return [operation for operation in self._known if operation.id not in succeeded]

    def _requests(self, operation: Operation) -> Iterator[tuple[Json, Json | None]]:
        """Yield each documented query with each documented body, for an object of each kind anew."""
        root = operation.collections[0] if operation.path_parameters else ""
        for query in operation.queries:
            for body in operation.examples or (None,):
                for _ in range(self._objects.kinds(root)):
                    yield query, body
                    self._objects.let_go(root)

    def _succeeds(self, operation: Operation, query: Json, body: Json | None) -> bool:
        written = urlencode(_in_url(existing_query(query, self._fixtures)))
        target = self._base + placeholder_path(operation) + (f"?{written}" if written else "")
        try:
            answer = self._gateway.send(
                operation.method,
                target.encode(),
                headers=headers_to_sign({} if body is None else {"Content-Type": "application/json"}),
                body=b"" if body is None else json.dumps(self._led(operation, body)).encode(),
            )
        except NoResponseError:
            if self._gateway.stopped is not None:
                raise
            return False
        return answer.is_success

    def _led(self, operation: Operation, body: Json) -> Json:
        """Return a body that names what exists. A server elsewhere gets it as the document has it."""
        if not self._gateway.target.is_local:
            return body
        return on_fixtures(body, self._fixtures) | placeholder_members(operation, self._known)


def _is_told_elsewhere(operation: Operation, sent: Interaction) -> bool:
    """Whether an answer is a finding by itself, which says why the operation does not succeed."""
    is_refused = 400 <= sent.status < 500 and sent.status != 401
    return sent.operation == operation.id and not (is_refused and str(sent.status) in operation.statuses)


def _in_url(query: Json) -> Json:
    """Return a query with its switches as they are written in a URL."""
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
