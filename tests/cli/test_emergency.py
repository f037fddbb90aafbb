"""The commands for when it matters: stop all, move a stop, add and take out funds, and what they tell."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit
from threecommas.cli.operations.resources import resources

from tests.cli.terminal import Terminal

CASES = json.loads(Path(__file__).with_name("emergency.json").read_text("utf-8"))
PLACE = "smart-trades create --account-id 32455218 --pair USDT_BTC --units 0.01 --yes --type"
TARGETS = (
    "--take-profit value=70000,order_type=limit,price_type=bid,volume=50"
    " --take-profit value=80000,order_type=limit,price_type=bid,volume=50"
    " --stop-loss value=50000,price_type=bid,timeout=60,breakeven=true"
)
ORDERS = {
    "waiting": f"{PLACE} smart_trade --price 20000",
    "running": f"{PLACE} smart_trade {TARGETS} --note mine",
    "keyed": f"--mode real {PLACE} smart_trade --once order-1",
}


class Recording(httpx.BaseTransport):
    """A transport that remembers what left, and answers some of it itself."""

    def __init__(self, inner: httpx.BaseTransport, answers: dict[str, int]) -> None:
        self.inner, self.answers = inner, answers
        self.methods: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.methods.append(request.method)
        for part, status in self.answers.items():
            if part in f"{request.method} {request.url.path}":
                return httpx.Response(status, json={"error": "unknown_error"})
        return self.inner.handle_request(request)


def terminal_with(*orders: str) -> Terminal:
    terminal = Terminal()
    for order in orders:
        assert terminal.run(ORDERS[order]).exit_code == 0
        terminal.exchange.settle()
    return terminal


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_command_does_what_its_case_says(case: dict[str, Any]) -> None:
    terminal = terminal_with(*case.get("orders", []))
    recording = Recording(terminal.exchange.transport(), case.get("answers", {}))
    terminal.transport = recording
    result = terminal.run(case["run"], stdin=case.get("stdin"))
    assert result.exit_code == case["exit"], result.output
    for text in case.get("stdout", []):
        assert text in result.stdout
    for text in case.get("stderr", []):
        assert text in result.stderr
    if "sent" in case:
        assert recording.methods == case["sent"]
    if "json" in case:
        assert json.loads(result.stdout) == case["json"]


def test_stop_all_stops_what_there_is_and_can_be_run_again() -> None:
    terminal = terminal_with("waiting", "running")
    told = json.loads(terminal.run("--mode real stop-all --yes --json").stdout)
    assert {each["id"]: each["action"] for each in told["trades"]} == {
        30000001: "cancel",
        30000002: "close",
    }
    assert told["complete"] is True
    terminal.exchange.settle()
    again = terminal.run("--mode real stop-all --yes")
    assert (again.exit_code, again.stderr.strip()) == (0, "There was no active SmartTrade.")


def test_stop_all_shows_what_is_active_before_it_asks() -> None:
    terminal = terminal_with("waiting", "running")
    asked = terminal.run("--mode real stop-all", stdin="n\n")
    assert asked.exit_code == Exit.OTHER
    for shown in ("30000001", "30000002", "Close or cancel all 2? (real accounts)"):
        assert shown in asked.stderr
    assert json.loads(terminal.run("smart-trades list --status active --json").stdout)[1]["id"] == 30000001


def test_moved_stop_keeps_the_rest() -> None:
    terminal = terminal_with("running")
    assert terminal.run("smart-trades move-stop 30000001 --price 51000.5 --yes").exit_code == 0
    terminal.exchange.settle()
    stop = json.loads(terminal.run("smart-trades get 30000001 --json").stdout)["stop_loss"]
    assert stop["conditional"]["price"]["value"] == "51000.5"
    assert (stop["timeout"], stop["breakeven"]) == ({"enabled": True, "value": 60}, True)


def test_moved_target_keeps_the_other() -> None:
    terminal = terminal_with("running")
    assert terminal.run("smart-trades move-target 30000001 2 --price 90000 --yes").exit_code == 0
    terminal.exchange.settle()
    steps = json.loads(terminal.run("smart-trades get 30000001 --json").stdout)["take_profit"]["steps"]
    assert [step["price"]["value"] for step in steps] == ["70000.0", "90000.0"]


def test_funds_are_added_and_taken_out() -> None:
    terminal = terminal_with("running")
    assert terminal.run("smart-trades add-funds 30000001 --units 0.02 --yes").exit_code == 0
    terminal.exchange.settle()
    assert entered(terminal) == "0.03"
    assert terminal.run("smart-trades reduce-funds 30000001 --units 0.01 --yes").exit_code == 0
    terminal.exchange.settle()
    listed = terminal.run("smart-trades trades list 30000001").stdout
    assert "reduce_funds" in listed
    assert "take_profit" in listed


def entered(terminal: Terminal) -> str:
    shown = json.loads(terminal.run("smart-trades get 30000001 --json").stdout)
    return str(shown["data"]["entered_amount"])


def test_forced_start_enters_at_the_market() -> None:
    terminal = terminal_with("waiting")
    assert terminal.run("smart-trades force-start 30000001", stdin="y\n").exit_code == 0
    terminal.exchange.settle()
    assert entered(terminal) == "0.01"


def test_note_keeps_the_key_of_once() -> None:
    terminal = terminal_with("keyed")
    assert terminal.run("smart-trades set-note 30000001 'Buy the dip'").exit_code == 0
    shown = json.loads(terminal.run("smart-trades get 30000001 --json").stdout)
    assert shown["note_raw"].startswith("Buy the dip [once:order-1#")
    again = json.loads(terminal.run(f"{ORDERS['keyed']} --json").stdout)
    assert again["id"] == 30000001


def made_by_hand() -> list[str]:
    """Every command that is made by hand, by its words; the help of the others grows with the document."""
    import typer
    from threecommas.cli.app import COMMANDS
    from threecommas.cli.commands import smart_trades

    return [
        "",
        *COMMANDS,
        *(f"smart-trades {name}" for name in typer.main.get_command(smart_trades.app).commands),
    ]


@pytest.mark.parametrize("command", made_by_hand(), ids=lambda name: name.replace(" ", "_") or "all")
def test_help_of_each_command_fits_on_a_screen(command: str) -> None:
    terminal = Terminal()
    terminal.columns = 100
    result = terminal.run(f"{command} --help")
    assert result.exit_code == 0
    # The first help has a line or two for each resource of the document.
    growing = 2 * len(resources()) if not command else 0
    assert len(result.stdout.splitlines()) < 40 + growing
