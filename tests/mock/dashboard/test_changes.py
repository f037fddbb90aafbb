"""Whoever applies the changes has the state: after any sequence of prices, time, requests and faults."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from threecommas_mock import MockExchange, faults
from threecommas_mock.dashboard.changes import KEPT, Changes
from threecommas_mock.dashboard.merge_patch import applied

from tests.mock.dca_bots.bot_client import BotClient
from tests.mock.grid_bots.grid_client import BODY as GRID
from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient

PAIRS = ("USDT_BTC", "USDT_ETH")
FIRST = {"a": 1}


def has_null(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(has_null, inner))


class WatchedExchange(RuleBasedStateMachine):
    """A page that asks for changes now and then, while everything goes on."""

    @initialize()
    def begin(self) -> None:
        self.client = BotClient(control=True)
        self.exchange = self.client.exchange
        self.changes = Changes()
        self.pair, self.rows = PAIRS[0], 3
        self.version: str | None = None
        self.state: dict[str, Any] = {}

    @rule(pair=st.sampled_from(PAIRS), percent=st.integers(70, 130))
    def move(self, pair: str, percent: int) -> None:
        last = self.exchange.quote(pair).last
        self.exchange.set_price(pair, (last * percent / 100).quantize(Decimal("0.01")))

    @rule(seconds=st.integers(0, 300))
    def pass_time(self, seconds: int) -> None:
        self.exchange.advance(seconds)

    @rule()
    def settle(self) -> None:
        self.exchange.settle()

    @rule()
    def create_smart_trade(self) -> None:
        self.client.create(GUARDED)

    @rule()
    def run_bot(self) -> None:
        self.client.enabled()

    @rule()
    def run_grid(self) -> None:
        number = self.client.ask("POST", "/ver1/grid_bots/manual", 201, json=GRID)["id"]
        self.client._http.post(f"/ver1/grid_bots/{number}/enable")

    @rule()
    def arm(self) -> None:
        self.exchange.inject(faults.Latency(0), operation="list_smart_trades")

    @rule()
    def disarm(self) -> None:
        self.exchange.clear_faults()

    @rule(pair=st.sampled_from(PAIRS), rows=st.integers(1, 4))
    def look_elsewhere(self, pair: str, rows: int) -> None:
        self.pair, self.rows = pair, rows

    @invariant()
    def page_has_the_state(self) -> None:
        whole = self.exchange.dashboard(self.pair, self.rows)
        answer = json.loads(json.dumps(self.changes.answer(whole, self.version)))
        self.state = answer["whole"] if "whole" in answer else applied(self.state, answer["patch"])
        self.version = answer["version"]
        assert self.state == json.loads(json.dumps(whole))
        assert not has_null(whole)


TestWatchedExchange = WatchedExchange.TestCase
TestWatchedExchange.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_nothing_is_sent_where_nothing_changed() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    changes = Changes()
    version = changes.answer(exchange.dashboard(), None)["version"]
    again = changes.answer(exchange.dashboard(), version)
    assert again == {"version": version, "patch": {}}
    assert len(json.dumps(again)) < 50


def test_three_thousand_trades_cost_a_page_what_it_shows() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    for _ in range(3000):
        exchange._smart_trades.create_json(GUARDED, 1)
    exchange.settle()
    changes = Changes()
    first = changes.answer(exchange.dashboard(), None)
    exchange.set_price("USDT_BTC", "56000")
    second = changes.answer(exchange.dashboard(), first["version"])
    assert (first["whole"]["smart_trades"]["all"], len(first["whole"]["smart_trades"]["rows"])) == (3000, 100)
    assert len(json.dumps(first)) < 100_000
    assert len(json.dumps(second)) < 20_000


def test_version_that_is_forgotten_or_of_another_exchange_is_answered_with_everything() -> None:
    changes = Changes()
    version = changes.answer(FIRST, None)["version"]
    for number in range(KEPT - 1):
        changes.answer({"b": number}, None)
    assert changes.answer({"c": 1}, version)["patch"] == {"a": None, "c": 1}
    changes.answer({"d": 1}, None)
    assert changes.answer({"c": 1}, version)["whole"] == {"c": 1}
    assert Changes().answer({"c": 1}, version)["whole"] == {"c": 1}


def test_looking_settles_nothing() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True)
    client = SignedClient(exchange)
    client.create(GUARDED)
    seen = [exchange.dashboard()["smart_trades"]["rows"] for _ in range(3)]
    assert [next(iter(rows.values()))["status"] for rows in seen] == ["Pending"] * 3
