"""A list with limit and offset: all its elements, each once, whatever comes and goes meanwhile."""

import asyncio
import importlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from generator.build import generate
from generator.document.yaml_io import read_yaml

HERE = Path(__file__).parent
CASES = read_yaml((HERE / "values" / "offset_pages.yaml").read_text("utf-8"))
MOVES = read_yaml((HERE / "values" / "offset_moves.yaml").read_text("utf-8"))
CHANGES = read_yaml((HERE / "values" / "offset_changes.yaml").read_text("utf-8"))
ORDER = {
    "side": "buy",
    "price": {"value": "0.1"},
    "status": {"type": "buy"},
    "steps": [],
    "note": None,
    "created_at": "2024-09-10T14:44:22.416Z",
}


@pytest.fixture
def paged(
    changed_toy: Callable[[list[dict[str, Any]]], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    """Return the toy's client, whose list of orders has limit and offset."""
    package = f"paged_{os.getpid()}_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_")
    generate(changed_toy(CHANGES), tmp_path / "out", package=package)
    monkeypatch.syspath_prepend(str(tmp_path / "out"))
    return importlib.import_module(package)


class Orders:
    """Answers the list of orders page by page, and keeps what it was asked for.

    `moves` says of a request, counted from 0, how many elements went before it, and how many are new.
    """

    def __init__(self, elements: int, given: int, moves: dict[str, dict[str, int]] | None = None) -> None:
        self.numbers, self.given, self.moves = list(range(elements)), given, moves or {}
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        move = self.moves.get(str(len(self.asked)), {})
        new = [-len(self.asked) * 1000 - each for each in range(1, move.get("come", 0) + 1)]
        self.numbers = new + self.numbers[move.get("go", 0) :]
        self.asked.append(dict(request.url.params))
        first = int(request.url.params["offset"])
        size = min(int(request.url.params["limit"]), self.given)
        numbers = self.numbers[first : first + size]
        return httpx.Response(200, content=json.dumps([{"id": number, **ORDER} for number in numbers]))


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_every_element_that_stays_comes_once_though_others_come_and_go(
    asynchronous: bool, paged: ModuleType
) -> None:
    for case in MOVES:
        orders = Orders(case["elements"], 100, case["moves"])
        found = _awaited(paged, orders) if asynchronous else _iterated(paged, orders)
        assert len(found) == len(set(found)), case
        assert set(found) >= {number for number in orders.numbers if number >= 0}, case
        assert len(orders.asked) == case["requests"], case


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_every_element_comes_once_and_no_page_is_asked_for_twice(
    asynchronous: bool, paged: ModuleType
) -> None:
    for case in CASES:
        orders = Orders(case["elements"], case["given"])
        found = _awaited(paged, orders) if asynchronous else _iterated(paged, orders)
        assert found == list(range(case["elements"])), case
        assert orders.asked == [
            {"offset": str(place), "limit": str(case["asked"])} for place in case["offsets"]
        ], case


def _iterated(paged: ModuleType, orders: Orders) -> list[int]:
    http = httpx.Client(base_url="https://toy.example", transport=httpx.MockTransport(orders))
    return [order.id for order in paged.Client(http).orders.iterate()]


def _awaited(paged: ModuleType, orders: Orders) -> list[int]:
    async def run() -> list[int]:
        http = httpx.AsyncClient(base_url="https://toy.example", transport=httpx.MockTransport(orders))
        async with paged.AsyncClient(http) as client:
            return [order.id async for order in client.orders.iterate()]

    return asyncio.run(run())
