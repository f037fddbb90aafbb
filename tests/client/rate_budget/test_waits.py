"""What a client waits by itself has a bound, which the log tells of. Headers are in data/waits.json."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from threecommas import (
    BannedError,
    ConfigurationError,
    NotFoundError,
    RateBudget,
    RateBudgetExceededError,
    RateLimitError,
    ServerError,
    Waits,
)
from threecommas.messages.response import retry_after

from tests.client.transport.calls import CALLS, VALIDATE, order
from tests.client.transport.faulty_client import FaultyClient

CASES = json.loads(Path(__file__).with_name("data").joinpath("waits.json").read_text("utf-8"))
CREATE: Any = lambda client: client.smart_trades.create(order())  # noqa: E731
CLOSE: Any = lambda client: client.smart_trades.close_by_market(1)  # noqa: E731
HOUR = 3600.0


@pytest.fixture
def faulty() -> FaultyClient:
    faulty = FaultyClient()
    # Far enough from zero for a clock that is set back.
    faulty.time.advance(100 * HOUR)
    return faulty


@pytest.fixture
def budget(url: str, faulty: FaultyClient) -> Iterator[RateBudget]:
    # The smallest plan: one of its 5 requests is kept back for closing.
    with RateBudget(url, clock=faulty.time.clock, plan="starter") as budget:
        yield budget


def use_up(faulty: FaultyClient, budget: RateBudget, use: Any = VALIDATE, requests: int = 4) -> None:
    def again(client: Any) -> None:
        for _ in range(requests):
            use(client)

    faulty.outcome(CALLS[0], again, rate_budget=budget)


@pytest.mark.parametrize("call", CALLS)
def test_order_is_not_held_back_for_longer_than_a_write_may_wait(
    call: Any, faulty: FaultyClient, budget: RateBudget
) -> None:
    use_up(faulty, budget)
    error = faulty.outcome(call, CREATE, rate_budget=budget)
    assert type(error) is RateBudgetExceededError
    assert (error.limit, error.retry_after) == ("overall: 5 requests in 60 s", pytest.approx(61.201))
    assert faulty.time.slept == []
    assert len(faulty.transport.requests) == 4


@pytest.mark.parametrize("call", CALLS)
def test_order_that_may_go_soon_waits_for_it(call: Any, faulty: FaultyClient, budget: RateBudget) -> None:
    use_up(faulty, budget)
    faulty.time.advance(58)
    assert faulty.outcome(call, CREATE, rate_budget=budget).id
    assert faulty.time.slept == [pytest.approx(3.201)]


@pytest.mark.parametrize("call", CALLS)
def test_waits_say_how_long_each_kind_of_call_may_wait(
    call: Any, faulty: FaultyClient, budget: RateBudget
) -> None:
    use_up(faulty, budget)
    waits = Waits(write=70, read=60)
    assert type(faulty.outcome(call, VALIDATE, rate_budget=budget, waits=waits)) is RateBudgetExceededError
    assert faulty.outcome(call, CREATE, rate_budget=budget, waits=waits).id
    assert faulty.time.slept == [pytest.approx(61.201)]


def test_waits_of_one_call_are_added_up(faulty: FaultyClient) -> None:
    faulty.meets([{"answers": 503, "arrives": False, "headers": {"Retry-After": "4"}}] * 4)
    error = faulty.outcome(CALLS[0], VALIDATE, waits=Waits(read=9.0))
    assert type(error) is ServerError
    assert faulty.time.slept == [4.25, 4.5]


@pytest.mark.parametrize("call", CALLS)
def test_what_closes_never_waits_for_reads_nor_orders(
    call: Any, faulty: FaultyClient, budget: RateBudget
) -> None:
    use_up(faulty, budget)
    usage = faulty.outcome(call, lambda client: client.rate_budget.usage(), rate_budget=budget)[0]
    assert (usage.used, usage.left, usage.reserved) == (4, 0, 1)
    assert type(faulty.outcome(call, CREATE, rate_budget=budget)) is RateBudgetExceededError
    assert type(faulty.outcome(call, CLOSE, rate_budget=budget)) is NotFoundError
    assert type(faulty.outcome(call, CLOSE, rate_budget=budget)) is RateBudgetExceededError
    assert faulty.time.slept == []
    assert len(faulty.transport.requests) == 5


@pytest.mark.parametrize("plan", ["starter", "pro", "expert", None])
@pytest.mark.parametrize("reserve", [0.0, 0.001, 0.1, 0.5, 0.999])
def test_reserve_leaves_something_for_both(plan: Any, reserve: float, faulty: FaultyClient) -> None:
    budget = RateBudget(clock=faulty.time.clock, plan=plan, reserve=reserve, when_empty="refuse")
    usage = faulty.outcome(CALLS[0], lambda client: client.rate_budget.usage(), rate_budget=budget)[0]
    assert usage.left >= 1
    assert (usage.reserved >= 1) == (reserve > 0)
    use_up(faulty, budget, requests=usage.left)
    assert type(faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget)) is RateBudgetExceededError
    for _ in range(usage.reserved):
        assert type(faulty.outcome(CALLS[0], CLOSE, rate_budget=budget)) is not RateBudgetExceededError
    assert type(faulty.outcome(CALLS[0], CLOSE, rate_budget=budget)) is RateBudgetExceededError


@pytest.mark.parametrize("reserve", [-0.1, 1, 2.0, float("nan"), True, "some", None])
def test_reserve_that_cannot_be_is_refused(reserve: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"reserve must be a number from 0 to below 1"):
        RateBudget(reserve=reserve)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_header_is_believed_as_far_as_it_can_be(
    call: Any, case: dict[str, Any], faulty: FaultyClient
) -> None:
    headers = {"Retry-After": case["retry_after"], "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    faulty.meets([{"answers": case["answers"], "arrives": False, "headers": headers}])
    budget = RateBudget(clock=faulty.time.clock)
    # A write is not sent again after 418, nor after a 429 whose time is longer than it may wait.
    first = faulty.outcome(call, CREATE, rate_budget=budget, retries=None)
    assert type(first) is (RateLimitError if case["answers"] == 429 else BannedError)
    held = faulty.outcome(
        call, lambda client: getattr(client.rate_budget, HELD[case["holds"]]), rate_budget=budget
    )
    assert held == pytest.approx(case["seconds"])
    second = faulty.outcome(call, CREATE, rate_budget=budget)
    assert isinstance(second, Exception) == (case["seconds"] > 0)
    assert faulty.time.slept == []


HELD = {"block": "blocked_for", "ban": "banned_for"}


def test_cap_on_a_header_is_the_clients_own(faulty: FaultyClient) -> None:
    waits = Waits(retry_after=10, ban=60)
    for status, held in ((429, "blocked_for"), (418, "banned_for")):
        budget = RateBudget(clock=faulty.time.clock)
        faulty.meets([{"answers": status, "arrives": False, "headers": {"Retry-After": "86400"}}])
        faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget, waits=waits, retries=None)
        seconds = faulty.outcome(
            CALLS[0], lambda client, held=held: getattr(client.rate_budget, held), rate_budget=budget
        )
        assert seconds == pytest.approx(10 if status == 429 else 60)


def test_block_without_a_header_is_that_of_the_documents_whatever_the_cap(faulty: FaultyClient) -> None:
    budget = RateBudget(clock=faulty.time.clock)
    faulty.meets([{"answers": 429, "arrives": False}])
    faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget, waits=Waits(retry_after=10))
    assert faulty.outcome(CALLS[0], lambda client: client.rate_budget.blocked_for, rate_budget=budget) == 300


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("status", [429, 503])
def test_read_is_not_put_to_sleep_by_a_header(call: Any, status: int, faulty: FaultyClient) -> None:
    faulty.meets([{"answers": status, "arrives": False, "headers": {"Retry-After": "86400"}}])
    faulty.outcome(call, VALIDATE)
    assert faulty.time.slept == []


@pytest.mark.parametrize("call", CALLS)
def test_log_warns_before_a_wait_that_is_longer_than_a_second(
    call: Any, faulty: FaultyClient, budget: RateBudget, caplog: pytest.LogCaptureFixture
) -> None:
    use_up(faulty, budget)
    caplog.set_level(logging.INFO, logger="threecommas")
    faulty.outcome(call, VALIDATE, rate_budget=budget)
    faulty.meets(
        [
            {"answers": 503, "arrives": False},
            {"answers": 503, "headers": {"Retry-After": "2"}, "arrives": False},
        ]
    )
    faulty.outcome(call, VALIDATE, rate_budget=budget)
    lines = [(record.levelname, record.getMessage()) for record in caplog.records if record.levelno > 10]
    assert lines == [
        (
            "WARNING",
            "validate (GET /public/api/ver1/validate) waits 61.20 s for the rate budget "
            "(overall: 5 requests in 60 s)",
        ),
        ("INFO", "validate (GET /public/api/ver1/validate) is sent again in 0.25 s"),
        ("WARNING", "validate (GET /public/api/ver1/validate) is sent again in 2.50 s"),
    ]


@pytest.mark.parametrize("back", [0.001, 1.0, HOUR, 99 * HOUR])
def test_clock_set_back_makes_nobody_wait_for_longer_than_a_window(
    back: float, faulty: FaultyClient, budget: RateBudget
) -> None:
    use_up(faulty, budget)
    faulty.time.advance(-back)
    assert faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget).valid
    assert sum(faulty.time.slept) <= 61.202
    usage = faulty.outcome(CALLS[0], lambda client: client.rate_budget.usage(), rate_budget=budget)[0]
    assert max(usage.free_in, usage.resets_in) <= 61.202


def test_clock_set_back_forgets_nothing_that_was_sent(faulty: FaultyClient, budget: RateBudget) -> None:
    use_up(faulty, budget, requests=2)
    faulty.time.advance(-HOUR)
    use_up(faulty, budget, requests=2)
    assert faulty.time.slept == []
    assert type(faulty.outcome(CALLS[0], CREATE, rate_budget=budget)) is RateBudgetExceededError
    assert faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget).valid
    assert sum(faulty.time.slept) <= 61.202


@pytest.mark.parametrize(("status", "seconds"), [(429, 70), (418, 600)])
def test_clock_set_back_makes_a_hold_no_longer(
    status: int, seconds: int, faulty: FaultyClient, budget: RateBudget
) -> None:
    faulty.meets([{"answers": status, "arrives": False, "headers": {"Retry-After": str(seconds)}}])
    faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget, retries=None)
    faulty.time.advance(-HOUR)
    held = HELD["block" if status == 429 else "ban"]
    for _ in range(2):
        left = faulty.outcome(CALLS[0], lambda client: getattr(client.rate_budget, held), rate_budget=budget)
        assert left == pytest.approx(seconds)
    faulty.time.advance(seconds + 0.001)
    assert faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget).valid
    assert faulty.time.slept == []


def test_budget_in_a_file_has_a_clock_that_nobody_can_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faulty: FaultyClient
) -> None:
    import time

    with RateBudget(f"sqlite:///{tmp_path / 'budget.db'}", plan="starter") as budget:
        use_up(faulty, budget)
        monkeypatch.setattr(time, "time", lambda: 0.0)
        usage = faulty.outcome(CALLS[0], lambda client: client.rate_budget.usage(), rate_budget=budget)[0]
        monkeypatch.undo()
    assert 0 < usage.free_in < 61.2


def test_store_that_others_keep_busy_makes_nobody_wait_for_longer_than_a_call_may(tmp_path: Path) -> None:
    from threecommas.rate_budget.stores import open_store

    url = f"sqlite:///{tmp_path / 'budget.db'}"
    one, other = open_store(url, None), open_store(url, None)
    with one.lock("owner"), pytest.raises(other.errors), other.lock("owner", 0.0):
        pass
    with one.lock("owner"), pytest.raises(one.errors), one.lock("owner", 0.0):
        pass
    one.close()
    other.close()


@pytest.mark.parametrize("field", ["write", "read", "retry_after", "ban"])
@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "5", None, True])
def test_waits_that_cannot_be_are_refused_with_the_name_of_the_field(field: str, value: Any) -> None:
    with pytest.raises(
        ConfigurationError, match=rf"waits\.{field} must be (0 or more|a number of seconds), got"
    ):
        Waits(**{field: value})


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"waits": 5}, "waits must be a Waits, got 5"),
        ({"deadline": 0}, "deadline must be above 0, got 0"),
        ({"deadline": "2"}, "deadline must be a number of seconds, got '2'"),
    ],
)
def test_client_with_waits_that_cannot_be_is_refused(call: Any, arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        call(VALIDATE, **arguments)


@pytest.mark.parametrize(
    "value", ["9" * 5000, "Fri, 31 Dec 9999 23:59:59 -9999", "١٢", "1_000", "0x10", "1.5"]
)
def test_no_header_breaks_its_reader(value: str) -> None:
    seconds = retry_after({"retry-after": value, "date": "Thu, 01 Jan 2026 00:00:00 GMT"})
    assert seconds is None or 0 <= seconds <= 1e9
