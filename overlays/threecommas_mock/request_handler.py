"""From a request to its answer: through the gate to its operation, past the faults, into the journal.

Nothing here locks: one request at a time, and nothing else meanwhile.
"""

from __future__ import annotations

from typing import Any

import orjson

from threecommas_mock.api.admission import Gate
from threecommas_mock.api.errors import Refusal
from threecommas_mock.faults.faults import Fault
from threecommas_mock.faults.schedule import Injections
from threecommas_mock.http.messages import Reply, Request
from threecommas_mock.journal.journal import Journal, Passage
from threecommas_mock.operations import HANDLERS
from threecommas_mock.venue.desk import Desk


class Answering:
    """Answers requests and counts them; *injections* are the faults they may meet."""

    def __init__(self, desk: Desk, gate: Gate, journal: Journal) -> None:
        self.injections = Injections()
        self.next_request = 1
        self._desk = desk
        self._gate = gate
        self._journal = journal

    def answer(self, request: Request) -> Reply:
        """Answer one request; refusals and faults included, so that only a defect raises."""
        if not self.injections:
            return self._record(request, *self._reply(request))
        operation = self._gate.operation_id(request)
        drawn = self.injections.draw(operation)
        if drawn is None:
            return self._record(request, *self._reply(request))
        return self._disturb(request, operation, *drawn)

    def _disturb(self, request: Request, operation: str | None, number: int, fault: Fault) -> Reply:
        """Answer a request that *fault* strikes."""
        handled = [self._reply(request) for _ in range(fault.times_handled)]
        own, passage = handled[-1] if handled else (Reply(0, b"", self._identity()), Passage(operation))
        disturbed = fault.disturb(own)
        if disturbed is None:
            return self._record(request, own, passage)
        self.injections.struck(number)
        for lost, earlier in handled[:-1]:
            self._record(request, lost, earlier, fault=fault, undisturbed=lost)
        undisturbed = own if handled else None
        return self._record(request, disturbed, passage, fault=fault, undisturbed=undisturbed)

    def _record(self, request: Request, reply: Reply, passage: Passage, **faulty: Any) -> Reply:
        self._journal.record(request, reply, passage, self._desk.clock.now(), **faulty)
        return reply

    def _identity(self) -> dict[str, str]:
        # Counted, not random: the same calls get the same answers.
        self.next_request += 1
        return {"X-Request-Id": f"00000000-0000-0000-0000-{self.next_request - 1:012x}"}

    def _reply(self, request: Request) -> tuple[Reply, Passage]:
        """Handle one request; gives the answer and what was found out about the request."""
        identity, passage = self._identity(), Passage()
        try:
            status, value = self._handle(request, passage)
        except Refusal as refusal:
            status = self._desk.choices.status_of(refusal, passage.operation)
            return Reply(status, orjson.dumps(refusal.body()), identity | refusal.headers()), passage
        return Reply(status, _text(value), identity), passage

    def _handle(self, request: Request, passage: Passage) -> tuple[int, Any]:
        operation, call = self._gate.admit(request, passage, self._desk.clock.now())
        user = 0 if passage.credential is None else passage.credential.user
        return operation.success, HANDLERS[operation.id](self._desk, user, call)


def _text(value: Any) -> bytes:
    return value if isinstance(value, bytes) else orjson.dumps(value)
