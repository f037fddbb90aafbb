"""The handlers of the operations on grid bots; each has the name of its operationId."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.grid_bots import responses
from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.grid_bots.service import GridBots
from threecommas_mock.venue.accounts import matches_mode

_PER_PAGE, _ORDERS = 10, 100  # docs


def list_grid_bots(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return one part of the grid bots of one mode (inferred, as for SmartTrades)."""
    query, mode = call.query, call.mode(bots.desk.web_mode)
    accounts = _account_ids(query)
    descending = query.get("sort_direction", "DESC").upper() == "DESC"
    key, start = _SORTED[query.get("sort_by", "created_at")], query.get("offset", 0)

    def take() -> list[GridBot]:
        found = [
            bot
            for bot in bots.store.of_user(user)
            if not bot.is_deleted
            and matches_mode(bot.account, mode)
            and _is_wanted(bot, query)
            and (accounts is None or bot.account.id in accounts)
        ]
        found.sort(key=lambda bot: bot.id, reverse=descending)
        found.sort(key=key, reverse=descending)
        return found[start : start + query.get("limit", _PER_PAGE)]

    return [_answer(bots, bot) for bot in bots.desk.poll_shown(bots.store, take)]


def create_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Create a grid bot, which is disabled."""
    return _answer(bots, bots.create(call.body, user))


def get_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return one grid bot."""
    return _answer(bots, bots.poll(call.path["id"], user))


def update_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Replace the settings."""
    return _answer(bots, bots.update(call.path["id"], call.body, user))


def delete_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Delete a grid bot; the answer has no body (docs)."""
    bots.delete(call.path["id"], user)
    return b""


def enable_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Start a grid bot; its orders follow."""
    return _answer(bots, bots.enable(call.path["id"], user))


def disable_grid_bot(bots: GridBots, user: int, call: Parameters) -> Any:
    """Stop a grid bot."""
    return _answer(bots, bots.disable(call.path["id"], user))


def set_grid_bot_note(bots: GridBots, user: int, call: Parameters) -> Any:
    """Replace the note."""
    return _answer(bots, bots.set_note(call.path["id"], str(call.body["note"]), user))


def list_grid_bot_profits(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return the profits, the newest first."""
    bot = bots.poll(call.path["id"], user)
    since, until = (
        parse_datetime(call.query[name]) if name in call.query else None for name in ("from", "to")
    )
    return [
        responses.profit(made, bot)
        for made in reversed(bot.profits)
        if (since is None or since <= made.at) and (until is None or made.at <= until)
    ]


def list_grid_bot_events(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return one page of the events, the oldest first (docs, example)."""
    bot = bots.poll(call.path["id"], user)
    size = call.query["per_page"]
    start = (call.query["page"] - 1) * size
    return [responses.event(each) for each in bot.events[start : start + size]]


def get_grid_bot_market_orders(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return one part of the orders of the lines, the newest first, and those that balanced the funds."""
    bot = bots.poll(call.path["id"], user)
    start, size = call.query.get("offset", 0), call.query.get("limit", _ORDERS)
    newest = sorted(bot.orders, key=lambda order: order.id, reverse=True)
    return {
        "grid_lines_orders": [responses.market_order(order) for order in newest[start : start + size]],
        "balancing_orders": [responses.market_order(order) for order in bot.balancing],
    }


def get_grid_bot_required_balances(bots: GridBots, user: int, call: Parameters) -> Any:
    """Return what a bot needs to start."""
    bot, need = bots.required_balances(call.path["id"], user)
    return responses.required_balances(need, bots.desk.view_of(bot).pair)


HANDLERS = (
    list_grid_bots,
    create_grid_bot,
    get_grid_bot,
    update_grid_bot,
    delete_grid_bot,
    enable_grid_bot,
    disable_grid_bot,
    set_grid_bot_note,
    list_grid_bot_profits,
    list_grid_bot_events,
    get_grid_bot_market_orders,
    get_grid_bot_required_balances,
)

_SORTED: Mapping[str, Any] = {
    "current_profit": responses.current_profit,
    "profit": responses.profit_percentage,
    "bot_id": lambda bot: bot.id,
    "pair": lambda bot: bot.pair,
    "created_at": lambda bot: bot.created_at,
    "updated_at": lambda bot: bot.updated_at,
    "name": lambda bot: bot.settings.name,
}


def _answer(bots: GridBots, bot: GridBot) -> Any:
    return responses.grid_bot(bot, bots.desk.view_of(bot))


def _is_wanted(bot: GridBot, query: Mapping[str, Any]) -> bool:
    quote, _, base = bot.pair.partition("_")
    return (
        query.get("account_id") in (None, bot.account.id)
        and query.get("base") in (None, base)
        and query.get("quote") in (None, quote)
        and query.get("state") in (None, "enabled" if bot.is_enabled else "disabled")
        and ("from" not in query or parse_datetime(query["from"]) <= bot.created_at)
    )


def _account_ids(query: Mapping[str, Any]) -> list[int] | None:
    """Read the JSON list of accounts, None without one."""
    if "account_ids" not in query:
        return None
    found: list[int] = json.loads(query["account_ids"])
    return found
