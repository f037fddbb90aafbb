"""The ladders of deals as lines of the chart, each computed once for as long as its deal stays as it is."""

from __future__ import annotations

from threecommas_mock.dashboard.chart_lines import ChartLine, line
from threecommas_mock.deals import placing
from threecommas_mock.deals.entity import Deal, OrderKind
from threecommas_mock.venue.market_view import MarketView

MOST = 10_000
"""How many ladders are kept; beyond that all are computed anew."""


class Ladders:
    """The safety orders of deals: those that rest, and those that would follow."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Deal, list[ChartLine]]] = {}

    def of(self, deal: Deal, view: MarketView) -> list[ChartLine]:
        """Return the lines of *deal*; its prices follow from its base order, not from the market."""
        known = self._known.get(deal.id)
        if known is not None and known[0] is deal:
            return known[1]
        if len(self._known) >= MOST:
            self._known.clear()
        lines = _ladder(deal, view)
        self._known[deal.id] = deal, lines
        return lines


def safety_label(number: int) -> str:
    """Return what the safety order with this number is called; 0 is one that was added by hand."""
    return f"SO{number}" if number else "Manual SO"


def _ladder(deal: Deal, view: MarketView) -> list[ChartLine]:
    drawn: list[ChartLine] = []
    for each in deal.open_orders(OrderKind.SAFETY, OrderKind.MANUAL):
        drawn += line("safety", safety_label(each.number), each.order.price, each.order.units)
    for rung in placing.rungs_to_come(deal, view):
        drawn += line("safety_next", safety_label(rung.number), rung.price, rung.quantity)
    return drawn
