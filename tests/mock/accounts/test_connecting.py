"""Accounts that are connected, changed and removed are so in every later answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions, defaults

from tests.mock.accounts.funded import (
    BINANCE,
    BOT,
    GRID,
    OFF,
    OWN_KEY,
    SMART,
    asking,
    market_trade,
    totals,
)
from tests.mock.asking import Asking
from tests.mock.signed_client import DATA, example

REFUSALS = yaml.safe_load((DATA / "accounts" / "refusals.yaml").read_text("utf-8"))
NEW = {"type": "binance", "name": "New account", "api_key": "new-key", "secret": "new-secret"}
FUNDS = {BINANCE: {"USDT": "10000", "BTC": "2"}}


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["name"])
def test_refusal_names_what_is_wrong(case: dict[str, Any]) -> None:
    client = asking({BINANCE: {"DOGE": "0.5", "BTC": "1"}})
    path, _, query = case["path"].partition("?")
    parameters = dict(pair.split("=") for pair in query.split("&") if pair)
    response = client.send(case.get("method", "POST"), path, case.get("body"), **parameters)
    answered = response.json()
    assert response.status_code == case["status"]
    if "error" in case:
        assert answered["error"] == case["error"]
    if "says" in case:
        assert answered.get("error_attributes", answered.get("error_description")) == case["says"]


def test_account_of_a_key_is_there_and_trades() -> None:
    client = asking(FUNDS)
    made = client.post("/ver1/accounts/new", NEW)
    assert (made["id"], made["name"], made["market_code"]) == (40000002, "New account", "binance")
    assert client.get(f"/ver1/accounts/{made['id']}") == made
    assert [each["id"] for each in client.send("GET", "/ver1/accounts", mode="real").json()][-1] == made["id"]
    market_trade(client, made["id"], "0.01")
    assert totals(client, made["id"])["USDT"] == 10000 - 500 * 1001 / 1000


def test_new_account_has_nothing_if_so_chosen() -> None:
    client = asking(FUNDS, assumptions=Assumptions(new_account_funds="none"))
    made = client.post("/ver1/accounts/new", NEW)
    assert client.post(f"/ver1/accounts/{made['id']}/account_table_data") == []
    refused = {"account_id": made["id"]}
    assert client.send("POST", "/v2/smart_trades", SMART | refused).status_code == 422


def test_one_key_opens_accounts_of_several_types() -> None:
    client = asking({})
    asked = {"type": "binance", "name": "n", "api_key": "new-key"}
    before = client.get("/ver1/accounts/types_to_connect", **asked)
    assert before == [
        {"type": code, "connected": False, "available": available, "unified": False}
        for code, available in (
            ("binance", True),
            ("binance_margin", False),
            ("binance_futures", True),
            ("binance_futures_coin", False),
        )
    ]
    client.post("/ver1/accounts/new", NEW | {"types_to_create": ["binance", "binance_futures"]})
    after = client.post("/ver1/accounts/types_to_connect", asked)
    assert [each["type"] for each in after if each["connected"]] == ["binance", "binance_futures"]
    assert {each.type for each in client.exchange.accounts.values() if each.has_key("new-key")} == {
        "binance",
        "binance_futures",
    }


def test_accounts_are_found_by_their_key() -> None:
    client = asking({})
    made = client.post("/ver1/accounts/new", NEW)["id"]

    def found(key: str) -> list[int]:
        return [each["id"] for each in client.send("GET", "/ver1/accounts", mode="real", api_key=key).json()]

    assert (found(OWN_KEY), found("new-key"), found("other")) == ([BINANCE], [made], [])
    client.post("/ver1/accounts/update", {"account_id": BINANCE, "api_key": "next-key", "secret": "s"})
    assert (found(OWN_KEY), found("next-key")) == ([], [BINANCE])


def test_name_is_new_wherever_the_account_is_shown() -> None:
    client = asking({})
    trade = client.post("/v2/smart_trades", SMART)["id"]
    grid = client.post("/ver1/grid_bots/manual", GRID)["id"]
    bot = client.post("/ver1/bots/create_bot", example("create_bot") | BOT)["id"]
    client.exchange.settle()
    named = {"name": "new name"}
    response = client.send("POST", "/ver1/accounts/1/rename", **named)
    assert (response.status_code, response.json()["name"]) == (201, "new name")
    assert client.get("/ver1/accounts/1")["name"] == "new name"
    assert client.get(f"/v2/smart_trades/{trade}")["account"]["name"] == "new name"
    assert client.get(f"/ver1/grid_bots/{grid}")["account_name"] == "new name"
    assert client.get(f"/ver1/bots/{bot}/show")["account_name"] == "new name"
    assert client.exchange.accounts[1].name == "new name"
    moment = client.get("/ver1/accounts/1")["updated_at"]
    client.exchange.advance(60)
    client.post("/ver1/accounts/update", {"account_id": 1, "name": "third"})
    account = client.get("/ver1/accounts/1")
    assert account["name"] == "third"
    assert account["updated_at"] > moment


def test_account_out_of_the_summary_is_not_in_it() -> None:
    client = asking({1: {"USDT": "5"}, 32199203: {"USDT": "7"}})
    client.post("/ver1/accounts/update", {"account_id": 1, "include_in_summary": False})
    rows = client.post("/ver1/accounts/summary/account_table_data")
    assert [(row["currency_code"], row["position"]) for row in rows] == [("USDT", 7)]


def with_smart_trade(client: Asking) -> Callable[[], object]:
    number = client.post("/v2/smart_trades", SMART)["id"]
    client.exchange.settle()
    return lambda: client.send("DELETE", f"/v2/smart_trades/{number}")


def with_simple_trade(client: Asking) -> Callable[[], object]:
    body: dict[str, Any] = {"account_id": 1, "pair": "USDT_BTC", "units": {"value": "0.01"}}
    body |= {"order": {"type": "limit", "side": "buy"}, "price": {"value": "40000"}}
    body |= {"conditional": OFF, "trailing": OFF, "timeout": OFF}
    uuid = client.post("/ver1/trades", body)["trade"]["uuid"]
    return lambda: client.post(f"/ver1/trades/{uuid}/cancel")


def with_grid_bot(client: Asking) -> Callable[[], object]:
    number = client.post("/ver1/grid_bots/manual", GRID)["id"]
    client.post(f"/ver1/grid_bots/{number}/enable")
    return lambda: client.post(f"/ver1/grid_bots/{number}/disable")


def with_bot_and_deal(client: Asking) -> Callable[[], object]:
    number = client.post("/ver1/bots/create_bot", example("create_bot") | BOT)["id"]
    client.post(f"/ver1/bots/{number}/start_new_deal", {"pair": "USDT_BTC"})
    client.exchange.settle()

    def end() -> None:
        client.post(f"/ver1/bots/{number}/disable")
        client.post(f"/ver1/bots/{number}/panic_sell_all_deals")

    return end


ROOMS = {
    "active_smart_trades_count": with_smart_trade,
    "active_orders_count": with_simple_trade,
    "active_grid_bots_count": with_grid_bot,
    "active_deals_count": with_bot_and_deal,
}


@pytest.mark.parametrize("count", ROOMS)
def test_account_is_removed_once_nothing_is_active_on_it(count: str) -> None:
    client = asking({})
    end = ROOMS[count](client)
    assert client.get("/ver1/accounts/1/active_trading_entities")["data"][count] == 1
    assert client.refused("POST", "/ver1/accounts/1/remove") == (
        422,
        "There are active trading deals on this exchange. Close all trading operations and try again",
    )
    end()
    client.exchange.settle()
    assert set(client.get("/ver1/accounts/1/active_trading_entities")["data"].values()) == {0}
    assert client.post("/ver1/accounts/1/remove") is True
    for path in ("", "/active_trading_entities", "/volume/total"):
        assert client.send("GET", f"/ver1/accounts/1{path}").status_code == 404
    assert 1 not in client.exchange.accounts
    assert all(
        client.get(path) == []
        for path in ("/v2/smart_trades", "/ver1/bots", "/ver1/deals", "/ver1/grid_bots")
    )
    assert client.send("POST", "/v2/smart_trades", SMART).status_code == 403
    assert client.exchange.snapshot().books.volumes == ()


def test_exchange_is_still_known_when_its_last_account_is_gone() -> None:
    client = asking({})
    client.post("/ver1/accounts/32435557/remove")
    assert "kucoin" in {each["market_code"] for each in client.get("/ver1/accounts/market_list")}
    keys = {"api_key": "a", "secret": "b", "passphrase": "c"}
    assert client.post("/ver1/accounts/new", {"type": "kucoin", "name": "Again", **keys})["name"] == "Again"


def test_deals_that_a_bot_left_on_a_removed_account_no_longer_count() -> None:
    client = asking({})
    number = client.post("/ver1/bots/create_bot", example("create_bot") | BOT)["id"]
    client.post(f"/ver1/bots/{number}/start_new_deal", {"pair": "USDT_BTC"})
    client.exchange.settle()
    client.post(f"/ver1/bots/{number}/panic_sell_all_deals")
    client.exchange.settle()
    moved = example("create_bot") | BOT | {"account_id": 32199203}
    assert client.send("PATCH", f"/ver1/bots/{number}/update", moved).status_code == 200
    assert client.get(f"/ver1/bots/{number}/show")["finished_deals_count"] == "1"
    client.post("/ver1/accounts/1/remove")
    assert client.get(f"/ver1/bots/{number}/show")["finished_deals_count"] == "0"


SECRETS = {"api_key": "KEY-5d1", "secret": "SECRET-9f2", "passphrase": "PASS-c77", "customer_id": "CUST-e04"}


@pytest.mark.parametrize(
    "path", ["/ver1/accounts/new", "/ver1/accounts/types_to_connect", "/ver1/accounts/update"]
)
def test_secrets_of_the_exchange_are_kept_nowhere(path: str) -> None:
    client = asking({})
    body = {"account_id": 1, "type": "binance", "name": "New", **SECRETS}
    client.post(path, body)
    client.send("POST", path, body | {"type": 7})
    if path.endswith("connect"):
        client.get(path, **{name: str(value) for name, value in body.items() if name != "account_id"})
    exchange = client.exchange
    kept = [(entry.request.body, entry.request.query, entry.reply.body) for entry in exchange.journal]
    text = f"{kept}{exchange.snapshot()!r}{json.dumps(exchange.snapshot_json())}{exchange.accounts!r}"
    assert [secret for secret in SECRETS.values() if secret in text] == []
    assert exchange.journal[0].body["type"] == "binance"


def test_account_of_another_user_is_not_seen() -> None:
    client = asking({})
    number = defaults.FOREIGN_ACCOUNT_ID
    for method, path in (
        ("POST", "rename"),
        ("POST", "remove"),
        ("POST", "sell_all_to_usd"),
        ("POST", "sell_all_to_btc"),
        ("POST", "convert_dust_to_bnb"),
        ("GET", "active_trading_entities"),
        ("GET", "volume/daily"),
        ("GET", "volume/monthly"),
        ("GET", "volume/total"),
        ("GET", "networks_info"),
    ):
        body = {} if path.startswith("convert") else None
        response = client.send(method, f"/ver1/accounts/{number}/{path}", body, **NAMED.get(path, {}))
        assert response.status_code == 404, path


NAMED = {"rename": {"name": "Mine"}}
