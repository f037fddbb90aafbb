"""Safety orders of deals and their ladders, as computed and as 3Commas placed them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from threecommas import calculators

from tests.client.calculators.figures import (
    DEALS,
    Case,
    Deal,
    entered,
    exact,
    limits_of,
    number,
    placements,
    strategy,
)


def safety_order_price() -> Iterator[Case]:
    for deal in DEALS:
        settings = deal["settings"]
        for name, order, price, _, _ in placements(deal):
            if order:
                deviation = calculators.safety_order_deviations(
                    settings["safety_order_step_percentage"], settings["martingale_step_coefficient"], order
                )[-1]
                computed = calculators.safety_order_price(
                    number(deal, "base_order_average_price"),
                    deviation,
                    strategy(deal),
                    limits=limits_of(deal),
                )
                yield name, computed, Decimal(price)


def order_amount() -> Iterator[Case]:
    for deal in DEALS:
        for name, order, price, amount, adjustment in placements(deal):
            if amount is not None:
                volume = volume_of(deal["settings"], order) + adjustment
                computed = calculators.order_amount(volume, price, limits=limits_of(deal))
                yield name, computed, Decimal(amount)


def volume_of(settings: dict[str, Any], order: int) -> Decimal:
    if order == 0:
        return Decimal(settings["base_order_volume"])
    return calculators.safety_order_volume(
        settings["safety_order_volume"], settings["martingale_volume_coefficient"], order
    )


def ladder() -> Iterator[Case]:
    """Every order of the ladder at the price at which the base order was filled."""
    for deal in DEALS:
        if deal["name"].startswith("USD_KAVA"):
            continue
        adjustments = {adjustment for *_, adjustment in placements(deal)}
        for name, order, price, amount, adjustment in placements(deal):
            assert adjustments == {adjustment}
            made = ladder_of(deal, adjustment).orders[order]
            yield (
                name,
                (made.price if order else None, made.size_base),
                (
                    Decimal(price) if order else None,
                    Decimal(amount or 0),
                ),
            )


def ladder_of(deal: Deal, adjustment: Decimal = Decimal(0)) -> calculators.Ladder:
    average = Fraction(number(deal, "base_order_average_price"))
    return calculators.ladder(
        deal["settings"],
        price=exact(average / (1 + Fraction(deal["fee"]))),
        fee=deal["fee"],
        limits=limits_of(deal),
        order_adjustment=adjustment,
    )


def ladder_totals() -> Iterator[Case]:
    """What a deal had bought, against the order of its ladder that was the last one filled."""
    for deal in DEALS:
        if "filled_orders" in deal:
            adjustment = next((each for *_, each in placements(deal)), Decimal(0))
            made = ladder_of(deal, adjustment).orders[deal["filled_orders"] - 1]
            volume, amount = entered(deal)
            yield deal["name"], (made.total_quote, made.total_base), (volume, amount)
