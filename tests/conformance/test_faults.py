"""The mock with faults switched on over HTTP: the suite finds each of them, and nothing else."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas_conformance import RunPlan, run, target_from_environment
from threecommas_conformance.reports.html import page
from threecommas_mock import Document, MockExchange, serve

from tests.conformance.example_answers import other_findings
from tests.conformance.servers import KEY, KEYS, SECRET

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("faults.yaml").read_text("utf-8"))
PLAN = RunPlan(phases=("fuzzing",), examples=3)


def names(case: dict[str, Any]) -> str:
    return "-".join(each["fault"]["name"] for each in case["faults"])


@pytest.mark.parametrize("case", CASES, ids=names)
def test_three_faults_are_found_and_told_and_nothing_else(document: Document, case: dict[str, Any]) -> None:
    exchange = MockExchange(document=document, control=True, journal_capacity=1, web_mode="paper")
    with serve(exchange) as url:
        for injection in case["faults"]:
            control = httpx.URL(url).copy_with(path="/__mock__/faults")
            httpx.post(control, json=injection).raise_for_status()
        report = run(target_from_environment(KEYS, url=url), PLAN)
    found = {f"{each.operation}/{each.check}: {each.title}" for each in other_findings(report)}
    assert found == set(case["findings"])
    shown = page(report)
    assert [each.id for each in report.findings if each.id not in shown] == []
    assert [each.check for each in report.findings if each.interaction is None] == []
    assert KEY not in shown
    assert SECRET not in shown
