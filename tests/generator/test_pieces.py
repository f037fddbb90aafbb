"""A client is loaded piece by piece: a program has what its calls need, and the pieces are one whole."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.build import generate

ARCHIVE = {"file": "paths/v1/orders/{id}.yaml", "at": "/get/x-sdk/resource", "put": "archive"}
ANSWER = """
import sys
import httpx
import pieces

def answer(request):
    order = {"id": 7, "side": "buy", "price": {"value": "0.1"}, "status": {"type": "buy"}, "steps": []}
    order |= {"note": None, "created_at": "2024-09-10T14:44:22.416Z"}
    return httpx.Response(200, json=[order] if request.url.path.endswith("orders") else order)

client = pieces.Client(httpx.Client(base_url="https://x.example", transport=httpx.MockTransport(answer)))

def loaded(folder):
    names = (name.partition(f"pieces.{folder}.")[2] for name in sys.modules)
    return sorted(filter(None, names))

"""


@pytest.fixture
def archived(changed_toy: Callable[[list[dict[str, Any]]], Path], tmp_path: Path) -> Callable[[str], str]:
    """Run a program with a client in which two resources answer orders; give what it prints."""
    generate(changed_toy([ARCHIVE]), tmp_path / "made", package="pieces")

    def run(program: str) -> str:
        command = [sys.executable, "-c", ANSWER + program]
        done = subprocess.run(command, cwd=tmp_path / "made", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_client_that_has_called_nothing_has_loaded_no_operation_model_or_reader(
    archived: Callable[[str], str],
) -> None:
    told = "print(*map(loaded, ('resources', 'operations', 'models', 'readers', 'api')))"
    assert archived(told) == "['async_root', 'root'] [] [] [] []"


def test_first_call_loads_its_own_resource_and_what_it_shares(archived: Callable[[str], str]) -> None:
    told = "; print(*map(loaded, ('resources', 'operations', 'readers', 'api')))"
    shown = archived("client.archive.get(7)" + told)
    assert shown == "['archive', 'async_root', 'root'] ['archive'] ['_shared'] ['get_order']"
    shown = archived("client.orders.list()" + told)
    operations = "['order', 'orders']"
    assert shown == f"['async_root', 'orders', 'root'] {operations} ['_shared', 'orders'] ['list_orders']"


def test_resource_is_the_same_object_each_time_and_knows_its_client(archived: Callable[[str], str]) -> None:
    assert archived("print(client.orders is client.orders, client.orders.http is client.http)") == "True True"
    assert archived("print(client.orders.fills.acceptance is client.acceptance)") == "True"


def test_object_that_two_resources_answer_is_read_alike_by_both(archived: Callable[[str], str]) -> None:
    program = (
        "one = client.archive.get(7); print([one] == client.orders.list(), one.price.value, one.deviations)"
    )
    assert archived(program) == "True 0.1 []"


def test_first_answers_of_two_resources_at_once_are_read(archived: Callable[[str], str]) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
calls = [lambda: client.archive.get(7).id, lambda: client.orders.list()[0].id] * 16
start = Barrier(len(calls))
sys.setswitchinterval(1e-6)
with ThreadPoolExecutor(len(calls)) as pool:
    print({*pool.map(lambda call: (start.wait(), call())[1], calls)})
"""
    assert archived(program) == "{7}"


def test_operations_are_all_there_in_the_order_of_the_document_and_each_once(
    archived: Callable[[str], str],
) -> None:
    told = archived(
        "table = pieces.OPERATIONS; print(*table, len(table), 'get_order' in table, 'other' in table, "
        "all(table[name] is table.get(name) and table[name].id == name for name in table))"
    )
    ids = "list_orders create_order get_order cancel_order list_fills ping get_oddities put_oddities"
    assert told == f"{ids} 8 True False True"
