"""The actions of users on a deal: pure functions that give the changed deal, or raise a Refusal.

Every action is answered at once; what follows is pending and shows when the deal is polled. Documented: an
update in the wrong status is a 400 with "Can't be edit", an order that is not a manual safety order is a 422
when cancelled. The status and the words of the other refusals are inferred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.api.errors import InvalidParameters, LimitExceeded, NotCancellable, NotFound, WrongState
from threecommas_mock.deals import closing, placing, settings_changes
from threecommas_mock.deals.entity import Deal, DealOrder, OrderKind
from threecommas_mock.deals.lifecycle import DealLifecycle
from threecommas_mock.deals.statuses import EDITABLE, WATCHING, Status, flags
from threecommas_mock.venue.decimal_math import exact_product, floor_to_step, format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, PriceType
from threecommas_mock.venue.orders import Trigger
from threecommas_mock.venue.tradable import NewId

_ZERO = Decimal(0)


def cancel(deal: Deal, view: MarketView) -> Deal:
    """Give the deal up; its coins stay where they are."""
    _require(flags(deal.status).cancellable, "Cancel")
    return closing.touched(replace(deal, status=Status.CANCEL_PENDING), view)


def panic_sell(deal: Deal, view: MarketView) -> Deal:
    """Close everything at market price."""
    _require(flags(deal.status).panic_sellable, "Panic sell")
    return closing.touched(replace(deal, status=Status.PANIC_SELL_PENDING), view)


def panic_sell_step(deal: Deal, trade_id: int, view: MarketView) -> Deal:
    """Close one step of the take profit at market price."""
    _require(flags(deal.status).panic_sellable, "Panic sell")
    step = next((each for each in deal.take_profits if each.trade_id == trade_id), None)
    if step is None:
        raise NotFound("not_found", "Not Found")
    at_market = replace(
        step.order,
        status=OrderStatus.PANIC_SELL_PENDING,
        order_type=OrderType.MARKET,
        trigger=None,
        trailing=None,
        # No longer a maker: the order is taken off the book and sent at market.
        is_maker=False,
        updated_at=view.now,
    )
    return closing.touched(deal.with_order(replace(step, order=at_market)), view)


def add_funds(deal: Deal, body: Body, view: MarketView, new_id: NewId) -> Deal:
    """Add a manual safety order; quantity and rate are cut to what the exchange takes."""
    _require(flags(deal.status).add_fundable, "Add funds")
    units = floor_to_step(body_values.get_decimal(body, "quantity") or _ZERO, view.pair.lot)
    at_market = body_values.get_bool(body, "is_market")
    rate = None if at_market else body_values.get_decimal(body, "rate") or _ZERO
    price = None if rate is None else floor_to_step(rate, view.pair.tick)
    _check_limits(units, price, view)
    made = placing.manual_order(deal, units, price, view, new_id)
    return closing.touched(placing.placed(deal, (made,), view), view)


def cancel_order(deal: Deal, order_id: str, view: MarketView) -> Deal:
    """Cancel one manual safety order."""
    found = next((each for each in deal.orders if str(each.order.id) == order_id), None)
    if found is None:
        raise NotFound("not_found", "Not Found")
    # What the exchange has carried out already is past cancelling, even if it still shows as open.
    if found.kind is not OrderKind.MANUAL or not found.order.is_open or found.order.is_due:
        raise NotCancellable
    return closing.touched(placing.called_off(deal, (found,), view), view)


def update(deal: Deal, body: Body, view: MarketView, lifecycle: DealLifecycle) -> Deal:
    """Change settings; targets, stop loss and resting safety orders are placed anew where they differ."""
    if deal.status not in EDITABLE:
        raise InvalidParameters({"base": ["Can't be edit"]})
    settings = settings_changes.changed_settings(deal, body)
    note = body_values.get_text(body, "note") if "note" in body else deal.note
    changed = replace(deal, settings=settings, note=note)
    return _arranged(deal, changed, view, lifecycle)


def update_max_safety_orders(deal: Deal, count: int, view: MarketView, lifecycle: DealLifecycle) -> Deal:
    """Change how many safety orders the deal may use."""
    if deal.status not in EDITABLE:
        raise InvalidParameters({"base": ["Can't be edit"]})
    settings = replace(deal.settings, max_safety_orders=count)
    settings_changes.require_used(deal, settings)
    return _arranged(deal, replace(deal, settings=settings), view, lifecycle)


def close_condition_met(deal: Deal, view: MarketView, new_id: NewId) -> Deal:
    """Let the close conditions call: the deal is closed at market price once its minimum profit is reached.

    Without conditions, and in any status but bought, nothing happens.
    """
    if deal.status is not Status.BOUGHT or not deal.settings.close_strategy_list:
        return deal
    units = deal.closable(view.pair.lot)
    made = placing.market_order(deal, OrderKind.CLOSE, units, view, new_id)
    least = placing.minimum_profit_price(deal, view)
    if least is not None:
        # Short of its minimum profit the order waits for that price instead of being sent.
        trigger = Trigger(PriceType.LAST, least, rising=deal.is_long)
        made = replace(made, order=replace(made.order, executed_at_price=None, trigger=trigger))
    activated = replace(deal, status=Status.CLOSE_STRATEGY_ACTIVATED)
    return closing.touched(placing.placed(activated, (made,), view), view)


def safety_condition_met(deal: Deal, view: MarketView, lifecycle: DealLifecycle) -> Deal:
    """Let the safety conditions call: the next safety order is placed at market price.

    Without conditions, and in any status but bought, nothing happens.
    """
    if deal.status is not Status.BOUGHT or not deal.settings.safety_strategy_list:
        return deal
    averaged = lifecycle.averaged(deal, view)
    return deal if averaged is deal else closing.touched(averaged, view)


def can_be_closed(deal: Deal) -> bool:
    """Tell whether there is a position that waits for prices."""
    return deal.status in WATCHING


def _arranged(deal: Deal, changed: Deal, view: MarketView, lifecycle: DealLifecycle) -> Deal:
    """Place what other settings ask for; orders that the exchange has carried out are let be."""
    if _safeties(deal) != _safeties(changed):
        changed = placing.called_off(changed, _misplaced(deal, changed), view)
        # After a failed safety order none is tried; other settings deserve a new try.
        changed = replace(changed, error_message=None, failed_message=None)
    return closing.touched(lifecycle.rearranged(deal, changed, view), view)


def _misplaced(deal: Deal, changed: Deal) -> Iterable[DealOrder]:
    """Return the resting safety orders that the new settings do not have in their place."""
    resting = [each for each in deal.open_orders(OrderKind.SAFETY) if not each.order.is_due]
    # Their prices and sizes are those of the steps, so each of them may stand wrong.
    if deal.settings.custom_safety_steps != changed.settings.custom_safety_steps:
        return resting
    few = changed.settings.active_safety_orders_count
    allowed = [each for each in resting if each.number <= changed.settings.safety_order_count][:few]
    return [each for each in resting if each not in allowed]


def _safeties(deal: Deal) -> tuple[object, ...]:
    settings = deal.settings
    return settings.safety_order_count, settings.active_safety_orders_count, settings.custom_safety_steps


def _check_limits(units: Decimal, price: Decimal | None, view: MarketView) -> None:
    limits = view.pair.limits
    worth = exact_product(units, view.quote.last if price is None else price)
    if price is not None and not 0 < price <= limits.max_price:
        raise LimitExceeded({"rate": ["is invalid"]})
    if not limits.min_units <= units <= limits.max_units:
        least, most = format_decimal(limits.min_units), format_decimal(limits.max_units)
        raise LimitExceeded({"quantity": [f"must be between {least} and {most}"]})
    if not limits.min_total <= worth <= limits.max_total:
        least, most = format_decimal(limits.min_total), format_decimal(limits.max_total)
        raise LimitExceeded({"quantity": [f"total must be between {least} and {most}"]})


def _require(allowed: bool, action: str) -> None:
    if not allowed:
        raise WrongState(action)
