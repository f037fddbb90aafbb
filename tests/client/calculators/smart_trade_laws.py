"""Prices, profits and units of SmartTrades, as computed and as 3Commas stated them."""

from collections.abc import Iterator
from decimal import Decimal

from threecommas import calculators

from tests.client.calculators.figures import SMART_TRADES, Case, limits_of


def smart_trade_price() -> Iterator[Case]:
    for trade in SMART_TRADES:
        price = calculators.smart_trade_price(trade["total"], trade["units"], limits=limits_of(trade))
        yield trade["name"], price, Decimal(trade["price"])


def smart_trade_profit() -> Iterator[Case]:
    for trade in SMART_TRADES:
        if "profit" in trade:
            profit = calculators.smart_trade_profit(
                trade["entered_total"],
                trade["entered_amount"],
                trade["current_price"],
                trade["position"],
                closed_total=trade["closed_total"],
                closed_amount=trade["closed_amount"],
                fee=trade["fee"],
            )
            stated = Decimal(trade["profit"]), Decimal(trade["profit_percent"])
            yield trade["name"], (profit.amount, profit.percentage), stated


def smart_trade_units() -> Iterator[Case]:
    for trade in SMART_TRADES:
        steps = trade["steps"]
        volumes = [step["volume"] for step in steps]
        if sum(map(Decimal, volumes)) == 100 and all(step["units"] for step in steps):
            units = calculators.smart_trade_units(trade["units"], volumes, limits=limits_of(trade))
            yield trade["name"], units, tuple(Decimal(step["units"]) for step in steps)
