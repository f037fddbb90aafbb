"""The handlers of the operations on SmartTrades; each has the name of its operationId."""

from __future__ import annotations

from typing import Any

import orjson

from threecommas_mock.api.parameters import Parameters
from threecommas_mock.smart_trades import actions, limits, rules, trade_responses
from threecommas_mock.smart_trades.availability import flags, require
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.listing import Listing
from threecommas_mock.smart_trades.profit import profit
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.smart_trades.updates import update
from threecommas_mock.venue.accounts import matches_mode
from threecommas_mock.venue.decimal_math import format_decimal

# The pages of reading and cancelling file the answer for an unknown number under 400, its words say 404.
_DISPUTED = "unknown_smart_trade"


def list_smart_trades(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Return one page of SmartTrades of one mode, a bare array.

    That the mode keeps those on accounts of the other kind out is inferred, as it is for the accounts.
    """
    listing, mode = (
        Listing.of(call.query, trades.assumptions.finished),
        call.mode(trades.desk.web_mode),
    )

    def take() -> list[SmartTrade]:
        found = [trade for trade in trades.store.of_user(user) if matches_mode(trade.account, mode)]
        return listing.take(found, lambda trade: profit(trade, trades.desk.view_of(trade)))

    page = trades.desk.poll_shown(trades.store, take)
    return [orjson.Fragment(trades.json(trade)) for trade in page]


def create_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Create a SmartTrade."""
    return trades.json(trades.create(call.body, user))


def get_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Return one SmartTrade."""
    return trades.json(trades.poll(call.path["id"], user, _DISPUTED))


def update_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Change entry, targets or stop loss."""
    rules.check_update(call.body)
    new_id = trades.store.new_order_id
    changed = trades.change(call.path["id"], user, lambda trade, view: update(trade, call.body, view, new_id))
    return trades.json(changed)


def cancel_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Give a SmartTrade up and leave the coins where they are."""
    return trades.json(trades.change(call.path["id"], user, actions.cancel, _DISPUTED))


def get_reduce_funds_info(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Tell how many coins may be taken out."""
    trade = trades.find(call.path["id"], user)
    require(flags(trade).reduce_funds_available, "Reduce funds")
    return {
        "max_reduce_funds_amount": format_decimal(limits.max_reduction(trade, trades.desk.view_of(trade)))
    }


def post_reduce_funds_info(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Tell the same by POST, as the older document has it."""
    return get_reduce_funds_info(trades, user, call)


def reduce_funds(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Take a part of the position out."""
    new_id = trades.store.new_order_id
    changed = trades.change(
        call.path["id"], user, lambda trade, view: actions.reduce_funds(trade, call.body, view, new_id)
    )
    return trades.json(changed)


def add_funds(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Add to the position."""
    new_id = trades.store.new_order_id
    changed = trades.change(
        call.path["id"], user, lambda trade, view: actions.add_funds(trade, call.body, view, new_id)
    )
    return trades.json(changed)


def close_smart_trade_by_market(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Close everything at market price."""
    new_id = trades.store.new_order_id
    changed = trades.change(
        call.path["id"], user, lambda trade, view: actions.close_by_market(trade, view, new_id)
    )
    return trades.json(changed)


def force_start_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Enter the position now."""
    return trades.json(trades.change(call.path["id"], user, actions.force_start))


def force_process_smart_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Settle what is pending."""
    return trades.json(trades.force_process(call.path["id"], user))


def set_smart_trade_note(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Replace the note."""
    note = call.body["note"]
    changed = trades.change(call.path["id"], user, lambda trade, view: actions.set_note(trade, note, view))
    return trades.json(changed)


def list_trades(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Return the orders of a SmartTrade."""
    trade = trades.poll(call.path["smart_trade_id"], user)
    return trade_responses.trades(trade, trades.desk.view_of(trade))


def close_trade_by_market(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Close one target at market price."""
    changed = trades.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, view: actions.close_step(trade, call.path["id"], view),
    )
    return trades.json(changed)


def cancel_trade(trades: SmartTrades, user: int, call: Parameters) -> Any:
    """Cancel one target or the stop loss."""
    changed = trades.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, view: actions.cancel_order(trade, call.path["id"], view),
    )
    return trades.json(changed)


HANDLERS = (
    list_smart_trades,
    create_smart_trade,
    get_smart_trade,
    update_smart_trade,
    cancel_smart_trade,
    get_reduce_funds_info,
    post_reduce_funds_info,
    reduce_funds,
    add_funds,
    close_smart_trade_by_market,
    force_start_smart_trade,
    force_process_smart_trade,
    set_smart_trade_note,
    list_trades,
    close_trade_by_market,
    cancel_trade,
)
