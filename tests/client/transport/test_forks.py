"""A client that was used before a fork: no answer goes to another process, and none hangs on a lock."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange, SystemClock, serve

from tests.client.transport.faulty_client import DOCUMENT

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


@pytest.fixture
def url() -> Iterator[str]:
    exchange = MockExchange(document=DOCUMENT, clock=SystemClock())
    with serve(exchange) as address:
        yield address


def outcome(url: str, *arguments: str) -> Any:
    # Python 3.12 warns of a fork in a process with threads, which one of the cases needs.
    options = ["-W", "ignore:This process:DeprecationWarning"]
    program = [sys.executable, *options, "-m", "tests.client.transport.forked_orders", url, *arguments]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_forked_workers_get_the_answers_to_their_own_orders(url: str) -> None:
    assert outcome(url, "orders") == {"orders": 480, "swapped": [], "workers": 4}


def test_process_forked_in_the_middle_of_a_turn_does_not_hang_and_goes_on_counting(url: str) -> None:
    assert outcome(url, "locked") == {"status": 0, "goes on": True}


def test_budget_in_a_file_is_opened_anew_after_a_fork(url: str, tmp_path: Path) -> None:
    assert outcome(url, "stored", f"sqlite:///{tmp_path / 'budget.db'}") == {"status": 0, "goes on": True}


def test_client_over_a_connection_of_the_callers_refuses_to_share_it_after_a_fork(url: str) -> None:
    assert outcome(url, "borrowed") == {"status": 0, "goes on": True}
