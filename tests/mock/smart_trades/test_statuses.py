"""Each status of the machine has the title and the flags that are documented or were recorded."""

from typing import Any

import pytest
import yaml
from threecommas_mock import MockExchange

from tests.mock.signed_client import DATA, DOCUMENT, SignedClient
from tests.mock.story import play, see

CASES: list[dict[str, Any]] = yaml.safe_load((DATA / "statuses.yaml").read_text("utf-8"))
KNOWN = DOCUMENT.at(("components", "schemas", "KnownSmartTradeStatusType", "enum"))
STOP = {"order_type": "market", "conditional": {"price": {"type": "bid", "value": "50000"}}}


def body(case: dict[str, Any]) -> dict[str, Any]:
    order: dict[str, Any] = {"type": "buy", "order_type": "market", "units": {"value": "0.01"}}
    if "limit" in case:
        order |= {"order_type": "limit", "price": {"value": case["limit"]}}
    asked = {"account_id": case.get("account", 1), "pair": "USDT_BTC", "position": order}
    if case.get("instant"):
        return asked | {"instant": True}
    return asked | {"take_profit": {"enabled": False}, "stop_loss": {"enabled": True, **STOP}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['status']}-{case['flags']}")
def test_status_has_its_title_and_flags(case: dict[str, Any]) -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    number = client.create(body(case))
    for view in case["moments"]:
        play(client, number, view)
    (trade,) = client.exchange.smart_trades()
    assert trade["status"]["basic_type"] == trade["status"]["type"] == case["status"]
    assert (trade["status"]["title"], see(trade, "flags")) == (case["title"], case["flags"])
    assert ("error" in trade["status"]) == (case["status"] == "failed")


def test_every_documented_status_can_be_reached() -> None:
    assert {case["status"] for case in CASES} == set(KNOWN)
