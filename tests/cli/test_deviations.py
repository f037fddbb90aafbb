"""A command survives every answer: as JSON it is printed as it came, and a table marks what it misses."""

import json
import os
import re

import httpx
import pytest
from threecommas.cli.errors import Exit
from threecommas_rest.json_text import dumps

from tests.cli.terminal import Terminal
from tests.client.deviating import changed, deviating, largest

FULL = os.environ.get("THREECOMMAS_FULL", "")
TRADE = largest("get_smart_trade")
COMMANDS = {
    "smart-trades list": "list_smart_trades",
    "smart-trades get": "get_smart_trade",
    "smart-trades close-by-market --yes": "close_smart_trade_by_market",
    "smart-trades cancel --yes": "cancel_smart_trade",
    "smart-trades force-start --yes": "force_start_smart_trade",
    "smart-trades trades list 1": "list_trades",
    "accounts list": "list_accounts",
    "market-data rates --market-code binance --pair USDT_BTC": "get_currency_rates",
    "market-data leveraged-rates --market-code binance --pair USDT_BTC": "get_leveraged_currency_rates",
    "validate": "validate",
}
# Of those that show an answer whole.
ALL = re.compile(r".*")
# What is in the columns of a table; what is above one of them is missed as well.
NEEDED = {
    "list_smart_trades": re.compile(
        r"\[\d+\]\.(id|pair|data(\.(type|created_at))?|status(\.type)?|profit(\.(volume|percent))?"
        r"|position(\.(units|price|total)(\.value)?)?)"
    ),
    "list_accounts": re.compile(
        r"\[\d+\]\.(id|name|market_code|(usd|btc)_amount|smart_trading_supported|api_keys_state)"
    ),
    "list_trades": re.compile(
        r"\[\d+\]\.(id|trade_purpose|order_(side|type|price)|status|(initial|realised)_amount"
        r"|trigger_price|realised_price)"
    ),
    "get_currency_rates": ALL,
    "get_leveraged_currency_rates": ALL,
    "validate": ALL,
}


def typed(command: str) -> str:
    """Return the command with the id of the SmartTrade that is answered."""
    answer = largest(COMMANDS[command])
    words = command.split()
    is_about_one = words[0] == "smart-trades" and isinstance(answer, dict)
    return " ".join([*words[:2], str(answer["id"]), *words[2:]]) if is_about_one else command


@pytest.mark.parametrize("command", COMMANDS)
def test_command_shows_the_answer_in_which_a_member_is_not_as_documented(command: str) -> None:
    operation_id = COMMANDS[command]
    answers = [
        (place.path, dumps(answer)) for place, answer in deviating(operation_id, largest(operation_id))
    ]
    command = typed(command)
    for path, body in answers if FULL else answers[:: len(answers) // 2 + 1]:
        transport = httpx.MockTransport(lambda _, body=body: httpx.Response(200, text=body))
        printed = Terminal(transport=transport).run(f"{command} --json")
        assert (printed.exit_code, json.loads(printed.stdout)) == (Exit.DONE, json.loads(body)), path
        shown = Terminal(transport=transport).run(command)
        assert shown.exit_code in {Exit.DONE, Exit.UNREADABLE}, path
        assert (f"{operation_id}: {path}: " in shown.stderr) == (shown.exit_code == Exit.UNREADABLE), path
        if operation_id in NEEDED:
            is_needed = bool(NEEDED[operation_id].fullmatch(path))
            assert (shown.exit_code == Exit.UNREADABLE) == is_needed, path


def test_step_that_is_not_as_documented_is_a_mark_beside_the_others() -> None:
    steps = [None, *TRADE["take_profit"]["steps"]]
    body = dumps({**TRADE, "take_profit": {**TRADE["take_profit"], "steps": steps}})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    shown = Terminal(transport=transport).run(f"smart-trades get {TRADE['id']}")
    assert shown.exit_code == Exit.UNREADABLE
    assert "take profit ? (null)" in shown.stdout
    assert "take profit 1 " in shown.stdout
    assert "take_profit.steps[0]: expected an object, got null" in shown.stderr


def test_mark_stands_in_the_cell_of_a_member_whose_name_is_that_of_a_method() -> None:
    for path in ("status", "take_profit", "stop_loss"):
        body = dumps(changed(TRADE, {path: None, "pair": 5}))
        transport = httpx.MockTransport(lambda _, body=body: httpx.Response(200, text=body))
        shown = Terminal(transport=transport).run(f"smart-trades get {TRADE['id']}").stdout
        assert "? (null)" in shown
        assert "? (integer)" in shown
        assert "<" not in shown, shown
