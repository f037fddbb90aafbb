"""Exit codes of the command: one for each decision a script can take."""

from threecommas.cli.exit_codes import ExitCode

from threecommas_conformance.reports.baseline import Baseline
from threecommas_conformance.reports.report import Report


class Exit(ExitCode):
    """The exit codes of `threecommas-conformance`."""

    CONFORMS = 0, "the server does what the document says, apart from findings in the baseline"
    FAILED = 1, "there are new findings"
    USAGE = 2, "the command line is wrong"
    CONFIGURATION = 3, "key, address, permission, baseline or report is not usable"
    UNUSABLE = 4, "the server does not answer, or a run finds no account or price to begin with"
    BANNED = 5, "the server answered 418: wait before the next run"
    INTERRUPTED = 130, "interrupted"


def exit_code(report: Report, baseline: Baseline) -> Exit:
    """Return the exit code of a report."""
    if report.is_banned:
        return Exit.BANNED
    if report.stopped is not None:
        return Exit.UNUSABLE
    return Exit.FAILED if baseline.new(report.findings) else Exit.CONFORMS
