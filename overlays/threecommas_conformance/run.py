"""A run from its first request to its report."""

from collections.abc import Callable, Container, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace

import threecommas_openapi
from threecommas.flow import Timing

from threecommas_conformance.checks.all_rules import check_rules
from threecommas_conformance.checks.answers import INVALID_REQUEST, answer_faults
from threecommas_conformance.checks.coverage import schema_coverage
from threecommas_conformance.checks.object_history import ObjectHistory
from threecommas_conformance.checks.operation_schemas import operation_schemas
from threecommas_conformance.checks.schema import schema_violations, undocumented_members
from threecommas_conformance.checks.smart_trade_history import SmartTradeHistory
from threecommas_conformance.document.editions import document_for_server
from threecommas_conformance.document.object_places import object_places
from threecommas_conformance.document.operations import Json, Operation, operations
from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.document.transitions import transitions
from threecommas_conformance.findings import Finding, Findings
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects, makers
from threecommas_conformance.fixtures.existing_ids import ExistingIds
from threecommas_conformance.fixtures.smart_trades import SmartTradePool
from threecommas_conformance.fixtures.survey import FixtureError, FixtureFinder, Fixtures
from threecommas_conformance.phases.documented_calls import DocumentedCalls
from threecommas_conformance.phases.example_calls import ExampleCalls
from threecommas_conformance.phases.invalid_bodies import InvalidBodyPhase, invalid_bodies
from threecommas_conformance.phases.schemathesis import SchemathesisPhases
from threecommas_conformance.phases.second_looks import SecondLooks
from threecommas_conformance.phases.wrong_credentials import CredentialPhase, credential_cases
from threecommas_conformance.plan import RunPlan, schemathesis_passes
from threecommas_conformance.reports.report import Report
from threecommas_conformance.reports.status_table import status_table
from threecommas_conformance.target import Target
from threecommas_conformance.traffic.calls import parse_call
from threecommas_conformance.traffic.gateway import Gateway, StoppedError
from threecommas_conformance.traffic.interactions import Interaction, status_counts
from threecommas_conformance.traffic.steps import steps_to


@dataclass(frozen=True, slots=True, kw_only=True)
class RunListener:
    """Functions to call as a run goes on: with each answered request, each finding, each pause in seconds.

    A finding that is seen once more comes once more, with all that is known of it by then.
    """

    on_response: Callable[[Interaction], None] = lambda interaction: None
    on_finding: Callable[[Finding], None] = lambda found: None
    on_wait: Callable[[float], None] = lambda seconds: None


def run(
    target: Target,
    plan: RunPlan,
    *,
    document: Json | None = None,
    listener: RunListener | None = None,
    timing: Timing | None = None,
) -> Report:
    """Run a plan against a server and return the report; `document` is the bundled one unless given.

    Raises `FixtureError` if the server does not answer the requests that a run begins with, and
    `NoResponseError` if it does not answer at all. A 418 ends any run with its report.
    """
    listener = listener or RunListener()
    edition = document_for_server(
        threecommas_openapi.load() if document is None else document,
        base_path=target.base_url.path.rstrip("/"),
        only_reads=target.only_reads,
        forced_mode=target.forces_paper,
    )
    known = operations(edition)
    gateway = Gateway(target, OperationRouter(known), timing=timing or Timing(), on_wait=listener.on_wait)
    findings, without_orders = Findings(), ""
    with closing(gateway):
        try:
            finder = FixtureFinder(gateway)
            fixtures = finder.survey(account_id=plan.account_id, pair=plan.pair)
            without_orders = fixtures.failure
            work = _Work(gateway=gateway, edition=edition, known=known, plan=plan, fixtures=fixtures)
            for found in _findings(work, finder, listener):
                listener.on_finding(findings.add(found))
        except FixtureError:
            if not gateway.is_banned:
                raise
    report = _report(gateway, edition, known, plan, tuple(findings))
    return replace(report, without_orders=gateway.redacted(without_orders))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """All that the phases of a run share."""

    gateway: Gateway
    edition: Json
    known: tuple[Operation, ...]
    plan: RunPlan
    fixtures: Fixtures


def _findings(work: _Work, finder: FixtureFinder, listener: RunListener) -> Iterator[Finding]:
    gateway, known, fixtures = work.gateway, work.known, work.fixtures
    pool = SmartTradePool(finder, fixtures, only_reads=gateway.target.only_reads)
    objects = DocumentedObjects(finder, fixtures, makers(known) if gateway.target.is_local else {})
    ids = _existing_ids(gateway.target, known, pool, objects, fixtures)
    _connect(gateway, pool, objects, ids, listener)
    ids.look_around(finder)
    wrongly_taken = set[int]()
    # Why one of them ended early is noted in `stopped`.
    with suppress(StoppedError):
        for phase in _phases(work, pool, objects):
            for found in phase if gateway.stopped is None else ():
                if found.check == INVALID_REQUEST[0] and found.interaction is not None:
                    wrongly_taken.add(found.interaction.number)
                yield found
    yield from _check_calls(work.edition, known, gateway, wrongly_taken)
    yield from pool.failures()


def _phases(work: _Work, pool: SmartTradePool, objects: DocumentedObjects) -> Iterator[Iterator[Finding]]:
    """Yield the phases of the plan in their order, none of which has begun."""
    gateway, plan, known, fixtures = work.gateway, work.plan, work.known, work.fixtures
    schemathesis = SchemathesisPhases(work.edition, gateway, fixtures, known)
    for phases in schemathesis_passes(plan):
        yield schemathesis.run(plan, phases)
    if "invalid_bodies" in plan.phases:
        yield InvalidBodyPhase(gateway).run(invalid_bodies(work.edition, known))
    if "credentials" in plan.phases:
        yield CredentialPhase(gateway).run(credential_cases(known))
    # The other phases alone do not set out to succeed everywhere.
    if {"coverage", "fuzzing"} & set(plan.phases) and not fixtures.failure:
        yield DocumentedCalls(gateway, objects, fixtures, known).run()
        if gateway.target.is_local:
            calls = ExampleCalls(gateway, fixtures, known)
            yield SecondLooks(calls, objects, pool).run()


def _existing_ids(
    target: Target,
    known: tuple[Operation, ...],
    pool: SmartTradePool,
    objects: DocumentedObjects,
    fixtures: Fixtures,
) -> ExistingIds:
    return ExistingIds(
        known,
        pool,
        objects,
        account_id=fixtures.account_id,
        pair=fixtures.pair,
        base_path=target.base_url.path.rstrip("/"),
        only_made=not target.is_local,
    )


def _connect(
    gateway: Gateway,
    pool: SmartTradePool,
    objects: DocumentedObjects,
    ids: ExistingIds,
    listener: RunListener,
) -> None:
    """Have the gateway put ids of what exists into paths, and show its answers to all who learn from them."""

    def on_response(interaction: Interaction) -> None:
        pool.on_response(interaction)
        objects.on_response(interaction)
        ids.on_response(interaction)
        listener.on_response(interaction)

    gateway.on_response, gateway.rewrite = on_response, ids.rewrite


def _check_calls(
    edition: Json, known: tuple[Operation, ...], gateway: Gateway, wrongly_taken: Container[int]
) -> Iterator[Finding]:
    """Make findings of each call by itself, and of each with those before it.

    A request that was wrongly taken is told as such. What a rule would say of it comes of that.
    """
    by_id, schemas, tables = (
        {each.id: each for each in known},
        operation_schemas(edition),
        transitions(edition),
    )
    smart_trades, objects = SmartTradeHistory(tables), ObjectHistory(object_places(edition), tables)
    for interaction in gateway.interactions:
        call = parse_call(interaction)
        yield from answer_faults(call, by_id.get(interaction.operation or ""))
        if interaction.operation in by_id:
            if interaction.number not in wrongly_taken:
                yield from check_rules(call, by_id[interaction.operation])
            yield from undocumented_members(call, schemas[interaction.operation])
            yield from schema_violations(call, schemas[interaction.operation])
            yield from smart_trades.check(call)
            yield from objects.check(call, by_id[interaction.operation])


def _report(
    gateway: Gateway,
    edition: Json,
    known: tuple[Operation, ...],
    plan: RunPlan,
    findings: tuple[Finding, ...],
) -> Report:
    interactions = tuple(gateway.interactions)
    findings = tuple(
        found
        if found.interaction is None
        else replace(found, steps=steps_to(found.interaction, interactions))
        for found in findings
    )
    return Report(
        server=str(gateway.target.base_url),
        plan=plan,
        operations=known,
        interactions=interactions,
        findings=findings,
        table=status_table(known, status_counts(interactions)),
        coverage=schema_coverage(operation_schemas(edition), interactions),
        fingerprint=gateway.fingerprint,
        stopped=gateway.stopped,
        is_banned=gateway.is_banned,
    )
