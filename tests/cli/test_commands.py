"""The command in process against the mock: exit codes, what is printed where, and that money stays exact."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit, exit_code_of
from threecommas.errors import ThreeCommasError

from tests.cli.terminal import KEYS, Terminal

CASES = [
    case
    for name in ("cases.json", "operations.json")
    for case in json.loads(Path(__file__).with_name(name).read_text("utf-8"))
]
CREATE = "smart-trades create --account-id 32455218 --pair USDT_BTC --units 0.01 --yes --type"


class Counting(httpx.BaseTransport):
    """A transport that counts what leaves."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.inner, self.sent = inner, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent += 1
        return self.inner.handle_request(request)


def answering(answer: dict[str, Any]) -> httpx.BaseTransport:
    """A server that has one answer, or breaks off in one way."""

    def handle(request: httpx.Request) -> httpx.Response:
        if "fault" in answer:
            raise getattr(httpx, answer["fault"])("broken off", request=request)
        content = {name: answer[name] for name in ("json", "text", "headers") if name in answer}
        return httpx.Response(answer["status"], **content)

    return httpx.MockTransport(handle)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_command_ends_as_documented(case: dict[str, Any]) -> None:
    terminal = Terminal(environ=case.get("environ", {}), interactive=case.get("interactive", True))
    for command in case.get("before", ()):
        assert terminal.run(command).exit_code == 0, command
    inner = answering(case["answer"]) if "answer" in case else terminal.exchange.transport()
    terminal.transport = counting = Counting(inner)
    result = terminal.run(case["run"], *case.get("more", ()), stdin=case.get("stdin"))
    assert result.exit_code == case["exit"], result.output
    assert case.get("stdout", "") in result.stdout
    assert case.get("stderr", "") in result.stderr
    assert counting.sent == case.get("sent", counting.sent)
    if "json" in case:
        assert json.loads(result.stdout) == case["json"]
    for hidden in (*KEYS.values(), *([case["unseen"]] if "unseen" in case else [])):
        assert hidden not in result.output


def test_each_exit_code_has_a_case_or_a_reason() -> None:
    without = set(Exit) - {Exit(case["exit"]) for case in CASES}
    # The first needs a race of two orders; `test_endings` and `test_process` have the others.
    assert without == {Exit.DUPLICATE, Exit.UNWRITTEN, Exit.INTERRUPTED, Exit.TERMINATED}


def errors(kind: type[ThreeCommasError]) -> set[type[ThreeCommasError]]:
    return {kind}.union(*(errors(inner) for inner in kind.__subclasses__()))


def test_each_decision_but_the_shared_ones_has_an_exit_code_of_its_own() -> None:
    other = {kind.__name__ for kind in errors(ThreeCommasError) if exit_code_of(kind) is Exit.OTHER}
    # Those that stand above others, and the broken store of a shared budget, which no command has.
    above = {
        "ThreeCommasError",
        "FieldError",
        "NotSentError",
        "NoResponseError",
        "ApiError",
        "ApiStatusError",
    }
    assert other == above | {"RateBudgetStoreError"}


def test_order_by_options_is_the_order_that_arrives() -> None:
    result = Terminal().run(
        f"{CREATE} smart_trade --conditional 55000.10 --price-type last --trailing 0.5 --note hello --json"
        " --take-profit percent=2.5,volume=40,order_type=limit,price_type=bid"
        " --take-profit percent=5,volume=60,order_type=market,price_type=bid,trailing=1.25"
        " --stop-loss 'percent=3, price_type=last, timeout=20, breakeven=true'"
    )
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert made["position"]["conditional"]["price"] == {"value": "55000.1", "type": "last"}
    assert made["position"]["conditional"]["trailing"]["percent"] == "0.5"
    assert [step["volume"] for step in made["take_profit"]["steps"]] == ["40.0", "60.0"]
    assert made["take_profit"]["steps"][1]["trailing"] == {"enabled": True, "percent": "1.25"}
    assert made["stop_loss"]["breakeven"] is True
    assert made["stop_loss"]["timeout"] == {"enabled": True, "value": 20}
    assert made["note"] == "hello"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("simple_buy", ""),
        ("simple_sell", "--price 57000"),
        ("smart_trade", "--price 50000 --stop-loss value=45000,price_type=bid,price=44000,trailing=false"),
        ("smart_cover", "--conditional 57000 --price 57100"),
        ("smart_sell", "--price 50000 --stop-loss value=45000,price_type=bid,trailing=true"),
        ("smart_buy", "--price 60000"),
    ],
)
def test_each_kind_can_be_created(kind: str, more: str) -> None:
    result = Terminal().run(f"{CREATE} {kind} {more} --json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["data"]["type"] == kind


def test_amounts_of_a_file_leave_with_the_digits_they_came_with(tmp_path: Path) -> None:
    order = (
        '{"account_id":32455218,"pair":"USDT_BTC","instant":true,"position":{"type":"buy",'
        '"order_type":"limit","units":{"value":0.100000000000000000010},"price":{"value":"1e-7"}}}'
    )
    file = tmp_path / "order.json"
    file.write_text(order, "utf-8")
    result = Terminal().run("--dry-run smart-trades create --json --body", str(file))
    body = json.loads(result.stdout)["dry_run"]["body"]
    assert '"units":{"value":0.100000000000000000010}' in body
    assert '"price":{"value":"0.0000001"}' in body


def test_prompt_shows_the_whole_order_and_leaves_standard_output_to_the_result() -> None:
    result = Terminal().run(f"{CREATE.replace('--yes', '--json')} simple_buy", stdin="y\n")
    assert "position.units.value" in result.stderr
    assert "Send it to 3Commas?" in result.stderr
    # The terminal of the tests echoes the answer to the prompt.
    assert json.loads(result.stdout.removeprefix(" y\n"))["data"]["type"] == "simple_buy"


def test_create_once_creates_once() -> None:
    terminal = Terminal()
    command = f"--mode real {CREATE} simple_buy --once order-1 --json"
    first, second = (json.loads(terminal.run(command).stdout)["id"] for _ in range(2))
    assert first == second


def test_mode_of_the_environment_counts_unless_the_option_is_given() -> None:
    terminal = Terminal(environ={"THREECOMMAS_MODE": "paper"})
    listed = terminal.run("smart-trades close-by-market 5", stdin="n\n")
    assert "(paper accounts)" in listed.stderr
    assert "(real accounts)" in terminal.run("--mode real smart-trades close-by-market 5", stdin="n\n").stderr


def test_list_goes_through_as_many_pages_as_it_needs() -> None:
    terminal = Terminal()
    for _ in range(3):
        assert terminal.run(f"{CREATE} simple_buy").exit_code == 0
    listed = json.loads(terminal.run("smart-trades list --limit 2 --json").stdout)
    assert [trade["id"] for trade in listed] == [30000003, 30000002]
    assert len(json.loads(terminal.run("smart-trades list --json").stdout)) == 3


def test_watch_prints_each_change_until_the_end() -> None:
    terminal = Terminal()
    terminal.run(f"{CREATE} smart_trade")
    lines = terminal.run("smart-trades watch 30000001 --timeout 60").stdout.splitlines()
    assert len(lines) == len(set(lines)) > 1
    terminal.run("smart-trades close-by-market 30000001 --yes")
    result = terminal.run("smart-trades watch 30000001 --json")
    assert result.exit_code == 0
    statuses = [json.loads(line)["status"]["type"] for line in result.stdout.splitlines()]
    assert statuses[-1] == "panic_sold"
    assert len(statuses) == len(set(statuses)) > 1


@pytest.mark.parametrize(("timeout", "slept"), [(20, 20), (19, 15), (4, 0)])
def test_watch_never_waits_beyond_its_timeout(timeout: int, slept: int) -> None:
    terminal = Terminal()
    terminal.run(f"{CREATE} smart_trade")
    begun = terminal.slept
    assert terminal.run(f"smart-trades watch 30000001 --every 5 --timeout {timeout}").exit_code == 14
    assert terminal.slept - begun == slept


def test_tables_show_every_digit() -> None:
    terminal = Terminal()
    terminal.run(f"{CREATE} smart_trade --units 0.01234")
    terminal.run("smart-trades watch 30000001 --timeout 20")
    facts = json.loads(terminal.run("smart-trades get 30000001 --json").stdout)
    shown = terminal.run("smart-trades get 30000001").stdout
    # A file or a pipe has no width that could cut a number in two.
    terminal.columns = 40
    listed = terminal.run("smart-trades list").stdout
    for amount in (facts["position"]["total"]["value"], facts["profit"]["volume"], "0.01234"):
        assert amount in shown
        assert amount in listed


def test_note_of_a_stranger_commands_no_terminal() -> None:
    terminal = Terminal()
    terminal.run(f"{CREATE} simple_buy --note", "[red]\x1b[2Jgone[/red]")
    shown = terminal.run("smart-trades get 30000001").stdout
    assert "[red]\N{REPLACEMENT CHARACTER}[2Jgone[/red]" in shown


def test_private_key_of_the_environment_signs(tmp_path: Path) -> None:
    pem = (Path(__file__).parents[1] / "client" / "data" / "published_rsa_key.pem").read_bytes()
    file = tmp_path / "key.pem"
    file.write_bytes(pem)
    environ = {"THREECOMMAS_SECRET": "", "THREECOMMAS_PRIVATE_KEY_FILE": str(file)}
    result = Terminal(environ=environ).run("explain GET /ver1/validate")
    assert "RsaSigner, BodySeparator.NOTHING" in result.stdout
    assert "PRIVATE" not in result.output


def test_help_tells_every_exit_code() -> None:
    text = " ".join(Terminal().run("--help-all").stdout.split())
    for code in Exit:
        assert f"{int(code)} {code.meaning}" in text


def test_completion_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    # It is for the shell that the command runs under, and tests may run under none.
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    assert "_THREECOMMAS_COMPLETE" in Terminal().run("--show-completion bash").stdout


def test_client_does_not_load_the_command() -> None:
    # rich is loaded all the same where it is installed: httpx has a command too.
    program = "import sys, threecommas; print({'typer', 'threecommas.cli'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_command_without_its_extra_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['typer'] = None\n"
        "import importlib.util as util; find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'typer' else find(name, *more)\n"
        "from threecommas.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'pip install "threecommas-sdk[cli]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_json_of_a_strange_note_is_plain_ascii_and_says_the_same() -> None:
    note = "\x9b2J schön \U0001f600 \u202e"
    result = Terminal().run(f"{CREATE} simple_buy --json --note", note)
    assert result.stdout.isascii()
    assert json.loads(result.stdout)["note_raw"] == note
