"""Words that a shell offers: commands, values of the document, and ids of what the key has."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.terminal import Terminal

CASES = json.loads(Path(__file__).with_name("completion.json").read_text("utf-8"))
CREATE = "smart-trades create --type simple_buy --account-id 32455218 --pair USDT_BTC --units 0.01 --yes"


@pytest.fixture(scope="module")
def traded() -> Terminal:
    """A terminal before an exchange with two SmartTrades."""
    terminal = Terminal()
    for _ in range(2):
        assert terminal.run(CREATE).exit_code == 0
        terminal.exchange.advance(1)
    return terminal


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_shell_offers(case: dict[str, Any], traded: Terminal) -> None:
    asked: list[str] = []
    inner = traded.exchange.transport()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        assert request.method == "GET"
        given = case.get("answer")
        return (
            httpx.Response(given["status"], json=given.get("json"))
            if given
            else inner.handle_request(request)
        )

    terminal = Terminal(
        exchange=traded.exchange, transport=httpx.MockTransport(answer), environ=case.get("environ", {})
    )
    assert terminal.complete(case["typed"]) == case["offered"]
    assert asked == case.get("asked", asked)
