"""The webhook of the guide: an alert that comes twice is one SmartTrade, and strangers are turned away."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import httpx
import pytest
from threecommas_mock import MockExchange

from tests.guide.programs import blocks_of, free_port, lines_until, programs_of, running
from tests.readme.served import served_environment

PAGE = "webhook.md"
(PROGRAM,) = programs_of(PAGE)
CURL = blocks_of(PAGE, "sh")[-1]
ALERT = json.loads(shlex.split(CURL)[2])


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange()


@pytest.fixture
def webhook(exchange: MockExchange, tmp_path: Path) -> Iterator[tuple["Popen[str]", httpx.Client]]:
    """The program at work, and a client that sends to it."""
    file, port = tmp_path / "webhook.py", free_port()
    file.write_text(PROGRAM.replace("8000), Webhook", f"{port}), Webhook"), "utf-8")
    with (
        served_environment(exchange) as environ,
        running(file, environ={**environ, "WEBHOOK_TOKEN": ALERT["token"]}) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as sender,
    ):
        lines_until(process, "Waiting for alerts")
        yield process, sender


def test_alert_that_comes_twice_is_one_smart_trade(
    webhook: tuple["Popen[str]", httpx.Client], exchange: MockExchange
) -> None:
    process, sender = webhook
    answers = [sender.post("/", json=ALERT).status_code for _ in range(2)]
    printed = [lines_until(process, "BTC-1")[-1] for _ in range(2)]
    assert answers == [202, 202]
    assert set(printed) == {"BTC-1 is SmartTrade 30000001"}
    assert len(exchange.smart_trades()) == 1


def test_alert_of_a_stranger_or_of_nonsense_is_refused(
    webhook: tuple["Popen[str]", httpx.Client], exchange: MockExchange
) -> None:
    _, sender = webhook
    refused = [
        {**ALERT, "token": "guessed"},
        {**ALERT, "units": "many"},
        {"token": ALERT["token"]},
        [],
        "x" * 20_000,
    ]
    assert [sender.post("/", json=alert).status_code for alert in refused] == [403, 400, 400, 400, 413]
    assert exchange.smart_trades() == []
