"""A run from its first request to its report."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field

import threecommas_openapi
from threecommas.flow import Timing

from threecommas_conformance.checks.coverage import Reach, reach
from threecommas_conformance.checks.operation_schemas import Described, described
from threecommas_conformance.checks.smart_trade_history import Histories
from threecommas_conformance.checks.smart_trades import misfits, unexpected, unnamed
from threecommas_conformance.document.operations import Json, Operation, Routes, fitted, operations
from threecommas_conformance.findings import Finding, Findings, finding
from threecommas_conformance.fixtures.smart_trades import Nursery, Surveyor
from threecommas_conformance.phases.invalid_bodies import BreachPhase, breaches
from threecommas_conformance.phases.schemathesis import Engine, checked_answers
from threecommas_conformance.phases.wrong_credentials import CredentialPhase, credential_cases
from threecommas_conformance.plan import Plan, passes
from threecommas_conformance.reports.status_table import Cell, cells, unreached
from threecommas_conformance.target import Target
from threecommas_conformance.traffic.calls import told
from threecommas_conformance.traffic.gateway import Gateway, StoppedError
from threecommas_conformance.traffic.interactions import Interaction, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run sent and found. Nothing in it is secret."""

    server: str
    plan: Plan
    operations: tuple[Operation, ...]
    interactions: tuple[Interaction, ...] = field(repr=False)
    findings: tuple[Finding, ...]
    table: tuple[Cell, ...] = field(repr=False)
    reach: Reach = field(repr=False)
    fingerprint: str
    """The same for the same requests in the same order."""

    stopped: str | None
    """Why the run ended early, None if it did not."""

    is_banned: bool

    @property
    def calls(self) -> Counter[tuple[str, str]]:
        """How many requests each operation got in each phase."""
        named = (each for each in self.interactions if each.operation is not None)
        return Counter((each.operation or "", each.phase) for each in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Is told how a run goes on: each answered request, each finding, each pause in seconds."""

    served: Callable[[Interaction], None] = lambda interaction: None
    found: Callable[[Finding], None] = lambda found: None
    waits: Callable[[float], None] = lambda seconds: None


def run(
    target: Target,
    plan: Plan,
    *,
    document: Json | None = None,
    watcher: Watcher | None = None,
    timing: Timing | None = None,
) -> Report:
    """Run a plan against a server and return the report; `document` is the bundled one unless given.

    Raises `GroundError` if the server does not answer what a run begins with, and `LostError` if it does not
    answer at all.
    """
    watcher = watcher or Watcher()
    edition = fitted(
        threecommas_openapi.load() if document is None else document,
        base_path=target.base_url.path.rstrip("/"),
        only_reads=target.only_reads,
        forced_mode=target.forces_paper,
    )
    known = operations(edition)
    gateway = Gateway(target, Routes(known), timing=timing or Timing(), waits=watcher.waits)
    findings = Findings()
    with closing(gateway):
        for found in _found(gateway, edition, known, plan, watcher):
            findings.add(found)
            watcher.found(found)
    return _report(gateway, edition, known, plan, tuple(findings))


def _found(
    gateway: Gateway, edition: Json, known: tuple[Operation, ...], plan: Plan, watcher: Watcher
) -> Iterator[Finding]:
    surveyor = Surveyor(gateway)
    ground = surveyor.survey(account_id=plan.account_id, pair=plan.pair)
    nursery = Nursery(surveyor, ground, only_reads=gateway.target.only_reads)

    def served(interaction: Interaction) -> None:
        nursery.notice(interaction)
        watcher.served(interaction)

    gateway.served, gateway.arrive = served, nursery.arrive
    engine = Engine(edition, gateway, ground)
    for phases in passes(plan):
        if gateway.stopped is None:
            yield from engine.run(plan, phases)
    # Why one of them ended early is noted in `stopped`.
    with suppress(StoppedError):
        if "breaches" in plan.phases and gateway.stopped is None:
            yield from BreachPhase(gateway, ground).run(breaches(edition, known))
        if "credentials" in plan.phases and gateway.stopped is None:
            yield from CredentialPhase(gateway, ground).run(credential_cases(known))
    yield from _judged(known, gateway, described(edition))
    yield from _troubles(nursery)
    # The other phases alone do not set out to succeed everywhere.
    if gateway.stopped is None and {"coverage", "fuzzing"} & set(plan.phases):
        yield from _gate(known, gateway)


def _judged(
    known: tuple[Operation, ...], gateway: Gateway, schemas: Mapping[str, Described]
) -> Iterator[Finding]:
    """Make findings of what each call shows by itself and beside those before it."""
    by_id, histories = {operation.id: operation for operation in known}, Histories()
    for interaction in gateway.interactions:
        yield from checked_answers(interaction, by_id)
        if interaction.operation in by_id:
            call = told(interaction)
            yield from unexpected(call, by_id[interaction.operation])
            yield from unnamed(call, schemas[interaction.operation])
            yield from misfits(call, schemas[interaction.operation])
            yield from histories.notice(call)


def _troubles(nursery: Nursery) -> Iterator[Finding]:
    """Make a finding of each kind of SmartTrade that could not be made."""
    for waits, trouble in nursery.troubles.items():
        yield finding(
            operation="create_smart_trade",
            phase="survey",
            check="ground",
            title="No SmartTrade to work with",
            message=f"An order that waits for its {waits} was to be made. {trouble}",
            what=waits,
        )


def _gate(known: tuple[Operation, ...], gateway: Gateway) -> Iterator[Finding]:
    """Make a finding of each operation without a success."""
    for operation in unreached(known, reached(gateway.interactions)):
        yield finding(
            operation=operation.id,
            phase="reach",
            check="reach",
            title="Never succeeded",
            message="No call was answered 2xx, so that nothing could check the shape of a success.",
        )


def _report(
    gateway: Gateway,
    edition: Json,
    known: tuple[Operation, ...],
    plan: Plan,
    findings: tuple[Finding, ...],
) -> Report:
    interactions = tuple(gateway.interactions)
    return Report(
        server=str(gateway.target.base_url),
        plan=plan,
        operations=known,
        interactions=interactions,
        findings=findings,
        table=cells(known, reached(interactions)),
        reach=reach(described(edition), interactions),
        fingerprint=gateway.fingerprint,
        stopped=gateway.stopped,
        is_banned=gateway.is_banned,
    )
