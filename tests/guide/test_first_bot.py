"""The first bot, as a reader has it: placed by few commands, restarted, stopped, moved to a paper account."""

import difflib
import json
import re
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.guide.programs import (
    GUIDE,
    free_port,
    lines_until,
    programs_of,
    running,
    running_module,
)

PAGE = "first-bot.md"
TEXT = (GUIDE / PAGE).read_text("utf-8")
BOT, CHANGED_LINE = programs_of(PAGE)
*PRINTED, STOPPED = [
    line.strip() for line in TEXT.splitlines() if line.startswith("    ") and line not in BOT
]
# The bot looks each two seconds; here it need not.
WATCH, SOONER = 'watch(plan["trade"])', 'watch(plan["trade"], interval=0.1)'


def commands_in(text: str) -> list[str]:
    """Return the commands of a text, each on a line of its own."""
    return "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)).splitlines()


def command(word: str) -> list[str]:
    """Return the words of the one command of the page that begins with this one."""
    (found,) = [shlex.split(each) for each in commands_in(TEXT) if each.startswith(word)]
    return found


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a new exchange that is started by the command of the page."""
    port = free_port()
    _, *options = command("threecommas-mock")
    with running_module("threecommas_mock", *options, "--port", str(port)) as exchange:
        lines_until(exchange, "try")
        yield port


@pytest.fixture
def bot(port: int, tmp_path: Path) -> Path:
    file = tmp_path / "first_bot.py"
    file.write_text(BOT.replace(":8080/", f":{port}/").replace(WATCH, SOONER), "utf-8")
    return file


def test_bot_is_placed_by_less_than_ten_commands() -> None:
    commands = commands_in(TEXT.partition("## Restart")[0])
    assert commands[-1] == "python first_bot.py"
    assert len(commands) < 10


@pytest.mark.usefixtures("interruptible")
def test_bot_goes_on_with_its_trade_after_a_restart_and_sees_the_end(bot: Path, port: int) -> None:
    with running(bot) as process:
        printed = lines_until(process, "waiting_targets")
        process.send_signal(signal.SIGINT)
        assert process.communicate()[0] == "The bot ends. The trade goes on.\n"
        assert process.returncode == 0
    with running(bot) as process:
        again = lines_until(process, "waiting_targets")
        *_, body, address = command("curl")
        httpx.post(address.replace(":8080/", f":{port}/"), json=json.loads(body)).raise_for_status()
        end = lines_until(process, "is over")
    assert again == printed[1:]
    assert [*printed, *end] == PRINTED


def test_kill_switch_ends_the_trade_that_the_bot_watches(bot: Path) -> None:
    bot.write_text(bot.read_text("utf-8").replace("first-bot-1", "first-bot-2"), "utf-8")
    with running(bot) as process:
        number = lines_until(process, "waiting_targets")[-1].split()[0]
        with running(bot, "stop") as switch:
            # On the page it is the second trade of its exchange.
            assert switch.communicate()[0].splitlines() == [STOPPED.replace("30000002", number)]
        assert "panic_sold" in lines_until(process, "is over")[-2]


def test_one_changed_line_moves_the_bot_to_a_paper_account(bot: Path, port: int) -> None:
    (old,) = [line for line in BOT.splitlines() if line.startswith("client = ")]
    changed = BOT.replace(old, CHANGED_LINE.strip())
    differences = difflib.unified_diff(BOT.splitlines(), changed.splitlines(), n=0)
    assert [line for line in differences if line[0] in "+-"][2:] == [f"-{old}", f"+{CHANGED_LINE.strip()}"]

    bot.write_text(changed.replace("first-bot-1", "first-bot-3"), "utf-8")
    # The account that the key of these variables leads to is the paper account of this exchange.
    environ = {
        "THREECOMMAS_API_KEY": MOCK_KEY,
        "THREECOMMAS_SECRET": MOCK_SECRET,
        "THREECOMMAS_BASE_URL": f"http://127.0.0.1:{port}/public/api",
    }
    with running(bot, environ=environ) as process:
        assert lines_until(process, "waiting_targets")[0].startswith("Buy ")
