"""Grid bots by the builders: documented requests, documented rules broken, updates that lose nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from threecommas import EncodeError, NotFoundError, grid_bots
from threecommas.models import CreateGridBot, GridBot, UpdateGridBot

from tests.client.documented_bodies import changed, documented
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

DATA = Path(__file__).with_name("data")
DOCUMENTED = json.loads((DATA / "documented.json").read_text("utf-8"))
BROKEN = json.loads((DATA / "broken_rules.json").read_text("utf-8"))
SMALL = {"account_id": 1, "pair": "USDT_BTC", "name": "small", "lower_price": 1, "upper_price": 2}
SMALL |= {"grids_quantity": 2, "quantity_per_grid": 1}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_documented_request_is_a_few_lines(name: str) -> None:
    assert grid_bots.grid(**DOCUMENTED[name]) == CreateGridBot.from_dict(documented(name))


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"].replace(" ", "_"))
def test_broken_rule_is_refused_with_the_path_of_the_field(case: dict[str, Any]) -> None:
    body = changed(documented("create_grid_bot_request"), case)
    with pytest.raises(EncodeError) as info:
        grid_bots.check_grid(CreateGridBot.from_dict(body))
    assert info.value.path == case["path"]


def test_stops_leverage_and_direction_go_where_the_document_has_them() -> None:
    made = grid_bots.grid(
        **SMALL,
        upper_stop_loss=grid_bots.Stop(price="3", action="stop_bot"),
        lower_stop_loss=grid_bots.Stop(price="0.5", action="stop_bot_and_close_position"),
        leverage=grid_bots.Leverage(type="cross", value=10),
        mode="long",
    )
    wanted = documented("update_grid_bot_request")
    names = [name for name in wanted if "stop_loss" in name or name.startswith(("leverage", "mode"))]
    own = made.to_dict()
    assert len(names) == 9
    assert {name for name in names if name not in own} == set()
    assert own["lower_stop_loss_action"] == wanted["lower_stop_loss_action"]


def test_switched_off_is_sent_and_unsaid_is_not() -> None:
    made = grid_bots.grid(**SMALL, upper_stop_loss=False, expansion_up_stop_price=False).to_dict()
    said = {name: value for name, value in made.items() if name.endswith("_enabled")}
    assert said == {"upper_stop_loss_enabled": False, "expansion_up_enabled": False}


def test_update_of_an_answer_is_the_documented_update() -> None:
    bot = GridBot.from_dict(documented("grid_bot_updated"))
    update = grid_bots.update_of(bot, trailing_down_enabled=False, expansion_up_stop_price=False)
    wanted = UpdateGridBot.from_dict(documented("update_grid_bot_request"))
    # The request of the page says nothing of these; the answer has them.
    wanted.max_active_buy_lines = update.max_active_buy_lines
    wanted.max_active_sell_lines = update.max_active_sell_lines
    assert update == wanted


EXAMPLES = ["grid_bot", "grid_bot_created", "grid_bot_updated", "grid_bot_disabled", "grid_bot_enabled"]


@pytest.mark.parametrize("name", [*EXAMPLES, "grid_bot_noted", "grid_bot_entity"])
def test_every_documented_bot_can_be_sent_back(name: str) -> None:
    bot = documented(name)
    update = grid_bots.update_of(
        GridBot.from_dict(bot), trailing_down_enabled=True, expansion_up_stop_price="1e6"
    ).to_dict()
    assert update["trailing_up_enabled"] is (bot["trailing_up_enabled"] == "true")
    assert update["expansion_down_enabled"] is (bot["expansion_down_enabled"] == "true")
    assert update["grids_quantity"] == int(bot["grids_quantity"])
    assert (update["trailing_down_enabled"], update["expansion_up_enabled"]) == (True, True)
    assert update.get("note") == bot["note"]
    assert ("leverage_type" in update) == (bot["leverage_type"] != "not_specified")


UNSENDABLE: list[tuple[str, Any]] = [
    ("trailing_up_enabled", "yes"),
    ("upper_stop_loss_action", "stop_bot_and_sell"),
    ("grid_type", "fibonacci"),
    ("grids_quantity", "2.5"),
    ("new_setting", 1),
]


@pytest.mark.parametrize(("name", "value"), UNSENDABLE, ids=[name for name, _ in UNSENDABLE])
def test_setting_that_would_be_lost_is_named(name: str, value: Any) -> None:
    bot = GridBot.from_dict({**documented("grid_bot"), name: value})
    with pytest.raises(EncodeError) as info:
        grid_bots.update_of(bot, trailing_down_enabled=False, expansion_up_stop_price=False)
    assert info.value.path == name


@pytest.mark.parametrize("call", CALLS)
def test_deleting_a_grid_bot_answers_nothing(call: Any) -> None:
    faulty, grid = FaultyClient(), grid_bots.grid(**SMALL | {"quantity_per_grid": 2})
    bot = faulty.outcome(call, lambda client: client.grid_bots.create(grid))
    assert faulty.outcome(call, lambda client: client.grid_bots.delete(bot.id)) is None
    gone = faulty.outcome(call, lambda client: client.grid_bots.get(bot.id))
    assert isinstance(gone, NotFoundError)
