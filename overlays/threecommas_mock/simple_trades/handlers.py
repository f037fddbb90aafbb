"""The handlers of the operations on simple trades; each has the name of its operationId."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from threecommas_mock.api.parameters import Parameters
from threecommas_mock.simple_trades import responses
from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.simple_trades.service import SimpleTrades
from threecommas_mock.venue.accounts import matches_mode

_PER_PAGE = 10  # docs: Get Active Trades


def list_simple_trades(trades: SimpleTrades, user: int, call: Parameters) -> Any:
    """Return a part of those that are open."""
    return _page(trades, user, call, closed=False)


def list_simple_trade_history(trades: SimpleTrades, user: int, call: Parameters) -> Any:
    """Return a part of those that have ended."""
    return _page(trades, user, call, closed=True)


def create_simple_trade(trades: SimpleTrades, user: int, call: Parameters) -> Any:
    """Create a simple trade."""
    trade = trades.create(call.body, user)
    return {"trade": responses.created(trade, trades.desk.view_of(trade))}


def get_simple_trade(trades: SimpleTrades, user: int, call: Parameters) -> Any:
    """Return one simple trade."""
    return _answer(trades, trades.poll(str(call.path["uuid"]), user))


def cancel_simple_trade(trades: SimpleTrades, user: int, call: Parameters) -> Any:
    """Call a simple trade off."""
    shown = _answer(trades, trades.cancel(str(call.path["uuid"]), user))
    # Here alone the status has this name (docs, example of Cancel Trade).
    status = shown["trade"]["status"]
    return {"trade": shown["trade"] | {"status": {"basic_type": status["value"], "error": status["error"]}}}


HANDLERS = (
    list_simple_trades,
    create_simple_trade,
    list_simple_trade_history,
    get_simple_trade,
    cancel_simple_trade,
)


def _answer(trades: SimpleTrades, trade: SimpleTrade) -> Any:
    return {"trade": responses.simple_trade(trade, trades.desk.view_of(trade))}


def _page(trades: SimpleTrades, user: int, call: Parameters, *, closed: bool) -> Any:
    """Return one part of a list; those of the other mode are kept out (inferred, as for SmartTrades)."""
    query, mode = call.query, call.mode(trades.desk.web_mode)
    start = query.get("offset", 0)

    def take() -> list[SimpleTrade]:
        found = (
            trade
            for trade in trades.store.of_user(user)
            if trade.is_closed == closed
            and matches_mode(trade.account, mode)
            and query.get("account_id") in (None, trade.account.id)
            and query.get("pair") in (None, trade.pair)
        )
        return _sorted(found, query)[start : start + query.get("limit", _PER_PAGE)]

    part = trades.desk.poll_shown(trades.store, take)
    return {"trades": [responses.simple_trade(trade, trades.desk.view_of(trade)) for trade in part]}


def _sorted(found: Iterable[SimpleTrade], query: Any) -> list[SimpleTrade]:
    """Sort by what was asked for, oldest first without it (docs); among equals the older first."""
    name, descending = query.get("order_by", "created_at"), query.get("order_direction", "asc") == "desc"
    key = {
        "pair": lambda trade: trade.pair,
        "created_at": lambda trade: trade.created_at,
        "closed_at": lambda trade: trade.order.closed_at,
    }[name]
    return sorted(sorted(found, key=lambda trade: trade.id, reverse=descending), key=key, reverse=descending)
