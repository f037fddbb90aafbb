"""Each call of py3cw and three-commas does what the page about moving says, side by side with ours."""

import inspect
import os
import re
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import threecommas
import yaml
from threecommas import EncodeError, ThreeCommasError, models
from threecommas_mock import MockExchange, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.peers.moving_table import PAGE, PROGRAMS, rows
from tests.peers.side_by_side import (
    SideBySide,
    here_client,
    method_in,
    operations_by_method,
    peer,
    seen,
)
from tests.programs.bench.installed import installed
from tests.readme.prose import sentences, words

HERE = Path(__file__).parent
DATA: dict[str, Any] = yaml.safe_load((HERE / "data" / "moving.yaml").read_text("utf-8"))
CLIENTS = ("py3cw", "three-commas")
WITH, WITHOUT = rows()
# A stream is no request; `test_peer_streams` holds these to account.
CALLS = [row for row in WITH if not row.three_commas.startswith("streams.")]
PREFIX = "/public/api"


def exchange() -> MockExchange:
    """The orders go to a paper account, and neither client says in which mode it lists."""
    return MockExchange(web_mode="paper")


@pytest.mark.consumers
@pytest.mark.parametrize("client", CLIENTS)
def test_every_call_has_the_same_effect_but_for_the_named_differences(client: str) -> None:
    there, here = exchange(), exchange()
    both, found = SideBySide(there, here), dict[str, list[str]]()
    with peer(client, there) as other:
        for row in CALLS:
            if name := row.name_in(client):
                method = method_in(row.here)
                query = DATA["queries"].get(method, {})
                if different := both.differences(other, name, row, query):
                    found[method] = different
    assert found == {method: each["differs"] for method, each in DATA["differences"].items()}


@pytest.mark.consumers
@pytest.mark.parametrize("client", CLIENTS)
def test_table_names_every_call_once(client: str) -> None:
    with peer(client, exchange()) as other:
        named = [name for row in CALLS + WITHOUT if (name := row.name_in(client))]
        assert sorted(named) == sorted(other.calls)


@pytest.mark.consumers
@pytest.mark.parametrize("client", CLIENTS)
def test_call_without_an_equivalent_does_nothing_and_can_be_sent_by_hand(client: str) -> None:
    there, here = exchange(), exchange()
    own = here_client(here)
    with peer(client, there) as other:
        for name in filter(None, (row.name_in(client) for row in WITHOUT)):
            kind, _ = other.call(name, [1] if needs_id(name) else [], {"a": "b"})
            assert kind in ("error", "raised"), name
            for entry in list(there.journal)[len(here.journal) :]:
                assert entry.status >= 400, name
                target = entry.target.removeprefix(PREFIX)
                with pytest.raises(ThreeCommasError):
                    own.http.request(entry.method, target, json=entry.body)
                assert seen(here.journal[-1]) == seen(entry)
    assert len(here.journal) == len(there.journal) > 0


def needs_id(name: str) -> bool:
    """Whether a call is made with a number; py3cw takes one for each."""
    return not name.startswith("ver1.") or name.endswith("_by_id")


@pytest.mark.consumers
@pytest.mark.parametrize("case", DATA["sent_by_peers_alone"], ids=lambda case: case["title"])
def test_peer_sends_what_is_refused_here(case: dict[str, Any]) -> None:
    there, here = exchange(), exchange()
    with peer("py3cw", there) as other:
        other.call(case["py3cw"], case["ids"], case["payload"])
    entry = there.journal[-1]
    assert case["sees"] in f"{entry.method} {entry.target} {entry.request.body.decode()}"
    names = {"client": here_client(here), "models": models, "payload": case["payload"]}
    with pytest.raises((EncodeError, TypeError)) as refused:
        eval(case["here"], names)
    assert type(refused.value).__name__ == case["raises"]
    assert len(here.journal) == 0


@pytest.mark.consumers
def test_order_of_the_page_is_the_same_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = PROGRAMS
    credentials = {"key": MOCK_KEY, "secret": MOCK_SECRET}
    there, here = exchange(), exchange()
    with serve(there) as address:
        root = address.removesuffix(PREFIX)
        start = f"from py3cw import request\nrequest.API_URL = {root!r}\n"
        given = "".join(f"{name} = {value!r}\n" for name, value in credentials.items())
        environ = os.environ | {"PYTHONPATH": str(installed("requirements"))}
        subprocess.run([sys.executable, "-c", start + given + before], env=environ, check=True, timeout=60)
    payload = there.journal[-1].body
    with serve(here) as address:
        monkeypatch.setenv("THREECOMMAS_BASE_URL", address)
        names: dict[str, Any] = credentials | {"payload": payload}
        exec(compile(after, "moving.md", "exec"), names)
        names["client"].http.close()
    assert seen(here.journal[-1]) == seen(there.journal[-1])
    assert [entry.request.headers[b"forced-mode"] for entry in (here.journal[-1], there.journal[-1])] == [
        b"paper",
        b"paper",
    ]
    made = [each.snapshot().smart_trades for each in (there, here)]
    assert made[0] == made[1]
    assert len(made[0].items) == 1


def test_equivalent_is_a_method_that_takes_these_arguments() -> None:
    client, operations = here_client(exchange()), operations_by_method()
    for row in CALLS:
        method, _, arguments = row.here.partition("(")
        assert method in operations, row
        taken = inspect.signature(attrgetter(method.removeprefix("client."))(client))
        required = [each for each in taken.parameters.values() if each.default is each.empty]
        given = arguments.removesuffix(")").split(", ") if arguments != ")" else []
        assert "**payload" in given or len(given) >= len(required), row
        for model in re.findall(r"models\.(\w+)", arguments):
            assert taken.parameters["body"].annotation == f"models.{model}", row


def test_what_stands_in_place_of_a_call_exists() -> None:
    client = here_client(exchange())
    for row in WITHOUT:
        name = method_in(row.here)
        place = client if name.startswith("client.") else threecommas
        assert name == "—" or attrgetter(name.removeprefix("client."))(place) is not client, row


def test_remark_names_every_difference() -> None:
    remarks = {method_in(row.here): row.remark for row in CALLS}
    named = {method: each["remark"] for method, each in DATA["differences"].items()}
    assert {method: remarks[method] for method in named} == named


def test_errors_that_the_page_names_exist() -> None:
    assert [
        name
        for name in re.findall(r"`(\w+Error)`", PAGE.read_text("utf-8"))
        if name != "KeyError" and not hasattr(threecommas, name)
    ] == []


def test_sentences_of_the_page_are_short() -> None:
    lengths = [words(sentence) for sentence in sentences(PAGE.read_text("utf-8"))]
    lengths += [words(sentence) for row in WITH + WITHOUT for sentence in row.remark.split(". ") if sentence]
    assert sum(lengths) / len(lengths) <= 12
