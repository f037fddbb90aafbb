"""Conformance tests for any server of the 3Commas API: it has to do what the document says.

    from threecommas_conformance import RunPlan, mock, run

    with mock() as target:
        report = run(target, RunPlan())
    assert not report.findings

The command is `threecommas-conformance`. `pytest_plugin` makes a test of each operation and phase.
The suite needs an extra: pip install "threecommas-sdk[conformance]". README.md is the map of its modules.
"""

import importlib.util

if missing := [name for name in ("schemathesis", "typer", "rich") if importlib.util.find_spec(name) is None]:
    raise ImportError(f'There is no {missing[0]}. Install it: pip install "threecommas-sdk[conformance]"')

from threecommas_conformance.findings import Finding
from threecommas_conformance.fixtures.survey import FixtureError
from threecommas_conformance.mock_target import mock
from threecommas_conformance.plan import PHASES, RunPlan
from threecommas_conformance.reports.report import Report
from threecommas_conformance.run import RunListener, run
from threecommas_conformance.target import MAY_BE_REAL, MAY_WRITE, Target, target_from_environment
from threecommas_conformance.traffic.gateway import NoResponseError, StoppedError
from threecommas_conformance.traffic.interactions import Interaction

__all__ = [
    "MAY_BE_REAL",
    "MAY_WRITE",
    "PHASES",
    "Finding",
    "FixtureError",
    "Interaction",
    "NoResponseError",
    "Report",
    "RunListener",
    "RunPlan",
    "StoppedError",
    "Target",
    "mock",
    "run",
    "target_from_environment",
]
