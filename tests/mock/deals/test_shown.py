"""What answers show of a deal: its orders, its sentences, and the funds it holds."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import MockExchange
from threecommas_mock.dca.settings import Condition, DcaSettings, Strategy
from threecommas_mock.deals.entity import OrderKind

from tests.mock.deals.deal_client import DealClient, refusal, send
from tests.mock.deals.laws import assert_ladder
from tests.mock.deals.test_actions import STEPS
from tests.mock.signed_client import DOCUMENT

SPOT, FUTURES = 32455218, 32833910
SENTENCES = [
    "Placing base order. Price: 100.0 USDT Size: 100.0 USDT (1.0 ETH)",
    "Base order executed. Price: 100.1 USDT Size: 100.1 USDT (1.0 ETH)",
    "Placing TakeProfit trade.  Price: 102.21 USDT Size: 102.21 USDT (1.0 ETH), "
    "the price should rise for 2.21% to close the trade",
    "TakeProfit trade cancelled. Price: 102.21 USDT Size: 102.21 USDT (1.0 ETH)",
    "Placing StopLoss trade. Price: market Size: 94.0 USDT (1.0 ETH)",
    "Stop loss trade completed. Price: 94.0 USDT Size: 93.906 USDT (1.0 ETH)",
    "(USDT_ETH): Trade stop loss finished. Profit: -6.19400000 USDT (-6.19 $) (-6.19% from total volume)",
]


def with_funds(account: int, **funds: int) -> DealClient:
    """Return a client whose account has no more than this."""
    accounts = MockExchange(document=DOCUMENT).accounts.values()
    given = {coin: Decimal(amount) for coin, amount in funds.items()}
    limited = [replace(each, funds=given) if each.id == account else each for each in accounts]
    return DealClient(MockExchange(document=DOCUMENT, accounts=limited))


def test_orders_are_those_at_the_exchange_with_the_rate_of_a_limit_order() -> None:
    client = DealClient()
    number = client.bought(stop_loss_percentage=Decimal(5), max_safety_orders=1)
    rates = {order["deal_order_type"]: order["rate"] for order in client.orders(number)}
    assert rates == {"Base": "100.0", "Take Profit": "102.21", "Safety": "99.09"}
    client.move(90)
    rates = {order["deal_order_type"]: order["rate"] for order in client.orders(number)}
    assert rates["Stop Loss"] == "0.0"


def test_settings_that_are_left_out_ask_for_nothing() -> None:
    client = DealClient()
    deal = client.look(client.bought(settings=DcaSettings(base_order_volume=Decimal(100))))
    assert not any(
        deal[name]
        for name in (
            "max_safety_orders",
            "active_safety_orders_count",
            "trailing_enabled",
            "stop_loss_timeout_enabled",
            "stop_loss_timeout_in_seconds",
            "tsl_enabled",
        )
    )


def test_order_that_was_carried_out_has_nothing_left_to_cancel() -> None:
    client = DealClient(MockExchange(document=DOCUMENT, delay=timedelta(seconds=3)))
    number = client.bought(max_safety_orders=1)
    client.exchange.set_price("USDT_ETH", "98.9")
    found = {
        order["deal_order_type"]: (order["cancellable"], order["quantity_remaining"])
        for order in client.orders(number)
    }
    # The safety order is carried out, which the deal has not noticed yet.
    assert found == {"Base": (False, "0.0"), "Take Profit": (True, "1.0"), "Safety": (False, "0.5046")}


def test_order_that_was_carried_out_keeps_its_price_when_steps_change() -> None:
    client = DealClient(MockExchange(document=DOCUMENT, delay=timedelta(seconds=3)))
    number = client.bought()
    client.exchange.set_price("USDT_ETH", "98.9")
    body = {"custom_safety_steps": [{"deviation": -2, "size": 50}]}
    assert send(client, number, ("PATCH", "update_deal", body)).status_code == 200
    deal = client.entity(number)
    assert [str(each.order.price) for each in deal.open_orders(OrderKind.SAFETY)] == ["99.09"]
    assert_ladder(deal, client.room.view_of(deal).pair)


def test_sentences_tell_the_life_of_a_deal() -> None:
    client = DealClient()
    number = client.bought(stop_loss_percentage=Decimal(5), max_safety_orders=0)
    client.move(94)
    assert [event["message"] for event in client.get(number)["bot_events"]] == SENTENCES


def test_sentences_of_a_short_deal_expect_the_price_to_fall() -> None:
    client = DealClient()
    number = client.bought(strategy=Strategy.SHORT)
    assert "the price should fall for 2.20% to close" in client.get(number)["bot_events"][2]["message"]


def test_events_of_one_in_four_deals_are_mixed() -> None:
    client = DealClient()
    told = [[event["message"] for event in client.get(client.bought())["bot_events"]] for _ in range(4)]
    in_order = [each for each in told if each[0].startswith("Placing base order")]
    assert len(in_order) == 3
    assert in_order[0] == in_order[1] == in_order[2]
    assert all(sorted(each) == sorted(in_order[0]) for each in told)


def test_marks_of_steps_are_numbered_from_one() -> None:
    client = DealClient()
    number = client.bought(take_profit=None, take_profit_steps=STEPS)
    marks = client.look(number)["crypto_widget"]["marks"]
    assert [(mark["label"], mark["price"]) for mark in marks] == [
        ("TP1", "102.21"),
        ("TP2", "103.21"),
        ("TP3", "104.21"),
    ]


def test_two_steps_are_enough_for_a_breakeven() -> None:
    client = DealClient()
    number = client.bought()
    steps = [
        {"amount_percentage": 40, "profit_percentage": 2},
        {"amount_percentage": 60, "profit_percentage": 3},
    ]
    body = {"take_profit_steps": steps, "sl_to_breakeven_enabled": True, "stop_loss_percentage": 5}
    deal = send(client, number, ("PATCH", "update_deal", body)).json()
    assert deal["sl_to_breakeven_enabled"]
    assert [(each["amount_percentage"], each["profit_percentage"]) for each in deal["take_profit_steps"]] == [
        (40.0, 2.0),
        (60.0, 3.0),
    ]


@pytest.mark.parametrize(("digits", "status"), [(30, 200), (31, 422)])
def test_number_has_at_most_thirty_digits(digits: int, status: int) -> None:
    client = DealClient()
    number = client.bought()
    body = {"take_profit": "1." + "1" * (digits - 1)}
    answer = send(client, number, ("PATCH", "update_deal", body))
    assert answer.status_code == status
    if status != 200:
        assert refusal(answer)[2] == {"take_profit": ["has more than 30 digits"]}


def test_deal_is_closed_as_soon_as_its_time_is_over() -> None:
    client = DealClient()
    number = client.bought(close_timeout=60)
    seen = []
    for seconds in (59, 1):
        client.exchange.advance(seconds)
        client.exchange.settle()
        seen.append(client.look(number)["status"])
    assert seen == ["bought", "panic_sold"]


def test_condition_closes_only_deals_that_have_one() -> None:
    client = DealClient()
    without, with_one = client.bought(), client.bought(close_strategy_list=(Condition("rsi"),))
    client.room.close_condition_met(7)
    client.exchange.settle()
    assert client.look(without)["status"] == "bought"
    assert client.look(with_one)["status"] != "bought"


def test_note_does_not_start_a_transition_anew() -> None:
    client = DealClient(MockExchange(document=DOCUMENT, delay=timedelta(seconds=10)))
    number = client.bought()
    client.exchange.set_price("USDT_ETH", "98.9")
    client.exchange.advance(6)
    assert send(client, number, ("PATCH", "update_deal", {"note": "Mine"})).status_code == 200
    client.exchange.advance(6)
    assert client.look(number)["completed_safety_orders_count"] == 1


@pytest.mark.parametrize(
    ("account", "pair", "strategy", "spent"),
    [
        (SPOT, "USDT_ETH", Strategy.LONG, "USDT"),
        (SPOT, "USDT_ETH", Strategy.SHORT, "ETH"),
        (FUTURES, "USDT_BTCUSDT", Strategy.LONG, "USDT"),
        (FUTURES, "USDT_BTCUSDT", Strategy.SHORT, "USDT"),
    ],
)
def test_funds_are_added_in_the_currency_that_the_deal_spends(
    account: int, pair: str, strategy: Strategy, spent: str
) -> None:
    for client, free in ((DealClient(), "1000000000.0"), (with_funds(account, USDT=5000, ETH=20), None)):
        number = client.bought(account=account, pair=pair, strategy=strategy)
        data: Any = client.send("GET", f"/{number}/data_for_adding_funds", "AddFundsData").json()
        assert data["adding_funds_currency"] == spent
        balance = client.exchange.balances(account).get(spent)
        assert Decimal(data["available_amount"]) == (balance.free if free is None else Decimal(free))


def test_short_deal_on_spot_holds_its_proceeds_and_the_coins_of_its_safety_orders() -> None:
    client = with_funds(SPOT, USDT=1000, ETH=20)
    client.bought(account=SPOT, strategy=Strategy.SHORT)
    held = client.exchange.balances(SPOT)
    assert (held["ETH"].total, held["ETH"].reserved) == (19, Decimal("0.9863"))
    assert (held["USDT"].total, held["USDT"].reserved) == (Decimal("1099.9"), Decimal("99.9"))


def test_order_that_waits_on_futures_holds_its_margin_and_both_commissions() -> None:
    client = with_funds(FUTURES, USDT=5000)
    volumes = {"base_order_volume": Decimal(1000), "safety_order_volume": Decimal(1000)}
    client.bought(price=50000, account=FUTURES, pair="USDT_BTCUSDT", max_safety_orders=1, **volumes)
    held = client.exchange.balances(FUTURES)["USDT"]
    # The position cost 1000, and 0.021 coins wait at 49549.5 with a commission of 0.1 percent.
    assert (held.total, held.reserved) == (4999, 1000 + Decimal("1040.5395") + Decimal("1.0405395"))
