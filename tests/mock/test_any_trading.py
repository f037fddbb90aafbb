"""Whatever is done in all rooms at once, in whatever order: one set of books, to the last digit.

SmartTrades, simple trades, bots with their deals, grids and the account itself share the funds of three
accounts. After each step the balances are what the accounts began with and what all fills brought, and what
has ended stays as it ended. A snapshot goes on as the exchange that it was taken of.
"""

import json
import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from threecommas_mock import MockExchange, defaults
from threecommas_mock.deals.statuses import flags

from tests.mock.all_books import assert_books, closed
from tests.mock.any_requests import (
    BOT_ACTIONS,
    DEAL_ACTIONS,
    FUNDS,
    FUTURES,
    PAPER,
    PLACES,
    PRICES,
    REAL,
    SYMBOLS,
    TRADE_ACTIONS,
    WHICH,
    Action,
    Json,
    bots,
    grids,
    price_at,
    simple_trades,
    smart_trades,
)
from tests.mock.asking import Asking
from tests.mock.invariants import CLOSED
from tests.mock.machine_settings import machine_settings
from tests.mock.signed_client import DOCUMENT

# Lives of at most so many steps. `make prove` asks for more of them.
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "40")), 50
# What they come to at least, as some end early: 1,600, and 100,000 at length.
LEAST = EXAMPLES * STEPS * 5 // 6
MOST = {"smart_trades": 4, "simple_trades": 4, "bots": 3, "grids": 2}


class AnyTrading(RuleBasedStateMachine):
    """An exchange with three accounts, and everything that can happen to what trades on them."""

    steps = 0

    @initialize(delay=st.sampled_from([0, 0, 3]))
    def begin(self, delay: int) -> None:
        self.delay = delay
        self.client = Asking(self.new_exchange())
        self.numbers: dict[str, list[int | str]] = {room: [] for room in MOST}
        self.ends: dict[tuple[str, int], Any] = {}
        self.looked, self.mode = 0, "real"
        for symbol in PRICES:
            self.move_price(symbol, 1000, 0)

    def new_exchange(self) -> MockExchange:
        accounts = [replace(each, funds=FUNDS.get(each.id)) for each in defaults.accounts()]
        return MockExchange(
            document=DOCUMENT, accounts=accounts, delay=timedelta(seconds=self.delay), web_mode="paper"
        )

    def has_room(self, room: str) -> bool:
        return hasattr(self, "numbers") and len(self.numbers[room]) < MOST[room]

    def send(self, method: str, path: str, body: Any = None, mode: str = "paper") -> Any:
        """Send a request that may be refused for what the books say, and for nothing else."""
        answer = self.client.send(method, path, body, mode)
        assert answer.status_code in {200, 201, 204, 400, 403, 404, 422, 500}, answer.text
        assert answer.status_code != 500 or "OpenDealPresentForThisPair" in answer.text, answer.text
        return answer

    @precondition(lambda self: self.has_room("smart_trades"))
    @rule(body=smart_trades())
    def create_smart_trade(self, body: Json) -> None:
        answer = self.send("POST", "/v2/smart_trades", body)
        if answer.status_code == 201:
            self.numbers["smart_trades"].append(answer.json()["id"])

    @precondition(lambda self: self.has_room("simple_trades"))
    @rule(body=simple_trades())
    def create_simple_trade(self, body: Json) -> None:
        answer = self.send("POST", "/ver1/trades", body)
        if answer.status_code == 201:
            self.numbers["simple_trades"].append(answer.json()["trade"]["uuid"])

    @precondition(lambda self: self.has_room("bots"))
    @rule(body=bots())
    def create_bot(self, body: Json) -> None:
        answer = self.send("POST", "/ver1/bots/create_bot", body)
        if answer.status_code == 201:
            self.numbers["bots"].append(answer.json()["id"])
            self.send("POST", f"/ver1/bots/{answer.json()['id']}/enable")

    @precondition(lambda self: self.has_room("grids"))
    @rule(body=grids())
    def create_grid(self, body: Json) -> None:
        answer = self.send("POST", "/ver1/grid_bots/manual", body)
        if answer.status_code == 201:
            self.numbers["grids"].append(answer.json()["id"])

    @rule(symbol=SYMBOLS, place=PLACES, spread=st.sampled_from([0, 0, 1]))
    def move_price(self, symbol: str, place: int, spread: int) -> None:
        price = Decimal(price_at(symbol, place))
        self.client.exchange.set_price(symbol, price, ask=price + spread)

    @rule(symbol=SYMBOLS, place=st.sampled_from([700, 900, 1100, 1500]))
    def jump(self, symbol: str, place: int) -> None:
        """Pass every order on the way."""
        self.move_price(symbol, place, 0)

    @rule(seconds=st.sampled_from([1, 10, 300]))
    def let_time_pass(self, seconds: int) -> None:
        self.client.exchange.advance(seconds)

    @rule()
    def settle(self) -> None:
        self.client.exchange.settle()

    @rule(which=WHICH, action=BOT_ACTIONS)
    def act_on_bot(self, which: int, action: Action) -> None:
        number = self.one_of("bots", which)
        if number is not None:
            method, path, body = action
            self.send(method, f"/ver1/bots/{number}/{path}", body)

    @rule(which=WHICH, action=DEAL_ACTIONS)
    def act_on_deal(self, which: int, action: Action) -> None:
        deals = [deal.id for deal in self.client.exchange.snapshot().deals.items if not deal.is_closed]
        if deals:
            method, path, body = action
            self.send(method, f"/ver1/deals/{deals[which % len(deals)]}/{path}", body)

    @rule(which=WHICH, action=TRADE_ACTIONS)
    def act_on_smart_trade(self, which: int, action: Action) -> None:
        number = self.one_of("smart_trades", which)
        if number is not None:
            method, path, body = action
            self.send(method, f"/v2/smart_trades/{number}{path}", body)

    @rule(which=WHICH)
    def cancel_simple_trade(self, which: int) -> None:
        number = self.one_of("simple_trades", which)
        if number is not None:
            self.send("POST", f"/ver1/trades/{number}/cancel")

    @rule(which=WHICH, action=st.sampled_from(["enable", "enable", "enable", "disable"]))
    def switch_grid(self, which: int, action: str) -> None:
        number = self.one_of("grids", which)
        if number is not None:
            self.send("POST", f"/ver1/grid_bots/{number}/{action}")

    @precondition(lambda self: self.looked % 10 == 0)
    @rule(account=st.sampled_from([PAPER, REAL]), currency=st.sampled_from(["usd", "btc"]))
    def sell_all(self, account: int, currency: str) -> None:
        """Now and then, as it leaves little to trade with."""
        self.send("POST", f"/ver1/accounts/{account}/sell_all_to_{currency}")

    @rule()
    def start_again_from_a_snapshot(self) -> None:
        before = self.client.exchange
        written = json.loads(json.dumps(before.snapshot_json()))
        self.client = Asking(self.new_exchange())
        self.client.exchange.restore_json(written)
        assert self.client.exchange.snapshot() == before.snapshot()
        for account in FUNDS:
            assert self.client.exchange.balances(account) == before.balances(account)

    def one_of(self, room: str, which: int) -> int | str | None:
        numbers = self.numbers[room]
        return numbers[which % len(numbers)] if numbers else None

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "ends"):
            return
        type(self).steps += 1
        self.looked += 1
        exchange = self.client.exchange
        snapshot = exchange.snapshot()
        for account, funds in FUNDS.items():
            balances = exchange.balances(account)
            assert_books(account, balances, funds, snapshot, futures=account == FUTURES)
        for place, item in closed(snapshot):
            assert self.ends.setdefault(place, item) == item

    @invariant()
    def answers_agree(self) -> None:
        """Read the list of one room, the next one after the next step."""
        if hasattr(self, "ends"):
            look = (self.deals_agree, self.bots_agree, self.trades_agree, self.grids_agree)
            look[self.looked % len(look)]()

    def listed(self, path: str) -> list[Any]:
        """Read the list of a room: of paper accounts, and of real ones the next time."""
        self.mode = "real" if self.mode == "paper" else "paper"
        return list(self.client.get(path, mode=self.mode))

    def deals_agree(self) -> None:
        listed = {answer["id"]: answer for answer in self.listed("/ver1/deals")}
        deals = self.client.exchange.snapshot().deals.items
        own = [deal for deal in deals if (deal.account.id == PAPER) == (self.mode == "paper")]
        assert sorted(listed) == sorted(deal.id for deal in own)
        for deal in own:
            answer, allowed = listed[deal.id], flags(deal.status)
            shown = (answer["cancellable?"], answer["panic_sellable?"], answer["add_fundable"])
            assert shown == (allowed.cancellable, allowed.panic_sellable, allowed.add_fundable)
            assert answer["finished?"] == deal.is_closed == (answer["closed_at"] is not None)

    def bots_agree(self) -> None:
        for bot in self.listed("/ver1/bots"):
            deals = [each for each in self.client.exchange.snapshot().deals.items if each.bot_id == bot["id"]]
            assert bot["active_deals_count"] == sum(not deal.is_closed for deal in deals)

    def trades_agree(self) -> None:
        for answer in self.listed("/v2/smart_trades"):
            data, is_closed = answer["data"], answer["status"]["type"] in CLOSED
            assert is_closed or not data["finished"]
            assert not (is_closed and (data["cancel_available"] or data["panic_sell_available"]))

    def grids_agree(self) -> None:
        for answer in self.listed("/ver1/grid_bots"):
            lines = answer["grid_lines"]
            prices = [Decimal(line["price"]) for line in lines]
            assert prices == sorted(set(prices), reverse=prices[:1] > prices[-1:])


def test_one_set_of_books_is_kept_whatever_happens_in_all_rooms() -> None:
    class Counted(AnyTrading):
        steps = 0

    options = machine_settings(examples=EXAMPLES, steps=STEPS)
    run_state_machine_as_test(Counted, settings=options)
    assert Counted.steps >= LEAST
