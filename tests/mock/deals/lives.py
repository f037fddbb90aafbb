"""Deals that live as a case in YAML tells: what they start with, and what happens to them in which order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from threecommas_mock import Assumptions, MockExchange
from threecommas_mock.dca.settings import (
    Condition,
    LeverageType,
    MinProfitType,
    ProfitCurrency,
    SafetyStep,
    StartOrderType,
    Strategy,
    TakeProfitStep,
    TakeProfitType,
    VolumeType,
)

from tests.mock.deals.deal_client import PAIR, USER, DealClient
from tests.mock.signed_client import DOCUMENT

BOT = 7
"""The bot that starts all deals of a client."""

READ: dict[str, Callable[[Any], Any]] = {
    "strategy": Strategy,
    "start_order_type": StartOrderType,
    "base_order_volume_type": VolumeType,
    "safety_order_volume_type": VolumeType,
    "take_profit_type": TakeProfitType,
    "min_profit_type": MinProfitType,
    "profit_currency": ProfitCurrency,
    "leverage_type": LeverageType,
    "close_strategy_list": lambda words: tuple(map(Condition, words)),
    "safety_strategy_list": lambda words: tuple(map(Condition, words)),
    "take_profit_steps": lambda steps: tuple(TakeProfitStep(*map(Decimal, step)) for step in steps),
    "custom_safety_steps": lambda steps: tuple(SafetyStep(*map(Decimal, step)) for step in steps),
}
"""The settings that are neither numbers nor switches. Money is text in a case, counts are numbers."""


def settings(given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a case as values."""
    made = {name: READ[name](value) if name in READ else value for name, value in given.items()}
    return {
        name: Decimal(value) if name not in READ and isinstance(value, str) else value
        for name, value in made.items()
    }


def play(client: DealClient, number: int, moment: dict[str, Any], pair: str) -> None:
    """Let one thing happen."""
    (what, value), *_ = moment.items()
    exchange, room = client.exchange, client.room
    match what:
        case "polls":
            for _ in range(value):
                client.get(number)
        case "settle":
            exchange.settle()
        case "price":
            exchange.set_price(pair, **prices(value))
        case "seconds":
            exchange.advance(value)
        case "post" | "update" | "add_funds":
            send(client, number, what, value)
        case "settle_contract":
            exchange.settle_contract(pair if value is True else value)
        case "switch":
            room.switch(number, USER)
        case "close" | "signal" | "panic_sell_all" | "cancel_all":
            signal(room, what)
        case _:
            raise ValueError(f"{what} is nothing that can happen")


def send(client: DealClient, number: int, what: str, value: Any) -> None:
    """Send a request of the user, which has to be carried out."""
    match what:
        case "post":
            answer = client.send("POST", f"/{number}/{value}", "Deal")
        case "update":
            answer = client.send("PATCH", f"/{number}/update_deal", "Deal", json=value)
        case _:
            answer = client.send("POST", f"/{number}/{what}", json=value)
    assert answer.is_success, answer.text


def signal(room: Any, what: str) -> None:
    """Let the bot of the deals do something with all of them."""
    match what:
        case "close":
            room.close_condition_met(BOT)
        case "signal":
            room.safety_condition_met(BOT)
        case "panic_sell_all":
            room.panic_sell_all(BOT)
        case "cancel_all":
            room.cancel_all(BOT)


def prices(given: Any) -> dict[str, Any]:
    """Return the prices of a moment: one for all, or some by their names."""
    return given if isinstance(given, dict) else {"price": given}


def live(case: dict[str, Any]) -> tuple[DealClient, int]:
    """Let a deal of a case live."""
    account, pair = case.get("account", 1), case.get("pair", PAIR)
    standard = MockExchange(document=DOCUMENT)
    funds = {coin: Decimal(amount) for coin, amount in case.get("funds", {}).items()}
    exchange = MockExchange(
        document=DOCUMENT,
        accounts=[
            replace(each, funds=funds) if funds and each.id == account else each
            for each in standard.accounts.values()
        ],
        assumptions=Assumptions(**case.get("assumptions", {})),
        delay=timedelta(seconds=case.get("delay", 0)),
    )
    client = DealClient(exchange)
    exchange.set_price(pair, **prices(case.get("start", 100)))
    number = client.start(account=account, pair=pair, **settings(case.get("settings", {})))
    for moment in case["moments"]:
        play(client, number, moment, pair)
    return client, number
