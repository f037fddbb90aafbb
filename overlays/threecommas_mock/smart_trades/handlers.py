"""What answers the operations on SmartTrades; each handler has the name of its operationId."""

from __future__ import annotations

from typing import Any

import orjson

from threecommas_mock.api.parameters import Parameters
from threecommas_mock.smart_trades import actions, limits, rules, trade_responses
from threecommas_mock.smart_trades.availability import flags, require
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.listing import Listing
from threecommas_mock.smart_trades.profit import profit
from threecommas_mock.smart_trades.updates import update
from threecommas_mock.venue.accounts import matches_mode
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.desk import TradingDesk

# The pages of reading and cancelling file the answer for an unknown number under 400, its words say 404.
_DISPUTED = "unknown_smart_trade"


def list_smart_trades(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return one page of SmartTrades of one mode, a bare array.

    That the mode keeps those on accounts of the other kind out is inferred, as it is for the accounts.
    """
    listing, mode = Listing.of(call.query, desk.assumptions.finished), call.mode(desk.web_mode)
    found = [trade for trade in desk.read_all(user) if matches_mode(trade.account, mode)]
    page = listing.take(found, lambda trade: profit(trade, desk.view_of(trade)))
    return [orjson.Fragment(_entity(desk, trade)) for trade in page]


def create_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Create a SmartTrade."""
    return _entity(desk, desk.create(call.body, user))


def get_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return one SmartTrade."""
    return _entity(desk, desk.read(call.path["id"], user, _DISPUTED))


def update_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Change entry, targets or stop loss."""
    rules.check_update(call.body)
    new_id = desk.store.new_order_id
    changed = desk.change(call.path["id"], user, lambda trade, view: update(trade, call.body, view, new_id))
    return _entity(desk, changed)


def cancel_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Give a SmartTrade up and leave the coins where they are."""
    return _entity(desk, desk.change(call.path["id"], user, actions.cancel, _DISPUTED))


def get_reduce_funds_info(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Tell how many coins may be taken out."""
    trade = desk.find(call.path["id"], user)
    require(flags(trade).reduce_funds_available, "Reduce funds")
    return {"max_reduce_funds_amount": format_decimal(limits.max_reduction(trade, desk.view_of(trade)))}


def post_reduce_funds_info(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Tell the same by POST, as the older document has it."""
    return get_reduce_funds_info(desk, user, call)


def reduce_funds(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Take a part of the position out."""
    new_id = desk.store.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, view: actions.reduce_funds(trade, call.body, view, new_id)
    )
    return _entity(desk, changed)


def add_funds(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Add to the position."""
    new_id = desk.store.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, view: actions.add_funds(trade, call.body, view, new_id)
    )
    return _entity(desk, changed)


def close_smart_trade_by_market(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Close everything at market price."""
    new_id = desk.store.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, view: actions.close_by_market(trade, view, new_id)
    )
    return _entity(desk, changed)


def force_start_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Enter the position now."""
    return _entity(desk, desk.change(call.path["id"], user, actions.force_start))


def force_process_smart_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Settle what is pending."""
    return _entity(desk, desk.force_process(call.path["id"], user))


def set_smart_trade_note(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Replace the note."""
    note = call.body["note"]
    changed = desk.change(call.path["id"], user, lambda trade, view: actions.set_note(trade, note, view))
    return _entity(desk, changed)


def list_trades(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the orders of a SmartTrade."""
    trade = desk.read(call.path["smart_trade_id"], user)
    return trade_responses.trades(trade, desk.view_of(trade))


def close_trade_by_market(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Close one target at market price."""
    changed = desk.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, view: actions.close_step(trade, call.path["id"], view),
    )
    return _entity(desk, changed)


def cancel_trade(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Cancel one target or the stop loss."""
    changed = desk.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, view: actions.cancel_order(trade, call.path["id"], view),
    )
    return _entity(desk, changed)


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


def _entity(desk: TradingDesk, trade: SmartTrade) -> bytes:
    return desk.renderings.of(trade, desk.view_of(trade))
