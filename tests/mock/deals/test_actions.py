"""The things users do with a deal: what follows of each, and what is refused how."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import MockExchange
from threecommas_mock.dca.settings import Condition, ProfitCurrency, Strategy, TakeProfitStep, VolumeType

from tests.mock.deals.deal_client import PLAIN, DealClient, refusal, send
from tests.mock.deals.laws import assert_fills
from tests.mock.signed_client import DOCUMENT, validator

STEPS = tuple(TakeProfitStep(Decimal(share), Decimal(at)) for share, at in ((40, 2), (50, 3), (10, 4)))
UNKNOWN = [
    ("GET", "show", None),
    ("GET", "market_orders", None),
    ("GET", "data_for_adding_funds", None),
    ("POST", "cancel", None),
    ("POST", "panic_sell", None),
    ("POST", "panic_sell_step", {"trade_id": 1}),
    ("POST", "add_funds", {"quantity": 1, "is_market": True}),
    ("POST", "cancel_order", {"order_id": "1"}),
    ("POST", "update_max_safety_orders", {"max_safety_orders": 3}),
    ("POST", "convert_to_smart_trade", {"stop_bot": False}),
    ("PATCH", "update_deal", {"take_profit": "2"}),
]
WRONG_STATE = [each for each in UNKNOWN if each[0] != "GET"]


@pytest.mark.parametrize("call", UNKNOWN, ids=lambda call: call[1])
def test_unknown_deal_is_not_found(call: tuple[str, str, Any]) -> None:
    assert refusal(send(DealClient(), 5, call))[:2] == (404, "not_found")


@pytest.mark.parametrize("call", UNKNOWN, ids=lambda call: call[1])
def test_deal_of_another_user_is_not_found(call: tuple[str, str, Any]) -> None:
    client = DealClient()
    number = client.bought(account=40000001)
    assert refusal(send(client, number, call))[:2] == (404, "not_found")


@pytest.mark.parametrize("call", WRONG_STATE, ids=lambda call: call[1])
def test_ended_deal_takes_no_action(call: tuple[str, str, Any]) -> None:
    client = DealClient()
    number = client.bought()
    client.move(103)
    before = client.look(number)
    assert before["status"] == "completed"
    assert send(client, number, call).status_code in ({422, 404} if call[1] == "cancel_order" else {400})
    assert client.look(number) == before


def test_panic_sale_takes_the_coins_to_the_market() -> None:
    client = DealClient()
    number = client.bought()
    client.exchange.set_price("USDT_ETH", "99.5")
    assert send(client, number, ("POST", "panic_sell", None)).json()["status"] == "panic_sell_pending"
    client.exchange.settle()
    deal = client.look(number)
    assert (deal["status"], deal["sold_average_price"]) == ("panic_sold", "99.4005")
    assert {order["deal_order_type"] for order in client.orders(number)} >= {"Base", "Closed at Market Price"}


def test_cancelled_deal_keeps_its_coins() -> None:
    client = DealClient()
    number = client.bought()
    send(client, number, ("POST", "cancel", None))
    client.exchange.settle()
    deal = client.look(number)
    assert (deal["status"], deal["sold_amount"], deal["bought_amount"]) == ("cancelled", "0.0", "1.0")
    assert {order["status_string"] for order in client.orders(number)} == {"Filled", "Cancelled"}


def test_step_is_closed_at_market_and_the_others_stay() -> None:
    client = DealClient()
    number = client.bought(take_profit=None, take_profit_steps=STEPS)
    first = client.get(number)["take_profit_steps"][0]
    body = {"trade_id": first["trade_id"]}
    closing = send(client, number, ("POST", "panic_sell_step", body)).json()
    assert [step["status"] for step in closing["take_profit_steps"]] == ["Panic closing", "Placed", "Placed"]
    assert closing["status"] == "bought"
    client.exchange.settle()
    deal = client.look(number)
    assert (deal["status"], deal["sold_amount"], deal["sold_average_price"]) == ("bought", "0.4", "99.9")
    assert [step["status"] for step in deal["take_profit_steps"]] == ["Finished", "Placed", "Placed"]
    assert_fills(client.entity(number))
    assert refusal(send(client, number, ("POST", "panic_sell_step", {"trade_id": 1})))[0] == 404


def test_steps_are_done_one_by_one_and_keep_their_trades() -> None:
    client = DealClient()
    number = client.bought(take_profit=None, take_profit_steps=STEPS)
    trades = [step["trade_id"] for step in client.get(number)["take_profit_steps"]]
    client.move("98.9")
    moved = client.look(number)
    assert [step["trade_id"] for step in moved["take_profit_steps"]] == trades
    assert moved["take_profit"] is None
    assert moved["take_profit_price"] == moved["current_price"]
    client.move(moved["take_profit_steps"][0]["price"])
    assert [step["status"] for step in client.look(number)["take_profit_steps"]] == [
        "Finished",
        "Placed",
        "Placed",
    ]
    client.move(200)
    deal = client.look(number)
    assert (deal["status"], deal["reserved_second_coin"]) == ("completed", "0.0")


@pytest.mark.parametrize(("limit", "stops"), [(0, ["100.1", "100.1"]), (1, ["100.1", "102.21"])])
def test_stop_loss_follows_the_steps_to_breakeven(limit: int, stops: list[str]) -> None:
    client = DealClient()
    number = client.bought(
        take_profit=None, take_profit_steps=STEPS, stop_loss_percentage=Decimal(5), breakeven_limit=limit
    )
    assert client.look(number)["stop_loss_price"] == "95.095"
    for done, stop in enumerate(stops):
        client.move(client.look(number)["take_profit_steps"][done]["price"])
        assert client.look(number)["stop_loss_price"] == stop
    client.move("99.5")
    assert client.look(number)["status"] == "stop_loss_finished"


@pytest.mark.parametrize("at_market", [True, False])
def test_added_funds_are_a_manual_safety_order(at_market: bool) -> None:
    client = DealClient()
    number = client.bought()
    body = {"quantity": "0.5", "is_market": at_market} | ({} if at_market else {"rate": "99.5"})
    order = send(
        client, number, ("POST", "add_funds", body | {"response_type": "market_order"}), "MarketOrder"
    ).json()
    assert (order["deal_order_type"], order["quantity"]) == ("Manual Safety", "0.5")
    assert client.look(number)["active_manual_safety_orders"] == 1
    client.move("99.5")
    deal = client.look(number)
    assert (deal["completed_manual_safety_orders_count"], deal["active_manual_safety_orders"]) == (1, 0)
    paid = Decimal("100.1") + Decimal("0.5") * (100 if at_market else Decimal("99.5")) * Decimal("1.001")
    assert Decimal(deal["bought_volume"]) == paid
    assert Decimal(deal["take_profit_price"]) == Decimal("102.21" if at_market else "102.04")


def test_added_funds_answer_what_is_asked_for() -> None:
    client = DealClient()
    number = client.bought()
    body = {"quantity": 1, "is_market": False, "rate": 90}
    assert send(client, number, ("POST", "add_funds", body), None).json() == {"status": "success"}
    deal = send(client, number, ("POST", "add_funds", body | {"response_type": "deal"})).json()
    assert deal["active_manual_safety_orders"] == 2


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"quantity": 1, "is_market": False}, 400, "rate"),
        ({"is_market": True}, 400, "quantity"),
        ({"quantity": "0.00001", "is_market": True}, 422, "quantity"),
        ({"quantity": "100000000", "is_market": True}, 422, "quantity"),
        ({"quantity": 1, "is_market": False, "rate": "0.001"}, 422, "rate"),
    ],
)
def test_funds_that_the_exchange_does_not_take_are_refused(body: Any, status: int, field: str) -> None:
    client = DealClient()
    number = client.bought()
    found = refusal(send(client, number, ("POST", "add_funds", body)))
    assert (found[0], list(found[2] or {})) == (status, [field])


def test_manual_safety_order_alone_can_be_cancelled() -> None:
    client = DealClient()
    number = client.bought()
    body = {"quantity": 1, "is_market": False, "rate": 90, "response_type": "market_order"}
    order = send(client, number, ("POST", "add_funds", body), "MarketOrder").json()
    others = [each["order_id"] for each in client.orders(number) if each["order_id"] != order["order_id"]]
    for other in others:
        answer = send(client, number, ("POST", "cancel_order", {"order_id": other}))
        assert (answer.status_code, answer.json()) == (422, {"error": "Cant be cancelled"})
    left = send(
        client, number, ("POST", "cancel_order", {"order_id": order["order_id"]}), "MarketOrder"
    ).json()
    assert [each["status_string"] for each in left if each["order_id"] == order["order_id"]] == ["Cancelled"]
    again = send(client, number, ("POST", "cancel_order", {"order_id": order["order_id"]}))
    assert again.status_code == 422


def test_number_of_safety_orders_can_be_changed() -> None:
    client = DealClient()
    number = client.bought()
    client.move("98.9")
    assert client.look(number)["current_active_safety_orders_count"] == 2
    fewer = send(client, number, ("POST", "update_max_safety_orders", {"max_safety_orders": 1})).json()
    assert (fewer["max_safety_orders"], fewer["current_active_safety_orders_count"]) == (1, 0)
    more = send(client, number, ("POST", "update_max_safety_orders", {"max_safety_orders": 6})).json()
    assert (more["max_safety_orders"], more["current_active_safety_orders_count"]) == (6, 2)
    assert more["buy_steps"][0]["price"] == "98.09"
    none = send(client, number, ("POST", "update_max_safety_orders", {"max_safety_orders": 0}))
    assert refusal(none)[::2] == (400, {"max_safety_orders": ["must be greater than or equal to 1"]})


def test_deal_becomes_a_smart_trade() -> None:
    client = DealClient()
    number = client.bought(stop_loss_percentage=Decimal(5))
    answer = client.send("POST", f"/{number}/convert_to_smart_trade", "SmartTrade", json={"stop_bot": False})
    trade = answer.json()
    assert (trade["data"]["type"], trade["skip_enter_step"]) == ("smart_sell", True)
    assert trade["note"] == f"Created from deal {number}"
    assert (trade["position"]["units"]["value"], trade["position"]["price"]["value"]) == ("1.0", "100.1")
    assert trade["take_profit"]["steps"][0]["price"]["value"] == "102.21"
    assert trade["stop_loss"]["conditional"]["price"]["value"] == "95.095"
    assert trade["stop_loss"]["conditional"]["trailing"]["enabled"] is False
    assert client.look(number)["status"] == "cancelled"


def test_deal_goes_on_where_the_smart_trade_is_refused() -> None:
    client = DealClient()
    settings = {"base_order_volume": Decimal(1000), "safety_order_volume": Decimal(1000)}
    number = client.bought(price=50000, account=32833910, pair="USDT_BTCUSDT", **settings)
    before = client.entity(number)
    answer = send(client, number, ("POST", "convert_to_smart_trade", {"stop_bot": True}))
    assert refusal(answer)[:2] == (422, "record_invalid")
    assert client.entity(number) == before


def test_signal_averages_at_market_where_nothing_rests() -> None:
    client = DealClient()
    number = client.bought(safety_strategy_list=(Condition("rsi"),))
    assert client.look(number)["current_active_safety_orders_count"] == 0
    client.exchange.set_price("USDT_ETH", 97)
    client.room.safety_condition_met(7)
    client.exchange.settle()
    deal = client.look(number)
    assert deal["completed_safety_orders_count"] == 1
    # Sized for the price of the ladder, 99.09, and filled at that of the market.
    assert Decimal(deal["bought_volume"]) == Decimal("100.1") + Decimal("0.5046") * 97 * Decimal("1.001")


def test_short_deal_sells_first_and_buys_back_for_less() -> None:
    client = DealClient()
    number = client.bought(strategy=Strategy.SHORT, stop_loss_percentage=Decimal(5))
    deal = client.look(number)
    assert (deal["type"], deal["sold_volume"], deal["bought_amount"]) == ("Deal::ShortDeal", "99.9", "0.0")
    assert (deal["take_profit_price"], deal["stop_loss_price"]) == ("97.8", "104.895")
    assert deal["crypto_widget"]["inverted"]
    client.move("101.1")
    assert client.look(number)["completed_safety_orders_count"] == 1
    client.move(90)
    deal = client.look(number)
    assert (deal["status"], deal["final_profit_percentage"]) == ("completed", "2.01")


@pytest.mark.parametrize("strategy", [Strategy.LONG, Strategy.SHORT])
def test_profit_can_be_kept_in_coins(strategy: Strategy) -> None:
    client = DealClient()
    number = client.bought(strategy=strategy, profit_currency=ProfitCurrency.BASE)
    client.move(110 if strategy is Strategy.LONG else 90)
    deal = client.look(number)
    coins = Decimal(deal["bought_amount"]) - Decimal(deal["sold_amount"])
    assert deal["status"] == "completed"
    assert Decimal("0.015") < coins < Decimal("0.025")
    assert abs(Decimal(deal["final_profit"])) < Decimal("0.02")


def test_limited_account_goes_on_without_the_safety_order_it_cannot_pay() -> None:
    accounts = MockExchange(document=DOCUMENT).accounts.values()
    poor = [
        _with_funds(account, {"USDT": Decimal(160)}) if account.id == 1 else account for account in accounts
    ]
    client = DealClient(MockExchange(document=DOCUMENT, accounts=poor))
    number = client.bought()
    deal = client.look(number)
    assert (deal["status"], deal["current_active_safety_orders_count"]) == ("bought", 1)
    assert (
        deal["error_message"]
        == "Error placing safety trade (2 out of 3): Insufficient funds. Not enough USDT."
    )
    assert deal["deal_has_error"]
    client.move(110)
    assert client.look(number)["status"] == "completed"
    assert client.exchange.balances(1)["USDT"].total == 160 + Decimal(client.look(number)["actual_profit"])


def test_percent_is_one_of_the_free_balance() -> None:
    accounts = MockExchange(document=DOCUMENT).accounts.values()
    rich = [
        _with_funds(account, {"USDT": Decimal(1000)}) if account.id == 1 else account for account in accounts
    ]
    client = DealClient(MockExchange(document=DOCUMENT, accounts=rich))
    number = client.bought(base_order_volume_type=VolumeType.PERCENT, base_order_volume=Decimal(10))
    assert client.look(number)["bought_volume"] == "100.1"


def _with_funds(account: Any, funds: Any) -> Any:
    return replace(account, funds=funds)


def test_what_adding_funds_needs_is_told() -> None:
    client = DealClient()
    number = client.bought()
    data = client.send("GET", f"/{number}/data_for_adding_funds", "AddFundsData").json()
    assert data["market_supported"] is True
    limits = data["limits"]
    assert (limits["priceMultiplierDown"], limits["priceMultiplierUp"]) == ("0.2", "5.0")
    assert (data["orderbook_price"], data["take_profit_price"], data["deal_type"]) == (
        "100.0",
        "102.21",
        "long",
    )


def test_lists_are_filtered_and_newest_first() -> None:
    client = DealClient()
    pairs = ("USDT_ETH", "USDT_BTC", "USDT_ETH")
    numbers = [client.bought(pair=pair, account=32455218) for pair in pairs]
    paper = client.bought()
    client.move(103)

    def listed(**query: Any) -> list[int]:
        return [deal["id"] for deal in client.send("GET", "", "Deal", params=query).json()]

    assert listed() == numbers[::-1]
    assert listed(order_direction="ASC", limit=2) == numbers[:2]
    assert listed(scope="active") == [numbers[1]]
    assert listed(scope="completed", offset=1) == [numbers[0]]
    assert listed(base="BTC", quote="USDT") == [numbers[1]]
    assert listed(bot_id=8) == listed(account_id=2) == listed(note="x") == []
    assert listed(**{"from": "2030-01-01T00:00:00Z"}) == []
    assert "bot_events" not in client.send("GET", "", "Deal").json()[0]
    in_paper_mode = client.send("GET", "", "Deal", headers={"Forced-Mode": "paper"}).json()
    assert [deal["id"] for deal in in_paper_mode] == [paper]


def test_answers_of_every_life_fit_the_document() -> None:
    client = DealClient()
    number = client.bought(settings=PLAIN, trailing_enabled=True, trailing_deviation=Decimal(1))
    for price in ("99", "104", "104.5", "103"):
        client.exchange.set_price("USDT_ETH", price)
        assert [error.message for error in validator("Deal").iter_errors(client.look(number))] == []
        client.get(number)
