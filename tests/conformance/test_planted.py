"""Bugs of a server by strangers, planted singly: each is found, and told as one finding.

A run takes some of them by turns; `make prove` takes all.
"""

from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
import yaml
from threecommas_conformance import RunPlan, run, target_from_environment
from threecommas_mock import Document, ManualClock, MockExchange

from tests.conformance.servers import KEYS
from tests.conformance.stranger import FAULTS, Stranger
from tests.sampling import sampled

FOUND = yaml.safe_load(Path(__file__).with_name("data").joinpath("planted.yaml").read_text("utf-8"))
# These show what the others do not; they are cheap.
ALWAYS = ("a bot is not disabled", "a note is a failure", "the pages of bots overlap")
OTHERS = sampled("planted", sorted(FAULTS.keys() - set(ALWAYS)), 3)


def test_every_bug_says_how_it_is_found() -> None:
    assert FOUND.keys() == FAULTS.keys()


@pytest.mark.parametrize("name", [*ALWAYS, *OTHERS])
def test_planted_bug_is_found_and_told_once(document: Document, name: str) -> None:
    fault, whole = FAULTS[name], threecommas_openapi.load()
    paths: dict[str, Any] = {
        path: item for path, item in whole["paths"].items() if path.startswith(fault.below)
    }
    clock = ManualClock()
    exchange = MockExchange(document=document, clock=clock, journal_capacity=1, web_mode="paper")
    with exchange.transport() as inner:
        target = target_from_environment(
            KEYS,
            url="http://127.0.0.1:1/public/api",
            transport=Stranger(inner, fault, lambda: clock.advance(1)),
        )
        plan = RunPlan(phases=fault.phases, examples=1)
        report = run(target, plan, document={**whole, "paths": paths})
    told = [f"{found.check}: {found.title}" for found in report.findings]
    assert told == FOUND[name], "\n\n".join(map(str, report.findings))
