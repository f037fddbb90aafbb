"""Clients by others, from the package index and unchanged but for their address, live on the mock."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.server import serve

from tests.existing_objects import KNOWN, ExistingObjects
from tests.programs.bench.installed import installed

HERE = Path(__file__).parent
MANUAL = HERE.parents[1] / "overlays" / "threecommas_mock" / "MANUAL.md"
UNKNOWN = "is not described"
CLIENTS = {"py3cw": "py3cw 0.1.1", "three-commas": "three-commas 0.2.9"}

pytestmark = pytest.mark.consumers


def outcomes(
    client: str, exchange: MockExchange, program: str = "peer_scenario.py", *more: str
) -> dict[str, str]:
    """Return what came of each call that a program makes with a client, in a process of its own."""
    environ = os.environ | {"PYTHONPATH": str(installed("requirements"))}
    with serve(exchange) as address:
        command = [sys.executable, HERE / program, client, address, MOCK_KEY, MOCK_SECRET, *more]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("client", CLIENTS)
def test_calls_that_the_manual_says_pass_are_those_that_pass(client: str) -> None:
    # The orders go to a paper account, and neither client says in which mode it lists.
    exchange = MockExchange(web_mode="paper")
    found = outcomes(client, exchange)
    assert {name: outcome for name, outcome in found.items() if outcome != "passes"} == {}
    passing = ", ".join(f"`{name}`" for name in sorted(found))
    assert f"| {CLIENTS[client]} | {passing} |" in MANUAL.read_text("utf-8")


def documented_calls(objects: ExistingObjects) -> dict[str, Any]:
    """Return ids and payload of the documented call of each operation, on objects that are made for it."""
    calls = {}
    for name, operation in KNOWN.items():
        call = objects.documented_call(name)
        path = re.sub(r"{\w+}", "{id}", operation.path)
        calls[f"{operation.method} {path}"] = [call.ids, call.body or call.query or None]
    return calls


@pytest.mark.parametrize("client", CLIENTS)
def test_other_calls_pass_but_for_those_that_the_manual_names(client: str, tmp_path: Path) -> None:
    exchange, calls = MockExchange(web_mode="paper"), tmp_path / "calls.json"
    objects = ExistingObjects(exchange)
    documented = documented_calls(objects)
    calls.write_text(json.dumps(documented), "utf-8")
    found = outcomes(client, exchange, "every_call.py", str(calls))
    failing = sorted(name for name, outcome in found.items() if outcome not in ("passes", UNKNOWN))
    unknown = sorted(name for name, outcome in found.items() if outcome == UNKNOWN)
    passing = len(found) - len(failing) - len(unknown)
    cells = [CLIENTS[client], f"{passing} of {len(found)}", listed(failing), listed(unknown)]
    assert f"| {' | '.join(cells)} |" in MANUAL.read_text("utf-8"), found
    # The clients cannot read the answer, which is empty; what it stands for is done.
    (deleted,), _ = documented["DELETE /ver1/grid_bots/{id}"]
    assert not objects.exists(f"/ver1/grid_bots/{deleted}")


def listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


@pytest.mark.parametrize("client", CLIENTS)
def test_client_that_signs_wrongly_passes_no_call(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.MOCK_SECRET", "another-secret")
    with pytest.raises(AssertionError, match=r"KeyError|CallError|TypeError"):
        outcomes(client, MockExchange())


def test_every_signature_of_the_peers_is_joined_as_they_join_it() -> None:
    exchange = MockExchange()
    outcomes("py3cw", exchange)
    assert {join.name for _, join in exchange.joins} == {"PLAIN", "PATH"}
