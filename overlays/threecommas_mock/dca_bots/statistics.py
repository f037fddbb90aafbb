"""Profits and counts of the deals of bots; days are those of UTC.

Each example that is published adds up in one currency, so how profits in different currencies are turned into
dollars is inferred: at the prices of now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from threecommas_mock.dca_bots.deals import DealFacts
from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_sum,
    format_decimal,
    quotient,
    round_to_step,
)

_CENTS = Decimal("0.01")
_SATOSHIS = Decimal("0.00000001")
_DOLLARS = frozenset({"USD", "USDT", "USDC", "BUSD", "TUSD", "DAI"})
_MOST_DAYS = 36_500  # a hundred years; a calendar has no more
_USUAL_DAYS = 30


def stats(deals: Sequence[DealFacts], now: datetime) -> dict[str, Any]:
    """Write the profits of finished deals, over all time and of today; dollars are numbers (example)."""
    finished = [deal for deal in deals if deal.is_finished]
    active = [deal for deal in deals if not deal.is_finished]
    today = _of_day(finished, now.date())
    return {
        "overall_stats": _by_currency(finished),
        "today_stats": _by_currency(today),
        "profits_in_usd": {
            "overall_usd_profit": float(round_to_step(_dollars(finished), _CENTS)),
            "today_usd_profit": float(round_to_step(_dollars(today), _CENTS)),
            "active_deals_usd_profit": float(_dollars(active)),
            "funds_locked_in_active_deals": float(exact_sum(deal.usd_locked for deal in active)),
        },
    }


def stats_by_date(deals: Iterable[DealFacts], day: date, bitcoin: Decimal | None) -> dict[str, Any]:
    """Write the profits of the deals that were finished on one day."""
    found = _of_day(deals, day)
    dollars = _dollars(found)
    return {
        "stats": _by_currency(found),
        "usd_profit": format_decimal(dollars),
        "btc_profit": format_decimal(_in_bitcoin(dollars, bitcoin)),
    }


def profit_by_day(
    deals: Iterable[DealFacts], now: datetime, days: int | None, bitcoin: Decimal | None
) -> dict[str, Any]:
    """Write the days of the last *days* on which deals were finished, the oldest first."""
    first = now.date() - timedelta(days=min(_USUAL_DAYS if days is None else days, _MOST_DAYS))
    finished = [deal for deal in deals if deal.is_finished and deal.closed_at is not None]
    known = sorted({_day(deal) for deal in finished})
    return {"data": [_profit_of(day, _of_day(finished, day), bitcoin) for day in known if day > first]}


def deals_stats(deals: Sequence[DealFacts], quote_currency: str, bitcoin: Decimal | None) -> dict[str, Any]:
    """Write counts and profits of the deals of one bot."""
    active = [deal for deal in deals if not deal.is_finished]
    finished = [deal for deal in deals if deal.is_finished]
    amounts = {
        "completed_deals": _dollars(finished),
        "active_deals": _dollars(active),
    }
    locked = exact_sum(deal.usd_locked for deal in active)
    return {
        "active": len(active),
        "completed": sum(deal.status == "completed" for deal in deals),
        "panic_sold": sum(deal.status == "panic_sold" for deal in deals),
        "from_currency_is_dollars": quote_currency in _DOLLARS,
        **{f"{name}_usd_profit": format_decimal(amount) for name, amount in amounts.items()},
        **{
            f"{name}_btc_profit": format_decimal(_in_bitcoin(amount, bitcoin))
            for name, amount in amounts.items()
        },
        "funds_locked_in_active_deals": format_decimal(locked),
        "btc_funds_locked_in_active_deals": format_decimal(_in_bitcoin(locked, bitcoin)),
    }


def _of_day(deals: Iterable[DealFacts], day: date) -> list[DealFacts]:
    return [deal for deal in deals if deal.is_finished and deal.closed_at is not None and _day(deal) == day]


def _day(deal: DealFacts) -> date:
    closed = deal.closed_at or datetime.min.replace(tzinfo=UTC)
    return closed.astimezone(UTC).date()


def _by_currency(deals: Iterable[DealFacts]) -> dict[str, str]:
    sums: dict[str, Decimal] = {}
    for deal in deals:
        currency = deal.pair.partition("_")[0]
        sums[currency] = exact_sum((sums.get(currency, ZERO), deal.profit))
    return {currency: format_decimal(amount) for currency, amount in sums.items()}


def _dollars(deals: Iterable[DealFacts]) -> Decimal:
    return exact_sum(deal.usd_profit for deal in deals)


def _in_bitcoin(dollars: Decimal, price: Decimal | None) -> Decimal:
    return ZERO if price is None else quotient(dollars, price)


def _profit_of(day: date, deals: Iterable[DealFacts], bitcoin: Decimal | None) -> dict[str, Any]:
    dollars = _dollars(deals)
    begin = datetime.combine(day, time(), UTC)
    return {
        "s_date": day.isoformat(),
        "unix_timestamp": int(begin.timestamp()),
        "profit": {
            "btc": f"{round_to_step(_in_bitcoin(dollars, bitcoin), _SATOSHIS):f}",
            "usd": f"{round_to_step(dollars, _CENTS):f}",
        },
    }
