"""What is asked of grid bots: updates, notes, events and lists."""

from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import Assumptions

from tests.mock.grid_bots.grid_client import BODY, asking, held, lines, running


def test_bot_that_runs_starts_anew_with_changed_settings() -> None:
    client = asking()
    path = running(client, note="kept")
    body = {name: value for name, value in BODY.items() if name not in ("account_id", "pair")}
    answer = client.send("PATCH", f"{path}/manual", body | {"grids_quantity": 3})
    assert answer.status_code == 200
    client.exchange.settle()
    bot = client.get(path)
    assert (lines(bot), bot["note"]) == ("B-S", "kept")
    assert held(client)["USDT"][1] == Decimal("400.4")


@pytest.mark.parametrize(("chosen", "note"), [({}, "kept"), ({"grid_update": "resets"}, None)])
def test_settings_left_out_of_an_update_are_as_assumed(chosen: dict[str, Any], note: str | None) -> None:
    client = asking(assumptions=Assumptions(**chosen))
    number = client.post("/ver1/grid_bots/manual", BODY | {"note": "kept"})["id"]
    body = {name: value for name, value in BODY.items() if name not in ("account_id", "pair")}
    assert client.send("PATCH", f"/ver1/grid_bots/{number}/manual", body).json()["note"] == note


def test_note_is_replaced_and_events_come_page_by_page() -> None:
    client = asking()
    path = running(client)
    assert client.post(f"{path}/note", {"note": "Mine"})["note"] == "Mine"
    first = client.get(f"{path}/events", page=1, per_page=2)
    assert [each["message"] for each in first] == ["Start command received", "Bot is turned on"]
    assert len(client.get(f"{path}/events", page=2, per_page=4)) == 2
    assert client.refused("GET", f"{path}/events")[1] == {"page": ["is missing"], "per_page": ["is missing"]}


def test_list_is_filtered_and_sorted() -> None:
    client = asking()
    first = running(client, name="B")
    client.exchange.advance(1)
    client.post(
        "/ver1/grid_bots/manual",
        BODY | {"name": "A", "pair": "USDT_ETH", "upper_price": 4000, "lower_price": 3000},
    )

    def listed(**query: Any) -> list[str]:
        return [bot["name"] for bot in client.get("/ver1/grid_bots", **query)]

    assert listed() == ["A", "B"]
    assert listed(sort_by="name", sort_direction="DESC") == ["B", "A"]
    assert listed(state="enabled") == listed(base="BTC") == ["B"]
    assert listed(limit=1, offset=1) == ["B"]
    assert listed(account_ids="[1]", quote="USDT") == ["A", "B"]
    assert listed(account_ids="[7]") == listed(mode="real") == []
    assert client.send("GET", "/ver1/grid_bots", account_ids="1").status_code == 400
    assert client.get(first)["name"] == "B"
