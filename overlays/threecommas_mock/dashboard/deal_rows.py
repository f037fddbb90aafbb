"""A deal as a row of the live page."""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dashboard.chart_lines import ChartLine, line, marks, order_lines, order_price
from threecommas_mock.dashboard.rows import Json, distance, row
from threecommas_mock.dca import averages
from threecommas_mock.deals import closing, placing, responses, target_responses
from threecommas_mock.deals.entity import Deal, DealOrder, OrderKind
from threecommas_mock.deals.margin import liquidation_price
from threecommas_mock.deals.statuses import STATUS_TITLES
from threecommas_mock.venue.market_view import MarketView

_LABELS = {
    OrderKind.BASE: "BO",
    OrderKind.SAFETY: "SO",
    OrderKind.MANUAL: "Manual SO",
    OrderKind.TAKE_PROFIT: "TP",
    OrderKind.STOP_LOSS: "SL",
    OrderKind.CLOSE: "Closed",
}


def deal_row(deal: Deal, view: MarketView, assumptions: Assumptions) -> Json:
    """Return what the table and the chart show of *deal*; profit and distances at the present price."""
    target, stop = _target(deal), _stop(deal, assumptions)
    return row(
        id=deal.id,
        bot_id=deal.bot_id,
        bot=deal.bot_name,
        pair=deal.pair,
        account=deal.account.name,
        side="long" if deal.is_long else "short",
        open=not deal.is_closed,
        status=STATUS_TITLES[deal.status],
        size=deal.remaining,
        cost=deal.entered.volume,
        average=deal.entered.average or None,
        safety_used=len(deal.filled(OrderKind.SAFETY)),
        safety_resting=len(deal.open_orders(OrderKind.SAFETY)),
        safety_max=deal.settings.safety_order_count,
        profit=closing.profit_now(deal, view),
        profit_percent=_profit_percent(deal, view),
        target=target,
        to_target=distance(view.quote.last, target),
        stop=stop,
        to_stop=distance(view.quote.last, stop),
        note=deal.note or None,
        error=deal.error_message or deal.failed_message,
        lines=_lines(deal, view, stop),
        marks=marks((_label(each), each.order) for each in deal.orders),
    )


def safety_lines(deal: Deal, view: MarketView) -> list[ChartLine]:
    """Return the safety orders that rest, and those that would follow."""
    drawn: list[ChartLine] = []
    for each in deal.open_orders(OrderKind.SAFETY, OrderKind.MANUAL):
        drawn += line("safety", _label(each), each.order.price, each.order.units)
    for rung in placing.rungs_to_come(deal, view):
        drawn += line("safety_next", f"SO{rung.number}", rung.price, rung.quantity)
    return drawn


def _lines(deal: Deal, view: MarketView, stop: Decimal | None) -> list[ChartLine]:
    average = line("average", "Average", deal.entered.average)
    if deal.is_closed:
        return average
    tick = view.pair.tick
    drawn = line("entry", "BO", deal.base.average) + average + safety_lines(deal, view)
    for each in deal.take_profits:
        drawn += order_lines("target", _label(each), each.order, tick)
    drawn += line("stop", "SL", stop)
    return drawn + line("liquidation", "Liquidation", liquidation_price(deal, tick))


def _target(deal: Deal) -> Decimal | None:
    """Return the price of the target that comes next; None while none waits."""
    return next((order_price(each.order) for each in deal.take_profits), None)


def _stop(deal: Deal, assumptions: Assumptions) -> Decimal | None:
    shown = target_responses.stop_loss_price(deal, assumptions)
    return None if shown is None else Decimal(shown)


def _profit_percent(deal: Deal, view: MarketView) -> Decimal:
    if deal.is_closed:
        return responses.profit_percentage(deal)
    return averages.open_profit_percentage(deal.entered.average, view.quote.last, long=deal.is_long)


def _label(each: DealOrder) -> str:
    label = _LABELS[each.kind]
    if each.kind is OrderKind.SAFETY:
        return f"{label}{each.number}"
    return f"{label}{each.number + 1}" if each.kind is OrderKind.TAKE_PROFIT else label
