"""The report in words: one sentence, or all of it for a terminal or a log."""

from threecommas_conformance.reports import speed, status_table
from threecommas_conformance.reports.baseline import NOTHING_KNOWN, Baseline
from threecommas_conformance.reports.report import Report


def verdict(report: Report, known: Baseline = NOTHING_KNOWN) -> str:
    """Say in one sentence how the run ended."""
    new = known.new(report.findings)
    if report.stopped is not None:
        return f"The run ended early: {report.stopped}."
    if new:
        return f"{len(new)} findings, {len(report.findings) - len(new)} known."
    known_ones = f" but for {len(report.findings)} known findings" if report.findings else ""
    return f"The server does what the document says{known_ones}."


def without_orders(report: Report) -> str:
    """Say why a run has tried nothing that needs an order."""
    return f"Nothing that needs an order was tried. {report.without_orders}"


def summary(report: Report, baseline: Baseline) -> str:
    """Return the new findings, what was met and how fast, and the verdict."""
    parts = [str(found) for found in baseline.new(report.findings)]
    parts += [status_table.text(report.table), "\n".join([str(report.coverage), *report.coverage.gaps])]
    parts += [without_orders(report)] if report.without_orders else []
    parts.append(speed.text(speed.speeds(report.interactions)))
    # Only a whole run tells that a finding is gone.
    gone = baseline.gone(report.findings) if report.stopped is None else []
    parts += [f"{name} is in the baseline and was not found any more." for name in gone]
    parts.append(
        f"{len(report.interactions)} requests with the seed {report.plan.seed}, "
        f"fingerprint {report.fingerprint}.\n{verdict(report, baseline)}"
    )
    return "\n\n".join(parts)
