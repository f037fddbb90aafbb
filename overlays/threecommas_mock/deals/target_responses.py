"""The targets, the stop loss and the next safety order of a deal as JSON.

The picture of them is made here too.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.deals import margin, placing, stop_loss
from threecommas_mock.deals.entity import ZERO, Deal, DealOrder, OrderKind
from threecommas_mock.deals.statuses import WATCHING
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus

Json = dict[str, Any]


def take_profit_steps(deal: Deal) -> list[Json]:
    """Return the steps; one whose order is not placed yet has no trade. Without steps there is none."""
    if not deal.settings.take_profit_steps:
        return []
    return [_step(deal, number) for number in range(len(deal.settings.take_profit_steps))]


def custom_safety_steps(deal: Deal) -> list[Json]:
    """Return the safety orders of their own; one that was used cannot be edited."""
    used = max((each.number for each in deal.filled(OrderKind.SAFETY)), default=0)
    return [
        {
            "deviation": format_decimal(step.deviation),
            "size": format_decimal(step.size),
            "editable": at > used,
        }
        for at, step in enumerate(deal.settings.custom_safety_steps, 1)
    ]


def buy_steps(deal: Deal, view: MarketView) -> list[Json]:
    """Return the next safety order: the first that rests, or that a signal would place."""
    resting = deal.open_orders(OrderKind.SAFETY, OrderKind.MANUAL)
    if resting:
        first = min(resting, key=lambda each: (each.kind is OrderKind.MANUAL, each.number))
        return [{"price": format_decimal(first.order.price or ZERO), "filled": "0.0"}]
    if not deal.settings.safety_strategy_list:
        return []
    rung = placing.next_rung(deal, view)
    return [] if rung is None else [{"price": format_decimal(rung.price), "filled": "0.0"}]


def take_profit_price(deal: Deal, view: MarketView) -> str:
    """Return the price of the target; with steps the present price, with a close condition that of MP."""
    if deal.is_closed:
        return "0"
    if deal.settings.take_profit_steps:
        return format_decimal(view.quote.last)
    target = next(iter(deal.take_profits), None)
    if target is not None and target.order.price is not None:
        return format_decimal(target.order.price)
    least = placing.minimum_profit_price(deal, view)
    return "0" if least is None else format_decimal(least)


def stop_loss_price(deal: Deal, assumptions: Assumptions) -> str | None:
    """Return the price of the stop loss that is watched, or that will be; null without one."""
    if deal.is_closed or not deal.base.amount:
        return None
    watched = deal.stop_loss
    if watched is not None and watched.order.trigger is not None:
        return format_decimal(watched.order.trigger.value)
    price = stop_loss.stop_loss_price(deal, assumptions)
    return None if price is None else format_decimal(price)


def widget(deal: Deal, view: MarketView, assumptions: Assumptions) -> Json | None:
    """Return the picture of an open deal; null once it ends, and while it is being closed."""
    if deal.status not in WATCHING:
        return None
    stop = stop_loss_price(deal, assumptions)
    liquidation = margin.liquidation_price(deal, view.pair.tick)
    return {
        "progressAccuracy": 2,
        # The fourth letter is the Cyrillic one, as in documents and recordings.
        "TTP\u0410ctivated": deal.trailing is not None,
        "buyPrice": format_decimal(deal.entered.average),
        "currentPrice": format_decimal(view.quote.last),
        "inverted": not deal.is_long,
        "stopLosses": None if stop is None else [[stop, False]],
        "LP": None if liquidation is None else format_decimal(liquidation),
        "buySteps": buy_steps(deal, view),
        "marks": _marks(deal, view, stop),
    }


def _marks(deal: Deal, view: MarketView, stop: str | None) -> list[Json]:
    waiting = [each for each in deal.take_profits if each.order.price is not None]
    numbered = bool(deal.settings.take_profit_steps)
    marks = [
        _mark("tp", f"TP{each.number + 1}" if numbered else "TP", format_decimal(each.order.price or ZERO))
        for each in waiting
    ]
    least = placing.minimum_profit_price(deal, view) if deal.settings.close_strategy_list else None
    if least is not None:
        marks.append(_mark("tp", "MP", format_decimal(least)))
    return marks if stop is None else [*marks, _mark("sl", "SL", stop)]


def _mark(kind: str, label: str, price: str) -> Json:
    return {"type": kind, "label": label, "price": price, "position": "down"}


def _step(deal: Deal, number: int) -> Json:
    step = deal.settings.take_profit_steps[number]
    known = [each for each in deal.of_kind(OrderKind.TAKE_PROFIT) if each.number == number]
    order = known[-1] if known else None
    waits = (
        order is not None and order.order.is_open and order.order.status is not OrderStatus.PANIC_SELL_PENDING
    )
    told = {
        "id": number,
        "amount_percentage": _number(step.amount_percentage),
        "profit_percentage": _number(step.profit_percentage),
        "editable": waits,
        "panic_sellable": waits,
    }
    return told if order is None else told | _trade(order)


def _trade(each: DealOrder) -> Json:
    order = each.order
    done = None if order.fill is None else timestamp(order.fill.at)
    return {
        "trade_id": each.trade_id,
        "execution_timestamp": done,
        "initial_amount": format_decimal(order.units or ZERO),
        "price": format_decimal(order.price or ZERO),
        "status": _status(each),
    }


def _status(each: DealOrder) -> str:
    """Return the words of a step; Finished and Trailing are inferred."""
    if each.order.fill is not None:
        return "Finished"
    if each.order.status is OrderStatus.PANIC_SELL_PENDING:
        return "Panic closing"
    return "Trailing" if each.order.status is OrderStatus.TRAILING_ACTIVATED else "Placed"


def _number(amount: Decimal) -> float:
    return float(amount)
