"""`threecommas watch`: changes of SmartTrades and deals, a line for each, until they end or Ctrl-C."""

import json
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit

from tests.cli.terminal import Terminal
from tests.client.changes.timelines import TimelineServer
from tests.client.streams.stream_server import StreamServer

LIVES = {7: [(0.0, "created"), (10.0, "bought"), (50.0, "completed")], 8: [(0.0, "bought")]}


class ServedTerminal(Terminal):
    """A terminal before a server of deals whose time passes with that of the commands."""

    def __init__(self, server: TimelineServer) -> None:
        super().__init__(transport=httpx.MockTransport(server))
        self.server = server

    def sleep(self, seconds: float) -> None:
        """Let seconds pass for both."""
        self.slept += seconds
        self.server.time.advance(seconds)


def test_changes_are_shown_as_lines_in_columns() -> None:
    result = ServedTerminal(TimelineServer(LIVES)).run("watch --deal 7")
    assert result.exit_code == 0, result.output
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["updated", "kind", "id", "pair", "before", "now"],
        ["2026-01-01", "00:00:00", "deal", "7", "USDT_ETH", "-", "created"],
        ["2026-01-01", "00:00:10", "deal", "7", "USDT_ETH", "created", "bought"],
        ["2026-01-01", "00:00:50", "deal", "7", "USDT_ETH", "bought", "completed"],
    ]
    lines = result.stdout.splitlines()
    assert len({lines[0].index("now"), lines[1].index("created"), lines[2].index("bought")}) == 1


def test_changes_are_json_lines() -> None:
    result = ServedTerminal(TimelineServer(LIVES)).run("watch --deal 7 --json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["old_status"], each["status"], each["is_final"]) for each in lines] == [
        (None, "created", False),
        ("created", "bought", False),
        ("bought", "completed", True),
    ]
    assert {(each["kind"], each["id"], each["new"]["id"]) for each in lines} == {("deal", 7, 7)}
    assert lines[1]["updated_at"] == "2026-01-01T00:00:10+00:00"


def test_everything_active_is_watched_unless_something_is_named() -> None:
    server = TimelineServer(LIVES)
    result = ServedTerminal(server).run("watch --timeout 100 --json")
    assert result.exit_code == 0
    assert {json.loads(line)["id"] for line in result.stdout.splitlines()} == {7, 8}
    assert "/v2/smart_trades" in server.sent
    named = TimelineServer(LIVES)
    ServedTerminal(named).run("watch --deal 7")
    assert "/v2/smart_trades" not in named.sent


def test_deal_that_goes_on_at_the_end_of_the_time_has_an_exit_code() -> None:
    result = ServedTerminal(TimelineServer(LIVES)).run("watch --deal 7 --deal 8 --timeout 100")
    assert result.exit_code == Exit.STILL_OPEN


@pytest.mark.parametrize("form", ["", "--json"])
def test_interruption_is_how_a_watch_ends(form: str) -> None:
    server = TimelineServer(LIVES)

    def interrupt(number: int) -> Any:
        if number == 4:
            raise KeyboardInterrupt

    server.before = interrupt
    result = ServedTerminal(server).run(f"watch {form}")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "bought" in result.stdout


class StreamingTerminal(ServedTerminal):
    """A terminal before a server that tells of changes. Its clock is that of the server."""

    def __init__(self, server: StreamServer, *, is_open: bool = True) -> None:
        super().__init__(server)
        self.stream_transport = server.open if is_open else None

    def clock(self) -> float:
        """Return the seconds of the server."""
        return self.server.time.seconds


def test_changes_come_over_the_stream() -> None:
    server = StreamServer(LIVES)
    result = StreamingTerminal(server).run("watch --deal 7 --via stream --json")
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["status"] for each in lines] == ["created", "bought", "completed"]
    assert [path for path in server.sent if "show" not in path] == []
    assert len(server.connections) == 1


def test_stream_that_is_not_there_has_an_exit_code_and_either_goes_on() -> None:
    server = StreamServer(LIVES)
    server.endings = [(0.0, 1006)] * 2
    result = StreamingTerminal(server).run("watch --deal 7 --via stream")
    assert result.exit_code == Exit.UNAVAILABLE
    assert "there may be none" in result.stderr
    result = StreamingTerminal(server).run("watch --deal 7 --via either")
    assert (result.exit_code, "completed" in result.stdout) == (0, True)


def test_command_for_another_server_needs_the_address_of_its_streams() -> None:
    terminal = StreamingTerminal(StreamServer(LIVES), is_open=False)
    result = terminal.run("watch --deal 7 --via stream")
    assert result.exit_code == Exit.CONFIGURATION
    assert "stream_url" in result.stderr
    result = terminal.run("watch --deal 7 --via stream --stream-url ws://127.0.0.1:1/websocket")
    assert result.exit_code == Exit.UNAVAILABLE
    assert "ws://127.0.0.1:1/websocket" in result.stderr
