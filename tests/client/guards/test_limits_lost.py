"""Limits after a write whose answer was lost: what it may have added counts, and not a coin more."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from threecommas import GuardError, HmacSigner, Limits, ServerError, ThreeCommas, ThreeCommasError

from tests.client.guards.deal_server import DealServer
from tests.client.guards.limited import attempted, client_options, prepare, send
from tests.client.guards.test_deal_limits import send as send_to_deal
from tests.client.transport.faulty_client import FaultyClient

ADDED = {"add_funds": {"quantity": "0.01", "is_market": False, "rate": "2500"}}
SMART_BUY = {
    "create": {
        "skip_enter_step": True,
        "position": {
            "type": "sell",
            "order_type": "limit",
            "units": {"value": "0.01"},
            "price": {"value": "50000"},
        },
    }
}
CLOSE = {"method": "POST", "path": "/v2/smart_trades/{1}/close_by_market"}


def losing(answer: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    """Return a way on which the first write is answered 500, and goes no further."""
    lost: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        if request.method != "GET" and not lost:
            lost.append(request)
            return httpx.Response(500)
        return answer(request)

    return httpx.MockTransport(answered)


@pytest.mark.parametrize(
    ("deal", "update", "limit", "is_refused"),
    [
        # 285.4053311 with the order that is added; more at a time adds nothing.
        ({}, {"active_safety_orders_count": 3}, "285.41", False),
        # Two more safety orders would add 404.312852 to that.
        ({}, {"max_safety_orders": 5}, "689.72", False),
        ({}, {"max_safety_orders": 5}, "689.71", True),
        # One of them is to come as it is.
        ({"max_safety_orders": 4}, {"max_safety_orders": 5}, "689.72", False),
        ({"max_safety_orders": 4}, {"max_safety_orders": 5}, "689.71", True),
    ],
)
def test_lost_update_of_a_deal_counts_as_what_it_may_have_added(
    deal: dict[str, int], update: dict[str, int], limit: str, is_refused: bool
) -> None:
    transport, limits = losing(DealServer(deal)), Limits(per_position=limit)
    with ThreeCommas(
        "key", HmacSigner("secret"), transport=transport, limits=limits, rate_budget=None
    ) as client:
        with pytest.raises(ServerError):
            send_to_deal(client, {"update": update})
        try:
            made = send_to_deal(client, ADDED)
        except ThreeCommasError as error:
            made = error
    assert isinstance(made, GuardError) == is_refused, made


def test_lost_close_of_a_smart_buy_adds_nothing_to_the_open_total() -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [SMART_BUY], trades)
    options: Any = client_options(faulty) | {"transport": losing(faulty.transport.handle_request)}
    # The SmartTrade is worth 562.8373 at the market.
    with ThreeCommas(**options, limits=Limits(open_total="662.84")) as client:
        with pytest.raises(ServerError):
            send(client, CLOSE, trades)
        made = attempted(client, "100")
    assert not isinstance(made, GuardError), made
