"""Profits of what was closed, by currency: over time, and by pair and bot, with every digit.

Amounts of different currencies are never added. What is open is left out: its profit is not made yet.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import Any, Literal

from threecommas_rest.models import Deal, DealStatus, SmartTrade, SmartTradeStatusType

Period = Literal["day", "week", "month"]

# A deal that is converted to a SmartTrade ends as cancelled, as the page of that operation says.
_GIVEN_UP = frozenset({DealStatus.CANCELLED, DealStatus.SWITCHED})
# Digits: sums of many profits are exact.
_PRECISION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedTrade:
    """One SmartTrade or deal that was closed, with its profit in `currency`, the quote currency of its pair.

    `source` is the name and number of the bot of a deal, and ``SmartTrades`` for a SmartTrade.
    """

    closed_at: datetime
    source: str
    pair: str
    currency: str
    profit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodProfit:
    """The profit of a day, a week from Monday or a month of UTC; `total` is that of all up to its end."""

    start: str
    closed: int
    profit: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceProfit:
    """The profit of one pair of one bot, or of SmartTrades."""

    source: str
    pair: str
    closed: int
    won: int
    profit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyProfit:
    """All profit in one currency; `periods` are those in which something was closed, in their order."""

    currency: str
    closed: int
    won: int
    profit: Decimal
    periods: tuple[PeriodProfit, ...]
    sources: tuple[SourceProfit, ...]


def closed_smart_trade(trade: SmartTrade) -> ClosedTrade | None:
    """Return what a SmartTrade came to, None where it made no profit or loss, as after a cancel.

    Raises DeviationError if what it needs is not as documented.
    """
    moment, profit = trade.data.closed_at, trade.profit.volume
    if not isinstance(moment, datetime) or profit is None:
        return None
    if not profit and trade.status.type == SmartTradeStatusType.CANCELLED:
        return None
    currency = trade.pair.partition("_")[0]
    return ClosedTrade(
        closed_at=moment, source="SmartTrades", pair=trade.pair, currency=currency, profit=profit
    )


def closed_deal(deal: Deal) -> ClosedTrade | None:
    """Return what a deal came to, None while it is open, or if it never bought or sold.

    One that was cancelled or became a SmartTrade has sold nothing, unless it made a profit or loss before.
    Raises as for SmartTrades.
    """
    if deal.closed_at is None or not deal.bought_volume:
        return None
    if not deal.final_profit and deal.status in _GIVEN_UP:
        return None
    return ClosedTrade(
        closed_at=deal.closed_at,
        source=f"{deal.bot_name} #{deal.bot_id}",
        pair=deal.pair,
        currency=deal.from_currency,
        profit=deal.final_profit,
    )


def profits_by_currency(trades: Iterable[ClosedTrade], period: Period) -> tuple[CurrencyProfit, ...]:
    """Return the profits of each currency, the currencies in the order of their names."""
    with localcontext(prec=_PRECISION):
        return tuple(
            CurrencyProfit(
                currency=currency,
                closed=len(found),
                won=_won(found),
                profit=_sum(found),
                periods=tuple(_periods(found, period)),
                sources=tuple(_sources(found)),
            )
            for currency, found in _grouped(trades, lambda trade: trade.currency)
        )


def _periods(trades: Iterable[ClosedTrade], period: Period) -> Iterator[PeriodProfit]:
    total = Decimal(0)
    for start, found in _grouped(trades, lambda trade: _start(trade.closed_at, period)):
        total += _sum(found)
        yield PeriodProfit(start=start.isoformat(), closed=len(found), profit=_sum(found), total=total)


def _sources(trades: Iterable[ClosedTrade]) -> list[SourceProfit]:
    """Return the sources, that of the largest profit first."""
    sources = [
        SourceProfit(source=source, pair=pair, closed=len(found), won=_won(found), profit=_sum(found))
        for (source, pair), found in _grouped(trades, lambda trade: (trade.source, trade.pair))
    ]
    return sorted(sources, key=lambda each: -each.profit)


def _start(moment: datetime, period: Period) -> date:
    day = moment.astimezone(UTC).date()
    if period == "day":
        return day
    return day - timedelta(days=day.weekday()) if period == "week" else day.replace(day=1)


def _grouped(
    trades: Iterable[ClosedTrade], key: Callable[[ClosedTrade], Any]
) -> list[tuple[Any, list[ClosedTrade]]]:
    groups: dict[Any, list[ClosedTrade]] = {}
    for each in trades:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items())


def _won(trades: Iterable[ClosedTrade]) -> int:
    return sum(each.profit > 0 for each in trades)


def _sum(trades: Iterable[ClosedTrade]) -> Decimal:
    return sum((each.profit for each in trades), Decimal(0))
