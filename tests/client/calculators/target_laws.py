"""Targets of deals, as computed and as 3Commas stated them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from threecommas import calculators

from tests.client.calculators.figures import (
    DEALS,
    Case,
    Deal,
    entered,
    exact,
    is_closed,
    limits_of,
    number,
    strategy,
)


def takes_profit_of_total(deal: Deal) -> bool:
    settings = deal["settings"]
    return Decimal(settings.get("take_profit") or 0) > 0 and settings["take_profit_type"] == "total"


def target(deal: Deal, average: Decimal, percentage: str) -> Decimal:
    return calculators.take_profit_price(
        average, percentage, strategy(deal), fee=deal["fee"], limits=limits_of(deal)
    )


def take_profit_price() -> Iterator[Case]:
    for deal in filter(takes_profit_of_total, DEALS):
        if not is_closed(deal):
            average = calculators.average_price(*entered(deal))
            price = target(deal, average, deal["settings"]["take_profit"])
            yield deal["name"], price, number(deal, "take_profit_price")
        for name, volume, amount, placed, _ in placed_targets(deal):
            average = calculators.average_price(volume, amount)
            yield name, target(deal, average, deal["settings"]["take_profit"]), placed


def placed_targets(deal: Deal) -> Iterator[tuple[str, Decimal, Decimal, Decimal, Decimal]]:
    """Each take profit that was placed, after what had been filled until then."""
    placed: dict[int, Decimal] = {}
    volume, amount, count = Fraction(0), Fraction(0), 0
    for event in deal["events"]:
        match event:
            case ["placed", order, price, _, *_]:
                placed[order] = Decimal(calculators.price_with_fee(price, "buy", fee=deal["fee"]))
            case ["filled", order, size]:
                cost = placed[order] if order else number(deal, "base_order_average_price")
                volume, amount = volume + Fraction(cost) * Fraction(size), amount + Fraction(size)
            case ["target", price, size]:
                count += 1
                cost_text, held = exact(volume), exact(amount)
                yield f"{deal['name']}, target {count}", cost_text, held, Decimal(price), Decimal(size)


def take_profit_steps() -> Iterator[Case]:
    for deal in DEALS:
        steps = deal.get("take_profit_steps", [])
        if steps:
            volume, amount = entered(deal)
            average = calculators.average_price(volume, amount)
            parts = calculators.split_amount(
                amount, [step["amount_percentage"] for step in steps], limits=limits_of(deal)
            )
            for index, (step, part) in enumerate(zip(steps, parts, strict=True), 1):
                price = target(deal, average, step["profit_percentage"])
                stated = Decimal(step["price"]), Decimal(step["initial_amount"])
                yield f"{deal['name']}, step {index}", (price, part), stated


def take_profit_price_by_base() -> Iterator[Case]:
    for deal in DEALS:
        if "base_order_amount_that_fits" in deal:
            base = number(deal, "base_order_average_price") * Decimal(deal["base_order_amount_that_fits"])
            settings = deal["settings"]
            percentage = max(settings["take_profit"], settings["min_profit_percentage"], key=Decimal)
            price = calculators.take_profit_price_by_base(
                *entered(deal), base, percentage, fee=deal["fee"], limits=limits_of(deal)
            )
            yield deal["name"], price, number(deal, "take_profit_price")
