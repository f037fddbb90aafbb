"""Watching through troubles: lost answers, a small budget, strange elements, and lists that move."""

from typing import Any

import httpx
import pytest
from threecommas import (
    DryRunError,
    NotExecutedError,
    NotFoundError,
    PermissionDeniedError,
    RateBudget,
    RateBudgetExceededError,
    ServerError,
)

from tests.client.changes.timelines import TimelineServer, told
from tests.client.deals.deals_server import deal
from tests.client.transport.calls import CALLS

LIVES = {1: [(0.0, "created"), (20.0, "bought"), (60.0, "completed")], 2: [(0.0, "bought")]}
ENDS = [(1, None, "created"), (2, None, "bought"), (1, "created", "bought"), (1, "bought", "completed")]


def broken(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": "unknown_error"}, headers=headers)


def lost() -> httpx.Response:
    raise httpx.ReadError("gone")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("trouble", [lambda: broken(503), lambda: broken(429, **{"Retry-After": "3"}), lost])
def test_trouble_that_passes_hides_no_change(call: Any, trouble: Any) -> None:
    server = TimelineServer(LIVES)
    server.before = lambda number: trouble() if number > 1 and number % 3 == 0 else None
    assert told(server.changes(call, lambda c: c.deals.watch(timeout=200))) == ENDS


def test_wait_that_an_answer_asks_for_is_kept() -> None:
    server = TimelineServer(LIVES)
    server.before = lambda number: broken(429, **{"Retry-After": "25"}) if number == 2 else None
    server.changes(CALLS[0], lambda c: c.deals.watch(timeout=200))
    assert server.time.slept[:2] == [2, 25]


def test_watch_is_over_where_an_answer_asks_for_a_longer_wait_than_there_is_time() -> None:
    server = TimelineServer(LIVES)
    server.before = lambda number: broken(429, **{"Retry-After": "25"}) if number == 2 else None
    server.changes(CALLS[0], lambda c: c.deals.watch(timeout=10))
    assert (len(server.sent), server.time.slept) == (2, [2])


@pytest.mark.parametrize("call", CALLS)
def test_deal_that_is_gone_ends_nothing_but_itself(call: Any, caplog: pytest.LogCaptureFixture) -> None:
    lives = {1: [(0.0, "created"), (10.0, "completed")], 2: [(0.0, "bought"), (40.0, "completed")]}
    server = TimelineServer(lives)
    server.before = lambda _: broken(404) if server.sent[-1] == "/ver1/deals/1/show" else None
    found = server.changes(call, lambda c: c.deals.watch(timeout=200))
    assert told(found) == [(1, None, "created"), (2, None, "bought"), (2, "bought", "completed")]
    assert server.sent.count("/ver1/deals/1/show") == 1
    assert "deal 1 is gone" in caplog.text


def test_number_that_nobody_has_is_told() -> None:
    server = TimelineServer(LIVES)
    server.before = lambda _: broken(404) if server.sent[-1].endswith("show") else None
    assert [type(each) for each in server.changes(CALLS[0], lambda c: c.deals.watch(7))] == [NotFoundError]


@pytest.mark.parametrize(("trouble", "kind"), [(lambda: broken(503), ServerError), (lost, NotExecutedError)])
def test_trouble_at_the_first_look_is_raised(trouble: Any, kind: Any) -> None:
    server = TimelineServer(LIVES)
    server.before = lambda _: trouble()
    assert [type(each) for each in server.changes(CALLS[0])] == [kind]
    assert len(server.sent) == 1


@pytest.mark.parametrize("call", CALLS)
def test_error_that_does_not_pass_is_raised_after_what_was_seen_before(call: Any) -> None:
    server = TimelineServer({**LIVES, 2: [(0.0, "created"), (60.0, "bought")]})
    server.before = lambda _: broken(403) if server.sent[-1].endswith("show") else None
    found = server.changes(call, lambda c: c.deals.watch())
    assert (found[-2].id, found[-2].status) == (2, "bought")
    assert type(found[-1]) is PermissionDeniedError


def test_dry_run_is_no_trouble_that_passes() -> None:
    server = TimelineServer(LIVES)
    assert [type(each) for each in server.changes(CALLS[0], dry_run=True)] == [DryRunError]
    assert server.sent == []


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("when_empty", ["wait", "refuse"])
def test_watch_keeps_to_the_budget_and_leaves_what_is_for_closing(call: Any, when_empty: Any) -> None:
    server = TimelineServer({each: [(0.0, "created"), (30.0 * each, "bought")] for each in range(1, 9)})
    budget = RateBudget(clock=server.time.clock, plan="starter", when_empty=when_empty)
    found = server.changes(call, lambda c: c.deals.watch(timeout=600), rate_budget=budget)
    assert len(told(found)) == 16
    # Of 5 requests a minute one is kept back.
    at = server.sent_at
    assert max(sum(begin <= each < begin + 60 for each in at) for begin in at) == 4


def test_budget_that_is_used_up_at_first_is_told() -> None:
    server = TimelineServer(LIVES)
    budget = RateBudget(clock=server.time.clock, plan="starter", when_empty="refuse")
    use: Any = lambda c: c.deals.watch(timeout=5, interval=1)  # noqa: E731
    server.changes(CALLS[0], use, rate_budget=budget)
    again = server.changes(CALLS[0], use, rate_budget=budget)
    assert [type(each) for each in again] == [RateBudgetExceededError]


@pytest.mark.parametrize("strange", [5, None, deal(3, status=None), deal(3, status=7), {}, {"id": "x"}])
@pytest.mark.parametrize("strict", [False, True])
def test_strange_element_hides_no_other_and_notice_is_given(strange: Any, strict: bool) -> None:
    server, notices = TimelineServer(LIVES), []
    server.others = [strange]
    use: Any = lambda c: c.deals.watch(timeout=200)  # noqa: E731
    found = server.changes(CALLS[0], use, on_deviation=notices.append, strict=strict)
    assert told(found) == ENDS
    assert notices
    assert "/ver1/deals/3/show" not in server.sent


def test_deal_without_a_readable_moment_is_watched_all_the_same() -> None:
    server = TimelineServer(LIVES)
    server.others = [deal(3, updated_at=None)]
    found = server.changes(CALLS[0], lambda c: c.deals.watch(timeout=20))
    assert [(each.id, each.updated_at is None) for each in found] == [(1, False), (2, False), (3, True)]


@pytest.mark.parametrize("call", CALLS)
def test_deals_that_move_to_a_page_that_was_read_are_not_taken_for_ended(call: Any) -> None:
    server = TimelineServer({each: [(0.0, "bought")] for each in range(1, 251)})

    def end_many(number: int) -> None:
        if number == 5:
            server.timelines.update({each: [(0.0, "bought"), (1.0, "failed")] for each in range(201, 231)})

    server.before = end_many
    found = server.changes(call, lambda c: c.deals.watch(timeout=60))
    firsts, others = told(found)[:250], told(found)[250:]
    assert sorted(firsts) == [(each, None, "bought") for each in range(1, 251)]
    assert sorted(others) == [(each, "bought", "failed") for each in range(201, 231)]


def test_deals_that_end_together_are_all_seen_within_some_looks() -> None:
    lives = {each: [(0.0, "bought"), (3.0, "failed")] for each in range(1, 51)}
    server = TimelineServer(lives)
    found = server.changes(CALLS[0], lambda c: c.deals.watch(list(lives)))
    assert sum(each.is_final for each in found) == 50
    shown = [path for path in server.sent if path.endswith("show")]
    assert len(shown) == len(set(shown)) == 50
    assert server.looks == 5
