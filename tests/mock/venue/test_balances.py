"""What an account has left follows from its SmartTrades, is never overspent and bounds its orders."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import Account, Balance, MockExchange, defaults

from tests.mock.signed_client import DOCUMENT, SignedClient
from tests.mock.venue.limited_funds import (
    FUTURES,
    SPOT,
    TENFOLD,
    body,
    client,
    complaint,
    held,
    limit,
)


def test_funds_are_unlimited_by_default() -> None:
    asking = SignedClient(MockExchange(document=DOCUMENT))
    asking.at_rest(body(SPOT, "buy", "100"))
    assert asking.exchange.balances(SPOT) == {}


def test_order_reserves_what_it_may_cost_and_its_fill_spends_it() -> None:
    asking = client({"USDT": "1000"})
    number = asking.create(limit(SPOT, "buy", "0.01", "40000"))
    assert held(asking) == {"USDT": ("1000", "599.6"), "BTC": ("0", "0")}
    asking.exchange.set_price("USDT_BTC", 40000)
    asking.exchange.settle()
    assert held(asking) == {"USDT": ("599.6", "599.6"), "BTC": ("0.01", "0")}
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    assert held(asking) == {"USDT": ("999.2", "999.2"), "BTC": ("0", "0")}


def test_cancelled_order_frees_what_it_reserved() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(limit(SPOT, "buy", "0.01", "40000"))["id"]
    asking.send("DELETE", f"/{number}")
    asking.exchange.settle()
    assert held(asking)["USDT"] == ("1000", "1000")


def test_added_funds_that_rest_can_be_cancelled_and_leave_the_smart_trade_as_it_was() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(SPOT, "buy", "0.01"))["id"]
    before = held(asking)
    order = {"order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "40000"}}
    asking.send("POST", f"/{number}/add_funds", json=order)
    entry, added = asking.send("GET", f"/{number}/trades").json()
    assert [order["cancelable"] for order in (entry, added)] == [False, True]
    assert added["status"] == "order_placed"
    assert held(asking)["USDT"] == ("499.5", "99.1")
    assert asking.send("DELETE", f"/{number}/trades/{entry['id']}").status_code == 400
    assert asking.send("DELETE", f"/{number}/trades/{added['id']}").status_code == 200
    assert held(asking) == before
    asking.exchange.set_price("USDT_BTC", 39000)
    asking.exchange.settle()
    assert held(asking) == before
    shown = asking.send("GET", f"/{number}").json()
    assert shown["status"]["type"] == "waiting_targets"
    assert shown["position"]["units"]["value"] == "0.01"
    added = asking.send("GET", f"/{number}/trades").json()[1]
    assert (added["cancelable"], added["status"]) == (False, "cancelled")
    assert asking.send("DELETE", f"/{number}/trades/{added['id']}").status_code == 400


def test_added_funds_that_were_carried_out_cannot_be_cancelled() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(SPOT, "buy", "0.01"))["id"]
    order = {"order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "40000"}}
    asking.send("POST", f"/{number}/add_funds", json=order)
    asking.exchange.set_price("USDT_BTC", 39000)
    added = asking.send("GET", f"/{number}/trades").json()[1]
    assert not added["cancelable"]
    assert asking.send("DELETE", f"/{number}/trades/{added['id']}").status_code == 400
    asking.exchange.settle()
    assert held(asking)["BTC"] == ("0.02", "0")


def test_coins_of_a_cancelled_smart_trade_are_free() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(SPOT, "buy", "0.01"))["id"]
    asking.send("DELETE", f"/{number}")
    asking.exchange.settle()
    assert held(asking) == {"USDT": ("499.5", "499.5"), "BTC": ("0.01", "0.01")}
    assert asking.at_rest(body(SPOT, "sell", "0.01", instant=True))["status"]["type"] == "finished"
    assert held(asking) == {"USDT": ("999", "999"), "BTC": ("0", "0")}


def test_fee_in_coins_leaves_fewer_coins() -> None:
    fees = replace(defaults.accounts()[0].fees, in_coins=True)
    asking = client({"USDT": "500"}, fees=fees)
    asking.at_rest(body(SPOT, "buy", "0.01", instant=True))
    assert held(asking) == {"USDT": ("0", "0"), "BTC": ("0.00999", "0.00999")}


def test_own_coins_must_be_there_and_do_not_move_at_the_entry() -> None:
    asking = client({"USDT": "0", "BTC": "0.02"})
    own = body(SPOT, "buy", "0.015", skip_enter_step=True)
    own["position"]["price"] = {"value": "40000"}
    number = asking.create(own)
    for _ in range(2):
        assert held(asking) == {"USDT": ("0", "0"), "BTC": ("0.02", "0.005")}
        asking.exchange.settle()
    words = "not enough BTC: 0.015 needed, 0.005 free"
    assert complaint(asking.send("POST", "", json=own)) == {"position.total": [words]}
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    assert held(asking) == {"USDT": ("749.25", "749.25"), "BTC": ("0.005", "0.005")}


def test_own_money_must_be_there_and_buys_back() -> None:
    asking = client({"USDT": "500"})
    own = body(SPOT, "sell", "0.01", skip_enter_step=True)
    own["position"]["price"] = {"value": "40000"}
    number = asking.at_rest(own)["id"]
    assert held(asking)["USDT"] == ("500", "100")
    asking.exchange.set_price("USDT_BTC", 30000)
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    assert held(asking) == {"USDT": ("199.7", "199.7"), "BTC": ("0.01", "0.01")}


def test_short_keeps_its_proceeds_to_buy_back() -> None:
    asking = client({"BTC": "0.01"})
    number = asking.at_rest(body(SPOT, "sell", "0.01"))["id"]
    assert held(asking) == {"BTC": ("0", "0"), "USDT": ("499.5", "0")}
    asking.exchange.set_price("USDT_BTC", 40000)
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    assert held(asking) == {"BTC": ("0.01", "0.01"), "USDT": ("99.1", "99.1")}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (body(SPOT, "buy", "0.02"), "not enough USDT: 1001.0 needed, 1000.0 free"),
        (body(SPOT, "sell", "0.02"), "not enough BTC: 0.02 needed, 0.0 free"),
        # Margin 1000, and 0.1 % of 10000 to open and of 9000 to close.
        (
            body(FUTURES, "buy", "0.2", leverage=TENFOLD),
            "not enough USDT: 1019.0 needed, 1000.0 free",
        ),
        (
            body(FUTURES, "sell", "0.2", leverage=TENFOLD),
            "not enough USDT: 1021.0 needed, 1000.0 free",
        ),
        (body(FUTURES, "buy", "0.02"), "not enough USDT: 1001.0 needed, 1000.0 free"),
    ],
)
def test_order_beyond_the_funds_is_refused(asked: dict[str, Any], words: str) -> None:
    asking = client({"USDT": "1000"})
    assert complaint(asking.send("POST", "", json=asked)) == {"position.total": [words]}
    assert asking.send("GET", "").json() == []
    assert held(asking, asked["account_id"]) == {"USDT": ("1000", "1000")}


def test_funds_to_add_must_be_there() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(SPOT, "buy", "0.01"))["id"]
    extra = {"order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "50000"}}
    refused = complaint(asking.send("POST", f"/{number}/add_funds", json=extra))
    assert refused == {"total": ["not enough USDT: 500.5 needed, 499.5 free"]}
    extra["price"]["value"] = "49900"
    assert asking.send("POST", f"/{number}/add_funds", json=extra).status_code == 201
    assert held(asking)["USDT"] == ("499.5", "0.001")


def test_entry_cannot_be_raised_beyond_the_funds() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(limit(SPOT, "buy", "0.01", "40000"))["id"]
    change = {"position": {"units": {"value": "0.03"}}}
    refused = complaint(asking.send("PATCH", f"/{number}", json=change))
    assert refused == {"position.total": ["not enough USDT: 800.8 needed, 599.6 free"]}
    assert asking.get(number)["position"]["units"]["value"] == "0.01"


def test_order_that_became_too_dear_fails_the_smart_trade() -> None:
    asking = client({"USDT": "501"})
    number = asking.create(body(SPOT, "buy", "0.01"))
    asking.get(number)
    # Without what is due before a move: the order meets the market only now.
    asking.exchange._desk.market.set_price("USDT_BTC", 60000)
    trade = asking.get(number)
    assert trade["status"] == {
        "type": "failed",
        "basic_type": "failed",
        "title": "Failed",
        "error": "Insufficient balance",
    }
    assert trade["position"]["status"]["type"] == "failed"
    assert held(asking)["USDT"] == ("501", "501")


def test_conditional_order_that_jumps_beyond_the_funds_fails_the_smart_trade() -> None:
    asking = client({"USDT": "600"})
    entry = body(SPOT, "buy", "0.01")
    entry["position"] |= {
        "order_type": "conditional",
        "conditional": {"order_type": "market", "price": {"value": "51000"}},
    }
    number = asking.at_rest(entry)["id"]
    asking.exchange.set_price("USDT_BTC", 70000)
    assert asking.get(number)["status"]["type"] == "failed"
    assert held(asking)["USDT"] == ("600", "600")


def test_added_order_that_became_too_dear_fails_alone() -> None:
    asking = client({"USDT": "1005"})
    number = asking.at_rest(body(SPOT, "buy", "0.01"))["id"]
    extra = {"order_type": "market", "units": {"value": "0.01"}}
    assert asking.send("POST", f"/{number}/add_funds", json=extra).status_code == 201
    asking.exchange._desk.market.set_price("USDT_BTC", 60000)
    trade = asking.get(number)
    assert (trade["status"]["type"], trade["data"]["entered_amount"]) == ("waiting_targets", "0.01")
    orders = asking.send("GET", f"/{number}/trades").json()
    assert [order["status"] for order in orders] == ["finished", "failed"]
    assert held(asking) == {"USDT": ("504.5", "504.5"), "BTC": ("0.01", "0")}


def test_short_that_cannot_buy_back_fails_and_keeps_its_proceeds() -> None:
    asking = client({"BTC": "0.01"})
    number = asking.at_rest(body(SPOT, "sell", "0.01"))["id"]
    asking.exchange.set_price("USDT_BTC", 60000)
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    trade = asking.get(number)
    assert (trade["status"]["type"], trade["status"]["error"]) == ("failed", "Insufficient balance")
    assert held(asking) == {"BTC": ("0", "0"), "USDT": ("499.5", "499.5")}


def test_account_shows_the_worth_of_its_funds() -> None:
    asking = client({"USDT": "1000", "BTC": "0.01", "XYZ": "7"})
    account = asking._http.get(f"/ver1/accounts/{SPOT}").json()
    assert (account["usd_amount"], account["btc_amount"]) == ("1500.0", "0.03")
    assert account["primary_display_currency_amount"] == {"currency": "USD", "amount": "1500.0"}
    listed = asking._http.get("/ver1/accounts").json()
    shown = {each["id"]: (each["smart_selling_supported"], each["supported_market_types"]) for each in listed}
    assert shown == {SPOT: (True, ["spot"]), FUTURES: (False, ["futures"])}


def test_restored_exchange_has_the_same_balances() -> None:
    asking = client({"USDT": "1000"})
    asking.at_rest(body(SPOT, "buy", "0.01"))
    asking.create(limit(SPOT, "buy", "0.005", "40000"))
    asking.at_rest(body(FUTURES, "buy", "0.01", leverage=TENFOLD))
    before = held(asking), held(asking, FUTURES)
    snapshot = asking.exchange.snapshot_json()
    other = client({"USDT": "1000"})
    other.exchange.restore_json(snapshot)
    assert (held(other), held(other, FUTURES)) == before
    other.exchange.settle()
    assert held(other)["USDT"] == held(asking)["USDT"]


def test_snapshot_of_other_funds_is_refused() -> None:
    asking = client({"USDT": "1000"})
    asking.at_rest(body(SPOT, "buy", "0.01"))
    with pytest.raises(ValueError, match="began with USDT=1000 there, and with USDT=2000 here"):
        client({"USDT": "2000"}).exchange.restore(asking.exchange.snapshot())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"funds": {"USDT": 1.5}}, r"funds\['USDT'\]: must be a Decimal"),
        ({"funds": {"USDT": Decimal(-1)}}, r"funds\['USDT'\]: .*not below zero"),
        ({"max_leverage": Decimal("0.5")}, "max_leverage: must be 1 or more"),
        ({"max_leverage": Decimal("NaN")}, "max_leverage: .*finite"),
        ({"max_leverage": Decimal(125), "maintenance": Decimal("0.008")}, "maintenance: .*no margin"),
    ],
)
def test_account_nobody_could_have_is_refused(changes: dict[str, Any], error: str) -> None:
    account: Account = defaults.accounts()[0]
    with pytest.raises((TypeError, ValueError), match=error):
        replace(account, **changes)


def test_balance_knows_what_is_free() -> None:
    assert Balance(Decimal(5), Decimal(2)).free == 3
