"""The JSON of a report. Amounts are text with all digits, percents with four places, moments ISO 8601 in UTC.

pair, currency, path, start, end, candles, interval_seconds, first_price, last_price
total      entries, closed, won, win_rate_percent, fills, fees, realised, open, profit
worth      start, end, deposits, withdrawals, held, other, exposure_percent, curve as [moment, worth],
unvalued currencies; why_none says why there is none, and what to do
drawdown   amount, percent, since, until
accounts   id, name, start and end by currency, came_at, left_at
bots       kind, id, name and what `total` has: of the deals of a DCA bot, or of a grid bot itself
entries    kind, id, account_id, bot_id, pair, status, is_closed, opened_at, closed_at, fees, money, coins,
realised, open, profit, taken_coins and taken_cost (below zero if handed over), and
fills with at, purpose, side, amount, price, fee, total
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from threecommas_mock.reports.curve import Drawdown
from threecommas_mock.reports.entries import Entry, FillEntry
from threecommas_mock.reports.report import AccountSums, Report, Sums
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import format_decimal, round_to_step

Json = dict[str, Any]
_PERCENT = Decimal("0.0001")


def report_json(report: Report) -> Json:
    """Return *report* as what a JSON encoder takes."""
    return {
        "pair": report.pair,
        "currency": report.currency,
        "path": report.path,
        "start": timestamp(report.start),
        "end": timestamp(report.end),
        "candles": report.candles,
        "interval_seconds": report.interval // timedelta(seconds=1),
        "first_price": format_decimal(report.first_price),
        "last_price": format_decimal(report.last_price),
        "total": _sums(report.total),
        "worth": _worth(report),
        "drawdown": _drawdown(report.drawdown),
        "accounts": [_account(each) for each in report.accounts],
        "bots": [
            {"kind": each.kind, "id": each.id, "name": each.name, **_sums(each.sums)} for each in report.bots
        ],
        "entries": [_entry(each) for each in report.entries],
    }


def percent(value: Decimal | None) -> str | None:
    """Write a percentage with four places at most; None for none."""
    return None if value is None else format_decimal(round_to_step(value, _PERCENT))


def _worth(report: Report) -> Json:
    return {
        "start": format_decimal(report.worth_start),
        "end": format_decimal(report.worth_end),
        "deposits": format_decimal(report.deposits),
        "withdrawals": format_decimal(report.withdrawals),
        "held": format_decimal(report.held),
        "other": format_decimal(report.other),
        "exposure_percent": percent(report.exposure),
        "curve": [[timestamp(point.at), format_decimal(point.worth)] for point in report.curve],
        "unvalued": list(report.unvalued),
        "why_none": report.why_no_worth,
    }


def _account(sums: AccountSums) -> Json:
    return {
        "id": sums.id,
        "name": sums.name,
        "start": _amounts(sums.start),
        "end": _amounts(sums.end),
        "came_at": _moment(sums.came_at),
        "left_at": _moment(sums.left_at),
    }


def _drawdown(found: Drawdown) -> Json:
    return {
        "amount": format_decimal(found.amount),
        "percent": percent(found.percent),
        "since": _moment(found.since),
        "until": _moment(found.until),
    }


def _sums(sums: Sums) -> Json:
    return {
        "entries": sums.entries,
        "closed": sums.closed,
        "won": sums.won,
        "win_rate_percent": percent(sums.win_rate),
        "fills": sums.fills,
        "fees": format_decimal(sums.fees),
        "realised": format_decimal(sums.realised),
        "open": format_decimal(sums.open),
        "profit": format_decimal(sums.profit),
    }


def _entry(entry: Entry) -> Json:
    return {
        "kind": entry.kind,
        "id": entry.id,
        "account_id": entry.account_id,
        "bot_id": entry.bot_id,
        "pair": entry.pair,
        "status": entry.status,
        "is_closed": entry.is_closed,
        "opened_at": _moment(entry.opened_at),
        "closed_at": _moment(entry.closed_at),
        "fees": format_decimal(entry.fees),
        "money": format_decimal(entry.money),
        "coins": format_decimal(entry.coins),
        "realised": format_decimal(entry.realised),
        "open": format_decimal(entry.open),
        "profit": format_decimal(entry.profit),
        "taken_coins": format_decimal(entry.taken.coins),
        "taken_cost": format_decimal(entry.taken.cost),
        "fills": [_fill(fill) for fill in entry.fills],
    }


def _fill(fill: FillEntry) -> Json:
    return {
        "at": timestamp(fill.at),
        "purpose": fill.purpose,
        "side": fill.side,
        "amount": format_decimal(fill.amount),
        "price": format_decimal(fill.price),
        "fee": format_decimal(fill.fee),
        "total": format_decimal(fill.total),
    }


def _amounts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: format_decimal(amount) for currency, amount in amounts.items()}


def _moment(at: datetime | None) -> str | None:
    return None if at is None else timestamp(at)
