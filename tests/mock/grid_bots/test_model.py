"""Whatever prices do to grid bots: the books follow to the last digit, and lines stay in order."""

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
FUNDS = {
    1: {"USDT": Decimal(3000), "BTC": Decimal("0.02")},
    32402783: {"USDT": Decimal(4000)},
    FUTURES: {"USDT": Decimal(900)},
}
PRICES = st.integers(43_000, 57_000)
SETTINGS = st.fixed_dictionaries(
    {
        "grids_quantity": st.integers(2, 7),
        "grid_type": st.sampled_from(["arithmetic", "geometric"]),
        "quantity_per_grid": st.sampled_from(["0.005", "0.01", "0.0123"]),
        "profit_currency_type": st.sampled_from(["base", "quote"]),
        "max_active_buy_lines": st.integers(1, 7),
        "trailing_up_enabled": st.booleans(),
        "trailing_down_enabled": st.booleans(),
        "expansion_down_enabled": st.booleans(),
        "expansion_down_stop_price": st.just(43_500),
        "upper_stop_loss_enabled": st.booleans(),
        "upper_stop_loss_price": st.just(56_000),
        "lower_stop_loss_enabled": st.booleans(),
        "lower_stop_loss_price": st.just(44_000),
    }
)
ACTIONS = st.tuples(
    st.sampled_from(["stop_bot", "stop_bot_and_buy"]), st.sampled_from(["stop_bot", "stop_bot_and_sell"])
)


class GridTrading(RuleBasedStateMachine):
    """An exchange, a few grid bots on three accounts, and everything that can happen to them."""

    @initialize(delay=st.sampled_from([0, 3]))
    def begin(self, delay: int) -> None:
        accounts = [replace(each, funds=FUNDS.get(each.id)) for each in defaults.accounts()]
        self.client = Asking(
            MockExchange(document=DOCUMENT, accounts=accounts, delay=timedelta(seconds=delay))
        )
        self.numbers: list[int] = []
        self.move(50_000, 0)

    @precondition(lambda self: len(self.numbers) < 3)
    @rule(
        account=st.sampled_from(sorted(FUNDS)),
        chosen=SETTINGS,
        actions=ACTIONS,
        mode=st.sampled_from(["long", "short", "reversal"]),
    )
    def create(self, account: int, chosen: Any, actions: tuple[str, str], mode: str) -> None:
        body = chosen | {"account_id": account, "name": "Any", "upper_price": 55_000, "lower_price": 45_000}
        body |= {
            "upper_stop_loss_action": actions[0],
            "lower_stop_loss_action": actions[1],
            "pair": "USDT_BTC",
        }
        if account == FUTURES:
            closing = {
                f"{side}_stop_loss_action": "stop_bot_and_close_position" for side in ("upper", "lower")
            }
            body |= {"pair": "USDT_BTCUSDT", "mode": mode, "leverage_custom_value": 5, **closing}
        self.numbers.append(self.client.post("/ver1/grid_bots/manual", body)["id"])

    @rule(price=PRICES, spread=st.sampled_from([0, 1, 30]))
    def move(self, price: int, spread: int) -> None:
        for pair in ("USDT_BTC", "USDT_BTCUSDT"):
            self.client.exchange.set_price(pair, price, ask=price + spread)

    @rule(seconds=st.sampled_from([1, 3, 10]))
    def let_time_pass(self, seconds: int) -> None:
        self.client.exchange.advance(seconds)

    @precondition(lambda self: self.numbers)
    @rule(which=st.integers(0, 2), action=st.sampled_from(["enable", "enable", "enable", "disable"]))
    def switch(self, which: int, action: str) -> None:
        number = self.numbers[which % len(self.numbers)]
        answer = self.client.send("POST", f"/ver1/grid_bots/{number}/{action}")
        assert answer.status_code in (201, 422), answer.text

    @rule()
    def restore(self) -> None:
        state = self.client.exchange.snapshot_json()
        self.client.exchange.restore_json(state)
        assert self.client.exchange.snapshot_json() == state

    @invariant()
    def books_agree(self) -> None:
        if not hasattr(self, "client"):
            return
        snapshot = self.client.exchange.snapshot()
        for bot in snapshot.grid_bots.items:
            prices = [line.price for line in bot.lines]
            assert prices == sorted(set(prices))
            assert bot.is_enabled or not bot.resting
            assert all(line.side is not None for line in bot.lines if line.order)
        for account, funds in FUNDS.items():
            balances = self.client.exchange.balances(account)
            assert_books(account, balances, funds, snapshot, futures=account == FUTURES)


def test_any_prices_keep_the_books_and_the_lines_of_grids() -> None:
    options = machine_settings(examples=EXAMPLES, steps=40)
    run_state_machine_as_test(GridTrading, settings=options)
