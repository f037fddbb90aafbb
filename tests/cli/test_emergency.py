"""The commands for when it matters: stop all, move a stop, add and take out funds, and what they tell."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit

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


OTHERS = ("/ver1/bots", "/ver1/grid_bots", "/ver1/deals")


class Recording(httpx.BaseTransport):
    """A transport that remembers what left, and answers some of it itself: by a status, or by a list.

    A list of bots or deals of which nothing is said is empty.
    """

    def __init__(self, inner: httpx.BaseTransport, answers: dict[str, Any]) -> None:
        self.inner, self.answers = inner, answers
        self.methods: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.methods.append(request.method)
        for part, answer in self.answers.items():
            if part in f"{request.method} {request.url.path}":
                if isinstance(answer, int):
                    return httpx.Response(answer, json={} if answer == 200 else {"error": "unknown_error"})
                return httpx.Response(200, json=answer if "offset=0" in str(request.url) else [])
        if request.method == "GET" and request.url.path.endswith(OTHERS):
            return httpx.Response(200, json=[])
        return self.inner.handle_request(request)


def terminal_with(*orders: str, answers: dict[str, Any] | None = None) -> Terminal:
    terminal = Terminal()
    for order in orders:
        assert terminal.run(ORDERS[order]).exit_code == 0
        terminal.exchange.settle()
    terminal.transport = Recording(terminal.exchange.transport(), answers or {})
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
    said = json.loads(terminal.run("--mode real stop-all --yes --json").stdout)
    assert {each["id"]: each["action"] for each in said["trades"]} == {
        30000001: "cancel",
        30000002: "close",
    }
    assert said["complete"] is True
    terminal.exchange.settle()
    again = terminal.run("--mode real stop-all --yes")
    nothing = "There was no active bot or grid bot or deal or SmartTrade."
    assert (again.exit_code, again.stderr.strip()) == (0, nothing)


def test_stop_all_shows_what_is_active_before_it_asks() -> None:
    terminal = terminal_with("waiting", "running")
    asked = terminal.run("--mode real stop-all", stdin="n\n")
    assert asked.exit_code == Exit.OTHER
    question = "Stop 0 bots, 0 grid bots, 0 deals and 2 SmartTrades? (real accounts)"
    for shown in ("30000001", "30000002", question):
        assert shown in asked.stderr
    assert json.loads(terminal.run("smart-trades list --status active --json").stdout)[1]["id"] == 30000001


ACTIVE = {
    "GET /public/api/ver1/bots": [
        {"id": 1, "pairs": ["USDT_BTC"], "is_enabled": True},
        {"id": 2, "pairs": ["USDT_ETH"], "is_enabled": True},
    ],
    "GET /public/api/ver1/grid_bots": [{"id": 3, "pair": "USDT_BTC", "is_enabled": True}],
    "GET /public/api/ver1/deals": [
        {"id": 4, "pair": "USDT_BTC", "status": "bought", "panic_sellable?": True, "cancellable?": True}
    ],
    "POST /public/api/ver1/": 200,
}


def test_stop_all_stops_what_the_client_stops_with_one_report() -> None:
    terminal = terminal_with("running", answers=ACTIVE)
    told = json.loads(terminal.run("--mode real stop-all --yes --json").stdout)
    assert [(each["kind"], each["id"], each["action"], each["stopped"]) for each in told["trades"]] == [
        ("bot", 1, "disable", True),
        ("bot", 2, "disable", True),
        ("grid bot", 3, "disable", True),
        ("deal", 4, "close", True),
        ("SmartTrade", 30000001, "close", True),
    ]


def test_stop_all_asks_about_every_kind_of_a_pair() -> None:
    terminal = terminal_with("running", answers=ACTIVE)
    asked = terminal.run("--mode real stop-all --pair USDT_BTC", stdin="n\n")
    assert "Stop 1 bots, 1 grid bots, 1 deals and 1 SmartTrades? (real accounts)" in asked.stderr
    assert terminal.transport.methods == ["GET"] * len(terminal.transport.methods)


def test_kind_that_cannot_be_listed_keeps_nobody_from_stopping_the_rest() -> None:
    terminal = terminal_with("running", answers={"GET /public/api/ver1/deals": 403})
    ended = terminal.run("--mode real stop-all", stdin="y\n")
    assert "an unknown number of deals" in ended.stderr
    assert "Not everything can be listed" in ended.stderr
    assert "There may be more" in ended.stderr
    assert ["SmartTrade", "30000001", "USDT_BTC", "close", "accepted"] in map(
        str.split, ended.stdout.splitlines()
    )
    assert ended.exit_code == Exit.PERMISSION


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
