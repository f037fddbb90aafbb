"""Orders that a client lets through only within its limits: road by road, and many at once."""

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas import (
    AsyncThreeCommas,
    ConfigurationError,
    GuardError,
    HmacSigner,
    Limits,
    OutcomeUnknownError,
    ThreeCommas,
    ThreeCommasError,
)
from threecommas.models import AddFunds, CreateSmartTrade, UpdateSmartTrade
from threecommas_rest import OPERATIONS

from tests.client.trust.calls import CALLS
from tests.client.trust.voyage import Voyage

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("limits.yaml").read_text("utf-8"))
ACCOUNT = 32455218
OFF = {"take_profit": {"enabled": False}, "stop_loss": {"enabled": False}}


def creation(body: dict[str, Any]) -> dict[str, Any]:
    return {"account_id": ACCOUNT, "pair": "USDT_BTC", **OFF, **body}


def buy(worth: str, note: str = "") -> CreateSmartTrade:
    """Return a limit order for one coin that will not be filled."""
    position = {"type": "buy", "order_type": "limit", "units": {"value": "1"}, "price": {"value": worth}}
    body = creation({"position": position, **({"note": note} if note else {})})
    made: CreateSmartTrade = CreateSmartTrade.from_dict(body)
    return made


def send(client: ThreeCommas, request: dict[str, Any], trades: list[int]) -> httpx.Response:
    """Send a request of a case in httpx's own way."""
    options = {
        name: value for name, value in request.items() if name in ("content", "data", "params", "json")
    }
    if "create" in request:
        options["json"] = creation(request["create"])
    if "content" in request:
        options["headers"] = {"Content-Type": request.get("type", "application/json; charset=utf-8")}
    path = request.get("path", "/v2/smart_trades")
    for number, trade in enumerate(trades, 1):
        path = path.replace(f"{{{number}}}", str(trade))
    return client.http.request(request.get("method", "POST"), path, **options)


def prepare(voyage: Voyage, requests: list[dict[str, Any]], trades: list[int]) -> None:
    """Send requests without limits, settle each, and remember the SmartTrades that they make."""

    def use(client: ThreeCommas) -> None:
        for request in requests:
            made = send(client, request, trades).json()["id"]
            trades.extend([] if made in trades else [made])
            voyage.transport.exchange.settle()

    CALLS[0](use, **voyage.options)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_road_is_held_to_the_limit(case: dict[str, Any]) -> None:
    voyage, trades = Voyage(), list[int]()
    exchange = voyage.transport.exchange
    prepare(voyage, case.get("before", []), trades)
    voyage.time.advance(case.get("later", 0))
    prepare(voyage, case.get("then", []), trades)
    for pair, prices in case.get("prices", {}).items():
        exchange.set_price(pair, **prices)
    before = len(voyage.transport.requests)
    options = {"limits": Limits(**case["limits"])} if "limits" in case else {"max_total": case["max_total"]}
    outcome = voyage.outcome(CALLS[0], lambda client: send(client, case["send"], trades), **options)
    writes = [each.method for each in voyage.transport.requests[before:] if each.method != "GET"]
    if "says" in case:
        assert (type(outcome), outcome.guard) == (GuardError, next(name for name in options)), outcome
        assert case["says"] in str(outcome)
        assert writes == []
    else:
        assert outcome.is_success
        assert len(writes) == 1


@pytest.mark.parametrize("call", CALLS)
def test_twenty_added_funds_count_on_top_of_each_other(call: Any) -> None:
    voyage, trades = Voyage(), list[int]()
    prepare(voyage, [{"create": buy("90").to_dict()}], trades)
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "100"}})

    def use(client: Any) -> Any:
        if isinstance(client, ThreeCommas):
            return [attempt(client) for _ in range(20)]

        async def use_all() -> list[bool]:
            return [await attempt_async(client) for _ in range(20)]

        return use_all()

    def attempt(client: ThreeCommas) -> bool:
        with contextlib.suppress(GuardError):
            return bool(client.smart_trades.add_funds(trades[0], more))
        return False

    async def attempt_async(client: AsyncThreeCommas) -> bool:
        with contextlib.suppress(GuardError):
            return bool(await client.smart_trades.add_funds(trades[0], more))
        return False

    sent = voyage.outcome(call, use, max_total="1000")
    assert sent == [True] * 9 + [False] * 11


LIMITS_OF_THREE = [
    {"open_total": "1000"},
    {"per_day": "1000"},
    {"orders_per_minute": 3},
]


@pytest.mark.parametrize("limits", LIMITS_OF_THREE, ids=str)
def test_tasks_that_order_at_once_share_what_is_left(limits: Any) -> None:
    voyage = Voyage()

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(voyage), limits=Limits(**limits)) as client:
            orders = [client.smart_trades.create(buy("300")) for _ in range(8)]
            return await asyncio.gather(*orders, return_exceptions=True)

    assert kinds(asyncio.run(use())) == ["GuardError"] * 5 + ["SmartTrade"] * 3


@pytest.mark.parametrize("limits", LIMITS_OF_THREE, ids=str)
def test_threads_that_order_at_once_share_what_is_left(limits: Any) -> None:
    voyage = Voyage()
    # All have looked before the first is judged, whichever thread is quick.
    meeting = threading.Barrier(8)
    inner = voyage.transport

    class Meeting(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = inner.handle_request(request)
            if request.method == "GET":
                meeting.wait(timeout=30)
            return answer

    options = client_options(voyage) | {"transport": Meeting()}
    with ThreeCommas(**options, limits=Limits(**limits)) as client, ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: attempted(client), range(8)))
    assert kinds(made) == ["GuardError"] * 5 + ["SmartTrade"] * 3


def attempted(client: ThreeCommas) -> Any:
    try:
        return client.smart_trades.create(buy("300"))
    except ThreeCommasError as error:
        return error


def kinds(made: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in made)


def client_options(voyage: Voyage) -> dict[str, Any]:
    options = dict(voyage.options)
    return options | {"signer": HmacSigner(options.pop("secret"))}


class ByTurns(httpx.AsyncBaseTransport):
    """Lets every other task go on before it sends a request, so that all look before one has ordered."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return await self._inner.handle_async_request(request)


def by_turns(voyage: Voyage) -> dict[str, Any]:
    return client_options(voyage) | {"transport": ByTurns(voyage.transport)}


def test_funds_added_at_once_share_what_is_left_of_the_position() -> None:
    voyage, trades = Voyage(), list[int]()
    prepare(voyage, [{"create": buy("100").to_dict()}], trades)
    more = AddFunds.from_dict({"order_type": "limit", "units": {"value": "1"}, "price": {"value": "400"}})

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(voyage), max_total="1000") as client:
            added = [client.smart_trades.add_funds(trades[0], more) for _ in range(4)]
            return await asyncio.gather(*added, return_exceptions=True)

    assert kinds(asyncio.run(use())) == ["GuardError"] * 2 + ["SmartTrade"] * 2


def test_order_beside_a_change_under_way_is_held_back() -> None:
    voyage, trades = Voyage(), list[int]()
    prepare(voyage, [{"create": buy("100").to_dict()}], trades)
    # Each is within the limit, and both together are not: the units of one at the price of the other.
    more = UpdateSmartTrade.from_dict({"position": {"units": {"value": "500"}}})

    async def use() -> list[Any]:
        async with AsyncThreeCommas(**by_turns(voyage), max_total="60000") as client:
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
    voyage = Voyage()
    with ThreeCommas(**client_options(voyage), limits=Limits(**limits), retries=None) as client:
        voyage.meets([fault], looks=[])
        with pytest.raises(ThreeCommasError):
            client.smart_trades.create(buy("600"))
        voyage.meets([])
        assert type(attempt_of(client, "600")).__name__ == second


def attempt_of(client: ThreeCommas, worth: str) -> Any:
    try:
        return client.smart_trades.create(buy(worth))
    except ThreeCommasError as error:
        return error


def test_order_that_is_sent_again_counts_once() -> None:
    voyage = Voyage()
    with ThreeCommas(**client_options(voyage), limits=Limits(per_day="1000", orders_per_minute=1)) as client:
        voyage.meets([{"raises": "ConnectError", "arrives": False}] * 2, looks=[])
        assert client.smart_trades.create(buy("900")).id


def test_order_that_create_once_sends_again_counts_once() -> None:
    voyage = Voyage()
    limits = Limits(open_total="1000", per_day="1000")
    with ThreeCommas(**client_options(voyage), limits=limits) as client:
        voyage.meets([{"raises": "ReadTimeout", "arrives": False}], looks=[])
        assert client.smart_trades.create_once(buy("900"), key="a").id
        assert isinstance(attempt_of(client, "200"), GuardError)


def test_order_of_unknown_outcome_stops_counting_in_the_open_total_but_not_in_the_day() -> None:
    voyage = Voyage()
    with ThreeCommas(**client_options(voyage), limits=Limits(open_total="1000", per_day="1400")) as client:
        voyage.meets([{"raises": "ReadTimeout", "arrives": False}], looks=[])
        with pytest.raises(OutcomeUnknownError):
            client.smart_trades.create(buy("600"))
        voyage.meets([])
        voyage.time.advance(599)
        assert "All active SmartTrades" in str(attempt_of(client, "600"))
        voyage.time.advance(2)
        assert client.smart_trades.create(buy("600")).id
        assert "The orders of this day" in str(attempt_of(client, "300"))


def test_new_day_begins_with_nothing() -> None:
    voyage = Voyage()
    with ThreeCommas(**client_options(voyage), limits=Limits(per_day="1000")) as client:
        assert client.smart_trades.create(buy("900")).id
        assert isinstance(attempt_of(client, "900"), GuardError)
        voyage.time.advance(86_400)
        assert client.smart_trades.create(buy("900")).id


def test_another_client_of_the_day_counts_what_the_first_placed() -> None:
    voyage = Voyage()
    for expected in ("SmartTrade", "GuardError"):
        with ThreeCommas(**client_options(voyage), limits=Limits(per_day="1000")) as client:
            assert type(attempt_of(client, "900")).__name__ == expected


def test_orders_of_a_minute_are_counted_and_forgotten() -> None:
    voyage = Voyage()
    with ThreeCommas(**client_options(voyage), limits=Limits(orders_per_minute=2)) as client:
        trade = client.smart_trades.create(buy("10"))
        voyage.transport.exchange.settle()
        client.smart_trades.create(buy("10"))
        assert "limits.orders_per_minute=2" in str(attempt_of(client, "10"))
        client.smart_trades.cancel(trade.id)
        voyage.time.advance(60)
        assert client.smart_trades.create(buy("10")).id


SMART_TRADE_GAPS = [
    ("/position/units/value", "the answer.position.units.value is None"),
    ("/position/order_type", "the answer.position.order_type is None"),
    ("/position/type", "the answer.position.type is None"),
    ("/is_position_not_filled", "the answer.is_position_not_filled is None"),
    ("/data/type", "the answer.data.type is None"),
    ("/data/entered_total", "the answer.data.entered_total is None"),
    ("/position/total", None),
    ("/profit", None),
    ("/note", None),
]


@pytest.mark.parametrize(("pointer", "says"), SMART_TRADE_GAPS)
def test_member_that_deviates_is_named_if_the_limits_need_it(pointer: str, says: str | None) -> None:
    voyage, trades = Voyage(), list[int]()
    prepare(voyage, [{"create": buy("100").to_dict()}], trades)
    exchange = voyage.transport

    def answer(request: httpx.Request) -> httpx.Response:
        answered = exchange.handle_request(request)
        content = httpx.Response(200, content=answered.read()).json()
        if request.url.path.endswith(f"/v2/smart_trades/{trades[0]}") and request.method == "GET":
            *groups, name = pointer.split("/")[1:]
            holder = content
            for group in groups:
                holder = holder[group]
            holder[name] = None
        return httpx.Response(answered.status_code, json=content)

    options = client_options(voyage) | {"transport": httpx.MockTransport(answer)}
    more = {"order_type": "limit", "units": {"value": "1"}, "price": {"value": "2"}}
    with ThreeCommas(**options, max_total="1000") as client:
        try:
            client.smart_trades.add_funds(trades[0], AddFunds.from_dict(more))
            told = None
        except GuardError as error:
            told = str(error)
    assert (told is None) if says is None else (told is not None and says in told), told


@pytest.mark.parametrize("mark", OPERATIONS.values(), ids=lambda operation: operation.id)
@pytest.mark.parametrize(
    "options", [{"read_only": True}, {"max_total": "1"}, {"mode": "paper"}, {"dry_run": True}], ids=str
)
def test_mark_of_another_operation_opens_no_way(mark: Any, options: dict[str, Any]) -> None:
    voyage = Voyage()
    extensions = {"threecommas.operation": mark}
    body = buy("56000").to_dict()

    def use(client: ThreeCommas) -> Any:
        return client.http.post("/v2/smart_trades", json=body, extensions=extensions)

    outcome = voyage.outcome(CALLS[0], use, **options)
    assert isinstance(outcome, ThreeCommasError)
    assert outcome.operation_id == "create_smart_trade"  # type: ignore[attr-defined]
    assert [each.method for each in voyage.transport.requests if each.method != "GET"] == []


def test_order_under_a_forged_mark_is_not_sent_twice() -> None:
    voyage = Voyage()
    voyage.meets([{"raises": "ReadTimeout", "arrives": True}])
    extensions = {"threecommas.operation": OPERATIONS["get_smart_trade"]}

    def use(client: ThreeCommas) -> Any:
        return client.http.post("/v2/smart_trades", json=buy("10").to_dict(), extensions=extensions)

    assert isinstance(voyage.outcome(CALLS[0], use), OutcomeUnknownError)
    assert len(voyage.transport.exchange.smart_trades()) == 1


WRONG_LIMITS = [
    ({}, "limit nothing"),
    ({"per_order": 1.5}, "The per_order is 1.5"),
    ({"per_position": {"USDT": "much"}}, r"The per_position\['USDT'\] is 'much'"),
    ({"open_total": {"usdt": "1"}}, "open_total has the currency 'usdt'"),
    ({"per_day": {}}, "per_day is empty"),
    ({"per_day": True}, "The per_day is True"),
    ({"accounts": [True]}, "accounts is"),
    ({"accounts": []}, "accounts is"),
    ({"pairs": "USDT_BTC"}, "pairs is 'USDT_BTC'"),
    ({"pairs": ["BTC"]}, "pairs is"),
    ({"orders_per_minute": 0}, "orders_per_minute is 0"),
    ({"orders_per_minute": 1.0}, "orders_per_minute is 1.0"),
]


@pytest.mark.parametrize(("given", "says"), WRONG_LIMITS, ids=str)
def test_limits_that_cannot_be_are_refused_by_their_name(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Limits(**given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"limits": "1000"}, "The limits are '1000'"),
        ({"limits": Limits(per_order="1"), "max_total": "1"}, "both max_total and limits"),
        ({"limits": Limits(open_total="1"), "environ": {}}, "mode="),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", [ThreeCommas, AsyncThreeCommas])
def test_client_refuses_limits_that_it_cannot_keep(kind: Any, given: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        kind("key", HmacSigner("secret"), transport=None, **given)


def test_limits_do_not_change_with_the_list_they_were_made_from() -> None:
    accounts = [1]
    limits = Limits(accounts=accounts)
    accounts.append(2)
    assert limits.accounts == {1}
