"""Watching bots beside what trades: they are enabled, disabled and deleted, and no stream tells of it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from threecommas import ConfigurationError

from tests.client.changes.timelines import BOTS, GRID_BOTS, Timeline, TimelineServer, told
from tests.client.streams.stream_server import StreamServer
from tests.client.transport.calls import CALLS

LIFE: Timeline = [(0, "disabled"), (10, "enabled"), (40, "disabled")]
TOLD = [(5, None, "disabled"), (5, "disabled", "enabled"), (5, "enabled", "disabled")]
KINDS = {BOTS: "bot", GRID_BOTS: "grid bot"}
DEALS: dict[int, Timeline] = {1: [(0, "created"), (10, "bought"), (200, "completed")]}


def watch_bots(client: Any, **options: Any) -> Any:
    """Watch all bots and nothing else."""
    options = {"timeout": 100, "max_interval": 5, "dca_bots": None, "grid_bots": None} | options
    return client.watch(smart_trades=(), deals=(), **options)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", [BOTS, GRID_BOTS])
def test_bot_is_seen_enabled_and_disabled(call: Any, kind: str) -> None:
    server = TimelineServer({})
    server.bots[kind] = {5: LIFE}
    found = server.changes(call, watch_bots)
    assert told(found) == TOLD
    assert {(each.kind, each.new.id, each.is_final) for each in found} == {(KINDS[kind], 5, False)}
    assert [each.new.is_enabled for each in found] == [False, True, False]


@pytest.mark.parametrize("kind", [BOTS, GRID_BOTS])
def test_deleted_bot_is_watched_no_more(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    server = TimelineServer({})
    server.bots[kind] = {5: [(0, "enabled"), (10, "deleted")], 6: [(0, "enabled")]}
    with caplog.at_level(logging.WARNING, "threecommas"):
        found = server.changes(CALLS[0], watch_bots)
    assert told(found) == [(5, None, "enabled"), (6, None, "enabled")]
    assert [each.message.startswith(f"{KINDS[kind]} 5 is gone") for each in caplog.records] == [True]
    assert sum(path.startswith(f"{kind}/5") for path in server.sent) == 1


def test_watch_of_a_deleted_bot_is_over() -> None:
    server = TimelineServer({})
    server.bots[BOTS] = {5: [(0, "enabled"), (10, "deleted")]}
    assert told(server.changes(CALLS[0], lambda c: watch_bots(c, dca_bots=5, grid_bots=()))) == [
        (5, None, "enabled")
    ]


def test_bots_are_left_out_unless_they_are_asked_for() -> None:
    server = TimelineServer({})
    server.bots[BOTS] = {5: LIFE}
    assert server.changes(CALLS[0], lambda c: c.watch(timeout=10)) == []
    assert not {BOTS, GRID_BOTS} & set(server.sent)


@pytest.mark.parametrize("call", CALLS)
def test_bots_are_asked_for_while_a_stream_tells_of_deals(call: Any) -> None:
    server = StreamServer(DEALS)
    server.bots[BOTS] = {5: LIFE}
    options = {"timeout": 300, "via": "stream", "max_interval": 20}
    found = server.changes(
        call, lambda c: c.watch(smart_trades=(), deals=1, dca_bots=None, **options), **server.options
    )
    assert [each for each in told(found) if each[0] == 5] == TOLD
    assert [each[2] for each in told(found) if each[0] == 1] == ["created", "bought", "completed"]
    assert len(server.subscriptions) == 1


@pytest.mark.parametrize("ids", [None, 5])
def test_bots_alone_cannot_be_watched_over_a_stream_and_either_polls(ids: Any) -> None:
    server = StreamServer({})
    server.bots[BOTS] = {5: LIFE}

    def over(via: str) -> list[Any]:
        return server.changes(
            CALLS[0], lambda c: watch_bots(c, dca_bots=ids, grid_bots=(), via=via), **server.options
        )

    with pytest.raises(ConfigurationError, match="no stream tells of bots"):
        over("stream")
    assert told(over("either")) == TOLD
    assert server.connections == []


def test_latest_is_what_goes_on_as_it_was_last_seen() -> None:
    server = TimelineServer(DEALS)
    server.bots[BOTS] = {5: LIFE}
    seen: list[Any] = []

    def noted(client: Any) -> Iterator[Any]:
        changes = client.watch(dca_bots=None, max_interval=5, timeout=210)
        assert changes.latest == ()
        for change in changes:
            seen.append([(each.kind, each.id, str(each.status)) for each in changes.latest])
            yield change

    assert told(server.changes(CALLS[0], noted))[-1] == (1, "bought", "completed")
    assert seen[0] == [("deal", 1, "created"), ("bot", 5, "disabled")]
    assert seen[-1] == [("bot", 5, "disabled")]
