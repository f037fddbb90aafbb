"""Selling everything and converting dust move balances to the last digit, and the books add up."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions

from tests.mock.accounts.funded import BINANCE, BOT, GRID, OFF, SMART, asking, totals
from tests.mock.signed_client import DATA, example

SALES = yaml.safe_load((DATA / "accounts" / "sales.yaml").read_text("utf-8"))
LIMIT = {"type": "buy", "order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "45000"}}
RESTING: dict[str, Any] = {
    "account_id": BINANCE,
    "pair": "USDT_BTC",
    "units": {"value": "0.01"},
    "order": {"type": "limit", "side": "sell"},
    "price": {"value": "70000"},
    "conditional": OFF,
    "trailing": OFF,
    "timeout": OFF,
}


@pytest.mark.parametrize("case", SALES, ids=lambda case: case["name"])
def test_everything_is_sold_to_the_last_digit(case: dict[str, Any]) -> None:
    client = asking({case["account"]: case["funds"]})
    before = client.get(f"/ver1/accounts/{case['account']}")
    answered = client.post(f"/ver1/accounts/{case['account']}/sell_all_to_{case['into']}")
    # The account as it was when the selling began.
    assert answered == before
    assert totals(client, case["account"]) == {code: Decimal(text) for code, text in case["left"].items()}


def test_selling_everything_first_ends_all_that_trades_on_the_account() -> None:
    client = asking({BINANCE: {"USDT": "20000", "BTC": "1"}})
    here = {"account_id": BINANCE}
    for body in (SMART | here, {**SMART, **here, "position": LIMIT}):
        client.post("/v2/smart_trades", body)
    client.post("/ver1/trades", RESTING)
    grid = client.post("/ver1/grid_bots/manual", GRID | here)["id"]
    client.post(f"/ver1/grid_bots/{grid}/enable")
    bot = client.post("/ver1/bots/create_bot", example("create_bot") | BOT | here)["id"]
    client.post(f"/ver1/bots/{bot}/enable")
    client.exchange.settle()
    path = f"/ver1/accounts/{BINANCE}"
    active = client.get(f"{path}/active_trading_entities")["data"]
    assert 0 not in active.values()
    client.post(f"{path}/sell_all_to_usd")
    assert set(client.get(f"{path}/active_trading_entities")["data"].values()) == {0}
    held = client.exchange.balances(BINANCE)
    assert {code: balance.reserved for code, balance in held.items() if balance.reserved} == {}
    assert held["BTC"].total == 0
    states = {trade["status"]["type"] for trade in client.exchange.smart_trades()}
    assert states == {"panic_sold", "cancelled"}
    assert client.post(f"{path}/remove") is True


def test_account_of_unlimited_funds_sells_nothing_that_is_free() -> None:
    client = asking({})
    client.post(f"/ver1/accounts/{BINANCE}/sell_all_to_btc")
    assert client.post(f"/ver1/accounts/{BINANCE}/convert_dust_to_bnb", {"codes": ["USDT"]}) == {
        "totalTransfered": "0.0",
        "totalServiceCharge": "0.0",
        "transferResult": [],
    }
    assert client.exchange.snapshot().conversions.items == ()


def test_simulator_sells_nothing_if_so_chosen() -> None:
    client = asking({}, assumptions=Assumptions(paper_account="unavailable"))
    for path in ("sell_all_to_usd", "sell_all_to_btc"):
        assert client.send("POST", f"/ver1/accounts/1/{path}").status_code == 403
    assert client.send("POST", "/ver1/accounts/1/convert_dust_to_bnb", {}).status_code == 403
    assert client.send("GET", "/ver1/accounts/1/networks_info").status_code == 403


def test_documented_dust_is_converted_once_in_six_hours() -> None:
    # The price is the one that the documented numbers were made at.
    client = asking({BINANCE: {"USDT": "0.51389388", "DOGE": "0.5", "BTC": "1"}}, bnb="661.365")
    path = f"/ver1/accounts/{BINANCE}/convert_dust_to_bnb"
    answered = client.post(path, example("convert_dust_request"))
    documented = example("dust_converted")
    assert answered["totalTransfered"] == documented["totalTransfered"]
    assert answered["totalServiceCharge"] == documented["totalServiceCharge"]
    result, shown = answered["transferResult"][0], documented["transferResult"][0]
    names = ("fromAsset", "amount", "transferedAmount", "serviceChargeAmount")
    assert [result[name] for name in names] == [shown[name] for name in names]
    assert totals(client, BINANCE) == {
        "USDT": 0,
        "DOGE": Decimal("0.5"),
        "BTC": 1,
        "BNB": Decimal("0.00076178"),
    }
    client.exchange.advance(6 * 3600 - 1)
    assert client.refused("POST", path, {}) == (422, "Small balances can be converted only once every 6h")
    client.exchange.advance(1)
    assert [each["fromAsset"] for each in client.post(path, {})["transferResult"]] == ["DOGE"]


def test_sales_and_dust_are_kept_in_snapshots() -> None:
    client = asking({BINANCE: {"USDT": "100", "BTC": "0.5", "DOGE": "0.5"}}, bnb="600")
    client.post(f"/ver1/accounts/{BINANCE}/sell_all_to_usd")
    client.post(f"/ver1/accounts/{BINANCE}/convert_dust_to_bnb", {})
    copy = asking({BINANCE: {"USDT": "100", "BTC": "0.5", "DOGE": "0.5"}}, bnb="600")
    copy.exchange.restore_json(client.exchange.snapshot_json())
    assert totals(copy, BINANCE) == totals(client, BINANCE)
    assert copy.exchange.snapshot() == client.exchange.snapshot()
    volume = f"/ver1/accounts/{BINANCE}/volume/total"
    assert copy.get(volume) == client.get(volume) == {"volume_btc": "0.5", "volume_usd": "25000.00"}
    assert copy.refused("POST", f"/ver1/accounts/{BINANCE}/convert_dust_to_bnb", {})[0] == 422
