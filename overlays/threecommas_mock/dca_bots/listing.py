"""Filters, order and pages of the list of bots; names and defaults are documented or recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.dca_bots.entity import Bot

_LIMIT = 50


def take(bots: Iterable[Bot], query: Mapping[str, Any], profit: Callable[[Bot], Decimal]) -> list[Bot]:
    """Return the bots that a list request asks for; *profit* is what a bot has made, in dollars."""
    # Upper case on the current page, lower case in the older document, each with a name of its own.
    stated = query.get("order_direction", query.get("sort_direction", "desc"))
    descending = stated.lower() == "desc"
    found = sorted(_kept(bots, query), key=lambda bot: bot.id, reverse=descending)
    match query.get("sort_by", "created_at"):
        case "profit":
            found.sort(key=profit, reverse=descending)
        case "updated_at":
            found.sort(key=lambda bot: bot.updated_at, reverse=descending)
        case _:
            found.sort(key=lambda bot: bot.created_at, reverse=descending)
    start = query.get("offset", 0)
    return found[start : start + query.get("limit", _LIMIT)]


def _kept(bots: Iterable[Bot], query: Mapping[str, Any]) -> Iterable[Bot]:
    since = parse_datetime(query["from"]) if "from" in query else None
    scope = query.get("scope")
    return (
        bot
        for bot in bots
        if query.get("account_id") in (None, bot.account.id)
        and query.get("strategy") in (None, bot.settings.strategy)
        and scope in (None, "enabled" if bot.is_enabled else "disabled")
        and _quotes(bot, query.get("quote"))
        and (since is None or bot.created_at >= since)
    )


def _quotes(bot: Bot, currency: str | None) -> bool:
    return currency is None or any(pair.partition("_")[0] == currency for pair in bot.pairs)
