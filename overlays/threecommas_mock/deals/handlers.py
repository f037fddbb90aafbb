"""The handlers of the operations on deals; each has the name of its operationId."""

from __future__ import annotations

from typing import Any

from threecommas_mock.api.body_values import get_bool, get_integer
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.deals import actions, order_responses
from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.listing import Listing
from threecommas_mock.deals.service import Deals
from threecommas_mock.venue.accounts import matches_mode
from threecommas_mock.venue.balances import Balance


def list_deals(deals: Deals, user: int, call: Parameters) -> Any:
    """Return one page of deals, a bare array; that the mode filters them is inferred, as for SmartTrades."""
    mode = call.mode(deals.desk.web_mode)
    listing = Listing(dict(call.query))

    def take() -> list[Deal]:
        return listing.take(deal for deal in deals.store.of_user(user) if matches_mode(deal.account, mode))

    return [deals.listed(deal) for deal in deals.desk.poll_shown(deals.store, take)]


def get_deal(deals: Deals, user: int, call: Parameters) -> Any:
    """Return one deal."""
    return deals.shown(deals.poll(call.path["deal_id"], user))


def update_deal(deals: Deals, user: int, call: Parameters) -> Any:
    """Change the settings of a deal."""
    changed = deals.change(
        call.path["deal_id"],
        user,
        lambda deal, view: actions.update(deal, call.body, view, deals.lifecycle),
    )
    return deals.shown(changed)


def update_deal_max_safety_orders(deals: Deals, user: int, call: Parameters) -> Any:
    """Change how many safety orders a deal may use."""
    count = get_integer(call.body, "max_safety_orders") or 0
    changed = deals.change(
        call.path["deal_id"],
        user,
        lambda deal, view: actions.update_max_safety_orders(deal, count, view, deals.lifecycle),
    )
    return deals.shown(changed)


def cancel_deal(deals: Deals, user: int, call: Parameters) -> Any:
    """Give a deal up and leave the coins where they are."""
    return deals.shown(deals.change(call.path["deal_id"], user, actions.cancel))


def panic_sell_deal(deals: Deals, user: int, call: Parameters) -> Any:
    """Close a deal at market price."""
    return deals.shown(deals.change(call.path["deal_id"], user, actions.panic_sell))


def panic_sell_deal_step(deals: Deals, user: int, call: Parameters) -> Any:
    """Close one step of the take profit at market price."""
    trade_id = get_integer(call.body, "trade_id") or 0
    changed = deals.change(
        call.path["deal_id"], user, lambda deal, view: actions.panic_sell_step(deal, trade_id, view)
    )
    return deals.shown(changed)


def add_funds_to_deal(deals: Deals, user: int, call: Parameters) -> Any:
    """Add a manual safety order; the answer is what `response_type` asks for."""
    new_id = deals.store.new_order_id
    changed = deals.change(
        call.path["deal_id"], user, lambda deal, view: actions.add_funds(deal, call.body, view, new_id)
    )
    match call.body.get("response_type"):
        case "deal":
            return deals.shown(changed)
        case "market_order":
            return order_responses.market_order(changed.orders[-1])
    return {"status": "success"}


def cancel_deal_order(deals: Deals, user: int, call: Parameters) -> Any:
    """Cancel one manual safety order."""
    order_id = str(call.body["order_id"])
    changed = deals.change(
        call.path["deal_id"], user, lambda deal, view: actions.cancel_order(deal, order_id, view)
    )
    return order_responses.market_orders(changed)


def list_deal_market_orders(deals: Deals, user: int, call: Parameters) -> Any:
    """Return the orders of a deal at its exchange, in no order."""
    return order_responses.market_orders(deals.poll(call.path["deal_id"], user))


def get_add_funds_data(deals: Deals, user: int, call: Parameters) -> Any:
    """Return what has to be known to add funds."""
    deal = deals.find(call.path["deal_id"], user)
    quote, _, base = deal.pair.partition("_")
    # A futures account has its margin in quote currency, whatever the direction.
    spent = quote if deal.is_long or deal.account.is_futures else base
    held = deals.desk.balances(deal.account.id)
    free = None if deal.account.funds is None else held.get(spent, Balance()).free
    return order_responses.add_funds_data(deal, deals.view_of(deal), spent, free, deals.assumptions)


def convert_deal_to_smart_trade(deals: Deals, user: int, call: Parameters) -> Any:
    """Turn a deal into a SmartTrade."""
    return deals.convert(call.path["deal_id"], user, stop_bot=get_bool(call.body, "stop_bot"))


HANDLERS = (
    list_deals,
    get_deal,
    update_deal,
    update_deal_max_safety_orders,
    cancel_deal,
    panic_sell_deal,
    panic_sell_deal_step,
    add_funds_to_deal,
    cancel_deal_order,
    list_deal_market_orders,
    get_add_funds_data,
    convert_deal_to_smart_trade,
)
