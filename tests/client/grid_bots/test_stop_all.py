"""Stopping grid bots: those that run, those of one account or pair, and with all else that trades."""

from typing import Any

import pytest

from tests.client.grid_bots.server import Server
from tests.client.grid_bots.test_create_once import outcome
from tests.client.transport.calls import CALLS

CHOSEN: list[tuple[dict[str, Any], set[int]]] = [
    ({}, {1, 2, 3}),
    ({"account_id": 7}, {1, 2}),
    ({"pair": "USDT_ETH"}, {2, 3}),
    ({"account_id": 7, "pair": "USDT_ETH"}, {2}),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("chosen", "stopped"), CHOSEN, ids=[str(chosen) for chosen, _ in CHOSEN])
def test_bots_that_run_are_disabled_and_no_other(
    chosen: dict[str, Any], stopped: set[int], call: Any
) -> None:
    server = Server([])
    server.add(is_enabled=True, account_id=7, pair="USDT_BTC")
    server.add(is_enabled=True, account_id=7, pair="USDT_ETH")
    server.add(is_enabled=True, account_id=8, pair="USDT_ETH")
    server.add(is_enabled=False, account_id=7, pair="USDT_ETH")
    report = outcome(call, lambda client: client.grid_bots.stop_all(**chosen), server)
    assert report.is_complete
    assert {each.id for each in report.trades} == stopped
    assert {each.action for each in report.trades} == {"disable"}
    assert {number for number, bot in server.bots.items() if bot["is_enabled"]} == {1, 2, 3} - stopped
    assert len(server.posts) == len(stopped)


@pytest.mark.parametrize("call", CALLS)
def test_bot_without_a_pair_is_reported_where_pairs_are_chosen(call: Any) -> None:
    server = Server([])
    server.add(is_enabled=True, pair=None)
    report = outcome(call, lambda client: client.grid_bots.stop_all(pair="USDT_BTC"), server)
    assert not report.is_complete
    assert server.posts == []


@pytest.mark.parametrize("call", CALLS)
def test_more_bots_than_a_page_are_all_disabled(call: Any) -> None:
    server = Server([])
    for _ in range(130):
        server.add(is_enabled=True)
    report = outcome(call, lambda client: client.grid_bots.stop_all(), server)
    assert report.is_complete
    assert len(server.posts) == 130
    assert not any(bot["is_enabled"] for bot in server.bots.values())
