"""The command as an assistant starts it: by the official client of the protocol, over stdin and stdout."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from threecommas import GuardError
from threecommas_mcp.__main__ import main
from threecommas_mcp.answers import LIMIT
from threecommas_mcp.exchange import open_client

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))
ORDER = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.001"}},
    "take_profit": {"enabled": False},
    "stop_loss": {"enabled": False},
}
Talk = Callable[[ClientSession], Awaitable[None]]


def talk(with_server: Talk, *options: str) -> None:
    """Start the command without a key and talk with it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("THREECOMMAS_")}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "threecommas_mcp", *options], env=environ
    )

    async def run() -> None:
        async with stdio_client(command) as streams, ClientSession(*streams) as session:
            await session.initialize()
            await with_server(session)

    asyncio.run(run())


async def called(session: ClientSession, tool: str, arguments: dict[str, Any]) -> tuple[bool, str]:
    """Return whether a call failed, and the text of its answer."""
    answer = await session.call_tool(tool, arguments)
    (content,) = answer.content
    assert content.type == "text"
    assert len(content.text) <= LIMIT
    return bool(answer.is_error), content.text


def test_assistant_without_permission_looks_and_does_not_touch() -> None:
    async def look(session: ClientSession) -> None:
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert "list_deals" in tools
        assert "create_smart_trade" not in tools
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        assert await called(session, "create_smart_trade", {"body": ORDER}) == (
            True,
            "create_smart_trade writes. Start threecommas-mcp with --allow-writes.",
        )
        assert await called(session, "list_smart_trades", {}) == (False, "[]")
        failed, words = await called(session, "get_deal", {"deal_id": 5})
        assert failed
        assert "404" in words
        failed, words = await called(session, "get_deal", {})
        assert (failed, words) == (True, "get_deal needs deal_id.")

    talk(look)


def test_assistant_with_permission_places_an_order_within_its_limit_and_has_short_answers() -> None:
    async def trade(session: ClientSession) -> None:
        failed, placed = await called(
            session, "create_smart_trade", {"body": ORDER, "fields": ["status.type"]}
        )
        assert (failed, placed) == (False, '{"status.type":"created"}')
        large = ORDER | {"position": ORDER["position"] | {"units": {"value": "1"}}}  # type: ignore[operator]
        failed, words = await called(session, "create_smart_trade", {"body": large})
        assert failed
        assert "max_total" in words
        real = ORDER | {"account_id": 32455218}
        failed, words = await called(session, "create_smart_trade", {"body": real})
        assert failed
        assert "paper" in words
        for question in QUESTIONS:
            failed, answer = await called(session, question["tool"], question["arguments"])
            assert not failed, (question, answer)

    talk(trade, "--allow-writes", "--max-total", "100")


@pytest.mark.parametrize(
    ("options", "environ", "words"),
    [
        (["--mode", "real"], {}, "Mode real needs a key"),
        (["--mode", "real", "--allow-writes"], {"THREECOMMAS_API_KEY": "k"}, "need --max-total"),
        ([], {"THREECOMMAS_API_KEY": "a-key"}, "THREECOMMAS_SECRET"),
        ([], {"THREECOMMAS_PRIVATE_KEY_FILE": "key.pem"}, "THREECOMMAS_API_KEY"),
    ],
)
def test_command_that_cannot_work_ends_before_it_serves(
    options: list[str], environ: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options, environ=environ) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert "a-key" not in said.err
    assert not said.out


def test_amount_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for amount in ("0", "-1", "nan", "a lot"):
        with pytest.raises(SystemExit):
            main(["--max-total", amount], environ={})
    assert "is not an amount above 0" in capsys.readouterr().err


@pytest.mark.parametrize("short", ["--allow-write", "--a", "--max-tot=5"])
def test_option_is_asked_for_in_full(short: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([short], environ={})
    assert "unrecognized arguments" in capsys.readouterr().err


def test_client_of_an_assistant_without_permission_refuses_a_write_by_itself() -> None:
    client, _ = open_client({}, mode="paper", allow_writes=False, max_total=None)

    async def write() -> None:
        async with client:
            with pytest.raises(GuardError, match="read_only"):
                await client.http.request("POST", "/v2/smart_trades/5/cancel")

    asyncio.run(write())
