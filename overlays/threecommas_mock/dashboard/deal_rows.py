"""A deal as a row of the live page."""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dashboard.chart_lines import ChartLine, line, marks, order_lines, order_price
from threecommas_mock.dashboard.ladders import safety_label
from threecommas_mock.dashboard.rows import Json, distance, row
from threecommas_mock.dca import averages
from threecommas_mock.deals import closing, responses, target_responses
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


def deal_row(deal: Deal, view: MarketView, assumptions: Assumptions, ladder: list[ChartLine]) -> Json:
    """Return what the table and the chart show of *deal*; profit and distances at the present price.

    *ladder* has the lines of its safety orders (see `ladders`).
    """
    target, stop = _target(deal), _stop(deal, assumptions)
    return row(
        id=deal.id,
        bot_id=deal.bot_id,
        bot=deal.bot_name,
        pair=deal.pair,
        account=deal.account.name,
        account_id=deal.account.id,
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
        lines=_lines(deal, view, stop, ladder),
        marks=marks((_label(each), each.order) for each in deal.orders),
    )


def _lines(deal: Deal, view: MarketView, stop: Decimal | None, ladder: list[ChartLine]) -> list[ChartLine]:
    average = line("average", "Average", deal.entered.average)
    if deal.is_closed:
        return average
    tick = view.pair.tick
    drawn = line("entry", "BO", deal.base.average) + average + ladder
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
        return safety_label(each.number)
    return f"{label}{each.number + 1}" if each.kind is OrderKind.TAKE_PROFIT else label
