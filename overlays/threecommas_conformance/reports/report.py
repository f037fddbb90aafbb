"""The report of a run, as values: all reports for people and programs are made of it."""

from collections import Counter
from dataclasses import dataclass, field

from threecommas_conformance.checks.coverage import SchemaCoverage
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.findings import Finding
from threecommas_conformance.plan import RunPlan
from threecommas_conformance.reports.status_table import StatusCount
from threecommas_conformance.traffic.interactions import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The requests of a run and its findings. Nothing in it is secret."""

    server: str
    plan: RunPlan
    operations: tuple[Operation, ...]
    interactions: tuple[Interaction, ...] = field(repr=False)
    findings: tuple[Finding, ...]
    table: tuple[StatusCount, ...] = field(repr=False)
    coverage: SchemaCoverage = field(repr=False)
    fingerprint: str
    """The same for the same requests in the same order."""

    stopped: str | None
    """Why the run ended early, None if it did not."""

    is_banned: bool

    without_orders: str = ""
    """Why the run could make no orders, "" if it could. The answers that are to blame are findings."""

    @property
    def calls(self) -> Counter[tuple[str, str]]:
        """How many requests each operation got in each phase."""
        named = (each for each in self.interactions if each.operation is not None)
        return Counter((each.operation or "", each.phase) for each in named)
