"""What accounts show that they hold is what all rooms left there, and it adds up."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
import pytest
from threecommas_mock import MockExchange, defaults

from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

OFF = {"enabled": False}
FUNDS = {1: {"USDT": Decimal(10000), "BTC": Decimal(1)}, 32199203: {"USDT": Decimal(500), "ETH": Decimal(2)}}


@pytest.fixture
def client() -> Asking:
    accounts = [replace(each, funds=FUNDS.get(each.id, {})) for each in defaults.accounts()]
    found = Asking(MockExchange(document=DOCUMENT, accounts=accounts))
    found.exchange.set_price("USDT_BTC", "50000")
    found.exchange.set_price("USDT_ETH", "2500")
    return found


def rows(client: Asking, account: int | str = 1, chart: str = "account_table_data") -> dict[str, Any]:
    found = client.post(f"/ver1/accounts/{account}/{chart}")
    return {row.get("currency_code") or row["code"]: row for row in found}


def test_balances_of_all_rooms_are_one_table(client: Asking) -> None:
    body = {"account_id": 1, "pair": "USDT_BTC", "units": {"value": "0.01"}, "price": {"value": "40000"}}
    body |= {"conditional": OFF, "trailing": OFF, "timeout": OFF}
    client.post("/ver1/trades", body | {"order": {"type": "market", "side": "buy"}})
    client.post("/ver1/trades", body | {"order": {"type": "limit", "side": "buy"}})
    grid = {
        "account_id": 1,
        "name": "Grid",
        "pair": "USDT_BTC",
        "grids_quantity": 3,
        "quantity_per_grid": "0.01",
    }
    number = client.post("/ver1/grid_bots/manual", grid | {"upper_price": 60000, "lower_price": 40000})["id"]
    client.post(f"/ver1/grid_bots/{number}/enable")
    client.exchange.settle()
    shown = rows(client)
    # 500.5 were paid for 0.01; the limit order and the lower line keep 400.4 each, the upper line 0.01.
    assert (shown["USDT"]["position"], shown["USDT"]["on_orders"]) == (9499.5, 800.8)
    assert (shown["BTC"]["position"], shown["BTC"]["on_orders"]) == (1.01, 0.01)
    for currency, balance in client.exchange.balances(1).items():
        assert shown[currency]["position_available"] == float(balance.free)


def test_worth_and_shares_add_up(client: Asking) -> None:
    shown = rows(client)
    assert [row["usd_value"] for row in shown.values()] == [50000.0, 10000.0]
    assert sum(row["percentage"] for row in shown.values()) == pytest.approx(100)
    assert (shown["BTC"]["current_price"], shown["BTC"]["btc_value"]) == (1.0, 1.0)
    slices = rows(client, chart="pie_chart_data")
    assert (slices["BTC"]["percentage"], slices["USDT"]["btc_value"]) == (83.33, "0.20000000")
    account = client.get("/ver1/accounts/1")
    assert account["usd_amount"] == "60000.0"
    assert client.post("/ver1/accounts/1/load_balances") == account


def test_summary_is_all_accounts_of_the_mode(client: Asking) -> None:
    shown = rows(client, "summary")
    assert {currency: row["position"] for currency, row in shown.items()} == {
        "BTC": 1,
        "USDT": 10500,
        "ETH": 2,
    }
    assert {row["account_id"] for row in shown.values()} == {None}
    answer = client.send("POST", "/ver1/accounts/summary/pie_chart_data", mode="real")
    assert answer.json() == []


def test_table_has_every_digit() -> None:
    held = Decimal("0.123456789012345678901234567890")
    accounts = [replace(each, funds={"BTC": held}) for each in defaults.accounts()]
    client = Asking(MockExchange(document=DOCUMENT, accounts=accounts))
    client.post("/ver1/accounts/1/account_table_data")
    body = client.exchange.journal[-1].reply.body
    assert str(held).rstrip("0").encode() in body
    assert orjson.loads(body)[0]["position"] == float(held)


@pytest.mark.parametrize("chart", ["account_table_data", "pie_chart_data", "load_balances"])
@pytest.mark.parametrize("account", [7, defaults.FOREIGN_ACCOUNT_ID])
def test_account_of_nobody_or_of_others_is_not_found(client: Asking, account: int, chart: str) -> None:
    assert client.refused("POST", f"/ver1/accounts/{account}/{chart}") == (404, "Not Found")


def test_leverage_is_that_of_the_account(client: Asking) -> None:
    path = f"/ver1/accounts/{defaults.FUTURES_ACCOUNT_ID}/leverage_data"
    shown = client.get(path, pair="USDT_BTCUSDT")
    assert [mode["code"] for mode in shown] == ["none", "cross", "isolated"]
    assert shown[1]["valid"] == {"min": "1.0", "max": "25.0"}
    assert [mode["code"] for mode in client.get("/ver1/accounts/1/leverage_data", pair="USDT_BTC")] == [
        "none"
    ]
    assert client.send("GET", path, pair="USDT_BTC").status_code == 404
