"""A command survives every answer: as JSON it is printed as it came, and a table marks what it misses."""

import json
import os
import re

import httpx
import pytest
from threecommas.cli.outcomes import Exit
from threecommas_rest.json_text import dumps

from tests.cli.terminal import Terminal
from tests.client.test_deviations import deviating, largest

FULL = os.environ.get("THREECOMMAS_FULL", "")
TRADE = largest("get_smart_trade")
COMMANDS = {
    "smart-trades list": "list_smart_trades",
    f"smart-trades show {TRADE['id']}": "get_smart_trade",
}
# `list` goes to a table, of which these are the columns; what is above one of them is missed as well.
NEEDED = re.compile(
    r"(\[0\]\.)?(id|pair|data(\.(type|created_at))?|status(\.type)?|profit(\.(volume|percent))?"
    r"|position(\.(units|price|total)(\.value)?)?)"
)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_shows_the_answer_in_which_a_member_is_not_as_documented(command: str) -> None:
    operation_id = COMMANDS[command]
    answers = [
        (place.path, dumps(changed)) for place, changed in deviating(operation_id, largest(operation_id))
    ]
    for path, body in answers if FULL else answers[::37]:
        if path == "id":
            continue
        transport = httpx.MockTransport(lambda _, body=body: httpx.Response(200, text=body))
        printed = Terminal(transport=transport).run(f"{command} --json")
        assert (printed.exit_code, json.loads(printed.stdout)) == (Exit.DONE, json.loads(body)), path
        shown = Terminal(transport=transport).run(command)
        assert shown.exit_code in {Exit.DONE, Exit.UNREADABLE}, path
        assert (f"{operation_id}: {path}: " in shown.stderr) == (shown.exit_code == Exit.UNREADABLE), path
        if operation_id == "list_smart_trades":
            assert (shown.exit_code == Exit.UNREADABLE) == bool(NEEDED.fullmatch(path)), path


def test_step_that_is_not_as_documented_is_a_mark_beside_the_others() -> None:
    steps = [None, *TRADE["take_profit"]["steps"]]
    body = dumps({**TRADE, "take_profit": {**TRADE["take_profit"], "steps": steps}})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=body))
    shown = Terminal(transport=transport).run(f"smart-trades show {TRADE['id']}")
    assert shown.exit_code == Exit.UNREADABLE
    assert "take profit ? (null)" in shown.stdout
    assert "take profit 1 " in shown.stdout
    assert "take_profit.steps[0]: expected an object, got null" in shown.stderr
