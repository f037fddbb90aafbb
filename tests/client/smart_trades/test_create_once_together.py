"""`create_once` with one key from several processes at once: never two SmartTrades that no error names.

The processes are tasks here, each with a client of its own, on a loop whose time is simulated. Requests and
answers take as long as they happen to, lists leave out what is new for a while, and faults strike.
"""

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas import AsyncThreeCommas, DuplicateOrderError, HmacSigner, ThreeCommasError, split_note
from threecommas.models import SmartTrade
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.faults import Fault
from threecommas_mock.faults.json import fault_codec

from tests.client.transport.calls import order
from tests.client.transport.faulty_client import DOCUMENT
from tests.client.transport.simulated_loop import SimulatedLoop

PROCESSES = 4
FAULTS = [
    case["fault"]
    for case in yaml.safe_load(
        Path(__file__).parents[2].joinpath("mock", "data", "faults.yaml").read_text("utf-8")
    )
]
STRUCK = ("create_smart_trade", "list_smart_trades", "get_account", "cancel_smart_trade", None)
# The full count takes minutes: THREECOMMAS_FULL=1 asks for it.
FULL = bool(os.environ.get("THREECOMMAS_FULL"))
TURNS = 8 if FULL else 1


class Road(httpx.AsyncBaseTransport):
    """A way to the exchange on which all is held up, and lists leave out what is new for a while."""

    def __init__(self, exchange: MockExchange, loop: SimulatedLoop, chance: random.Random) -> None:
        self._behind = exchange.async_transport(sleep=asyncio.sleep)
        self._loop, self._chance = loop, chance
        self.hidden_for = 0.0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(self._chance.uniform(0, 3))
        response = await self._behind.handle_async_request(request)
        content = b"".join([piece async for piece in response.aiter_raw()])
        await asyncio.sleep(self._chance.uniform(0, 3))
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        return httpx.Response(response.status_code, headers=headers, content=self._shown(request, content))

    def _shown(self, request: httpx.Request, content: bytes) -> bytes:
        if request.method != "GET" or not request.url.path.endswith("/v2/smart_trades"):
            return content
        try:
            elements = json.loads(content)
            return json.dumps([each for each in elements if self._is_listed(each)]).encode()
        except (ValueError, TypeError, KeyError, AttributeError):
            return content

    def _is_listed(self, element: dict[str, Any]) -> bool:
        age = self._loop.now() - datetime.fromisoformat(element["data"]["created_at"])
        return age.total_seconds() >= self.hidden_for


class Together:
    """Several processes with one key, and what each came to."""

    def __init__(self, seed: str, loop: SimulatedLoop) -> None:
        self.chance, self.loop = random.Random(seed), loop
        self.exchange = MockExchange(clock=loop, document=DOCUMENT)
        self.cancels = self.chance.random() < 0.5
        # At once, in each other's way, or one after the other.
        self.spread = self.chance.choice([0, 4, 60])
        self.errors: list[ThreeCommasError] = []
        self.trades: list[SmartTrade] = []

    @asynccontextmanager
    async def client(self) -> AsyncIterator[AsyncThreeCommas]:
        road = Road(self.exchange, self.loop, self.chance)
        road.hidden_for = self.chance.choice([0, 0, 2, 20])
        signer = HmacSigner(MOCK_SECRET)
        async with AsyncThreeCommas(
            MOCK_KEY,
            signer,
            base_url=self.exchange.base_url,
            transport=road,
            timing=self.loop.timing(),
            rate_budget=None,
            mode="real",
        ) as client:
            yield client

    async def process(self) -> None:
        """Call until it is known what became of the order, as the errors say."""
        await asyncio.sleep(self.chance.uniform(0, self.spread))
        async with self.client() as client:
            for turn in range(6):
                try:
                    trade = await client.smart_trades.create_once(
                        order("mine"), key="key", interrupted=turn > 0, cancel_surplus=self.cancels
                    )
                    self.trades.append(trade)
                except ThreeCommasError as error:
                    self.errors.append(error)
                    if error.outcome_unknown:
                        continue
                return

    async def run(self) -> None:
        await asyncio.gather(*(self.process() for _ in range(PROCESSES)))

    @property
    def made(self) -> dict[int, str]:
        """The SmartTrades with the key and their statuses."""
        found = self.exchange.smart_trades()
        return {each["id"]: each["status"]["type"] for each in found if split_note(each["note_raw"])[1]}


def run(seed: str, arm: Any = lambda exchange, chance: None) -> Together:
    loop = SimulatedLoop()
    try:
        together = Together(seed, loop)
        arm(together.exchange, together.chance)
        loop.run_until_complete(together.run())
        return together
    finally:
        loop.close()


def assert_told(together: Together) -> None:
    """Check what was told against what is there."""
    ids = set(together.made)
    named = [set(error.ids) for error in together.errors if isinstance(error, DuplicateOrderError)]
    if len(ids) > 1:
        assert ids in named, (ids, together.errors)
    for error in together.errors:
        if isinstance(error, DuplicateOrderError):
            assert error.winner == min(ids)
            assert min(ids) not in error.cancelled
            assert together.cancels or not error.cancelled
            assert all(together.made[number].startswith("cancel") for number in error.cancelled)
    assert {trade.id for trade in together.trades} <= ids
    if ids:
        assert not together.made[min(ids)].startswith("cancel")


def arming(fault: dict[str, Any], operation: str | None) -> Any:
    """Return what arms a fault, for the next requests or for some of all."""

    def arm(exchange: MockExchange, chance: random.Random) -> None:
        struck = fault_codec().decode(Fault, fault)
        if chance.random() < 0.5:
            exchange.fail_next(struck, times=chance.randint(1, 6), operation=operation)
        else:
            probability, seed = chance.choice([0.2, 0.5]), chance.randint(0, 999)
            exchange.inject(struck, operation=operation, probability=probability, seed=seed)

    return arm


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_no_two_smart_trades_are_made_without_an_error_that_names_both(number: int) -> None:
    fault = FAULTS[number]
    for operation in STRUCK if FULL else [STRUCK[number % len(STRUCK)]]:
        for turn in range(TURNS):
            assert_told(run(f"{fault} {operation} {turn}", arming(fault, operation)))


def test_processes_at_once_agree_on_the_order_without_any_fault() -> None:
    seen: set[int] = set()
    for number in range(12 * TURNS):
        together = run(f"no fault {number}")
        assert_told(together)
        seen.add(len(together.made))
        assert len(together.trades) + len(together.errors) == PROCESSES
    # Else nothing was shown: the processes have to come in each other's way.
    assert 1 in seen
    assert max(seen) > 2
