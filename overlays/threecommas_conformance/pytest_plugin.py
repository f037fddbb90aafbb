"""A pytest plugin: the suite as tests of one's own server, one for each operation in each phase.

It is loaded where it is wanted, and not by itself:

    pytest_plugins = ["threecommas_conformance.pytest_plugin"]        # in conftest.py

    @pytest.fixture(scope="session")
    def conformance_target():                                         # the mock in this process without it
        return target_from_environment(os.environ, url="http://127.0.0.1:8080/public/api")

    def test_server_does_what_the_document_says(conformance_case):
        conformance_case.check()

The server is asked once a session, by the plan of `conformance_plan`; with pytest-xdist, in each worker.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import threecommas_openapi

from threecommas_conformance.document.operations import operations
from threecommas_conformance.findings import Finding
from threecommas_conformance.mock_target import mock
from threecommas_conformance.plan import EXAMPLES, PHASES, SEED, RunPlan
from threecommas_conformance.reports.report import Report
from threecommas_conformance.run import run
from threecommas_conformance.target import Target

_FIXTURE = "conformance_case"
_SUCCESS = "success"


@dataclass(frozen=True, slots=True)
class ConformanceCase:
    """One operation in one phase; the phase ``success`` asks for a success in any of the others."""

    operation: str
    phase: str
    report: Report

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What does not hold of it."""
        return tuple(each for each in self.report.findings if each.of(self.operation, self.phase))

    def check(self) -> None:
        """Fail the test with all findings; skip it if the plan made no such call."""
        __tracebackhide__ = True
        if self.findings:
            pytest.fail("\n\n".join(map(str, self.findings)), pytrace=False)
        if self.report.stopped is not None:
            pytest.fail(f"The run ended early: {self.report.stopped}.", pytrace=False)
        if self.phase != _SUCCESS and not self.report.calls[self.operation, self.phase]:
            pytest.skip(f"no call of {self.operation} in the phase {self.phase}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each operation and phase."""
    if _FIXTURE in metafunc.fixturenames:
        names = [operation.id for operation in operations(threecommas_openapi.load())]
        pairs = [(name, phase) for name in names for phase in (*PHASES, _SUCCESS)]
        ids = [f"{name}-{phase}" for name, phase in pairs]
        metafunc.parametrize(_FIXTURE, pairs, indirect=True, ids=ids)


@pytest.fixture(scope="session")
def conformance_target() -> Iterator[Target]:
    """Make the mock in this process the server to be checked; override it to check another."""
    with mock() as target:
        yield target


@pytest.fixture(scope="session")
def conformance_plan() -> RunPlan:
    """RunPlan all phases with a fixed seed; override it to change that."""
    return RunPlan(seed=SEED, examples=EXAMPLES)


@pytest.fixture(scope="session")
def conformance_report(conformance_target: Target, conformance_plan: RunPlan) -> Report:
    """Run the plan against the target, once."""
    return run(conformance_target, conformance_plan)


@pytest.fixture
def conformance_case(request: pytest.FixtureRequest, conformance_report: Report) -> ConformanceCase:
    """Give what was found of one operation in one phase."""
    operation, phase = request.param
    return ConformanceCase(operation, phase, conformance_report)
