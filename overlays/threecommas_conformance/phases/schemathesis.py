"""The phases of schemathesis, run through the gateway, and findings made of its reports."""

from collections.abc import Iterator, Mapping
from typing import Any

import schemathesis
from schemathesis.engine import Status, events, from_schema

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
            for check in checks:
                if check.status is not Status.FAILURE or check.failure_info is None:
                    continue
                failure = check.failure_info.failure
                case = event.recorder.cases[case_id].value
                yield finding(
                    operation=case.operation.definition.raw["operationId"],
                    phase=self._gateway.phase,
                    check=check.name,
                    title=failure.title,
                    message=self._gateway.redacted(failure.message),
                    what=failure._unique_key,
                    interaction=by_case.get(failure.case_id or case_id) or by_case.get(case_id),
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
            what=type(error).__name__,
        )


def check_unanswered_and_401(interaction: Interaction, known: Mapping[str, Operation]) -> Iterator[Finding]:
    """Make findings of faults that no answer may have: none at all, or 401 to a right signature.

    A signed request is never answered 401, which is a documented status: without this a server that accepts
    no signature at all would pass each check.
    """
    operation = known.get(interaction.operation or "")
    name = interaction.operation or f"{interaction.method} elsewhere"
    message: str | None = None
    if interaction.status == 0:
        title, message = "No answer", "The server closed the connection, or took too long."
    elif interaction.status == 401 and interaction.phase != "credentials" and operation is not None:
        title, message = "Right signature refused", "The request was signed with the key of the run."
    if message is not None:
        yield finding(
            operation=name,
            phase=interaction.phase,
            check="answer",
            title=title,
            message=message,
            interaction=interaction,
        )
