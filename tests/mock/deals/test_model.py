"""Whatever is done to deals in whatever order: books are kept to the last digit, and the end is the end.

The balances of an account are what it began with and what the fills of its deals brought, summed here again.
A snapshot of any state, written as JSON and read again, goes on as the exchange that it was taken of.
"""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal, localcontext
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
from threecommas_mock.dca.settings import (
    Condition,
    DcaSettings,
    LeverageType,
    ProfitCurrency,
    SafetyStep,
    StartOrderType,
    Strategy,
    TakeProfitStep,
    TakeProfitType,
)
from threecommas_mock.deals.entity import Deal, OrderKind
from threecommas_mock.deals.statuses import WATCHING, flags

from tests.mock.all_books import assert_books
from tests.mock.deals.deal_client import DealClient
from tests.mock.deals.laws import assert_laws
from tests.mock.machine_settings import machine_settings
from tests.mock.signed_client import DOCUMENT
from tests.sampling import ALL, SEED

EXAMPLES, STEPS = (100, 50) if SEED == ALL else (15, 40)
MOST_DEALS = 4
SPOT, PAPER, FUTURES = 32455218, 1, defaults.FUTURES_ACCOUNT_ID
PAIRS = {SPOT: "USDT_ETH", PAPER: "USDT_ETH", FUTURES: "USDT_BTCUSDT"}
UNITS = {"USDT_ETH": Decimal(10), "USDT_BTCUSDT": Decimal(100)}
FUNDS = {
    SPOT: {"USDT": Decimal(500), "ETH": Decimal("0.4")},
    FUTURES: {"USDT": Decimal(400)},
}
PERCENTS = st.integers(1, 60).map(lambda tenths: Decimal(tenths) / 10)
OPTIONAL = st.one_of(st.just(Decimal(0)), PERCENTS)
STEPS_OF_PROFIT = st.sampled_from([(), ((40, 2), (50, 3), (10, 4)), ((50, 1), (50, 2))]).map(
    lambda steps: tuple(TakeProfitStep(Decimal(share), Decimal(at)) for share, at in steps)
)
CUSTOM_STEPS = st.sampled_from([(), ((-1, 40), (-3, 80))]).map(
    lambda steps: tuple(SafetyStep(Decimal(deviation), Decimal(size)) for deviation, size in steps)
)
CONDITIONS = st.sampled_from([(), (), (Condition("rsi", {"points": "70"}),)])
GIVEN = st.fixed_dictionaries(
    {
        "strategy": st.sampled_from(Strategy),
        "base_order_volume": st.integers(60, 200).map(Decimal),
        "start_order_type": st.sampled_from(StartOrderType),
        "safety_order_volume": st.integers(40, 120).map(Decimal),
        "safety_order_step_percentage": PERCENTS,
        "martingale_volume_coefficient": st.sampled_from([Decimal(1), Decimal("1.7")]),
        "martingale_step_coefficient": st.sampled_from([Decimal(1), Decimal("1.5")]),
        "max_safety_orders": st.integers(0, 4),
        "active_safety_orders_count": st.integers(0, 3),
        "custom_safety_steps": CUSTOM_STEPS,
        "safety_strategy_list": CONDITIONS,
        "close_strategy_list": CONDITIONS,
        "min_profit_percentage": OPTIONAL,
        "take_profit": st.one_of(st.none(), PERCENTS),
        "take_profit_type": st.sampled_from(TakeProfitType),
        "take_profit_steps": STEPS_OF_PROFIT,
        "profit_currency": st.sampled_from(ProfitCurrency),
        "trailing_enabled": st.booleans(),
        "trailing_deviation": PERCENTS,
        "stop_loss_percentage": OPTIONAL,
        "tsl_enabled": st.booleans(),
        "stop_loss_timeout_enabled": st.booleans(),
        "stop_loss_timeout_in_seconds": st.just(20),
        "breakeven_limit": st.sampled_from([None, None, 0, 1]),
        "close_timeout": st.sampled_from([None, None, None, 200]),
    }
)
UPDATES = st.sampled_from(
    [
        {"take_profit": "1.1"},
        {
            "take_profit_steps": [
                {"amount_percentage": part, "profit_percentage": part / 20} for part in (30, 70)
            ]
        },
        {"trailing_enabled": True, "trailing_deviation": 1},
        {"stop_loss_percentage": "3", "tsl_enabled": True},
        {"stop_loss_percentage": 0},
        {"max_safety_orders": 6, "active_safety_orders_count": 2},
        {"custom_safety_steps": [{"deviation": "-2", "size": 50}]},
        {"close_timeout": 60},
        {"note": "Mine"},
    ]
)
CALLS = st.sampled_from(
    [
        ("POST", "cancel", None),
        ("POST", "panic_sell", None),
        ("POST", "convert_to_smart_trade", {"stop_bot": False}),
        ("POST", "update_max_safety_orders", {"max_safety_orders": 1}),
        ("POST", "add_funds", {"quantity": "0.2", "is_market": True}),
        ("POST", "add_funds", {"quantity": "0.3", "is_market": False, "rate": 960}),
    ]
)
WHICH = st.integers(0, MOST_DEALS - 1)


def new_exchange(delay: int) -> MockExchange:
    accounts = [replace(account, funds=FUNDS.get(account.id)) for account in defaults.accounts()]
    return MockExchange(document=DOCUMENT, accounts=accounts, delay=timedelta(seconds=delay))


class AnyDeals(RuleBasedStateMachine):
    """An exchange, a few deals on three accounts, and everything that can happen to them."""

    @initialize(delay=st.sampled_from([0, 0, 3]), given=GIVEN)
    def begin(self, delay: int, given: dict[str, Any]) -> None:
        self.delay = delay
        self.client = DealClient(new_exchange(delay))
        self.numbers: list[int] = []
        self.ends: dict[int, Any] = {}
        self.move("USDT_ETH", 1000, 0)
        self.move("USDT_BTCUSDT", 1000, 0)
        self.start(SPOT, given, 10)
        self.client.exchange.settle()

    @precondition(lambda self: len(self.numbers) < MOST_DEALS)
    @rule(
        account=st.sampled_from([SPOT, SPOT, PAPER, FUTURES]), given=GIVEN, leverage=st.sampled_from([1, 10])
    )
    def start(self, account: int, given: dict[str, Any], leverage: int) -> None:
        made = DcaSettings(**given)
        if account == FUTURES:
            scale = Decimal(3)
            made = replace(
                made,
                base_order_volume=made.base_order_volume * scale,
                leverage_type=LeverageType.ISOLATED,
                leverage_custom_value=Decimal(leverage),
            )
        self.numbers.append(self.client.start(made, account=account, pair=PAIRS[account]))

    @rule(
        pair=st.sampled_from(sorted(UNITS)), price=st.integers(900, 1100), spread=st.sampled_from([0, 0, 2])
    )
    def move(self, pair: str, price: int, spread: int) -> None:
        bid = price * UNITS[pair] / 10
        self.client.exchange.set_price(pair, bid, ask=bid + spread)

    @rule(pair=st.sampled_from(sorted(UNITS)), price=st.sampled_from([400, 800, 1300, 2100]))
    def jump(self, pair: str, price: int) -> None:
        """Pass every order on the way."""
        self.move(pair, price, 0)

    @rule(seconds=st.sampled_from([2, 25, 300]))
    def wait(self, seconds: int) -> None:
        self.client.exchange.advance(seconds)

    @rule()
    def settle(self) -> None:
        self.client.exchange.settle()

    @rule(which=WHICH)
    def poll(self, which: int) -> None:
        self.client.get(self.number(which))

    @rule(which=WHICH, call=CALLS)
    def do(self, which: int, call: tuple[str, str, Any]) -> None:
        method, path, body = call
        self.call(which, method, path, body)

    @rule(which=WHICH, body=UPDATES)
    def update(self, which: int, body: Any) -> None:
        self.call(which, "PATCH", "update_deal", body)

    @rule(which=WHICH, place=st.integers(0, 2))
    def close_step(self, which: int, place: int) -> None:
        steps = self.client.look(self.number(which))["take_profit_steps"]
        if len(steps) > place and "trade_id" in steps[place]:
            self.call(which, "POST", "panic_sell_step", {"trade_id": steps[place]["trade_id"]})

    @rule(close=st.booleans())
    def signal(self, close: bool) -> None:
        room = self.client.room
        (room.close_condition_met if close else room.safety_condition_met)(7)

    @rule()
    def start_again_from_a_snapshot(self) -> None:
        written = json.loads(json.dumps(self.client.exchange.snapshot_json()))
        before = self.client.exchange
        self.client = DealClient(new_exchange(self.delay))
        self.client.exchange.restore_json(written)
        assert self.client.exchange.deals() == before.deals()
        assert self.client.exchange.snapshot() == before.snapshot()
        assert [deal.id for deal in self.client.room.of_bot(7)] == [
            deal.id for deal in before._deals.of_bot(7)
        ]
        assert self.client.exchange.balances(SPOT) == before.balances(SPOT)

    @invariant()
    def books_are_kept(self) -> None:
        if hasattr(self, "client"):
            exchange = self.client.exchange
            for account, funds in FUNDS.items():
                balances = exchange.balances(account)
                assert_books(account, balances, funds, exchange.snapshot(), futures=account == FUTURES)

    @invariant()
    def deals_agree_with_themselves(self) -> None:
        for number in getattr(self, "numbers", ()):
            deal = self.client.entity(number)
            answer = self.client.look(number)
            assert_agrees(deal, answer)
            assert_laws(deal, answer, self.client.room.view_of(deal).pair)
            if deal.is_closed:
                assert self.ends.setdefault(number, (deal.status, deal.orders)) == (deal.status, deal.orders)

    def call(self, which: int, method: str, path: str, body: Any) -> None:
        schema = "SmartTrade" if path.startswith("convert") else None
        options = {} if body is None else {"json": body}
        answer = self.client.send(method, f"/{self.number(which)}/{path}", schema, **options)
        assert answer.status_code in {200, 201, 400, 404, 422}, answer.text

    def number(self, which: int) -> int:
        return self.numbers[which % len(self.numbers)]


def assert_agrees(deal: Deal, answer: dict[str, Any]) -> None:
    """Check a deal against itself: its sums, its flags, its orders."""
    allowed = flags(deal.status)
    shown = (answer["cancellable?"], answer["panic_sellable?"], answer["add_fundable"])
    assert shown == (allowed.cancellable, allowed.panic_sellable, allowed.add_fundable)
    assert answer["finished?"] == deal.is_closed == (answer["closed_at"] is not None)
    assert len({each.id for each in deal.orders}) == len(deal.orders)
    if deal.is_closed:
        assert not deal.open_orders()
    used = [each.number for each in deal.of_kind(OrderKind.SAFETY)]
    assert len(set(used)) == len(used)
    assert answer["current_active_safety_orders_count"] <= max(3, deal.settings.active_safety_orders_count)
    if deal.status in WATCHING and deal.settings.profit_currency is ProfitCurrency.QUOTE:
        assert sum(each.order.units or 0 for each in deal.take_profits) <= deal.remaining
    with localcontext(prec=500):
        assert Decimal(answer["reserved_second_coin"]) == deal.remaining


def test_books_are_kept_whatever_happens_to_deals() -> None:
    run_state_machine_as_test(
        AnyDeals,
        settings=machine_settings(examples=EXAMPLES, steps=STEPS),
    )
