"""The phases of schemathesis, run through the gateway, and findings made of the failures of its checks.

The failures are taken from a hook, as they come. For schemathesis itself nothing fails. So it goes on with
the operation and with the sequence, and sends no request again to make a failure smaller.
"""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema

from threecommas_conformance.checks.answers import INVALID_REQUEST, SERVER_ERROR, failure_of
from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.survey import Fixtures
from threecommas_conformance.phases.determinism import without_local_constants
from threecommas_conformance.phases.schemathesis_hooks import (
    AskForSignature,
    Case,
    take_failures,
    use_existing_ids,
)
from threecommas_conformance.plan import Phase, RunPlan, schemathesis_settings
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError
from threecommas_conformance.traffic.interactions import Interaction


class SchemathesisPhases:
    """Runs phases against one server."""

    def __init__(
        self, document: Json, gateway: Gateway, fixtures: Fixtures, known: tuple[Operation, ...]
    ) -> None:
        self._document, self._gateway = document, gateway
        # schemathesis works in a thread of its own.
        self._taken: SimpleQueue[Finding] = SimpleQueue()
        self._hooks = (
            use_existing_ids(fixtures, known, leads_bodies=gateway.target.is_local),
            take_failures(self._take),
        )

    def run(self, plan: RunPlan, phases: tuple[Phase, ...]) -> Iterator[Finding]:
        """Run the phases; gives what they find as they find it."""
        with without_local_constants():
            yield from self._run(plan, phases)

    def _run(self, plan: RunPlan, phases: tuple[Phase, ...]) -> Iterator[Finding]:
        stream = from_schema(self._schema(plan, phases)).execute()
        for event in stream:
            if isinstance(event, events.PhaseStarted):
                name = event.phase.name.value
                self._gateway.phase = "negative" if phases == ("negative",) else name
            # It comes after `stop` too.
            if isinstance(event, events.Interrupted) and self._gateway.stopped is None:
                raise KeyboardInterrupt
            yield from self._errors(event)
            with suppress(Empty):
                while True:
                    yield self._taken.get_nowait()
            if self._gateway.stopped is not None:
                stream.stop()

    def _schema(self, plan: RunPlan, phases: tuple[Phase, ...]) -> Any:
        settings = schemathesis_settings(plan, phases, only_reads=self._gateway.target.only_reads)
        config = schemathesis.Config.from_dict(settings)
        schema: Any = schemathesis.openapi.from_dict(self._document, config=config)
        schema.app = self._gateway
        schema.auth.set_from_requests(AskForSignature())
        lead, judge = self._hooks
        schema.hook("map_case")(lead)
        schema.hook("filter_failure")(judge)
        return schema

    def _errors(self, event: events.EngineEvent) -> Iterator[Finding]:
        if isinstance(event, events.NonFatalError):
            yield from self._run_error(event.label, event.value)
        elif isinstance(event, events.FatalError):
            yield from self._run_error("run", event.exception)

    def _take(self, failure: Failure, case: Case) -> None:
        by_case = self._gateway.by_case
        sent = by_case.get(failure.case_id or case.id) or by_case.get(case.id)
        check = next(iter(failure.checks), type(failure).__name__)
        # What was not answered by the server is told as that.
        if sent is not None and sent.status and not _is_told_elsewhere(check, sent):
            self._taken.put(self._finding(case, check, failure, sent))

    def _finding(self, case: Case, check: str, failure: Failure, sent: Interaction) -> Finding:
        what, title = _cause(check, failure, sent), failure.title
        if check == "negative_data_rejection":
            check, title = INVALID_REQUEST
        return finding(
            operation=case.operation.definition.raw["operationId"],
            phase=sent.phase,
            check=check,
            title=title,
            message=self._gateway.redacted(failure.message) or f"Received: {sent.status}",
            what=what,
            interaction=sent,
        )

    def _run_error(self, label: str, error: Exception) -> Iterator[Finding]:
        """Make a finding of an error of the run itself, unless it is noted as a request without an answer."""
        if isinstance(error, NoResponseError):
            return
        yield finding(
            operation=label,
            phase=self._gateway.phase,
            check="run",
            title="The run could not go on here",
            message=self._gateway.redacted(f"{type(error).__name__}: {error}"),
            what=f"{label} {type(error).__name__}",
        )


def _is_told_elsewhere(check: str, sent: Interaction) -> bool:
    """Whether another finding tells it: that of a 5xx, or that of the shape of a success."""
    if sent.status >= 500:
        return check != SERVER_ERROR[0]
    return check == "response_schema_conformance" and 200 <= sent.status < 300


def _cause(check: str, failure: Any, sent: Interaction) -> str:
    """Return what tells this fault of a server from others, whichever operation showed it."""
    if check == SERVER_ERROR[0]:
        return failure_of(sent.status, sent.answer)
    if check == "status_code_conformance":
        return str(sent.status)
    if check in {"negative_data_rejection", "positive_data_acceptance"}:
        return ""
    return f"{getattr(failure, '_unique_key', '')} {sent.status}"
