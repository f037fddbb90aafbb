"""The same seed sends the same requests, byte for byte; another seed sends others."""

import os
import re
import subprocess
import sys

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS
from threecommas_conformance import RunPlan, Target, mock, run
from threecommas_conformance.phases.determinism import without_local_constants
from threecommas_conformance.plan import Phase

from tests.conformance.servers import Tap

PHASES: tuple[Phase, ...] = ("fuzzing", "stateful", "credentials")


def sent(seed: int) -> tuple[list[object], str]:
    with mock() as target:
        assert target.transport is not None
        tap = Tap(target.transport)
        tapped = Target(
            base_url=target.base_url,
            api_key=target.api_key,
            signer=target.signer,
            transport=tap,
            in_process=True,
        )
        report = run(tapped, RunPlan(phases=PHASES, seed=seed, examples=1))
    assert len(tap.requests) == len(report.interactions) > 100
    return list(tap.sent), report.fingerprint


def fingerprint(hash_seed: str) -> list[str]:
    command = [sys.executable, "-W", "error", "-m", "threecommas_conformance", "--phases", ",".join(PHASES)]
    done = subprocess.run(
        [*command, "--seed", "1", "--examples", "1"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    found = re.findall(r"fingerprint (\w+)\.", done.stdout)
    assert found, done.stderr
    return found


def test_one_seed_sends_the_same_bytes_in_any_process_and_another_seed_sends_others() -> None:
    other, first = sent(2), sent(1)
    assert first[0] != other[0]
    assert first[1] != other[1]
    # In this process a run went before, most likely with other hashes, and more modules are loaded.
    assert fingerprint("1") == [first[1]]


@pytest.mark.parametrize("gone", ["a module", "CONSTANTS_CACHE", "HypothesisProvider", "AVAILABLE_PROVIDERS"])
def test_hypothesis_that_has_moved_its_inside_draws_as_ever(
    monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    usual = dict(AVAILABLE_PROVIDERS)
    if gone == "a module":
        monkeypatch.setitem(sys.modules, "hypothesis.internal.constants_ast", None)
    else:
        monkeypatch.delattr(providers, gone)
    with without_local_constants():
        assert usual == AVAILABLE_PROVIDERS
    monkeypatch.undo()
    with without_local_constants():
        assert usual != AVAILABLE_PROVIDERS
    assert usual == AVAILABLE_PROVIDERS
