"""Signals of a bot's conditions, and the prices and funds that answers state for them."""

from decimal import Decimal

import pytest
from threecommas_mock.dca.settings import Condition, LeverageType, MinProfitType, Strategy

from tests.mock.deals.deal_client import DealClient, send
from tests.mock.deals.test_shown import FUTURES, SPOT, with_funds

RSI = (Condition("rsi"),)


def test_safety_signal_reaches_only_deals_that_wait_for_one() -> None:
    client = DealClient()
    without, with_one = client.bought(), client.bought(safety_strategy_list=RSI)
    client.room.safety_condition_met(7)
    assert client.look(without)["current_active_safety_orders_count"] == 2
    assert client.look(with_one)["current_active_safety_orders_count"] == 1


def test_signal_of_a_pair_reaches_only_deals_of_the_pair() -> None:
    client = DealClient()
    numbers = [client.bought(pair=pair, close_strategy_list=RSI) for pair in ("USDT_ETH", "USDT_BTC")]
    client.room.close_condition_met(7, "USDT_ETH")
    client.exchange.settle()
    assert [client.look(number)["status"] == "bought" for number in numbers] == [False, True]


def test_safety_signal_that_the_account_cannot_pay_places_nothing() -> None:
    client = with_funds(SPOT, USDT=110)
    number = client.bought(account=SPOT, safety_strategy_list=RSI)
    before = client.entity(number)
    client.room.safety_condition_met(7)
    assert client.entity(number) == before


@pytest.mark.parametrize(("kind", "price"), [(MinProfitType.BASE, "100.57"), (MinProfitType.TOTAL, "100.9")])
def test_minimum_profit_is_marked_where_a_condition_closes(kind: MinProfitType, price: str) -> None:
    client = DealClient()
    least = {"min_profit_percentage": Decimal(1), "min_profit_type": kind}
    without, with_one = client.bought(**least), client.bought(close_strategy_list=RSI, **least)
    client.move("98.9")
    marks = [client.look(number)["crypto_widget"]["marks"] for number in (without, with_one)]
    assert [[mark["price"] for mark in each if mark["label"] == "MP"] for each in marks] == [[], [price]]


@pytest.mark.parametrize(("strategy", "price"), [(Strategy.LONG, "42857.2"), (Strategy.SHORT, "57142.8")])
def test_liquidation_is_on_the_tick_before_the_margin_is_gone(strategy: Strategy, price: str) -> None:
    client = DealClient()
    number = client.bought(
        price=50000,
        account=FUTURES,
        pair="USDT_BTCUSDT",
        strategy=strategy,
        base_order_volume=Decimal(1000),
        max_safety_orders=0,
        leverage_type=LeverageType.ISOLATED,
        leverage_custom_value=Decimal(7),
    )
    assert client.look(number)["crypto_widget"]["LP"] == price


@pytest.mark.parametrize(
    ("account", "strategy", "quote", "base"),
    [
        (SPOT, Strategy.LONG, "100.007096", "0.0"),
        (SPOT, Strategy.SHORT, "0.0", "0.9863"),
        (1, Strategy.LONG, "0.0", "0.0"),
    ],
)
def test_resting_safety_orders_reserve_funds_but_on_paper(
    account: int, strategy: Strategy, quote: str, base: str
) -> None:
    client = DealClient()
    deal = client.look(client.bought(account=account, strategy=strategy))
    assert (deal["reserved_quote_funds"], deal["reserved_base_funds"]) == (quote, base)
    assert (deal["from_currency_id"], deal["to_currency_id"]) == (0, 0)


def test_breakeven_without_a_limit_begins_at_zero() -> None:
    client = DealClient()
    number = client.bought(stop_loss_percentage=Decimal(5))
    steps = [{"amount_percentage": 50, "profit_percentage": at} for at in (2, 3)]
    body = {"take_profit_steps": steps, "sl_to_breakeven_enabled": True}
    deal = send(client, number, ("PATCH", "update_deal", body)).json()
    assert deal["sl_to_breakeven_data"] == {"upper_breakeven_limit": 0}


def test_fills_of_a_deal_are_traded_volume_of_its_account() -> None:
    client = DealClient()
    client.bought(account=SPOT)
    client.move(103)
    volume = client.room.desk.books.turnover.within(SPOT)
    assert volume is not None
    assert volume.usd == Decimal("202.21")
