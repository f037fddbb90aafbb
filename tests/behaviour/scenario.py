"""Scenarios: runs written down as YAML, to be read by people and played again for ever after."""

import hashlib
from pathlib import Path
from typing import Any

import yaml
from threecommas_mock import MockExchange

from tests.behaviour.model_world import ModelWorld, Step, async_trades, sync_trades
from tests.mock.signed_client import DOCUMENT

FOLDER = Path(__file__).with_name("scenarios")


def play(steps: list[Step]) -> None:
    """Take all steps with the sync client, then with the async one; raise AssertionError if they go wrong."""
    for trades in (sync_trades, async_trades):
        exchange = MockExchange(document=DOCUMENT)
        with trades(exchange) as client:
            world = ModelWorld(exchange, client)
            for step in steps:
                world.take(step)


def saved(steps: list[Step], what: str, folder: Path = FOLDER) -> Path:
    """Write a run that went wrong as a scenario; the same run has the same name."""
    steps = [{"do": step["do"], **step} for step in steps]
    name = hashlib.sha256(repr(steps).encode()).hexdigest()[:8]
    path = folder / f"found_{name}.yaml"
    text = yaml.safe_dump({"found": what, "steps": steps}, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, "utf-8")
    return path


def read(path: Path) -> dict[str, Any]:
    """Return a scenario: what went wrong once, or what it is about, and its steps."""
    scenario: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return scenario
