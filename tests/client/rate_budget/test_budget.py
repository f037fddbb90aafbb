"""The rate budget of a key: what it counts, when it waits, refuses, blocks and bans, in every store."""

import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threecommas import (
    BannedError,
    ConfigurationError,
    HmacSigner,
    RateBudget,
    RateBudgetExceededError,
    RateBudgetStoreError,
    RateLimitError,
    ServerError,
    ThreeCommas,
    ThreeCommasError,
)

from tests.client.transport.calls import API_KEY, CALLS, SECRET, VALIDATE, order, valid
from tests.client.transport.fake_time import FakeTime
from tests.client.transport.faults import Fault
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan

LIST: Any = lambda client: client.smart_trades.list()  # noqa: E731
# The margin of 2 percent of 60 seconds, and the millisecond after which the oldest request is out.
MINUTE = 61.201


@pytest.fixture
def faulty() -> FaultyClient:
    return FaultyClient()


@pytest.fixture
def waiting(url: str, faulty: FaultyClient) -> Iterator[RateBudget]:
    with RateBudget(url, clock=faulty.time.clock, reserve=0) as budget:
        yield budget


@pytest.fixture
def refusing(url: str, faulty: FaultyClient) -> Iterator[RateBudget]:
    with RateBudget(url, clock=faulty.time.clock, when_empty="refuse", reserve=0) as budget:
        yield budget


def usage(call: Any, faulty: FaultyClient, budget: RateBudget) -> dict[str, Any]:
    found = faulty.outcome(call, lambda client: client.rate_budget.usage(), rate_budget=budget)
    return {each.scope: each for each in found}


@pytest.mark.parametrize("call", CALLS)
def test_budget_shows_what_is_left_of_each_limit(
    call: Any, faulty: FaultyClient, waiting: RateBudget
) -> None:
    for use in (VALIDATE, LIST, LIST):
        faulty.outcome(call, use, rate_budget=waiting)
        faulty.time.advance(1)
    found = usage(call, faulty, waiting)
    assert next(iter(found)) == "overall"
    overall, lists = found["overall"], found["list_smart_trades"]
    assert (overall.requests, overall.period, overall.used, overall.left) == (100, 60, 3, 97)
    assert (lists.requests, lists.period, lists.used, lists.left) == (40, 10, 2, 38)
    assert overall.free_in == 0
    assert overall.resets_in == pytest.approx(MINUTE - 1)


@pytest.mark.parametrize("call", CALLS)
def test_budget_of_which_nothing_is_used_need_not_be_reset(
    call: Any, faulty: FaultyClient, waiting: RateBudget
) -> None:
    overall = usage(call, faulty, waiting)["overall"]
    assert (overall.used, overall.free_in, overall.resets_in) == (0, 0, 0)


@pytest.mark.parametrize("call", CALLS)
def test_budget_that_waits_sends_as_soon_as_the_oldest_request_is_out(
    call: Any, faulty: FaultyClient, waiting: RateBudget
) -> None:
    for _ in range(100):
        faulty.outcome(call, VALIDATE, rate_budget=waiting)
    assert faulty.time.slept == []
    assert usage(call, faulty, waiting)["overall"].left == 0
    assert usage(call, faulty, waiting)["overall"].free_in == pytest.approx(MINUTE)
    faulty.outcome(call, VALIDATE, rate_budget=waiting)
    assert faulty.time.slept == [pytest.approx(MINUTE)]
    assert len(faulty.transport.requests) == 101


@pytest.mark.parametrize("call", CALLS)
def test_budget_that_refuses_says_how_long_to_wait_and_sends_nothing(
    call: Any, faulty: FaultyClient, refusing: RateBudget, scan: SecretScan
) -> None:
    for _ in range(40):
        faulty.outcome(call, LIST, rate_budget=refusing)
    faulty.time.advance(3)
    error = faulty.outcome(call, LIST, rate_budget=refusing)
    scan.look_at(error)
    assert type(error) is RateBudgetExceededError
    assert error.retry_after == pytest.approx(7.201)
    assert error.limit == "list_smart_trades: 40 requests in 10 s"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert len(faulty.transport.requests) == 40
    # Refused by one limit it has used up nothing of the other.
    assert usage(call, faulty, refusing)["overall"].used == 40
    assert faulty.outcome(call, VALIDATE, rate_budget=refusing).valid


def test_every_attempt_counts(faulty: FaultyClient, waiting: RateBudget) -> None:
    faulty.meets([{"answers": 502, "arrives": False}] * 2)
    faulty.outcome(CALLS[0], VALIDATE, rate_budget=waiting)
    assert usage(CALLS[0], faulty, waiting)["overall"].used == 3


def test_repetition_that_the_budget_refuses_leaves_the_last_answer(refusing: RateBudget) -> None:
    answers = [httpx.Response(200, json={"valid": True})] * 99 + [httpx.Response(502)]
    transport = httpx.MockTransport(lambda request: answers.pop(0))
    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), rate_budget=refusing, transport=transport, timing=FakeTime().timing()
    ) as client:
        for _ in range(99):
            client.validate()
        with pytest.raises(ServerError):
            client.validate()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("headers", "seconds"), [({"Retry-After": "70"}, 70), ({}, 300)])
def test_429_blocks_all_who_share_the_budget_for_as_long_as_it_says_or_the_documents(
    call: Any, faulty: FaultyClient, refusing: RateBudget, headers: dict[str, str], seconds: int
) -> None:
    too_many: Fault = {"answers": 429, "arrives": False, "headers": headers}
    faulty.meets([too_many])
    assert type(faulty.outcome(call, VALIDATE, rate_budget=refusing)) is RateLimitError
    error = faulty.outcome(call, LIST, rate_budget=refusing)
    assert (type(error), error.limit) == (RateBudgetExceededError, "blocked after 429")
    assert error.retry_after == pytest.approx(seconds)
    blocked_for = faulty.outcome(call, lambda client: client.rate_budget.blocked_for, rate_budget=refusing)
    assert blocked_for == pytest.approx(seconds)
    faulty.time.advance(seconds + 0.001)
    assert faulty.outcome(call, VALIDATE, rate_budget=refusing).valid


def test_longer_block_is_not_shortened_by_a_later_one(refusing: RateBudget) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/validate"):
            return httpx.Response(429, headers={"Retry-After": "300"})
        # Another request is turned away while this one is under way.
        with pytest.raises(RateLimitError):
            client.smart_trades.list()
        return httpx.Response(429, headers={"Retry-After": "7"})

    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), transport=httpx.MockTransport(answer), rate_budget=refusing, retries=None
    ) as client:
        with pytest.raises(RateLimitError):
            client.validate()
        assert client.rate_budget.blocked_for == pytest.approx(300)


@pytest.mark.parametrize("call", CALLS)
def test_418_lets_nothing_out_until_the_ban_ends(
    call: Any, faulty: FaultyClient, waiting: RateBudget, scan: SecretScan
) -> None:
    faulty.meets([{"answers": 418, "arrives": False, "headers": {"Retry-After": "600"}}])
    first = faulty.outcome(call, VALIDATE, rate_budget=waiting)
    faulty.time.advance(100)
    second = faulty.outcome(call, lambda client: client.smart_trades.create(order()), rate_budget=waiting)
    for error in (first, second):
        scan.look_at(error)
        assert type(error) is BannedError
    assert "was answered 418" in str(first)
    assert "create_smart_trade (POST /public/api/v2/smart_trades) was not sent" in str(second)
    assert second.retry_after == pytest.approx(500)
    assert len(faulty.transport.requests) == 1
    assert faulty.time.slept == []
    assert str(pickle.loads(pickle.dumps(second))) == str(second)
    faulty.time.advance(501)
    assert faulty.outcome(call, VALIDATE, rate_budget=waiting).valid


def test_key_of_its_own_has_a_budget_of_its_own(refusing: RateBudget) -> None:
    clients = [
        ThreeCommas(key, HmacSigner(SECRET), rate_budget=refusing, transport=httpx.MockTransport(valid))
        for key in ("one-key-of-the-tests", "other-key-of-the-tests")
    ]
    for _ in range(100):
        clients[0].validate()
    with pytest.raises(RateBudgetExceededError):
        clients[0].validate()
    assert clients[1].validate().valid


@pytest.mark.parametrize(("plan", "requests"), [("starter", 5), ("pro", 50), ("expert", 120), (None, 100)])
def test_plan_replaces_the_overall_limit(plan: Any, requests: int) -> None:
    time = FakeTime()
    budget = RateBudget(clock=time.clock, when_empty="refuse", plan=plan, reserve=0)
    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
    ) as client:
        for _ in range(requests):
            client.validate()
        with pytest.raises(RateBudgetExceededError, match=f"overall: {requests} requests in 60 s"):
            client.validate()


def test_request_of_no_operation_counts_towards_the_overall_limit() -> None:
    budget = RateBudget(clock=FakeTime().clock)
    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
    ) as client:
        client.http.get("/ver1/anything")
        overall, *routes = [each.used for each in client.rate_budget.usage()]
        assert (overall, set(routes)) == (1, {0})


def test_threads_at_once_take_no_more_than_there_is(refusing: RateBudget) -> None:
    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), rate_budget=refusing, transport=httpx.MockTransport(valid)
    ) as client:

        def took(_: int) -> bool:
            try:
                return client.validate().valid
            except RateBudgetExceededError:
                return False

        with ThreadPoolExecutor(32) as pool:
            assert sum(pool.map(took, range(150))) == 100


@settings(max_examples=60, deadline=None)
@given(pauses=st.lists(st.sampled_from([0.0, 0.5, 3.0, 20.0, 61.2, 61.201]), max_size=40))
def test_budget_takes_a_request_exactly_if_the_window_has_room(pauses: list[float]) -> None:
    time = FakeTime()
    budget = RateBudget(clock=time.clock, when_empty="refuse", plan="starter", reserve=0)
    taken: list[float] = []
    with ThreeCommas(
        API_KEY, HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
    ) as client:
        for pause in pauses:
            time.advance(pause)
            has_room = sum(int(time.seconds * 1000) - int(each * 1000) <= 61_200 for each in taken) < 5
            if has_room:
                client.validate()
                taken.append(time.seconds)
            else:
                with pytest.raises(RateBudgetExceededError):
                    client.validate()


def test_client_without_a_budget_says_so() -> None:
    with (
        ThreeCommas(API_KEY, HmacSigner(SECRET), rate_budget=None) as client,
        pytest.raises(ConfigurationError, match="no rate budget"),
    ):
        client.rate_budget  # noqa: B018  (reading it raises)


def test_budget_shows_no_key() -> None:
    with ThreeCommas(API_KEY, HmacSigner(SECRET)) as client:
        shown = repr(client.rate_budget) + repr(vars(client.rate_budget))
    assert API_KEY not in shown


def test_errors_of_the_budget_are_errors_of_the_client() -> None:
    assert all(issubclass(each, ThreeCommasError) for each in (RateBudgetExceededError, RateBudgetStoreError))
