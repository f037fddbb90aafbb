"""`threecommas watch`: changes of SmartTrades, deals and bots, in lines or a table, until Ctrl-C."""

import json
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit

from tests.cli.terminal import Terminal
from tests.client.changes.timelines import BOTS, GRID_BOTS, TimelineServer
from tests.client.streams.stream_server import StreamServer

LIVES = {7: [(0.0, "created"), (10.0, "bought"), (50.0, "completed")], 8: [(0.0, "bought")]}


def server_with_bots() -> TimelineServer:
    server = TimelineServer(LIVES)
    server.bots = {BOTS: {5: [(0.0, "disabled"), (10.0, "enabled")]}, GRID_BOTS: {6: [(0.0, "enabled")]}}
    return server


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
    server = server_with_bots()
    result = ServedTerminal(server).run("watch --timeout 100 --json")
    assert result.exit_code == 0
    assert {json.loads(line)["id"] for line in result.stdout.splitlines()} == {5, 6, 7, 8}
    assert "/v2/smart_trades" in server.sent
    named = server_with_bots()
    ServedTerminal(named).run("watch --deal 7")
    assert not {"/v2/smart_trades", BOTS, GRID_BOTS} & set(named.sent)


def test_bots_that_are_named_are_watched_alone() -> None:
    server = server_with_bots()
    result = ServedTerminal(server).run("watch --dca-bot 5 --grid-bot 6 --timeout 100 --json")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["kind"], each["id"], each["status"]) for each in lines] == [
        ("bot", 5, "disabled"),
        ("grid bot", 6, "enabled"),
        ("bot", 5, "enabled"),
    ]
    assert {path.removesuffix("/show") for path in server.sent} == {f"{BOTS}/5", f"{GRID_BOTS}/6"}


def test_terminal_shows_a_table_of_what_goes_on_and_the_latest_changes() -> None:
    terminal = ServedTerminal(server_with_bots())
    terminal.shows_tables = True
    result = terminal.run("watch --timeout 100")
    assert result.exit_code == 0, result.output
    rows = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert rows[1] == "kind id pair or name status profit percent updated"
    assert rows[3:6] == [
        "deal 8 USDT_ETH bought -7.69294593 USDT -8.13 2026-01-01 00:00:00",
        "bot 5 20 oct number 2 enabled, 1 of 1 deals -7.006519044 USD - 2026-01-01 00:00:10",
        "grid bot 6 VETUSDT/BNFCR enabled 2.8432585523697479 USD - 2026-01-01 00:00:00",
    ]
    assert rows[7:] == [
        "2026-01-01 00:00:10 bot 5 20 oct number 2: disabled -> enabled",
        "2026-01-01 00:00:10 deal 7 USDT_ETH: created -> bought",
        "2026-01-01 00:00:50 deal 7 USDT_ETH: bought -> completed",
    ]


def test_table_is_no_higher_than_the_terminal_and_says_what_it_leaves_out() -> None:
    terminal = ServedTerminal(TimelineServer({number: [(0.0, "bought")] for number in range(1, 41)}))
    terminal.shows_tables, terminal.environ = True, {}
    result = terminal.run("watch --timeout 10")
    rows = result.stdout.splitlines()
    assert len(rows) <= 25
    shown = [row.split()[1] for row in rows if row.split()[:1] == ["deal"]]
    assert shown == [str(number) for number in range(40, 40 - len(shown), -1)]
    assert f"{40 - len(shown)} more are not shown." in result.stdout


@pytest.mark.parametrize("form", ["--lines", "--json"])
def test_terminal_shows_lines_if_it_is_told_to(form: str) -> None:
    terminal = ServedTerminal(TimelineServer(LIVES))
    plain = terminal.run(f"watch --deal 7 {form}").stdout
    terminal = ServedTerminal(TimelineServer(LIVES))
    terminal.shows_tables = True
    assert terminal.run(f"watch --deal 7 {form}").stdout == plain


def test_deal_that_goes_on_at_the_end_of_the_time_has_an_exit_code() -> None:
    result = ServedTerminal(TimelineServer(LIVES)).run("watch --deal 7 --deal 8 --timeout 100")
    assert result.exit_code == Exit.STILL_OPEN


@pytest.mark.parametrize("form", ["", "--json"])
def test_interruption_is_how_a_watch_ends(form: str) -> None:
    server = TimelineServer(LIVES)

    def interrupt(number: int) -> Any:
        if number == 6:
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
