"""What happened during the demonstration: every call with its answer, and every difference found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import httpx


@dataclass(frozen=True, slots=True)
class Call:
    """One answered request; `client` is "sync" or "async"."""

    operation: str
    status: int
    client: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of what happened."""

    step: str
    call: Call
    outcome: str
    differences: tuple[str, ...]


@dataclass(slots=True)
class Journal:
    """Collects calls as they are answered, and the rows the scenes write about them."""

    calls: list[Call] = field(default_factory=list)
    bodies: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    bots: list[Row] = field(default_factory=list)
    examples: list[Row] = field(default_factory=list)

    def note(self, rows: list[Row], step: str, outcome: str, differences: Iterable[str]) -> None:
        """Write a row about the call answered last."""
        rows.append(Row(step, self.calls[-1], outcome, tuple(differences)))

    def answered(self, response: httpx.Response, client: str) -> httpx.Response:
        """Take down an answer on its way to the client."""
        operation = response.request.extensions["threecommas.operation"].id
        self.calls.append(Call(operation, response.status_code, client))
        return response

    def counts(self, client: str) -> Counter[str]:
        """How often each operation was answered for a client."""
        return Counter(call.operation for call in self.calls if call.client == client)

    @property
    def differences(self) -> list[str]:
        """Every difference, with the step that found it."""
        rows = [*self.bodies, *self.actions, *self.bots, *self.examples]
        return [f"{row.step}: {difference}" for row in rows for difference in row.differences]


class Listening(httpx.HTTPTransport):
    """httpx's own transport, which tells the journal what was answered."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request and take down its answer."""
        response = super().handle_request(request)
        response.request = request
        return self._journal.answered(response, "sync")


class ListeningAsync(httpx.AsyncHTTPTransport):
    """`Listening` for the async client."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request and take down its answer."""
        response = await super().handle_async_request(request)
        response.request = request
        return self._journal.answered(response, "async")
