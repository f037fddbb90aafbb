"""Watching over the stream: the same changes as by polling, whatever happens to the connection."""

import json
import logging
from itertools import islice
from typing import Any

import httpx
import pytest
from threecommas import (
    ConfigurationError,
    DryRunError,
    RateBudget,
    StreamRefusedError,
    StreamUnavailableError,
)

from tests.client.changes.test_watch import LIVES, TOLD
from tests.client.changes.timelines import told
from tests.client.streams.stream_server import ClosedError, StreamServer
from tests.client.transport.calls import API_KEY, CALLS


def found_by(server: StreamServer, call: Any, use: Any = None, **options: Any) -> list[Any]:
    """Return the changes that a client is told, and the error at the end, if any."""
    wanted: Any = use or (lambda client: client.deals.watch(via="stream", timeout=100))
    return server.changes(call, wanted, **server.options | options)


@pytest.mark.parametrize("call", CALLS)
def test_changes_over_the_stream_are_those_of_polling(call: Any) -> None:
    server = StreamServer(LIVES)
    found = found_by(server, call)
    assert told(found) == TOLD
    assert [each.id for each in found if each.is_final] == [3, 1, 2]
    assert [each.updated_at for each in found] == sorted(each.updated_at for each in found)
    # One list, before anything is told, and none after it.
    assert server.sent == ["/ver1/deals"]
    assert server.time.seconds == 100
    assert [each.is_open for each in server.connections] == [False]


@pytest.mark.parametrize("call", CALLS)
def test_stream_is_over_when_all_that_is_watched_has_ended(call: Any) -> None:
    server = StreamServer(LIVES)
    found = found_by(server, call, lambda c: c.deals.watch([1, 2], via="stream"))
    assert told(found) == [each for each in TOLD if each[0] != 3]
    assert server.time.seconds == pytest.approx(60.1)
    assert [each.is_open for each in server.connections] == [False]


@pytest.mark.parametrize("call", CALLS)
def test_client_subscribes_to_both_kinds_over_one_connection(call: Any) -> None:
    server = StreamServer(LIVES)
    assert told(found_by(server, call, lambda c: c.watch(via="stream", timeout=100))) == TOLD
    channels = [json.loads(each)["channel"] for each in server.subscriptions]
    assert channels == ["SmartTradesChannel", "DealsChannel"]
    assert sorted(server.sent) == ["/v2/smart_trades", "/ver1/deals"]
    one = StreamServer(LIVES)
    found_by(one, call, lambda c: c.watch(smart_trades=(), via="stream", timeout=100))
    assert len(one.subscriptions) == 1


@pytest.mark.parametrize("call", CALLS)
def test_what_happened_in_a_break_is_asked_for_after_it(call: Any) -> None:
    server = StreamServer(
        {1: [(0, "created"), (11, "bought"), (12, "created"), (13, "bought"), (50, "completed")]}
    )
    server.endings = [(10.5, 1006)]
    # With the jitter of these tests the next connection is there 3 seconds later.
    found = found_by(server, call)
    assert told(found) == [(1, None, "created"), (1, "created", "bought"), (1, "bought", "completed")]
    assert found[1].updated_at.second == 13
    assert server.sent == ["/ver1/deals", "/ver1/deals"]
    assert len(server.subscriptions) == 2


def test_what_ended_in_a_break_is_asked_for_by_its_number() -> None:
    server = StreamServer({1: [(0, "created"), (11, "completed")], 2: [(11, "created"), (12, "failed")]})
    server.endings = [(10.5, 1006)]
    assert told(found_by(server, CALLS[0])) == [(1, None, "created"), (1, "created", "completed")]
    assert server.sent == ["/ver1/deals", "/ver1/deals", "/ver1/deals/1/show"]


def test_later_message_overtakes_an_earlier_one_for_good() -> None:
    server = StreamServer({1: [(0, "created"), (10, "bought"), (11, "selling"), (50, "completed")]})
    server.delays = lambda _, moment, __: [5.0] if moment == 10 else [0.5]
    assert told(found_by(server, CALLS[0])) == [
        (1, None, "created"),
        (1, "created", "selling"),
        (1, "selling", "completed"),
    ]


def test_messages_that_wait_together_are_told_in_the_order_of_their_moments() -> None:
    server = StreamServer({1: [(0, "created"), (10, "bought"), (11, "selling")]})
    server.delays = lambda _, moment, __: [2.0] if moment == 10 else [1.0, 1.0]
    changes = [(1, None, "created"), (1, "created", "bought"), (1, "bought", "selling")]
    assert told(found_by(server, CALLS[0])) == changes


@pytest.mark.parametrize("call", CALLS)
def test_two_statuses_of_one_moment_are_settled_by_asking(call: Any) -> None:
    server = StreamServer({1: [(0, "created"), (10, "selling"), (10, "bought"), (50, "completed")]})
    server.delays = lambda _, __, status: [2.0, 3.0] if status == "selling" else [1.0]
    found = found_by(server, call)
    assert told(found) == [(1, None, "created"), (1, "created", "bought"), (1, "bought", "completed")]
    assert server.sent == ["/ver1/deals", "/ver1/deals/1/show", "/ver1/deals/1/show"]


def test_lost_message_is_made_up_for_within_five_minutes() -> None:
    server = StreamServer({1: [(0, "created"), (10, "bought")]})
    server.delays = lambda *_: []
    found = found_by(server, CALLS[0], lambda c: c.deals.watch(via="stream", timeout=400))
    assert told(found) == [(1, None, "created"), (1, "created", "bought")]
    assert server.looks == 2
    assert server.sent_at[-1] == pytest.approx(300, abs=1)


def test_deal_that_is_over_when_it_is_first_told_of_is_no_change() -> None:
    server = StreamServer({1: [(0, "bought"), (50, "completed")], 2: [(20, "bought"), (30, "completed")]})
    server.delays = lambda _, moment, __: [30.0] if moment == 20 else [0.1]
    assert {each[0] for each in told(found_by(server, CALLS[0]))} == {1}


@pytest.mark.parametrize("call", CALLS)
def test_account_that_no_list_of_the_mode_shows_is_left_out_and_logged(
    call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "threecommas")
    server = StreamServer(
        {1: [(0, "bought"), (10, "selling")], 2: [(20, "created"), (30, "bought"), (40, "selling")]}
    )
    hidden = server.active
    server.active = lambda scope: [each for each in hidden(scope) if each["id"] != 2]  # type: ignore[method-assign]
    plain = server.told
    other: dict[int, dict[str, Any]] = {1: {}, 2: {"account_id": 77}}
    server.told = lambda number, *args: plain(number, *args) | other[number]  # type: ignore[method-assign]
    assert {each[0] for each in told(found_by(server, call))} == {1}
    assert server.looks == 2
    assert [each.message for each in caplog.records if "account 77" in each.message] != []
    assert sum("account 77" in each.message for each in caplog.records) == 1


@pytest.mark.parametrize("call", CALLS)
def test_new_account_is_told_of_once_a_list_has_it(call: Any) -> None:
    server = StreamServer({2: [(20, "created"), (30, "bought")]})
    assert told(found_by(server, call)) == [(2, None, "created"), (2, "created", "bought")]
    assert server.looks == 2


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        ({"answers": "reject_subscription"}, StreamRefusedError),
        ({"answers": "silence"}, StreamUnavailableError),
        ({"endings": [(0.0, 1006)]}, StreamUnavailableError),
        ({"endings": [(1.0, 1008)]}, StreamRefusedError),
    ],
)
def test_stream_that_cannot_be_had_is_an_error_or_polled_in_its_place(
    call: Any, trouble: dict[str, Any], kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server, other = StreamServer(LIVES), StreamServer(LIVES)
    for each in (server, other):
        vars(each).update(trouble)
    assert type(found_by(server, call)[-1]) is kind
    found = found_by(other, call, lambda c: c.deals.watch(via="either", timeout=100, max_interval=5))
    # What came and went between two looks is not seen by polling.
    assert {each[:1] + each[2:] for each in told(found)} <= {each[:1] + each[2:] for each in TOLD}
    assert [each.id for each in found if each.is_final] == [3, 1, 2]
    assert len(other.connections) == 1
    assert other.looks > 10
    assert sum("watch polls from here on" in each.message for each in caplog.records) == 1
    assert API_KEY not in caplog.text


def test_break_is_polled_through_where_either_will_do() -> None:
    server = StreamServer({1: [(0, "created"), (47, "bought"), (80, "selling")]})
    server.endings = [(40, 1006), *[(0.0, 1006)] * 3]
    found = found_by(server, CALLS[0], lambda c: c.deals.watch(via="either", timeout=120))
    assert told(found) == [(1, None, "created"), (1, "created", "bought"), (1, "bought", "selling")]
    looked = [at for at in server.sent_at if 40 <= at < 80]
    assert len(looked) > 3
    strict = StreamServer(server.timelines)
    strict.endings = server.endings
    assert told(found_by(strict, CALLS[0])) == told(found)
    assert len([at for at in strict.sent_at if 40 <= at < 80]) == 1


@pytest.mark.parametrize("call", CALLS)
def test_loop_that_is_left_closes_its_connection(call: Any) -> None:
    server = StreamServer(LIVES)

    def leave(client: Any) -> Any:
        changes = client.deals.watch(via="stream")
        if hasattr(changes, "__anext__"):
            return leave_async(changes)
        assert len(list(islice(changes, 1))) == 1
        changes.close()
        return None

    async def leave_async(changes: Any) -> None:
        await anext(changes)
        await changes.aclose()

    call(
        leave,
        rate_budget=None,
        mode="real",
        transport=httpx.MockTransport(server),
        timing=server.time.timing(),
        **server.options,
    )
    assert [each.is_open for each in server.connections] == [False]


def test_dry_run_opens_no_connection() -> None:
    server = StreamServer(LIVES)
    assert [type(each) for each in found_by(server, CALLS[0], dry_run=True)] == [DryRunError]
    assert server.connections == []


def test_nothing_to_watch_opens_no_connection() -> None:
    server = StreamServer(LIVES)
    assert found_by(server, CALLS[0], lambda c: c.deals.watch((), via="stream")) == []
    assert server.connections == []


def test_time_that_is_up_before_a_stream_is_there_is_told() -> None:
    server = StreamServer(LIVES)
    server.answers = "silence"
    found = found_by(server, CALLS[0], lambda c: c.deals.watch(via="stream", timeout=3))
    assert [type(each) for each in found] == [StreamUnavailableError]


@pytest.mark.parametrize("via", ["websocket", None, []])
def test_way_that_is_none_is_refused(via: Any) -> None:
    server = StreamServer(LIVES)
    with pytest.raises(ConfigurationError, match="via must be polling, stream or either"):
        found_by(server, CALLS[0], lambda c: c.deals.watch(via=via))


@pytest.mark.parametrize("call", CALLS)
def test_stream_keeps_to_the_budget_and_leaves_what_is_for_closing(call: Any) -> None:
    server = StreamServer({each: [(0.0, "created"), (30.0 * each, "bought")] for each in range(1, 9)})
    server.endings = [(1.0, 1006)] * 40
    budget = RateBudget(clock=server.time.clock, plan="starter")
    found_by(server, call, lambda c: c.deals.watch(via="either", timeout=600), rate_budget=budget)
    at = server.sent_at
    assert max(sum(begin <= each < begin + 60 for each in at) for begin in at) == 4


def test_fault_of_a_connection_that_is_no_close_is_raised() -> None:
    server = StreamServer(LIVES)

    class Broken:
        def receive(self, timeout: float) -> str:
            raise ZeroDivisionError

        def close(self) -> None:
            server.time.advance(1)

    found = found_by(server, CALLS[0], stream_transport=Broken)
    assert [type(each) for each in found] == [ZeroDivisionError]
    assert server.time.seconds == 1


def test_close_without_a_code_is_a_break() -> None:
    server = StreamServer(LIVES)
    server.endings = [(5.0, None)]
    assert told(found_by(server, CALLS[0])) == TOLD
    assert ClosedError(None).code is None
