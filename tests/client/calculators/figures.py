"""The figures of `data` that the laws are held against, and how a deal of them is read.

A law yields a case for each figure: its name, the computed and the stated value.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

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


def placements(deal: Deal) -> Iterator[tuple[str, int, str, str | None, Decimal]]:
    for event in deal["events"]:
        match event:
            case ["placed", order, price, amount, *adjustment]:
                yield f"{deal['name']}, order {order}", order, price, amount, Decimal(*adjustment or "0")


def exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
