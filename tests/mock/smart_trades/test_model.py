"""Whatever is done to an exchange in whatever order: sums add up, flags are kept, the end is the end."""

from collections.abc import Iterator
from decimal import Decimal

import hypothesis.strategies as st
from httpx import Response
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.mock.invariants import (
    CLOSED,
    assert_agree,
    assert_fees,
    assert_leverage,
    assert_profit,
    assert_sums,
)
from tests.mock.ledger_checks import assert_balances
from tests.mock.machine_settings import machine_settings
from tests.mock.signed_client import SignedClient
from tests.mock.trading import (
    CONTRACT,
    CONTRACTS,
    FUNDS,
    KINDS,
    LOTS,
    MARKETS,
    ORDER_TYPES,
    PAIRS,
    PRICES,
    QUIET,
    SIDES,
    TICKS,
    UNITS,
    Json,
    entries,
    exchange,
    in_percent,
    priced,
    targets,
)
from tests.sampling import ALL, SEED

# Each life takes half a second; the many are for `make prove` and for the planted bugs.
EXAMPLES, STEPS = 140 if SEED == ALL else 20, 50
MOST_TRADES = 5
TRADES = st.integers(0, MOST_TRADES - 1)


def lasting(trade: Json) -> Json:
    """Return what only a change of the SmartTrade itself can change."""
    volatile = ("current_price", "updated_at")
    data = {name: value for name, value in trade["data"].items() if name not in volatile}
    open_profit = {} if trade["status"]["type"] in CLOSED else {"profit": None}
    return trade | {"data": data} | open_profit


class AnyTrading(RuleBasedStateMachine):
    """An exchange, a few SmartTrades on two pairs, and everything that can happen to them."""

    steps = 0

    @initialize(
        delay=st.sampled_from([0, 0, 3]),
        pair=PAIRS,
        first=st.tuples(CONTRACTS, SIDES),
        entry=entries(),
        plan=targets(),
    )
    def begin(self, delay: int, pair: str, first: tuple[Json, str], entry: Json, plan: Json) -> None:
        self.client = SignedClient(exchange(delay))
        self.numbers: list[int] = []
        self.ends: dict[int, tuple[Json, list[Json]]] = {}
        self.looked = -1
        for symbol in TICKS:
            self.move_price(symbol, 4200, 0)
        self.create({"account_id": 1, "pair": pair}, entry, plan, {})
        # An open position from the start, or few would come as far as their liquidation.
        contract, side = first
        self.create(contract, {"type": side, "order_type": "market", "units": {"value": "5"}}, QUIET, {})
        self.client.exchange.settle()

    @precondition(lambda self: len(self.numbers) < MOST_TRADES)
    @rule(market=MARKETS, entry=entries(), plan=targets(), kind=KINDS)
    def create(self, market: Json, entry: Json, plan: Json, kind: Json) -> None:
        body = {**market, "position": entry, **kind}
        if "instant" not in kind:
            body |= in_percent(plan) if "trailing" in entry.get("conditional", {}) else plan
        answer = self.client.send("POST", "", json=priced(body, TICKS[market["pair"]]))
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code == 201:
            self.numbers.append(answer.json()["id"])

    @rule(pair=st.sampled_from(sorted(TICKS)), price=PRICES, spread=st.sampled_from([0, 1, 30]))
    def move_price(self, pair: str, price: int, spread: int) -> None:
        bid, ask = price * TICKS[pair], (price + spread) * TICKS[pair]
        self.client.exchange.set_price(pair, bid, ask=ask)

    @rule(pair=st.sampled_from(sorted(TICKS)), price=st.sampled_from([3300, 5400, 7000]))
    def jump(self, pair: str, price: int) -> None:
        """Pass every target on the way."""
        self.move_price(pair, price, 0)

    @precondition(lambda self: any(self.liquidations()))
    @rule(which=TRADES, ticks=st.sampled_from([0, -1, 1, 1000, -1000]))
    def come_near_a_liquidation(self, which: int, ticks: int) -> None:
        prices = list(self.liquidations())
        price = prices[which % len(prices)] + ticks * TICKS[CONTRACT.symbol]
        self.client.exchange.set_price(CONTRACT.symbol, price)

    def liquidations(self) -> Iterator[Decimal]:
        """Tell where positions would be liquidated; looking settles nothing."""
        for trade in self.client.exchange.smart_trades():
            if trade["data"]["liquidation_price"]:
                yield Decimal(trade["data"]["liquidation_price"])

    @rule(dollars=st.integers(20000, 90000))
    def move_dollar(self, dollars: int) -> None:
        self.client.exchange.set_price("USDT_BTC", dollars)

    @rule(seconds=st.sampled_from([1, 3, 10]))
    def let_time_pass(self, seconds: int) -> None:
        self.client.exchange.advance(seconds)

    @rule()
    def settle(self) -> None:
        self.client.exchange.settle()

    @rule()
    def read_list(self) -> None:
        listed = [
            trade
            for mode in ("real", "paper")
            for trade in self.client.send("GET", "?per_page=100", headers={"Forced-Mode": mode}).json()
        ]
        assert sorted(trade["id"] for trade in listed) == self.numbers
        for trade in listed:
            self.note(trade)

    @rule(which=TRADES)
    def cancel(self, which: int) -> None:
        self.act(which, "cancel_available", "DELETE", "")

    @rule(which=TRADES)
    def close_by_market(self, which: int) -> None:
        self.act(which, "panic_sell_available", "POST", "/close_by_market")

    @rule(which=TRADES)
    def force_start(self, which: int) -> None:
        self.act(which, "force_start_available", "POST", "/force_start")

    @rule(which=TRADES)
    def force_process(self, which: int) -> None:
        self.act(which, "force_process_available", "POST", "/force_process")

    @rule(which=TRADES, kind=ORDER_TYPES, units=UNITS, price=PRICES)
    def add_funds(self, which: int, kind: str, units: str, price: int) -> None:
        body = {"order_type": kind, "units": {"value": units}, "price": {"value": price}}
        self.act(which, "add_funds_available", "POST", "/add_funds", body)

    @rule(which=TRADES, kind=ORDER_TYPES, units=UNITS, price=PRICES)
    def reduce_funds(self, which: int, kind: str, units: str, price: int) -> None:
        body = {"order_type": kind, "units": {"value": units}, "price": {"value": price}}
        self.act(which, "reduce_funds_available", "POST", "/reduce_funds", body)

    @rule(which=TRADES, plan=targets(), part=st.sampled_from(["take_profit", "stop_loss", None]))
    def update(self, which: int, plan: Json, part: str | None) -> None:
        body = {name: value for name, value in plan.items() if part in (None, name)}
        self.act(which, "editable", "PATCH", "", body)

    @rule(which=TRADES, entry=entries())
    def update_entry(self, which: int, entry: Json) -> None:
        del entry["type"]
        self.act(which, "editable", "PATCH", "", {"position": entry})

    @rule(which=TRADES, step=st.integers(0, 3), close=st.booleans())
    def end_one_step(self, which: int, step: int, *, close: bool) -> None:
        number, before = self.pick(which)
        steps = before["take_profit"]["steps"]
        if steps:
            chosen = steps[step % len(steps)]
            flag = "panic_sell_available" if close else "cancelable"
            self.end(number, before, chosen["id"], close=close, available=chosen["data"][flag])

    @rule(which=TRADES, order=st.integers(0, 7))
    def cancel_one_order(self, which: int, order: int) -> None:
        number = self.numbers[which % len(self.numbers)]
        orders = self.orders(number)
        chosen = orders[order % len(orders)]
        before = self.snapshot(number)
        self.end(number, before, chosen["id"], close=False, available=chosen["cancelable"])

    def end(self, number: int, before: Json, order: int, *, close: bool, available: bool) -> None:
        path = f"/{number}/trades/{order}"
        if close:
            answer = self.client.send("POST", f"{path}/close_by_market")
        else:
            answer = self.client.send("DELETE", path)
        assert answer.status_code == 400 or available, answer.text
        self.demand_untouched_if_refused(answer, number, before)

    def act(self, which: int, flag: str, method: str, path: str, body: Json | None = None) -> None:
        """Do what a flag announces: it is refused if the flag is off, and if it is on, not for that."""
        number, before = self.pick(which)
        body = priced(body, TICKS[before["pair"]])
        answer = self.client.send(method, f"/{number}{path}", json=body)
        assert answer.status_code == 400 or before["data"][flag], answer.text
        # A stop loss that has fired stands in the way of a PATCH before the status shows it.
        if before["data"][flag] and method != "PATCH":
            assert answer.status_code in (200, 201, 422), answer.text
        self.demand_untouched_if_refused(answer, number, before)

    def demand_untouched_if_refused(self, answer: Response, number: int, before: Json) -> None:
        if answer.status_code >= 400:
            assert lasting(self.snapshot(number)) == lasting(before)

    def pick(self, which: int) -> tuple[int, Json]:
        """Choose a SmartTrade; gives its number and what it is like now."""
        number = self.numbers[which % len(self.numbers)]
        return number, self.snapshot(number)

    def snapshot(self, number: int) -> Json:
        """Read a SmartTrade without settling anything; the note of one that has ended stays as it is."""
        if number in self.ends:
            trade: Json = self.client.get(number)
        else:
            trade = self.client.send("POST", f"/{number}/set_note", json={"note": "a look"}).json()
        self.note(trade)
        return trade

    def orders(self, number: int) -> list[Json]:
        orders: list[Json] = self.client.send("GET", f"/{number}/trades").json()
        return orders

    def note(self, trade: Json) -> None:
        """Hold an answer against what is known: the end does not change, and profit is what moved."""
        if trade["id"] in self.ends:
            assert lasting(trade) == self.ends[trade["id"]][0]
        dollars = self.client.exchange.quote("USDT_BTC").last
        assert_profit(trade, dollars if trade["pair"].startswith("BTC_") else Decimal(1))

    @invariant()
    def answers_agree(self) -> None:
        """Look at one SmartTrade after each step, at the next one the next time."""
        if not hasattr(self, "looked"):
            return
        self.looked += 1
        if not self.numbers:
            return
        number = self.numbers[self.looked % len(self.numbers)]
        orders = self.orders(number)
        trade = self.snapshot(number)
        assert_agree(trade, orders)
        assert_fees(trade)
        assert_sums(trade, orders, LOTS[trade["pair"]])
        assert_leverage(trade, TICKS[trade["pair"]])
        self.books_agree()
        if number in self.ends:
            assert orders == self.ends[number][1]
        elif trade["status"]["type"] in CLOSED:
            self.ends[number] = lasting(trade), orders

    def books_agree(self) -> None:
        """Hold the balances against all orders of all SmartTrades; looking settles nothing."""
        exchange = self.client.exchange
        snapshot = exchange.snapshot()
        for account, funds in FUNDS.items():
            assert_balances(account, exchange.balances(account), funds, snapshot)

    def teardown(self) -> None:
        if not hasattr(self, "looked"):
            return
        type(self).steps += self.looked
        for number, (end, orders) in self.ends.items():
            assert (lasting(self.client.get(number)), self.orders(number)) == (end, orders)


def test_any_trading_keeps_sums_flags_and_ends() -> None:
    class Counted(AnyTrading):
        steps = 0

    options = machine_settings(examples=EXAMPLES, steps=STEPS)
    run_state_machine_as_test(Counted, settings=options)
    assert Counted.steps >= EXAMPLES * 36
