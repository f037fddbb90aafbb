"""Recorded deals of 2025, played by their prices, come to the same orders, averages, statuses and profits.

Each deal gives the prices at which its orders were filled; the deal of the mock sees just these. Left out of
the comparison are numbers, names, times and the words of events. One deal differs, and is left out by name.
"""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import MockExchange
from threecommas_mock.dca.settings import Condition, DcaSettings, StartOrderType
from threecommas_mock.deals.entity import OrderKind

from tests.mock.deals.deal_client import DealClient
from tests.mock.signed_client import DOCUMENT

RECORDED = json.loads((Path(__file__).parent / "data" / "recorded_lives.json").read_text("utf-8"))
# Its price fell through two safety orders and rose through the target within two seconds. Cancellations and
# fills crossed on their way, so it took profit three times, once for each order; the mock has no such race.
RACE = 2300000021
LIVES = [life for life in RECORDED if life["id"] != RACE]
EVERY = pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life['id']}_{life['answer']['status']}")
PAPER = 32199203
BOUGHT, SOLD = Decimal("1.001"), Decimal("0.999")


def play(life: dict[str, Any]) -> tuple[DealClient, int]:
    """Let a deal see the prices of a recorded one."""
    given: dict[str, Any] = {
        name: value if isinstance(value, int) else Decimal(value) for name, value in life["settings"].items()
    }
    settings = DcaSettings(
        **given,
        start_order_type=StartOrderType.MARKET,
        reinvested=Decimal(life["reinvested"]),
        safety_strategy_list=tuple(Condition(one["strategy"]) for one in life["safety_strategy_list"]),
    )
    # With a delay the price can move on between the trigger of a stop loss and its order.
    client = DealClient(MockExchange(document=DOCUMENT, delay=timedelta(seconds=1)))
    answer, pair = life["answer"], life["pair"]
    start = Decimal(answer["base_order_average_price"]) / BOUGHT
    number = client.bought(price=start, settings=settings, account=PAPER, pair=pair)
    prices = {k: Decimal(price) for k, price, _ in life["safety_orders"]}
    for together in life["filled"]:
        client.move(min(prices[k] for k in together), pair)
    if answer["finished?"]:
        if answer["status"] == "stop_loss_finished":
            client.exchange.set_price(pair, client.look(number)["stop_loss_price"])
        client.move(Decimal(answer["sold_average_price"]) / SOLD, pair)
    else:
        client.move(Decimal(answer["current_price"]), pair)
    return client, number


@EVERY
def test_recorded_deal_comes_to_the_same_answer(life: dict[str, Any]) -> None:
    client, number = play(life)
    found, expected = client.get(number), dict(life["answer"])
    if not expected["finished?"]:
        # The profit of the last update, which other prices than those of fills had made.
        for name in ("final_profit", "usd_final_profit"):
            del expected[name]
    assert {name: found[name] for name in expected} == expected


@EVERY
def test_recorded_deal_places_the_same_orders(life: dict[str, Any]) -> None:
    client, number = play(life)
    orders = client.entity(number).orders
    safety = [each for each in orders if each.kind is OrderKind.SAFETY]
    assert [(each.number, each.order.price, each.order.units) for each in safety] == [
        (k, Decimal(price), Decimal(coins)) for k, price, coins in life["safety_orders"]
    ]
    targets = [each.order for each in orders if each.kind is OrderKind.TAKE_PROFIT]
    assert [(order.price, order.units) for order in targets] == [
        (Decimal(price), Decimal(coins)) for price, coins in life["take_profits"]
    ]
