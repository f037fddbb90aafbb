"""Every operation of the document and what answers it; an exchange checks that none is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from threecommas_mock.accounts import responses as account_responses
from threecommas_mock.api.document import Document
from threecommas_mock.api.errors import NotFound
from threecommas_mock.api.parameters import Call
from threecommas_mock.market_data import responses as market_responses
from threecommas_mock.smart_trades import actions, limits, rules, trade_responses
from threecommas_mock.smart_trades.availability import demand, flags
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.listing import Listing
from threecommas_mock.smart_trades.profit import profit
from threecommas_mock.smart_trades.updates import update
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.decimal_math import text
from threecommas_mock.venue.desk import Desk

Handler = Callable[[Desk, int, Call], Any]
"""Takes the desk, the user's number and a valid call; gives a JSON value, or JSON in bytes."""


def validate(desk: Desk, user: int, call: Call) -> Any:
    """Confirm that key and signature are right."""
    return {"valid": True}


def list_accounts(desk: Desk, user: int, call: Call) -> Any:
    """Return one page of the user's accounts of one mode, a bare array."""
    own = [account for account in desk.accounts if account.owner == user]
    page = account_responses.page_of(own, call.query, _mode(desk, call))
    return [_account(desk, account) for account in page]


def get_account(desk: Desk, user: int, call: Call) -> Any:
    """Return one account; words and status for an unknown one are those recorded for other numbers.

    Whatever is asked for by its number is found in either mode: inferred, no page and no recording says so.
    """
    for account in desk.accounts:
        if (account.id, account.owner) == (call.path["account_id"], user):
            return _account(desk, account)
    raise NotFound.path()


def list_markets(desk: Desk, user: int, call: Call) -> Any:
    """Return the exchanges."""
    return market_responses.markets(desk.accounts)


def list_market_pairs(desk: Desk, user: int, call: Call) -> Any:
    """Return the pairs of an exchange."""
    return market_responses.pairs(desk.accounts, desk.market, call.query["market_code"])


def get_currency_rates(desk: Desk, user: int, call: Call) -> Any:
    """Return prices and limits of a pair; they are the same for bots and for SmartTrades."""
    code, pair = call.query["market_code"], call.query["pair"]
    return market_responses.rates(desk.accounts, desk.market, code, pair, terms=desk.terms(code))


def get_leveraged_currency_rates(desk: Desk, user: int, call: Call) -> Any:
    """Return the same with the leverage that the pair can have."""
    code, pair = call.query["market_code"], call.query["pair"]
    return market_responses.leveraged_rates(desk.accounts, desk.market, code, pair, terms=desk.terms(code))


def list_smart_trades(desk: Desk, user: int, call: Call) -> Any:
    """Return one page of SmartTrades of one mode, a bare array.

    That the mode keeps those on accounts of the other kind out is inferred, as it is for the accounts.
    """
    listing, mode = Listing.of(desk.choices.query(dict(call.query))), _mode(desk, call)
    found = [trade for trade in desk.read_all(user) if account_responses.is_of(trade.account, mode)]
    page = listing.take(found, lambda trade: profit(trade, desk.moment_of(trade)))
    return [orjson.Fragment(_entity(desk, trade)) for trade in page]


def create_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Create a SmartTrade."""
    return _entity(desk, desk.create(call.body, user))


def get_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Return one SmartTrade."""
    return _entity(desk, desk.read(call.path["id"], user))


def update_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Change entry, targets or stop loss."""
    rules.check_update(call.body)
    new_id = desk.ledger.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, moment: update(trade, call.body, moment, new_id)
    )
    return _entity(desk, changed)


def cancel_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Give a SmartTrade up and leave the coins where they are."""
    return _entity(desk, desk.change(call.path["id"], user, actions.cancel))


def get_reduce_funds_info(desk: Desk, user: int, call: Call) -> Any:
    """Tell how many coins may be taken out."""
    trade = desk.ledger.get(call.path["id"], user)
    demand(flags(trade).reduce_funds_available, "Reduce funds")
    return {"max_reduce_funds_amount": text(limits.max_reduction(trade, desk.moment_of(trade)))}


def post_reduce_funds_info(desk: Desk, user: int, call: Call) -> Any:
    """Tell the same by POST, as the older document has it."""
    return get_reduce_funds_info(desk, user, call)


def reduce_funds(desk: Desk, user: int, call: Call) -> Any:
    """Take a part of the position out."""
    new_id = desk.ledger.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, moment: actions.reduce_funds(trade, call.body, moment, new_id)
    )
    return _entity(desk, changed)


def add_funds(desk: Desk, user: int, call: Call) -> Any:
    """Add to the position."""
    new_id = desk.ledger.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, moment: actions.add_funds(trade, call.body, moment, new_id)
    )
    return _entity(desk, changed)


def close_smart_trade_by_market(desk: Desk, user: int, call: Call) -> Any:
    """Close everything at market price."""
    new_id = desk.ledger.new_order_id
    changed = desk.change(
        call.path["id"], user, lambda trade, moment: actions.close_by_market(trade, moment, new_id)
    )
    return _entity(desk, changed)


def force_start_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Enter the position now."""
    return _entity(desk, desk.change(call.path["id"], user, actions.force_start))


def force_process_smart_trade(desk: Desk, user: int, call: Call) -> Any:
    """Settle what is pending."""
    return _entity(desk, desk.force_process(call.path["id"], user))


def set_smart_trade_note(desk: Desk, user: int, call: Call) -> Any:
    """Replace the note."""
    note = call.body["note"]
    changed = desk.change(call.path["id"], user, lambda trade, moment: actions.set_note(trade, note, moment))
    return _entity(desk, changed)


def list_trades(desk: Desk, user: int, call: Call) -> Any:
    """Return the orders of a SmartTrade."""
    trade = desk.read(call.path["smart_trade_id"], user)
    return trade_responses.trades(trade, desk.moment_of(trade))


def close_trade_by_market(desk: Desk, user: int, call: Call) -> Any:
    """Close one target at market price."""
    changed = desk.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, moment: actions.close_step(trade, call.path["id"], moment),
    )
    return _entity(desk, changed)


def cancel_trade(desk: Desk, user: int, call: Call) -> Any:
    """Cancel one target or the stop loss."""
    changed = desk.change(
        call.path["smart_trade_id"],
        user,
        lambda trade, moment: actions.cancel_order(trade, call.path["id"], moment),
    )
    return _entity(desk, changed)


HANDLERS: Mapping[str, Handler] = {
    handler.__name__: handler
    for handler in (
        validate,
        list_accounts,
        get_account,
        list_markets,
        list_market_pairs,
        get_currency_rates,
        get_leveraged_currency_rates,
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
}
"""By operationId, which is each handler's name."""


def demand_handlers(document: Document) -> None:
    """Raise ValueError if something in the document would go unanswered."""
    missing = [operation.id for operation in document.operations if operation.id not in HANDLERS]
    if missing:
        raise ValueError(f"the document has operations the mock does not know: {', '.join(missing)}")


def _mode(desk: Desk, call: Call) -> Mode:
    """Return the mode of a request: that of its header, else that chosen in the web application."""
    return Mode(call.header.get("Forced-Mode", desk.web_mode))


def _account(desk: Desk, account: Account) -> Any:
    return account_responses.account(account, desk.balances(account.id), desk.market)


def _entity(desk: Desk, trade: SmartTrade) -> bytes:
    return desk.renderings.of(trade, desk.moment_of(trade))
