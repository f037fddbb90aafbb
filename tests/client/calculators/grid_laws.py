"""Lines of grids, as computed and as 3Commas stated them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from threecommas import calculators
from threecommas.calculators import MarketLimits

from tests.client.calculators.figures import GRIDS, Case, limits_of


def grid_step() -> Iterator[Case]:
    for each in GRIDS:
        stated = Decimal(each["grid_price_step"])
        # What follows in a ratio of 3Commas is not the root any more: see the docstring of grid_step.
        yield (
            each["name"],
            grid_step_of(each),
            round(stated, 26) if each["grid_type"] == "geometric" else stated,
        )


def grid_step_of(each: dict[str, Any]) -> Decimal:
    return calculators.grid_step(
        each["lower_price"], each["upper_price"], each["grids_quantity"], each["grid_type"]
    )


def grid_prices() -> Iterator[Case]:
    for each in GRIDS:
        prices = calculators.grid_prices(
            each["lower_price"],
            each["upper_price"],
            each["grids_quantity"],
            each["grid_type"],
            limits=limits_of(each),
        )
        for price in map(Decimal, each["line_prices"]):
            yield f"{each['name']}, {price}", min(prices, key=lambda line: abs(line - price)), price


def grid_sides() -> Iterator[Case]:
    for each in GRIDS:
        made = calculators.grid(
            lower_price=each["lower_price"],
            upper_price=each["upper_price"],
            grids_quantity=each["grids_quantity"],
            quantity_per_grid=each["quantity_per_grid"],
            current_price=each["current_price"],
            grid_type=each["grid_type"],
            order_currency_type=each["order_currency_type"],
            limits=MarketLimits(price_step=Decimal(each["price_step"])),
        )
        sides = {line.price: line.side for line in made.lines}
        for price, side in each["sides"].items():
            yield f"{each['name']}, {price}", sides[Decimal(price)], side
