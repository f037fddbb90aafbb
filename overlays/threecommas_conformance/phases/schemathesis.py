"""The phases of schemathesis, run through the gateway, and findings made of its reports."""

from collections.abc import Iterator
from typing import Any

import schemathesis
from schemathesis.engine import Status, events, from_schema

from threecommas_conformance.checks.answers import INVALID_REQUEST, SERVER_ERROR, failure_of
from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.survey import Fixtures
from threecommas_conformance.phases.determinism import without_local_constants
from threecommas_conformance.phases.schemathesis_hooks import (
    AskForSignature,
    ignore_undecidable_failures,
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
        self._hooks = (
            use_existing_ids(fixtures, known, leads_bodies=gateway.target.is_local),
            ignore_undecidable_failures,
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
            yield from self._findings(event)
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

    def _findings(self, event: events.EngineEvent) -> Iterator[Finding]:
        if isinstance(event, events.NonFatalError):
            yield from self._run_error(event.label, event.value)
        elif isinstance(event, events.FatalError):
            yield from self._run_error("run", event.exception)
        elif isinstance(event, events.ScenarioFinished):
            yield from self._failures(event)

    def _failures(self, event: events.ScenarioFinished) -> Iterator[Finding]:
        by_case = self._gateway.by_case
        for case_id, checks in event.recorder.checks.items():
            failed = {
                check.name: check.failure_info.failure
                for check in checks
                if check.status is Status.FAILURE and check.failure_info is not None
            }
            for name, failure in failed.items():
                sent = by_case.get(failure.case_id or case_id) or by_case.get(case_id)
                # What else is wrong with a failure of the server comes of the failure.
                comes_of_failure = SERVER_ERROR[0] in failed.keys() - {name}
                if not comes_of_failure and (sent is None or not _is_told_elsewhere(name, sent)):
                    yield self._failure(event.recorder.cases[case_id].value, name, failure, sent)

    def _failure(self, case: Any, check: str, failure: Any, sent: Interaction | None) -> Finding:
        status = 0 if sent is None else sent.status
        what = failure._unique_key if sent is None else _cause(check, failure, sent)
        is_taken = check == "negative_data_rejection"
        check, title = INVALID_REQUEST if is_taken else (check, failure.title)
        return finding(
            operation=case.operation.definition.raw["operationId"],
            phase=self._gateway.phase,
            check=check,
            title=title,
            message=self._gateway.redacted(failure.message) or f"Received: {status}",
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
    """Whether the suite itself looks at the shape of an answer, as it does at that of every success."""
    return check == "response_schema_conformance" and 200 <= sent.status < 300


def _cause(check: str, failure: Any, sent: Interaction) -> str:
    """Return what tells this fault of a server from others, whichever operation showed it."""
    if check == SERVER_ERROR[0]:
        return failure_of(sent.status, sent.answer)
    if check == "status_code_conformance":
        return str(sent.status)
    if check in {"negative_data_rejection", "positive_data_acceptance"}:
        return ""
    return f"{failure._unique_key} {sent.status}"
