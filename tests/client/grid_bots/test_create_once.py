"""Creating a grid bot once: whatever is lost, there is one bot of a key, or an error that says otherwise."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import ConfigurationError, mark_note
from threecommas.models import CreateGridBot
from threecommas_rest.errors import ThreeCommasError

from tests.client.grid_bots.server import BODY, Server
from tests.client.transport.calls import CALLS

CASES = yaml.safe_load((Path(__file__).with_name("data") / "create_once.yaml").read_text("utf-8"))


def outcome(call: Any, use: Any, server: Server, **options: Any) -> Any:
    given = server.options | options
    given["secret"] = given.pop("signer") and "secret"
    try:
        return call(use, **given)
    except ThreeCommasError as error:
        return error


def once(**changes: Any) -> Any:
    body = CreateGridBot.from_dict(BODY | changes)
    return lambda client: client.grid_bots.create_once(body, key="grid-1")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_key_has_one_bot_or_an_error_says_why_not(case: dict[str, Any], call: Any) -> None:
    server = Server(case.get("loses", []))
    made = [outcome(call, once(**changes), server) for changes in case["calls"]]
    found = [type(each).__name__ if isinstance(each, Exception) else each.id for each in made]
    assert found == case["outcomes"]
    assert sorted(server.bots) == case["bots"]
    for words in case.get("says", []):
        assert words in str(made[-1])


@pytest.mark.parametrize("call", CALLS)
def test_member_that_the_order_leaves_out_is_no_difference(call: Any) -> None:
    server = Server([])
    outcome(call, once(), server)
    server.bots[1] |= {"grid_type": "arithmetic", "order_currency_type": "base", "mode": "long"}
    body = {
        name: value
        for name, value in BODY.items()
        if name not in {"grid_type", "order_currency_type", "mode"}
    }
    asked = CreateGridBot.from_dict(body | {"grids_quantity": 11})
    error = outcome(call, lambda client: client.grid_bots.create_once(asked, key="grid-1"), server)
    assert [each.path for each in error.differences] == ["grids_quantity"]


@pytest.mark.parametrize("call", CALLS)
def test_own_note_stays_before_the_key(call: Any) -> None:
    made = outcome(call, once(note="Between 1 and 2"), Server([]))
    assert made.note.startswith("Between 1 and 2 [once:grid-1#")
    assert not made.is_enabled


@pytest.mark.parametrize("call", CALLS)
def test_two_bots_of_a_key_are_named(call: Any) -> None:
    server = Server([])
    first = outcome(call, once(), server)
    server.add(note=first.note)
    error = outcome(call, once(), server)
    assert (type(error).__name__, error.ids, error.winner) == ("DuplicateOrderError", (1, 2), 1)
    assert str(error).startswith("2 grid bots carry the key 'grid-1'")


@pytest.mark.parametrize("call", CALLS)
def test_client_without_a_mode_is_refused(call: Any) -> None:
    server = Server([])
    assert isinstance(outcome(call, once(), server, mode=None), ConfigurationError)
    assert server.bots == {}


@pytest.mark.parametrize("call", CALLS)
def test_key_is_found_behind_many_other_bots(call: Any) -> None:
    server = Server([])
    first = outcome(call, once(), server)
    for number in range(250):
        server.add(note=mark_note("", f"other-{number}"))
    assert outcome(call, once(), server).id == first.id
    assert server.posts == ["grid_bots/manual"]


@pytest.mark.parametrize("call", CALLS)
def test_note_that_cannot_be_read_may_hold_the_key(call: Any) -> None:
    server = Server([])
    server.add(note=7)
    error = outcome(call, once(), server)
    assert (type(error).__name__, error.path) == ("DecodeError", "[0].note")
    assert server.posts == []
