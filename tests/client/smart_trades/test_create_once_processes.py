"""`create_once` from four processes at once over HTTP: never two SmartTrades that no error names."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import split_note
from threecommas_mock import MockExchange, SystemClock, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.faults import Fault
from threecommas_mock.faults.json import fault_codec

from tests.client.transport.faulty_client import DOCUMENT

PROCESSES = 4
ROOT = Path(__file__).parents[3]
FAULTS = [
    case["fault"] for case in yaml.safe_load(ROOT.joinpath("tests/mock/data/faults.yaml").read_text("utf-8"))
]
SOME: list[dict[str, Any]] = [
    {"name": "latency", "seconds": 0},
    {"name": "timeout", "after_effect": True},
    {"name": "reset", "after_effect": True},
    {"name": "server_error", "after_effect": True},
    {"name": "duplicate"},
]
# All faults take minutes: THREECOMMAS_FULL=1 asks for them.
FULL = bool(os.environ.get("THREECOMMAS_FULL"))
STRUCK = ("create_smart_trade", "list_smart_trades") if FULL else ("create_smart_trade",)


class Workers:
    """Processes that are each given a key at the same time, and their exchange."""

    def __init__(self, exchange: MockExchange, address: str, stack: ExitStack) -> None:
        self.exchange = exchange
        command = [
            sys.executable,
            "-m",
            "tests.client.smart_trades.create_once_worker",
            address,
            MOCK_KEY,
            MOCK_SECRET,
        ]
        pipe = subprocess.PIPE
        self._processes = [
            stack.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT))
            for _ in range(PROCESSES)
        ]

    def order(self, key: str) -> list[dict[str, Any]]:
        """Let all order with a key, and return what each came to."""
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write(f"{key}\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in self._processes if process.stdout]

    def made(self, key: str) -> set[int]:
        """Return the SmartTrades that the exchange has with a key."""
        trades = self.exchange.smart_trades()
        return {each["id"] for each in trades if split_note(each["note_raw"] or "")[1] == key}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    exchange = MockExchange(clock=SystemClock(), document=DOCUMENT)
    with ExitStack() as stack:
        address = stack.enter_context(serve(exchange))
        yield Workers(exchange, address, stack)


@pytest.mark.parametrize("operation", STRUCK)
@pytest.mark.parametrize("fault", FAULTS if FULL else SOME, ids=json.dumps)
def test_processes_make_no_two_smart_trades_without_an_error_that_names_both(
    workers: Workers, fault: dict[str, Any], operation: str, request: pytest.FixtureRequest
) -> None:
    key = f"order-{request.node.callspec.indices['fault']}-{operation}"
    workers.exchange.inject(
        fault_codec().decode(Fault, fault), operation=operation, probability=0.5, seed=len(key)
    )
    outcomes = workers.order(key)
    workers.exchange.clear_faults()
    ids = workers.made(key)
    if len(ids) > 1:
        assert ids in [set(each["ids"]) for each in outcomes], (ids, outcomes)
    assert {each["trade"] for each in outcomes} <= {None, *ids}


def test_processes_that_come_later_make_no_other_smart_trade(workers: Workers) -> None:
    workers.order("again")
    ids = workers.made("again")
    later = workers.order("again")
    assert workers.made("again") == ids
    if len(ids) == 1:
        assert [each["trade"] for each in later] == PROCESSES * list(ids)
    else:
        assert all(set(each["ids"]) == ids for each in later)
