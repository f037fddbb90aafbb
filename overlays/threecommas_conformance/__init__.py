"""Does a server do what the document says? The property suite for any server that speaks the 3Commas API.

    from threecommas_conformance import Plan, mock, run

    with mock() as target:
        report = run(target, Plan())
    assert not report.findings

The command is `threecommas-conformance`; `pytest_plugin` makes a test of each operation and phase.
It needs the extra `conformance`: pip install "threecommas-sdk[conformance]".
"""

import importlib.util

if missing := [name for name in ("schemathesis", "typer", "rich") if importlib.util.find_spec(name) is None]:
    raise ImportError(f'There is no {missing[0]}. Install it: pip install "threecommas-sdk[conformance]"')

from threecommas_conformance.findings import Finding
from threecommas_conformance.fixtures.smart_trades import GroundError
from threecommas_conformance.plan import PHASES, Plan
from threecommas_conformance.run import Report, Watcher, run
from threecommas_conformance.target import MAY_BE_REAL, MAY_WRITE, Target, mock, served
from threecommas_conformance.traffic.gateway import LostError, StoppedError
from threecommas_conformance.traffic.interactions import Interaction

__all__ = [
    "MAY_BE_REAL",
    "MAY_WRITE",
    "PHASES",
    "Finding",
    "GroundError",
    "Interaction",
    "LostError",
    "Plan",
    "Report",
    "StoppedError",
    "Target",
    "Watcher",
    "mock",
    "run",
    "served",
]
