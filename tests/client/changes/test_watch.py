"""Watching: every change is seen once and in order, by one list for all, and the end of each."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threecommas import Change, ConfigurationError

from tests.client.changes.timelines import Timeline, TimelineServer, gathered, told
from tests.client.smart_trades.active_trades import STOP, WAITING, client_with
from tests.client.smart_trades.active_trades import body as smart_trade
from tests.client.transport.calls import CALLS

LIVES: dict[int, Timeline] = {
    1: [(0, "created"), (10, "bought"), (50, "completed")],
    2: [(0, "bought"), (20, "stop_loss_pending"), (60, "panic_sold")],
    3: [(30, "created"), (40, "failed")],
}
TOLD = [
    (1, None, "created"),
    (2, None, "bought"),
    (1, "created", "bought"),
    (2, "bought", "stop_loss_pending"),
    (3, None, "created"),
    (3, "created", "failed"),
    (1, "bought", "completed"),
    (2, "stop_loss_pending", "panic_sold"),
]


@pytest.mark.parametrize("call", CALLS)
def test_each_change_of_what_is_active_is_seen_once_and_in_order(call: Any) -> None:
    server = TimelineServer(LIVES)
    found = server.changes(call, lambda c: c.deals.watch(timeout=100, max_interval=5))
    assert told(found) == TOLD
    assert [each.id for each in found if each.is_final] == [3, 1, 2]
    assert all(type(each) is Change and each.new.id == each.id for each in found)
    assert [each.old and each.old.status for each in found] == [each.old_status for each in found]
    assert [each.updated_at for each in found] == sorted(each.updated_at for each in found)


@pytest.mark.parametrize("call", CALLS)
def test_watch_of_numbers_is_over_when_all_have_ended(call: Any) -> None:
    server = TimelineServer(LIVES)
    found = server.changes(call, lambda c: c.deals.watch([1, 2], max_interval=5))
    assert told(found) == [each for each in TOLD if each[0] != 3]
    # One list for both, and one request for each that left it; the last one is asked for by itself.
    shown = [path for path in server.sent if path != "/ver1/deals"]
    assert shown[0] == "/ver1/deals/1/show"
    assert set(shown[1:]) == {"/ver1/deals/2/show"}
    assert server.sent[-1] == "/ver1/deals/2/show"


def test_deal_alone_is_asked_for_by_its_number() -> None:
    server = TimelineServer(LIVES)
    found = server.changes(CALLS[0], lambda c: c.deals.watch(1))
    assert told(found)[-1] == (1, "bought", "completed")
    assert set(server.sent) == {"/ver1/deals/1/show"}


def test_nothing_to_watch_is_over_at_once() -> None:
    server = TimelineServer(LIVES)
    assert server.changes(CALLS[0], lambda c: c.deals.watch(())) == []
    assert server.sent == []


@pytest.mark.parametrize("call", CALLS)
def test_watch_ends_at_its_time_without_an_error(call: Any) -> None:
    server = TimelineServer({1: [(0, "bought")]})
    assert told(server.changes(call, lambda c: c.deals.watch(timeout=60))) == [(1, None, "bought")]
    assert server.time.seconds == 58
    assert server.changes(call, lambda c: c.deals.watch(timeout=1))[0].id == 1


def test_looks_are_rare_while_nothing_happens_and_frequent_after_a_change() -> None:
    server = TimelineServer({1: [(0, "created"), (30, "bought")]})
    server.changes(CALLS[0], lambda c: c.deals.watch(timeout=100, interval=2, max_interval=12))
    assert server.time.slept == [2, 3, 4.5, 6.75, 10.125, 12, 2, 3, 4.5, 6.75, 10.125, 12, 12, 9.25]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_change_is_lost_or_invented_whatever_happens_between_two_looks(data: Any) -> None:
    lives = {}
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        count = data.draw(st.integers(1, 5))
        times = sorted(data.draw(st.sets(st.integers(0, 200), min_size=count + 1, max_size=count + 1)))
        names = data.draw(st.lists(st.sampled_from(["created", "bought"]), min_size=count, max_size=count))
        lives[number] = list(zip(map(float, times), [*names, "completed"], strict=True))
    server = TimelineServer(lives)
    found = server.changes(CALLS[0], lambda c: c.deals.watch(timeout=400))
    told(found)
    for number, life in lives.items():
        mine = [each for each in found if each.id == number]
        assert [each.old_status for each in mine] == [None, *(each.status for each in mine[:-1])][: len(mine)]
        assert all(each.old_status != each.status for each in mine)
        # One that began and ended between two looks was in no list.
        assert not mine or [each.is_final for each in mine].index(True) == len(mine) - 1
        moments = [each.updated_at.timestamp() % 86400 for each in mine]
        assert all(pair in life for pair in zip(moments, [each.status for each in mine], strict=True))
        assert moments == sorted(set(moments))


@pytest.mark.parametrize("call", CALLS)
def test_smart_trades_of_the_exchange_are_watched_to_their_end(call: Any) -> None:
    faulty, (first, second) = client_with(smart_trade(), smart_trade(**WAITING))
    found: list[Any] = []

    def use(client: Any) -> Any:
        return gathered(client.smart_trades.watch([first, second], timeout=60), found)

    faulty.transport.look_faults = iter([None, None])
    faulty.outcome(call, use)
    assert sorted(told(found)) == [(first, None, "waiting_targets"), (second, None, "waiting_position")]
    faulty.outcome(CALLS[0], STOP)
    faulty.outcome(call, use)
    assert {(each.id, each.status) for each in found if each.is_final} == {
        (first, "panic_sold"),
        (second, "cancelled"),
    }


@pytest.mark.parametrize("call", CALLS)
def test_client_watches_smart_trades_and_deals_in_one(call: Any) -> None:
    server = TimelineServer(LIVES)
    use: Any = lambda c: c.watch(timeout=100, max_interval=5)  # noqa: E731
    found = server.changes(call, use)
    assert told(found) == TOLD
    assert {each.kind for each in found} == {"deal"}
    assert server.sent.count("/v2/smart_trades") == server.looks
    asked = TimelineServer(LIVES)
    asked.changes(call, lambda c: c.watch(smart_trades=(), deals=[1, 2]))
    assert "/v2/smart_trades" not in asked.sent


@pytest.mark.parametrize(
    "options",
    [
        {"ids": 0},
        {"ids": "7"},
        {"ids": [1, True]},
        {"interval": 0},
        {"interval": "2"},
        {"max_interval": 1},
        {"max_interval": float("inf")},
        {"timeout": 0},
        {"timeout": -1},
    ],
)
def test_watch_that_cannot_be_is_refused_when_it_is_called(options: Any) -> None:
    server = TimelineServer(LIVES)
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        server.changes(CALLS[0], lambda c: c.deals.watch(**options))
    assert server.sent == []
