"""Each law of the calculators over all figures of `data`: what it says, and what 3Commas said.

A law yields a case for each figure: its name, the computed and the stated value. Nothing is compared here.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from threecommas import calculators
from threecommas.calculators import MarketLimits

DATA = Path(__file__).with_name("data")
Deal = dict[str, Any]
Case = tuple[str, object, object]
Law = Callable[[], Iterator[Case]]

CLOSED = {"completed", "stop_loss_finished"}


def table(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))


DEALS: list[Deal] = table("deals.json")
ORDERS: list[dict[str, str]] = table("market_orders.json")
SMART_TRADES: list[dict[str, Any]] = table("smart_trades.json")
GRIDS: list[dict[str, Any]] = table("grids.json")


def limits_of(entry: Deal) -> MarketLimits:
    return MarketLimits.of({"priceStep": entry["price_step"], "lotStep": entry.get("lot_step", "1")})


def number(deal: Deal, name: str) -> Decimal:
    return Decimal(deal["totals"].get(name) or 0)


def is_closed(deal: Deal) -> bool:
    return deal["name"].split()[1].rstrip(",") in CLOSED


def strategy(deal: Deal) -> str:
    return str(deal["settings"].get("strategy", "long"))


def entered(deal: Deal) -> tuple[Decimal, Decimal]:
    """Volume and amount of what opened the deal."""
    word = "bought" if strategy(deal) == "long" else "sold"
    return number(deal, f"{word}_volume"), number(deal, f"{word}_amount")


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


def exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


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


def placements(deal: Deal) -> Iterator[tuple[str, int, str, str | None, Decimal]]:
    for event in deal["events"]:
        match event:
            case ["placed", order, price, amount, *adjustment]:
                yield f"{deal['name']}, order {order}", order, price, amount, Decimal(*adjustment or "0")


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


LAWS: dict[str, Law] = {
    law.__name__: law
    for law in (
        average_price,
        price_with_fee,
        closed_profit,
        open_profit,
        stop_loss_price,
        take_profit_price,
        take_profit_price_by_base,
        take_profit_steps,
        safety_order_price,
        order_amount,
        ladder,
        ladder_totals,
        grid_step,
        grid_prices,
        grid_sides,
        smart_trade_price,
        smart_trade_profit,
        smart_trade_units,
    )
}
