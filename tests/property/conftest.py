"""Counts the generated requests and answers of a run, and holds `PROVE=1` to its promise."""

from collections import Counter

import pytest
from threecommas_rest import OPERATIONS

from tests.property.effort import PROVE
from tests.property.validity import has_content, success_of

PROMISED = {"generated requests": 5000, "generated answers": 5000, "generated wrong answers": 2500}


def counted(config: pytest.Config) -> tuple[Counter[str], Counter[str]]:
    """Return how many cases of each kind passed, and how many tests made them."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    made: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    for report in reporter.stats.get("passed", []) if reporter else []:
        for name, count in report.user_properties if report.when == "call" else []:
            made[name] += count
            tests[name] += 1
    return made, tests


def all_tests(name: str) -> int:
    """Return how many tests make cases of a kind: an answer without a body cannot be a wrong one."""
    if name != "generated wrong answers":
        return 2 * len(OPERATIONS)
    return 2 * sum(has_content(operation, success_of(operation)) for operation in OPERATIONS)


def broken_promises(config: pytest.Config) -> list[str]:
    """Return the kinds of which a full run of many cases made fewer than promised."""
    made, tests = counted(config)
    complete = [name for name in PROMISED if PROVE and tests[name] == all_tests(name)]
    return [name for name in complete if made[name] < PROMISED[name]]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that made too few."""
    if broken_promises(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many there were."""
    made, _ = counted(config)
    for name, count in sorted(made.items()):
        terminalreporter.write_line(f"{count} {name}, 0 differences")
    for name in broken_promises(config):
        terminalreporter.write_line(f"FAILED: fewer {name} than the {PROMISED[name]} promised")
