"""Orders that a client lets through only within its limits, road by road."""

import contextlib
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
    ThreeCommas,
)
from threecommas.guards.limits.amounts import DOLLARS
from threecommas.models import AddFunds

from tests.client.guards.limited import buy, client_options, prepare, send
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

DATA = Path(__file__).with_name("data")
CASES = [
    case
    for name in ("limits.yaml", "bounds.yaml")
    for case in yaml.safe_load(DATA.joinpath(name).read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_road_is_held_to_the_limit(case: dict[str, Any]) -> None:
    faulty, trades = FaultyClient(), list[int]()
    exchange = faulty.transport.exchange
    prepare(faulty, case.get("before", []), trades)
    faulty.time.advance(case.get("later", 0))
    prepare(faulty, case.get("then", []), trades)
    for pair, prices in case.get("prices", {}).items():
        exchange.set_price(pair, **prices)
    before = len(faulty.transport.requests)
    options = {"limits": Limits(**case["limits"])} if "limits" in case else {"max_total": case["max_total"]}
    outcome = faulty.outcome(CALLS[0], lambda client: send(client, case["send"], trades), **options)
    writes = [each.method for each in faulty.transport.requests[before:] if each.method != "GET"]
    if "says" in case:
        assert (type(outcome), outcome.guard) == (GuardError, next(name for name in options)), outcome
        assert case["says"] in str(outcome)
        assert writes == []
    else:
        assert outcome.is_success
        assert len(writes) == 1


@pytest.mark.parametrize("call", CALLS)
def test_twenty_added_funds_count_on_top_of_each_other(call: Any) -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [{"create": buy("90").to_dict()}], trades)
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

    sent = faulty.outcome(call, use, max_total="1000")
    assert sent == [True] * 9 + [False] * 11


SMART_TRADE_GAPS = [
    ("/position/units/value", "get_smart_trade: position.units.value: expected "),
    ("/position/order_type", "get_smart_trade: position.order_type: expected "),
    ("/position/type", "get_smart_trade: position.type: expected "),
    ("/is_position_not_filled", "get_smart_trade: is_position_not_filled: expected "),
    ("/data/type", "get_smart_trade: data.type: expected "),
    ("/data/entered_total", "get_smart_trade: data.entered_total: expected "),
    ("/position/total", None),
    ("/profit", None),
    ("/note", None),
]


def altered(faulty: FaultyClient, trade: int, pointer: str, value: Any) -> httpx.MockTransport:
    """Return a way on which the answer of a SmartTrade has a value at a place."""

    def answer(request: httpx.Request) -> httpx.Response:
        answered = faulty.transport.handle_request(request)
        content = httpx.Response(200, content=answered.read()).json()
        if request.url.path.endswith(f"/v2/smart_trades/{trade}") and request.method == "GET":
            *groups, name = pointer.split("/")[1:]
            holder = content
            for group in groups:
                holder = holder[group]
            holder[name] = value
        return httpx.Response(answered.status_code, json=content)

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(("pointer", "says"), SMART_TRADE_GAPS)
def test_member_that_deviates_is_named_if_the_limits_need_it(pointer: str, says: str | None) -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [{"create": buy("100").to_dict()}], trades)
    options = client_options(faulty) | {"transport": altered(faulty, trades[0], pointer, None)}
    more = {"order_type": "limit", "units": {"value": "1"}, "price": {"value": "2"}}
    with ThreeCommas(**options, max_total="1000") as client:
        try:
            client.smart_trades.add_funds(trades[0], AddFunds.from_dict(more))
            told = None
        except GuardError as error:
            told = str(error)
    assert (told is None) if says is None else (told is not None and says in told), told


@pytest.mark.parametrize("commission", ["-0.5", "0.0", "1.0", "1.5"])
def test_commission_that_is_no_part_of_a_total_takes_nothing_off(commission: str) -> None:
    faulty, trades = FaultyClient(), list[int]()
    position = {"type": "sell", "order_type": "market", "units": {"value": "0.01"}}
    prepare(faulty, [{"create": {"position": position}}], trades)
    options = client_options(faulty) | {
        "transport": altered(faulty, trades[0], "/data/commission", commission)
    }
    more = {"order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "60000"}}
    with (
        ThreeCommas(**options, max_total="1000") as client,
        pytest.raises(GuardError, match=r"The SmartTrade would come to 1162\.274363 USDT"),
    ):
        client.smart_trades.add_funds(trades[0], AddFunds.from_dict(more))


WRONG_LIMITS = [
    ({}, "limit nothing"),
    ({"per_order": 1.5}, "The per_order is 1.5"),
    ({"per_position": {"USDT": "much"}}, r"The per_position\['USDT'\] is 'much'"),
    ({"open_total": {"usdt": "1"}}, "open_total has the currency 'usdt'"),
    ({"open_total": {"US DT": "1"}}, "open_total has the currency 'US DT'"),
    ({"open_total": {7: "1"}}, "open_total has the currency 7"),
    ({"per_day": {}}, "per_day is empty"),
    ({"per_day": True}, "The per_day is True"),
    ({"accounts": [True]}, "accounts must be a list"),
    ({"accounts": []}, "accounts must be a list"),
    ({"accounts": 32455218}, "accounts must be a list"),
    ({"pairs": "USDT_BTC"}, "pairs must be a list"),
    ({"pairs": ["BTC"]}, "pairs must be a list"),
    ({"orders_per_minute": 0}, "orders_per_minute must be a whole number of 1 or more, or None, got 0"),
    ({"orders_per_minute": 1.0}, "orders_per_minute must be a whole number of 1 or more, or None, got 1.0"),
]


@pytest.mark.parametrize(("given", "says"), WRONG_LIMITS, ids=str)
def test_limits_that_cannot_be_are_refused_by_their_name(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Limits(**given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"limits": "1000"}, r"limits must be Limits\(...\) or None, got '1000'"),
        ({"limits": Limits(per_order="1"), "max_total": "1"}, "both max_total and limits"),
        ({"limits": Limits(open_total="1"), "environ": {}}, "mode="),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", [ThreeCommas, AsyncThreeCommas])
def test_client_refuses_limits_that_it_cannot_keep(kind: Any, given: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        kind("key", HmacSigner("secret"), transport=None, **given)


@pytest.mark.parametrize(
    ("given", "currency", "shared"),
    [
        ("100", "USDT", DOLLARS),
        ("100", "BTC", {"BTC"}),
        ({"USDT": "100", "USDC": "100"}, "USDT", {"USDT"}),
    ],
    ids=["a dollar coin", "another currency", "by name"],
)
def test_bare_amount_is_shared_by_dollar_coins_and_named_ones_are_not(
    given: Any, currency: str, shared: set[str]
) -> None:
    amounts = Limits(per_day=given).amounts.per_day
    assert amounts is not None
    assert amounts.counts_with(currency) == shared


def test_limits_do_not_change_with_the_list_they_were_made_from() -> None:
    accounts = [1]
    limits = Limits(accounts=accounts)
    accounts.append(2)
    assert limits.accounts == {1}


def test_limits_show_what_they_were_given_and_nothing_else() -> None:
    shown = repr(Limits(per_order="100", accounts=[1]))
    assert "per_order='100'" in shown
    assert "accounts=frozenset({1})" in shown
    assert "amounts" not in shown


def test_equal_limits_are_one_key_of_a_mapping() -> None:
    assert len({Limits(per_order=100), Limits(per_order=100), Limits(per_order=101)}) == 2


def test_limits_are_judged_by_what_was_given_alone() -> None:
    other: Any = {"amounts": Limits(per_order=1_000_000).amounts}
    with pytest.raises(TypeError, match="amounts"):
        Limits(per_order=100, **other)
