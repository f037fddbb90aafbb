"""A SmartTrade as a row of the live page."""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.dashboard.chart_lines import ChartLine, line, marks, order_lines, order_price
from threecommas_mock.dashboard.rows import Json, distance, row
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.margin import liquidation_price
from threecommas_mock.smart_trades.profit import average_price, profit
from threecommas_mock.smart_trades.statuses import STATUS_TITLES
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.orders import Order

_PURPOSES = {
    "position": "Entry",
    "take_profit": "TP",
    "stop_loss": "SL",
    "reduce_funds": "Reduced",
    "market_close": "Closed",
}


def smart_trade_row(trade: SmartTrade, view: MarketView) -> Json:
    """Return what the table and the chart show of *trade*; profit and distances at the present price."""
    made, tick = profit(trade, view), view.pair.tick
    target, stop = _price(next(iter(trade.open_steps), None)), _price(_watched_stop(trade))
    return row(
        id=trade.id,
        pair=trade.pair,
        account=trade.account.name,
        account_id=trade.account.id,
        kind=trade.kind,
        side="long" if trade.is_long else "short",
        open=not trade.is_closed,
        status=STATUS_TITLES[trade.status],
        size=trade.remaining if trade.is_entered else trade.position.units,
        cost=trade.entered.total,
        average=average_price(trade.entered, tick),
        profit=None if made is None else made.volume,
        profit_percent=None if made is None else made.percent,
        leverage=None if trade.leverage is None else trade.leverage.value,
        target=target,
        to_target=distance(view.quote.last, target),
        stop=stop,
        to_stop=distance(view.quote.last, stop),
        note=trade.note or None,
        error=trade.error,
        lines=_lines(trade, tick),
        marks=marks((_PURPOSES[order.purpose], order) for order in trade.orders),
    )


def _lines(trade: SmartTrade, tick: Decimal) -> list[ChartLine]:
    average = line("average", "Average", average_price(trade.entered, tick))
    if trade.is_closed:
        return average
    entry = trade.position
    drawn = [] if trade.is_entered else order_lines("entry", "Entry", entry, tick)
    drawn += line("entry", "Entry", entry.fill.price if entry.fill else None) + average
    for number, step in enumerate(trade.steps, 1):
        drawn += order_lines("target", f"TP{number}", step, tick) if step.is_open else []
    for order in (*trade.additions, *trade.reductions):
        drawn += order_lines("order", "Funds", order, tick) if order.is_open else []
    stop = _watched_stop(trade)
    drawn += [] if stop is None else order_lines("stop", "SL", stop, tick)
    return drawn + line("liquidation", "Liquidation", liquidation_price(trade, tick))


def _watched_stop(trade: SmartTrade) -> Order | None:
    stop = trade.stop_loss
    return stop if stop is not None and stop.is_open and not trade.is_closed else None


def _price(order: Order | None) -> Decimal | None:
    return None if order is None else order_price(order)
