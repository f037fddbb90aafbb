"""`dca-bots preview` shows what a bot would order, out of the options of create, and writes nothing."""

import json
import shlex
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.documented_operations import described
from tests.cli.terminal import Terminal

CASES = json.loads(Path(__file__).with_name("previews.json").read_text("utf-8"))
BOT = {
    "name": "x",
    "account-id": 32199203,
    "pairs": "USDT_BTC",
    "strategy-list": '[{"strategy": "nonstop", "options": {}}]',
    "base-order-volume": 50,
    "safety-order-volume": 15,
    "safety-order-step-percentage": 1,
    "max-safety-orders": 1,
    "active-safety-orders-count": 1,
    "martingale-volume-coefficient": 1,
    "martingale-step-coefficient": 1,
    "take-profit": 1.5,
    "take-profit-type": "total",
}
OPTIONS = " ".join(f"--{name} {shlex.quote(str(value))}" for name, value in BOT.items())


def terminal(asked: list[str]) -> Terminal:
    """A terminal before an exchange that has a bot; its pair is traded there."""
    made, bot = Terminal(), described("dca_bots.get").answer().json()
    bot |= {"pairs": ["USDT_BTC"], "account_id": 32199203}
    inner = made.exchange.transport()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        if request.url.path.endswith("/show"):
            return httpx.Response(200, json=bot)
        return inner.handle_request(request)

    made.transport = httpx.MockTransport(answer)
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_preview(case: dict[str, Any]) -> None:
    asked: list[str] = []
    line, _, more = case["run"].partition("OPTIONS")
    options = [*shlex.split(OPTIONS), *more.split()] if "OPTIONS" in case["run"] else []
    result = terminal(asked).run(line, *options)
    assert result.exit_code == case["exit"], result.output
    assert asked == case.get("methods", asked)
    lines = [" ".join(each.split()) for each in result.stdout.splitlines()]
    for shown in case.get("stdout", []):
        assert any(shown in each for each in lines), result.stdout
    for shown in case.get("stderr", []):
        assert shown in " ".join(result.stderr.replace("│", " ").split())


def test_preview_as_json_has_every_digit() -> None:
    result = terminal([]).run("dca-bots preview --json --price 56283.73", *shlex.split(OPTIONS))
    told = json.loads(result.stdout)
    assert told["required_per_deal"] == "65.2173566044"
    assert told["orders"][1]["average_price"] == "56221.859141724137931034482758621"
    assert told["problems"] == []
