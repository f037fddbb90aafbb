"""Writes on deals that a client lets through only within its limits, and only to accounts of its mode."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas import DryRunError, GuardError, Limits, ThreeCommasError

from tests.client.guards.deal_server import DEAL, REAL, DealServer, order
from tests.client.guards.limited import ByTurns, kinds
from tests.client.transport.calls import CALLS, call_async

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("deal_limits.yaml").read_text("utf-8"))
WRITES: dict[str, tuple[str, str]] = {
    "add_funds": ("POST", "add_funds"),
    "update": ("PATCH", "update_deal"),
    "update_max_safety_orders": ("POST", "update_max_safety_orders"),
    "panic_sell": ("POST", "panic_sell"),
    "cancel": ("POST", "cancel"),
    "convert": ("POST", "convert_to_smart_trade"),
}


def send(client: Any, case: dict[str, Any]) -> Any:
    """Send the write of a case in httpx's own way, so that nothing but the guards looks at it."""
    name = next(each for each in WRITES if each in case)
    method, path = WRITES[name]
    body = {"max_safety_orders": case[name]} if name == "update_max_safety_orders" else case[name]
    options = {} if body is True else {"json": body}
    return client.http.request(method, f"/ver1/deals/{DEAL}/{path}", **options)


def outcome(server: DealServer, call: Any, use: Any, **options: Any) -> Any:
    try:
        return call(use, transport=server.transport(), rate_budget=None, **options)
    except ThreeCommasError as error:
        return error


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_write_on_a_deal_is_held_to_the_limit(case: dict[str, Any], call: Any) -> None:
    orders = case.get("orders")
    changed = None if orders is None else [order("Manual Safety", "0", "0") | each for each in orders]
    server = DealServer(case.get("deal"), changed, case.get("market", "3000"))
    limits = {"limits": Limits(**case["limits"])} if "limits" in case else {"max_total": case["max_total"]}
    found = outcome(server, call, lambda client: send(client, case), mode="real", **limits)
    if "says" in case:
        assert isinstance(found, GuardError), found
        assert case["says"] in str(found)
        assert server.writes == []
    else:
        assert isinstance(found, httpx.Response), found
        assert len(server.writes) == 1


@pytest.mark.parametrize(("limit", "sent"), [("300", 1), ("325", 2), ("1000", 3)])
def test_added_funds_that_leave_at_once_count_on_top_of_each_other(limit: str, sent: int) -> None:
    """Each looks before another one is answered, so that no look shows what the others add."""
    server = DealServer()
    added = {"add_funds": {"quantity": "0.01", "is_market": False, "rate": "2500"}}

    async def add_all(client: Any) -> list[Any]:
        return await asyncio.gather(*(send(client, added) for _ in range(3)), return_exceptions=True)

    way, limits = ByTurns(server.transport()), Limits(per_position=limit)
    made = call_async(add_all, transport=way, rate_budget=None, limits=limits)
    assert kinds(made) == ["GuardError"] * (3 - sent) + ["Response"] * sent
    assert len(server.writes) == sent


def test_order_beside_a_change_of_a_deal_under_way_is_held_back() -> None:
    server = DealServer()
    added = {"add_funds": {"quantity": "0.01", "is_market": False, "rate": "2500"}}

    async def change_and_add(client: Any) -> list[Any]:
        both = send(client, {"update": {"max_safety_orders": 5}}), send(client, added)
        return await asyncio.gather(*both, return_exceptions=True)

    way, limits = ByTurns(server.transport()), Limits(per_position="10000")
    made, held = call_async(change_and_add, transport=way, rate_budget=None, limits=limits)
    assert isinstance(made, httpx.Response)
    assert f"Another request is changing deal {DEAL}" in str(held)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", [name for name in WRITES if name != "update_max_safety_orders"])
def test_paper_client_leaves_a_deal_of_a_real_account_alone(name: str, call: Any) -> None:
    server, case = DealServer({"account_id": REAL}), {name: {"note": "A note"}}
    found = outcome(server, call, lambda client: send(client, case), mode="paper")
    assert isinstance(found, GuardError)
    assert (found.guard, server.writes) == ("mode", [])
    paper = DealServer()
    assert isinstance(outcome(paper, call, lambda client: send(client, case), mode="paper"), httpx.Response)
    assert len(paper.writes) == 1


@pytest.mark.parametrize("name", [name for name in WRITES if name != "update_max_safety_orders"])
def test_write_on_a_deal_is_held_back_by_a_client_that_reads_and_by_a_dry_run(name: str) -> None:
    server, case = DealServer(), {name: {"note": "A note"}}
    for option, kind in (("read_only", GuardError), ("dry_run", DryRunError)):
        found = outcome(server, CALLS[0], lambda client: send(client, case), **{option: True})
        assert isinstance(found, kind)
    assert server.writes == []
