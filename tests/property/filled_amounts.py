"""What an exchange has filled, read from its own books, and which part of it the market alone made dearer."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import Kind
from threecommas_mock.venue.order_types import OrderStatus, Purpose
from threecommas_mock.venue.orders import Order


@dataclass
class FilledAmounts:
    """Fills of an exchange in quote currency, commission left out.

    No limit covers what the market does between an order and its fill. So a fill counts at most at the
    highest price that its order stated, or that the market had, when a request made or changed the order:
    `prices` keeps that by SmartTrade and order.
    """

    exchange: MockExchange
    prices: dict[int, dict[int, Decimal]] = field(default_factory=lambda: defaultdict(dict))

    def trades(self) -> tuple[SmartTrade, ...]:
        """Return the SmartTrades."""
        return self.exchange.snapshot().smart_trades.items

    def market(self, pair: str) -> Decimal:
        """Return the highest price of a pair now."""
        quote = self.exchange.quote(pair)
        return max(quote.bid, quote.ask, quote.last)

    def note(self, before: tuple[SmartTrade, ...]) -> None:
        """Keep the price of each order that the last request made or changed; all was settled before it."""
        old = {trade.id: {order.id: _terms(order) for order in trade.orders} for trade in before}
        for trade in self.trades():
            kept = self.prices[trade.id]
            for order in trade.orders:
                if old.get(trade.id, {}).get(order.id) != _terms(order):
                    kept[order.id] = self._highest(trade, order)

    def _highest(self, trade: SmartTrade, order: Order) -> Decimal:
        if trade.kind is Kind.SMART_SELL and _is_closed_by_hand(order):
            # Selling what is there is never held back, so the market counts as it was before.
            return max(self.prices[trade.id].values())
        stated = order.trigger.value if order.trigger else Decimal(0)
        return max(self.market(trade.pair), order.price or Decimal(0), stated)

    def counted(self, trade: SmartTrade) -> Iterator[Decimal]:
        """Yield what each order counts that opened a position, or that traded own funds."""
        for order in trade.orders:
            if order.fill is not None and _counts(trade, order):
                price = min(order.fill.price, self.prices[trade.id].get(order.id, order.fill.price))
                yield order.fill.amount * price

    def filled(self, quote: str) -> dict[str, Decimal]:
        """Return the largest order and position, and what is open and was filled in all, by limit."""
        trades = [trade for trade in self.trades() if trade.pair.startswith(f"{quote}_")]
        orders = {trade.id: list(self.counted(trade)) for trade in trades}
        nothing = Decimal(0)
        return {
            "per_order": max((each for found in orders.values() for each in found), default=nothing),
            "per_position": max((sum(found, nothing) for found in orders.values()), default=nothing),
            "open_total": sum((sum(orders[each.id]) for each in trades if not each.is_closed), nothing),
            "per_day": sum((sum(found) for found in orders.values()), nothing),
        }


def _terms(order: Order) -> Any:
    # A forced start changes the status alone.
    return order.order_type, order.units, order.price, order.trigger, _is_forced(order)


def _is_forced(order: Order) -> bool:
    return order.status is OrderStatus.PANIC_SELL_PENDING


def _is_closed_by_hand(order: Order) -> bool:
    return order.purpose in (Purpose.MARKET_CLOSE, Purpose.REDUCE_FUNDS) or _is_forced(order)


def _counts(trade: SmartTrade, order: Order) -> bool:
    """Tell whether an order opens a position or adds to it; own funds are traded by what closes them."""
    return (order.purpose is Purpose.POSITION) != trade.kind.skips_entry
