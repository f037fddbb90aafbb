"""A guard, a builder or a list that meets an answer other than documented decides as ever, or says why not.

Scenes are in data/surprises.yaml and data/surprises_of_bots.yaml. `reads` names what each needs of which
answer; each member of each answer is made absent, null and something else, one at a time.
"""

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas import Limits, dca_bots, orders
from threecommas.models import CreateSmartTrade

from tests.client.guards.limited import prepare, send
from tests.client.guards.surprises import Altering, Surprise, is_within, names, summary, surprises, told
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient
from tests.property.meaning import MISSING

DATA = Path(__file__).with_name("data")
SCENES = [
    scene
    for name in ("surprises.yaml", "surprises_of_bots.yaml")
    for scene in yaml.safe_load(DATA.joinpath(name).read_text("utf-8"))
]
FULL = os.environ.get("THREECOMMAS_FULL", "")
# Of what a scene does not need every so manyth is tried; the scenes begin at different ones.
STRIDE, FULL_STRIDE = 197, 5


class Stage:
    """An exchange on which the same scene is played again and again, from the same moment on."""

    def __init__(self, scene: dict[str, Any]) -> None:
        self._scene, self._faulty, self._trades = scene, FaultyClient(), list[int]()
        prepare(self._faulty, scene.get("before", []), self._trades)
        self._faulty.time.advance(scene.get("later", 0))
        prepare(self._faulty, scene.get("then", []), self._trades)
        self._seconds = self._faulty.time.seconds
        self._snapshot = self._faulty.transport.exchange.snapshot()

    def played(self, surprise: Surprise | None) -> tuple[Altering, Any]:
        """Return the way on which the scene was played, and what came of it."""
        scene, faulty = self._scene, self._faulty
        faulty.time.seconds = self._seconds
        faulty.transport.exchange.restore(self._snapshot)
        faulty.meets(scene.get("meets", []), looks=[])
        way, options = Altering(faulty.transport, surprise), dict(scene.get("options", {}))
        if "limits" in options:
            options["limits"] = Limits(**options["limits"])
        use: Callable[[Any], Any] = lambda client: done(scene, client, self._trades)  # noqa: E731
        return way, faulty.outcome(CALLS[0], use, **options, transport=way)


def done(scene: dict[str, Any], client: Any, trades: list[int]) -> Any:
    """Do what a scene is about."""
    operations, given = client.smart_trades, scene.get("with", {})
    ways: dict[str, Callable[[], Any]] = {
        "send": lambda: Sent(send(client, scene["send"], trades).status_code),
        "create_once": lambda: operations.create_once(
            CreateSmartTrade.from_dict(given["order"]), key=given["key"]
        ),
        "stop_all": lambda: operations.stop_all(**given),
        "iterate": lambda: list(operations.iterate(**given)),
        "iterate accounts": lambda: list(client.accounts.iterate(**given)),
        "update_of": lambda: orders.update_of(operations.get(trades[0]), given.get("groups", ())),
        "copy_of": lambda: orders.copy_of(operations.get(trades[0])),
    }
    other = lambda: getattr(operations, scene["do"])(trades[0], **given)  # noqa: E731
    return (ways | ways_of_bots(client, given, trades)).get(scene["do"], other)()


def ways_of_bots(client: Any, given: dict[str, Any], made: list[int]) -> dict[str, Callable[[], Any]]:
    """Return what scenes of bots do, which make a bot first and then a deal of it."""
    return {
        "stop everything": lambda: client.stop_all(**given),
        "deals.stop_all": lambda: client.deals.stop_all(**given),
        "deals.wait_until": lambda: client.deals.wait_until(made[1], **given),
        "dca_bots.update_of": lambda: dca_bots.update_of(client.dca_bots.get(made[0]), **given),
        "dca_bots.preview": lambda: client.dca_bots.preview(client.dca_bots.get(made[0]), **given),
        "dca_bots.iterate": lambda: list(client.dca_bots.iterate(**given)),
        "deals.iterate": lambda: list(client.deals.iterate(**given)),
        "grid_bots.iterate": lambda: list(client.grid_bots.iterate(**given)),
    }


class Sent:
    """An answer to a request in httpx's own way."""

    def __init__(self, status: int) -> None:
        self._status = status

    def to_dict(self) -> int:
        return self._status


@pytest.mark.parametrize("scene", SCENES, ids=[scene["title"] for scene in SCENES])
def test_surprise_changes_no_decision_unless_an_error_names_it(scene: dict[str, Any]) -> None:
    stage = Stage(scene)
    way, expected = stage.played(None)
    assert scene.get("says", "") in told(expected), told(expected)
    assert bool(told(expected)) == ("says" in scene), told(expected)
    assert scene["reads"].keys() <= way.answers.keys()
    named = set()
    for surprise in chosen(scene, way.answers):
        seen, outcome = stage.played(surprise)
        is_same = (seen.writes, summary(outcome)) == (way.writes, summary(expected))
        if is_within(surprise.pattern, scene["reads"].get(surprise.operation_id, [])):
            assert is_same or names(told(outcome), surprise), (str(surprise), outcome, told(outcome))
            assert is_same or is_part(seen.writes, way.writes, scene), str(surprise)
            named |= set() if is_same else {(surprise.operation_id, surprise.pattern)}
        else:
            assert is_same, (str(surprise), outcome, told(outcome))
    needed = {(each, path) for each, paths in scene["reads"].items() for path in paths}
    assert needed <= named, needed - named


def is_part(writes: list[Any], expected: list[Any], scene: dict[str, Any]) -> bool:
    """Tell whether nothing but what was expected was done: up to a point, or past what could not be done."""
    if scene.get("goes_on"):
        return all(each in expected for each in writes) and len(writes) <= len(expected)
    return writes == expected[: len(writes)]


def chosen(scene: dict[str, Any], answers: dict[str, Any]) -> list[Surprise]:
    """Return the surprises of a scene: one for each member it needs, and some for the rest, in turn."""
    needed: dict[tuple[str, str], list[Surprise]] = {}
    rest = []
    for operation_id, answer in answers.items():
        reads = scene["reads"].get(operation_id, [])
        for each in surprises(operation_id, answer):
            # Put on every page, these would be the same element, which a loop gives once.
            if scene["do"].startswith("iterate") and each.path.endswith("]"):
                continue
            if each.pattern in reads:
                needed.setdefault((operation_id, each.path), []).append(each)
            else:
                rest.append(each)
    first = len(scene["title"])
    if FULL:
        return [*itertools.chain(*needed.values()), *rest[first % FULL_STRIDE :: FULL_STRIDE]]
    few = [each[(first + 7 * number) % len(each)] for number, each in enumerate(needed.values())]
    # An absent member is easily taken for null, which of a trade means that there is none.
    absent = [
        each
        for (operation_id, _), values in needed.items()
        for each in values
        if operation_id == "list_trades" and each.value is MISSING
    ]
    return few + absent + rest[first % STRIDE :: STRIDE]
