"""Whatever is done to simple trades, in any order: the books follow to the last digit, and ends are ends."""

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

from tests.mock.all_books import assert_books
from tests.mock.asking import Asking
from tests.mock.machine_settings import machine_settings
from tests.mock.signed_client import DOCUMENT
from tests.sampling import ALL, SEED

EXAMPLES = 200 if SEED == ALL else 10
FUTURES = defaults.FUTURES_ACCOUNT_ID
# Enough for some of what is asked, so that some of it is refused or fails.
FUNDS = {
    1: {"USDT": Decimal(900), "BTC": Decimal("0.01")},
    32402783: {"USDT": Decimal(500), "BTC": Decimal("0.02")},
    FUTURES: {"USDT": Decimal(1500)},
}
ENDED = {"finished", "cancelled", "failed"}
PRICES = st.integers(45_000, 55_000)
OFF = {"enabled": False}
CONDITIONS = st.one_of(
    st.just(OFF),
    st.fixed_dictionaries(
        {
            "enabled": st.just(True),
            "value": st.sampled_from(["less", "less_or_equal", "greater", "greater_or_equal"]),
            "price": st.fixed_dictionaries(
                {"value": PRICES.map(str), "type": st.sampled_from(["bid", "ask", "last"])}
            ),
        }
    ),
)
TRAILINGS = st.sampled_from([OFF, OFF, {"enabled": True, "percent": "1"}, {"enabled": True, "value": "300"}])
ORDERS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["market", "limit"]),
        "side": st.sampled_from(["buy", "sell"]),
        "strategy": st.sampled_from(["gtc", "ioc", "fok", "post_only"]),
        "reduce_only": st.booleans(),
    }
)


class SimpleTrading(RuleBasedStateMachine):
    """An exchange, a few simple trades on three accounts, and everything that can happen to them."""

    @initialize(delay=st.sampled_from([0, 3]))
    def begin(self, delay: int) -> None:
        accounts = [replace(each, funds=FUNDS.get(each.id)) for each in defaults.accounts()]
        self.client = Asking(
            MockExchange(document=DOCUMENT, accounts=accounts, delay=timedelta(seconds=delay))
        )
        self.uuids: list[str] = []
        self.ends: dict[str, Any] = {}
        self.move(50_000, 0)

    @precondition(lambda self: len(self.uuids) < 6)
    @rule(
        account=st.sampled_from(sorted(FUNDS)),
        order=ORDERS,
        units=st.integers(1, 1500),
        price=PRICES,
        condition=CONDITIONS,
        trailing=TRAILINGS,
        waits=st.booleans(),
    )
    def create(
        self, *, account: int, order: Any, units: int, price: int, condition: Any, trailing: Any, waits: bool
    ) -> None:
        timed = waits and condition["enabled"]
        body = {
            "account_id": account,
            "pair": "USDT_BTCUSDT" if account == FUTURES else "USDT_BTC",
            "order": order,
            "units": {"value": str(units * Decimal("0.00001") * (100 if account == FUTURES else 1))},
            "price": {"value": str(price)},
            "conditional": condition,
            "trailing": trailing,
            "timeout": {"enabled": True, "value": 5} if timed else OFF,
        }
        answer = self.client.send("POST", "/ver1/trades", body)
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code == 201:
            self.uuids.append(answer.json()["trade"]["uuid"])

    @rule(price=PRICES, spread=st.sampled_from([0, 1, 30]))
    def move(self, price: int, spread: int) -> None:
        for pair in ("USDT_BTC", "USDT_BTCUSDT"):
            self.client.exchange.set_price(pair, price, ask=price + spread)

    @rule(seconds=st.sampled_from([1, 3, 10]))
    def let_time_pass(self, seconds: int) -> None:
        self.client.exchange.advance(seconds)

    @rule()
    def restore(self) -> None:
        state = self.client.exchange.snapshot_json()
        self.client.exchange.restore_json(state)
        assert self.client.exchange.snapshot_json() == state

    @precondition(lambda self: self.uuids)
    @rule(which=st.integers(0, 5))
    def cancel(self, which: int) -> None:
        uuid = self.uuids[which % len(self.uuids)]
        answer = self.client.send("POST", f"/ver1/trades/{uuid}/cancel")
        assert answer.status_code in (201, 400), answer.text
        assert answer.status_code == 400 or uuid not in self.ends

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "client"):
            return
        trades = [self.client.get(f"/ver1/trades/{uuid}")["trade"] for uuid in self.uuids]
        for trade in trades:
            ended = trade["status"]["value"] in ENDED
            assert ended == (trade["closed_at"] is not None)
            assert not (ended and trade["data"]["cancelable"])
            assert trade == self.ends.get(trade["uuid"], trade)
            if ended:
                self.ends[trade["uuid"]] = trade
        snapshot = self.client.exchange.snapshot()
        for account, funds in FUNDS.items():
            balances = self.client.exchange.balances(account)
            assert_books(account, balances, funds, snapshot, futures=account == FUTURES)


def test_any_simple_trading_keeps_the_books_and_the_ends() -> None:
    options = machine_settings(examples=EXAMPLES, steps=30)
    run_state_machine_as_test(SimpleTrading, settings=options)
