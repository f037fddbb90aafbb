"""Prices and profits of deals, as computed and as 3Commas stated them."""

from collections.abc import Iterator
from decimal import Decimal

from threecommas import calculators

from tests.client.calculators.figures import DEALS, ORDERS, Case, entered, is_closed, number, strategy


def average_price() -> Iterator[Case]:
    for deal in DEALS:
        for word in ("bought", "sold"):
            volume, amount = number(deal, f"{word}_volume"), number(deal, f"{word}_amount")
            if amount:
                stated = number(deal, f"{word}_average_price")
                yield f"{deal['name']}, {word}", calculators.average_price(volume, amount), stated


def price_with_fee() -> Iterator[Case]:
    for order in ORDERS:
        if Decimal(order["rate"]):
            price = calculators.price_with_fee(order["rate"], order["side"], fee=order["fee"])
            yield order["name"], price, Decimal(order["average_price"])


def closed_profit() -> Iterator[Case]:
    for deal in filter(is_closed, DEALS):
        profit = calculators.closed_profit(number(deal, "bought_volume"), number(deal, "sold_volume"))
        yield (
            deal["name"],
            (profit.amount, profit.final_profit, profit.percentage, profit.usd()),
            tuple(
                number(deal, name)
                for name in ("actual_profit", "final_profit", "final_profit_percentage", "usd_final_profit")
            ),
        )


def open_profit() -> Iterator[Case]:
    for deal in DEALS:
        if not is_closed(deal):
            profit = calculators.open_profit(
                *entered(deal), number(deal, "current_price"), strategy(deal), fee=deal["fee"]
            )
            stated = number(deal, "actual_profit"), number(deal, "actual_profit_percentage")
            yield deal["name"], (profit.amount, profit.percentage), stated


def stop_loss_price() -> Iterator[Case]:
    for deal in DEALS:
        if not is_closed(deal):
            price = calculators.stop_loss_price(
                number(deal, "base_order_average_price"),
                deal["settings"]["stop_loss_percentage"],
                strategy(deal),
            )
            stated = deal["totals"].get("stop_loss_price")
            yield deal["name"], price, None if stated is None else Decimal(stated)
