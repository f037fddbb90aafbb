"""From a request to its answer: through admission to its operation, past the faults, into the journal.

Nothing here locks: one request at a time, and nothing else meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from threecommas_mock.api.admission import Admission
from threecommas_mock.api.document import Operation
from threecommas_mock.api.errors import Refusal
from threecommas_mock.api.examples import EXAMPLE, HEADER, ExampleAnswer
from threecommas_mock.api.request_context import RequestContext
from threecommas_mock.faults.faults import Fault
from threecommas_mock.faults.schedule import Injection, Injections
from threecommas_mock.http.messages import Request, Response
from threecommas_mock.journal.journal import Journal
from threecommas_mock.operations import Handler
from threecommas_mock.venue.clock import Clock


class RequestHandler:
    """Answers requests and counts them; *injections* are the faults they may meet.

    *status_of* gives the status of a refusal, which may be disputed.
    """

    def __init__(
        self,
        clock: Clock,
        admission: Admission,
        journal: Journal,
        handlers: Mapping[str, Handler | ExampleAnswer],
        status_of: Callable[[Refusal], int],
    ) -> None:
        self.injections: Injections[Injection] = Injections()
        self.next_request = 1
        self._clock = clock
        self._admission = admission
        self._journal = journal
        self._handlers = handlers
        self._status_of = status_of

    def answer(self, request: Request) -> Response:
        """Answer one request; refusals and faults included, so that only a defect raises."""
        if not self.injections:
            return self._record(request, *self._reply(request))
        operation = self._admission.operation(request)
        name = None if operation is None else operation.id
        drawn = self.injections.draw(lambda each: each.operation in (None, name))
        if drawn is None:
            return self._record(request, *self._reply(request))
        return self._apply_fault(request, operation, drawn[0], drawn[1].fault)

    def _apply_fault(
        self, request: Request, operation: Operation | None, number: int, fault: Fault
    ) -> Response:
        """Answer a request that *fault* strikes."""
        handled = [self._reply(request) for _ in range(fault.times_handled)]
        own, context = (
            handled[-1] if handled else (Response(0, b"", self._identity()), RequestContext(operation))
        )
        disturbed = fault.apply(own)
        if disturbed is None:
            return self._record(request, own, context)
        self.injections.record_hit(number)
        for lost, earlier in handled[:-1]:
            self._record(request, lost, earlier, fault=fault, original_reply=lost)
        original_reply = own if handled else None
        return self._record(request, disturbed, context, fault=fault, original_reply=original_reply)

    def _record(self, request: Request, reply: Response, context: RequestContext, **faulty: Any) -> Response:
        self._journal.record(request, reply, context, self._clock.now(), **faulty)
        return reply

    def _identity(self) -> dict[str, str]:
        # Counted, not random: the same calls get the same answers.
        self.next_request += 1
        return {"X-Request-Id": f"00000000-0000-0000-0000-{self.next_request - 1:012x}"}

    def _reply(self, request: Request) -> tuple[Response, RequestContext]:
        """Handle one request; gives the answer and what was found out about the request."""
        identity, context = self._identity(), RequestContext()
        try:
            return self._handle(request, context, identity), context
        except Refusal as refusal:
            status = self._status_of(refusal)
            return Response(status, orjson.dumps(refusal.body()), identity | refusal.headers()), context

    def _handle(self, request: Request, context: RequestContext, identity: dict[str, str]) -> Response:
        operation, call = self._admission.check(request, context, self._clock.now())
        handler = self._handlers[operation.id]
        user = 0 if context.credential is None else context.credential.user
        marked = {HEADER: EXAMPLE} if isinstance(handler, ExampleAnswer) else {}
        return Response(operation.success, _text(handler(user, call)), identity | marked)


def _text(value: Any) -> bytes:
    return value if isinstance(value, bytes) else orjson.dumps(value)
