"""Orders that share what is left of a limit: many at once, one after the other, and of unknown outcome."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    BannedError,
    GuardError,
    Limits,
    OutcomeUnknownError,
    RateBudget,
    ThreeCommas,
    ThreeCommasError,
)
from threecommas.models import AddFunds, UpdateSmartTrade

from tests.client.guards.limited import attempted, buy, by_turns, client_options, kinds, prepare
from tests.client.transport.faulty_client import FaultyClient

LIMITS_OF_THREE = [
    {"open_total": "1000"},
    {"per_day": "1000"},
    {"orders_per_minute": 3},
]


@pytest.mark.parametrize("limits", LIMITS_OF_THREE, ids=str)
def test_tasks_that_order_at_once_share_what_is_left(limits: Any) -> None:
    faulty = FaultyClient()

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(faulty), limits=Limits(**limits)) as client:
            orders = [client.smart_trades.create(buy("300")) for _ in range(8)]
            return await asyncio.gather(*orders, return_exceptions=True)

    assert kinds(asyncio.run(use())) == ["GuardError"] * 5 + ["SmartTrade"] * 3


@pytest.mark.parametrize("limits", LIMITS_OF_THREE, ids=str)
def test_threads_that_order_at_once_share_what_is_left(limits: Any) -> None:
    faulty = FaultyClient()
    # All have looked before the first is judged, whichever thread is quick.
    meeting = threading.Barrier(8)
    inner = faulty.transport

    class Meeting(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = inner.handle_request(request)
            if request.method == "GET":
                meeting.wait(timeout=30)
            return answer

    options = client_options(faulty) | {"transport": Meeting()}
    with ThreeCommas(**options, limits=Limits(**limits)) as client, ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: attempted(client), range(8)))
    assert kinds(made) == ["GuardError"] * 5 + ["SmartTrade"] * 3


@pytest.mark.parametrize(("worth", "second"), [("400", "SmartTrade"), ("700", "GuardError")])
def test_order_made_while_the_list_was_asked_for_counts_once(worth: str, second: str) -> None:
    faulty, first = FaultyClient(), list[Any]()
    inner, left = faulty.transport, list[Any]()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and request.url.path.endswith("/v2/smart_trades") and left:
            left.pop()()
        return inner.handle_request(request)

    options = client_options(faulty) | {"transport": httpx.MockTransport(answer)}
    with ThreeCommas(**options, limits=Limits(open_total="1000")) as client:
        left.append(lambda: first.append(attempted(client, worth)))
        assert type(attempted(client, worth)).__name__ == second
    assert kinds(first) == ["SmartTrade"]


@pytest.mark.parametrize(("limit", "second"), [("1100", "SmartTrade"), ("1099.99", "GuardError")])
def test_funds_added_after_the_list_was_read_count_besides_it(limit: str, second: str) -> None:
    faulty, trades, left = FaultyClient(), list[int](), list[Any]()
    prepare(faulty, [{"create": buy("100").to_dict()}], trades)
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "500"}})

    def answer(request: httpx.Request) -> httpx.Response:
        answered = faulty.transport.handle_request(request)
        if request.url.path.endswith(f"/{trades[0]}/trades") and left:
            left.pop()()
        return answered

    options = client_options(faulty) | {"transport": httpx.MockTransport(answer)}
    with ThreeCommas(**options, limits=Limits(open_total=limit)) as client:
        left.append(lambda: client.smart_trades.add_funds(trades[0], more))
        assert type(attempted(client, "500")).__name__ == second


def test_funds_added_at_once_share_what_is_left_of_the_position() -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [{"create": buy("100").to_dict()}], trades)
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "400"}})

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(faulty), max_total="1000") as client:
            added = [client.smart_trades.add_funds(trades[0], more) for _ in range(4)]
            return await asyncio.gather(*added, return_exceptions=True)

    assert kinds(asyncio.run(use())) == ["GuardError"] * 2 + ["SmartTrade"] * 2


def test_order_beside_a_change_under_way_is_held_back() -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [{"create": buy("100").to_dict()}], trades)
    # Each is within the limit, and both together are not: the units of one at the price of the other.
    more = UpdateSmartTrade.from_dict({"position": {"units": {"value": "500"}}})

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(faulty), max_total="60000") as client:
            both = client.smart_trades.update(trades[0], more), client.smart_trades.force_start(trades[0])
            return await asyncio.gather(*both, return_exceptions=True)

    made, held = asyncio.run(use())
    assert type(made).__name__ == "SmartTrade"
    assert f"Another request is changing SmartTrade {trades[0]}" in str(held)


@pytest.mark.parametrize(
    ("fault", "second"),
    [
        ({"raises": "ReadTimeout", "arrives": True}, "GuardError"),
        ({"raises": "ReadTimeout", "arrives": False}, "GuardError"),
        ({"answers": 500, "body": ""}, "GuardError"),
        ({"raises": "ConnectError", "arrives": False}, "SmartTrade"),
        ({"answers": 422, "body": "{}", "arrives": False}, "SmartTrade"),
    ],
    ids=str,
)
@pytest.mark.parametrize("limits", LIMITS_OF_THREE[:2], ids=str)
def test_order_counts_unless_it_certainly_did_not_arrive(fault: Any, second: str, limits: Any) -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(**limits), retries=None) as client:
        faulty.meets([fault], looks=[])
        with pytest.raises(ThreeCommasError):
            client.smart_trades.create(buy("600"))
        faulty.meets([])
        assert type(attempted(client, "600")).__name__ == second


def test_order_that_a_ban_holds_back_counts_for_nothing() -> None:
    faulty = FaultyClient()
    with RateBudget(clock=faulty.time.clock) as budget:
        options = client_options(faulty) | {"rate_budget": budget}
        with ThreeCommas(**options, limits=Limits(per_day="1000")) as client:
            assert client.smart_trades.create(buy("400")).id
            faulty.meets([{"answers": 418, "arrives": False, "headers": {"Retry-After": "600"}}])
            assert type(attempted(client, "600")) is BannedError
            faulty.meets([])
            assert "was not sent" in str(attempted(client, "600"))
            faulty.time.advance(601)
            assert client.smart_trades.create(buy("600")).id


def test_day_is_filled_to_the_last_coin() -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(per_day="1000")) as client:
        made = [attempted(client, worth) for worth in ("600", "400", "0.01")]
    assert kinds(made) == ["GuardError", "SmartTrade", "SmartTrade"]


def test_order_that_is_sent_again_counts_once() -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(per_day="1000", orders_per_minute=1)) as client:
        faulty.meets([{"raises": "ConnectError", "arrives": False}] * 2, looks=[])
        assert client.smart_trades.create(buy("900")).id


def test_order_that_create_once_sends_again_counts_once() -> None:
    faulty = FaultyClient()
    limits = Limits(open_total="1000", per_day="1000")
    with ThreeCommas(**client_options(faulty), limits=limits) as client:
        faulty.meets([{"raises": "ReadTimeout", "arrives": False}], looks=[])
        assert client.smart_trades.create_once(buy("900"), key="a").id
        assert isinstance(attempted(client, "200"), GuardError)


def test_order_of_unknown_outcome_stops_counting_in_the_open_total_but_not_in_the_day() -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(open_total="1000", per_day="1400")) as client:
        faulty.meets([{"raises": "ReadTimeout", "arrives": False}], looks=[])
        with pytest.raises(OutcomeUnknownError):
            client.smart_trades.create(buy("600"))
        faulty.meets([])
        faulty.time.advance(600)
        assert "All active SmartTrades" in str(attempted(client, "600"))
        faulty.time.advance(1)
        assert client.smart_trades.create(buy("600")).id
        assert "The orders of this day" in str(attempted(client, "300"))


def test_trades_of_a_listed_smart_trade_are_asked_for_again_only_after_a_change() -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [{"create": buy("100").to_dict()}], trades)
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "500"}})

    def asked() -> int:
        paths = [request.url.path for request in faulty.transport.requests]
        return sum(path.endswith(f"/{trades[0]}/trades") for path in paths)

    with ThreeCommas(**client_options(faulty), limits=Limits(open_total="1000")) as client:
        for _ in range(3):
            client.smart_trades.create(buy("10"))
        assert asked() == 1
        client.smart_trades.add_funds(trades[0], more)
        # Once to judge it, and the list was as before.
        assert asked() == 2
        assert isinstance(attempted(client, "400"), GuardError)
        assert asked() == 3


def test_new_day_begins_with_nothing() -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(per_day="1000")) as client:
        assert client.smart_trades.create(buy("900")).id
        assert isinstance(attempted(client, "900"), GuardError)
        faulty.time.advance(86_400)
        assert client.smart_trades.create(buy("900")).id


def test_another_client_of_the_day_counts_what_the_first_placed() -> None:
    faulty = FaultyClient()
    for expected in ("SmartTrade", "GuardError"):
        with ThreeCommas(**client_options(faulty), limits=Limits(per_day="1000")) as client:
            assert type(attempted(client, "900")).__name__ == expected


def test_orders_of_a_minute_are_counted_and_forgotten() -> None:
    faulty = FaultyClient()
    with ThreeCommas(**client_options(faulty), limits=Limits(orders_per_minute=2)) as client:
        trade = client.smart_trades.create(buy("10"))
        faulty.transport.exchange.settle()
        client.smart_trades.create(buy("10"))
        assert "limits.orders_per_minute=2" in str(attempted(client, "10"))
        client.smart_trades.cancel(trade.id)
        faulty.time.advance(60)
        assert client.smart_trades.create(buy("10")).id
