"""The shell lines of a finding: they begin with the first call it needs, and run again on another day."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
import yaml
from threecommas_conformance import RunPlan, run, target_from_environment
from threecommas_conformance.traffic.interactions import Interaction
from threecommas_conformance.traffic.steps import shell_lines, steps_to
from threecommas_mock import Document, MockExchange, serve

from tests.conformance.servers import KEYS
from tests.conformance.stranger import Fault, Stranger, changed

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("steps.yaml").read_text("utf-8"))


def interaction(number: int, call: dict[str, Any]) -> Interaction:
    body = json.dumps(json.loads(call["body"]), separators=(",", ":")) if "body" in call else ""
    return Interaction(
        number=number,
        phase="fuzzing",
        operation="an operation",
        case="",
        started=datetime(2026, 1, 1, tzinfo=UTC),
        milliseconds=1,
        method=call["method"],
        url=f"http://x{call['path']}",
        headers=(),
        body=body,
        status=call.get("status", 200),
        answer=json.dumps(call["answer"]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_steps_are_those_that_a_call_needs(case: dict[str, Any]) -> None:
    calls = [interaction(number, call) for number, call in enumerate(case["calls"], 1)]
    steps = steps_to(calls[case["last"] - 1], calls)
    assert [each.number for each in steps] == case["steps"]
    assert shell_lines(steps) == case["lines"]


def test_lines_of_a_finding_show_it_again_on_a_server_that_has_none_of_its_objects(
    document: Document,
) -> None:
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    programs = [shutil.which(name, path=places) for name in ("bash", "curl", "jq", "threecommas-conformance")]
    if None in programs:
        pytest.skip("bash, curl, jq or the command is not installed")
    whole = threecommas_openapi.load()
    paths = {path: item for path, item in whole["paths"].items() if path.startswith("/v2/smart_trades/{id}")}
    fault = Fault(
        changed("DELETE", "/v2/smart_trades/", "", lambda request, trade: trade | {"note": None}), ()
    )
    with (
        MockExchange(document=document).transport() as inner,
        serve(MockExchange(document=document)) as url,
    ):
        target = target_from_environment(KEYS, url=url, transport=Stranger(inner, fault))
        report = run(target, RunPlan(phases=("fuzzing",), examples=1), document={**whole, "paths": paths})
        (found,) = report.findings
        done = subprocess.run(
            ["bash", "-ec", "\necho\n".join(["exec 2>/dev/null", *found.curl()])],
            capture_output=True,
            check=True,
            env=os.environ | KEYS | {"PATH": places},
        )
    shown = json.loads(done.stdout.splitlines()[-1])
    assert shown["status"]["type"] == "cancellation_pending"
