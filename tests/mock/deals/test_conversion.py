"""Deals that become SmartTrades: what these take over, and what becomes of the bot."""

from typing import Any

import pytest

from tests.mock.dca_bots.bot_client import BotClient, statuses
from tests.mock.deals.deal_client import DealClient
from tests.mock.deals.test_actions import STEPS


@pytest.mark.parametrize(
    ("steps", "price", "volumes"),
    [
        ((), 100, []),
        (STEPS, 100, ["40.0", "50.0", "10.0"]),
        # The first step is done, and what is left is divided by five and one.
        (STEPS, "102.21", ["83.33", "16.67"]),
    ],
)
def test_smart_trade_of_a_deal_takes_its_steps_over(steps: Any, price: Any, volumes: list[str]) -> None:
    client = DealClient()
    number = client.bought(take_profit=None, take_profit_steps=steps)
    client.move(price)
    answer = client.send("POST", f"/{number}/convert_to_smart_trade", "SmartTrade", json={"stop_bot": False})
    take_profit = answer.json()["take_profit"]
    assert (take_profit["enabled"], [step["volume"] for step in take_profit["steps"]]) == (
        bool(steps),
        volumes,
    )


@pytest.mark.parametrize("stop_bot", [True, False])
def test_bot_of_a_deal_that_becomes_a_smart_trade_is_stopped_if_asked_for(*, stop_bot: bool) -> None:
    client = BotClient()
    number = client.enabled()
    statuses(client)
    (deal,) = client.deals()
    client.ask("POST", f"/ver1/deals/{deal['id']}/convert_to_smart_trade", 201, json={"stop_bot": stop_bot})
    assert client.bot(number)["is_enabled"] is not stop_bot
