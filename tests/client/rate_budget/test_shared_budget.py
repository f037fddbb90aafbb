"""Four processes on one budget, for three of its periods: never more than allowed, and nearly all of it."""

import multiprocessing
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from threecommas import HmacSigner, RateLimitError, ThreeCommas
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.venue.clock import ManualClock
from threecommas_rest import OPERATIONS

from tests.client.rate_budget.budget_worker import Sent, work
from tests.client.rate_budget.shared_time import SharedTime
from tests.client.transport.calls import API_KEY

PROCESSES, PERIODS = 4, 3
OVERALL, ROUTE = OPERATIONS["list_smart_trades"].rate_limits


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the budget is whose store is a file."""
    return tmp_path_factory.mktemp("budget")


@pytest.fixture(scope="module", params=["sqlite", "redis"])
def sent(request: pytest.FixtureRequest, folder: Path) -> Sent:
    """What all processes together sent, by time."""
    if request.param == "sqlite":
        return sent_by_all(f"sqlite:///{folder / 'budget.db'}")
    address = str(request.getfixturevalue("redis_server"))
    with redis.Redis.from_url(address) as server:
        server.flushall()
    return sent_by_all(address)


def sent_by_all(url: str) -> Sent:
    """Return what all processes together sent, by time."""
    context = multiprocessing.get_context("spawn")
    time, results = SharedTime(context, PROCESSES), context.Queue()
    until = time.now() + PERIODS * OVERALL.period
    workers = [
        context.Process(target=work, args=(number, url, time, until, results)) for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    sent = [each for _ in workers for each in results.get()]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    return sorted(sent)


def most_within(seconds: float, times: Iterable[float]) -> int:
    """Return how many of the times lie in the window of this length that has most of them."""
    ordered = sorted(times)
    return max(sum(start <= time < start + seconds for time in ordered) for start in ordered)


def test_processes_that_share_a_budget_use_it_up_and_never_exceed_it(sent: Sent) -> None:
    start = sent[0][0]
    within = [time for time, _ in sent if time < start + PERIODS * OVERALL.period]
    lists = [time for time, operation in sent if operation == "list_smart_trades"]
    assert most_within(OVERALL.period, (time for time, _ in sent)) <= OVERALL.requests
    assert most_within(ROUTE.period, lists) <= ROUTE.requests
    assert len(within) >= 0.95 * PERIODS * OVERALL.requests
    assert {operation for _, operation in sent} == {"validate", "list_smart_trades"}


def refused_by_the_mock(sent: Sent) -> list[float]:
    """Return the times of the requests that a mock with the documented limits does not take."""
    clock = ManualClock(datetime.fromtimestamp(sent[0][0], UTC))
    exchange = MockExchange(clock=clock, rate_limits="documented")
    refused: list[float] = []
    with ThreeCommas(
        MOCK_KEY,
        HmacSigner(MOCK_SECRET),
        base_url=exchange.base_url,
        transport=exchange.transport(),
        rate_budget=None,
        retries=None,
    ) as client:
        for time, operation in sent:
            exchange.advance(time - clock.now().timestamp())
            try:
                client.smart_trades.list() if operation == "list_smart_trades" else client.validate()
            except RateLimitError:
                refused.append(time)
    return refused


def test_mock_takes_every_request_of_a_shared_budget_and_would_not_take_one_more(sent: Sent) -> None:
    assert refused_by_the_mock(sent) == []
    full = [each for each in sent if each[0] < sent[0][0] + OVERALL.period]
    assert refused_by_the_mock([*full, *[full[-1]] * (OVERALL.requests + 1 - len(full))])


@pytest.mark.parametrize("sent", ["sqlite"], indirect=True)
def test_store_of_the_budget_never_has_the_key(sent: Sent, folder: Path) -> None:
    assert sent
    files = [path for path in folder.iterdir() if path.stat().st_size]
    assert files
    assert [path for path in files if API_KEY.encode() in path.read_bytes()] == []
