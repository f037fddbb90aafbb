"""The life of a deal by itself: what prices and time do to it.

    created -> base_order_placed -> bought -+- take profit filled -> completed
                                            +- ttp_activated -> ttp_order_placed -> completed
                                            +- close_strategy_activated -> completed
                                            +- stop_loss_pending -> stop_loss_order_placed
                                            |      -> stop_loss_finished
                                            +- panic_sell_pending -> panic_sell_order_placed -> panic_sold
                                            +- cancel_pending -> cancelled
                                            +- liquidated, settled, switched, failed

The way to completed is recorded, event by event; every other arrow is inferred from the names and texts of
the documents. When a base or safety order is filled, the take profit is cancelled and placed anew for the new
average, and the next safety order is placed. A deal that ends cancels what rests.

`advance` takes one arrow. Which prices concern a deal is in `watch`; what an order does is `venue.matching`.
Left out: partial fills, and the placing anew of a base order that the market runs away from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.deals import closing, margin, placing, stop_loss, watch
from threecommas_mock.deals.entity import ENTRIES, ZERO, Deal, DealOrder, OrderKind
from threecommas_mock.deals.funds import funds_difference, traded_orders
from threecommas_mock.deals.statuses import WATCHING, Status
from threecommas_mock.venue.balances import Balances, Shortage
from threecommas_mock.venue.decimal_math import exact_product, format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import match_order
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.price_levels import PriceLevels
from threecommas_mock.venue.tradable import NewId

_PLACED = {
    Status.STOP_LOSS_PENDING: (OrderKind.STOP_LOSS, Status.STOP_LOSS_ORDER_PLACED),
    Status.PANIC_SELL_PENDING: (OrderKind.CLOSE, Status.PANIC_SELL_ORDER_PLACED),
}
"""A pending close: the kind of its order, and the status with that order placed."""

_DONE = {
    Status.STOP_LOSS_ORDER_PLACED: Status.STOP_LOSS_FINISHED,
    Status.PANIC_SELL_ORDER_PLACED: Status.PANIC_SOLD,
    Status.TTP_ORDER_PLACED: Status.COMPLETED,
}
"""A close whose order is placed, and how it ends."""

_PENDING = frozenset({Status.CREATED, Status.CANCEL_PENDING, *_PLACED, *_DONE})
_PASSING = frozenset({Status.BOUGHT_SAFETY_PENDING, Status.BOUGHT_TAKE_PROFIT_PENDING})


@dataclass
class DealLifecycle:
    """What the venue asks about a deal (see `venue.tradable`), decided by *assumptions*.

    *new_order_id* and *shortage* are those of the store; the service sets them once there is one.
    """

    assumptions: Assumptions = STANDARD
    new_order_id: NewId = int
    shortage: Callable[[Deal], Shortage | None] = field(default=lambda _: None)

    def is_pending(self, deal: Deal) -> bool:
        """Tell whether `advance` would change anything."""
        if deal.status in _PENDING or deal.status in _PASSING:
            return True
        # A take profit that has begun to trail still has to show its own status.
        fresh = deal.status is not Status.TTP_ACTIVATED and deal.trailing is not None
        return fresh or any(each.order.is_due for each in deal.orders)

    def is_timed(self, deal: Deal) -> bool:
        """Tell whether time alone can change something."""
        stop = deal.stop_loss
        runs = stop is not None and stop.order.timeout is not None and stop.order.timeout.due_at is not None
        return not deal.is_closed and (runs or deal.settings.close_timeout is not None)

    def observe(self, deal: Deal, view: MarketView, new_order_id: NewId) -> Deal:
        """Let *deal* see the market; the same object if nothing came of it."""
        if self.assumptions.liquidation and _is_liquidated(deal, view):
            return liquidated(deal, view, new_order_id)
        for each in watch.watched(deal):
            seen = match_order(each.order, view)
            if seen is not each.order:
                deal = deal.with_order(replace(each, order=seen))
        return _timed_out(deal, view)

    def advance(self, deal: Deal, view: MarketView) -> Deal:
        """Take *deal* one transition further."""
        advanced = self._advance(deal, view)
        return advanced if advanced is deal else closing.touched(advanced, view)

    def fail_for_missing_funds(self, deal: Deal, tried: Deal, view: MarketView) -> Deal:
        """Let *deal* fail: its account cannot pay for the base order, or for the order that closes it.

        A safety order that cannot be paid ends nothing; see `_safeties_placed`.
        """
        name = "base order" if deal.status is Status.CREATED else "closing order"
        return closing.touched(closing.failed(deal, f"Error placing {name}: Insufficient funds.", view), view)

    def price_levels(self, deal: Deal, tick: Decimal) -> PriceLevels:
        """Tell at which prices *deal* has to be looked at."""
        return watch.watched_prices(deal, tick)

    def funds(self, before: Deal | None, after: Deal) -> Balances:
        """Return what balances change by."""
        return funds_difference(before, after)

    def traded(self, before: Deal | None, after: Deal) -> list[Order]:
        """Return the orders that were filled."""
        return traded_orders(before, after)

    def arranged(self, deal: Deal, view: MarketView) -> Deal:
        """Return *deal* with the targets and safety orders that its settings ask for now."""
        return self._safeties_placed(self._targets_placed(deal, view), view)

    def rearranged(self, before: Deal, deal: Deal, view: MarketView) -> Deal:
        """Return *deal*, whose settings have changed, with targets and safety orders that fit them."""
        anew = _stop_loss_settings(before) != _stop_loss_settings(deal)
        if _target_settings(before) != _target_settings(deal):
            deal = self._targets_placed(deal, view, anew=anew)
        else:
            deal = self._stop_loss_placed(deal, view, anew=anew)
        return self._safeties_placed(deal, view)

    def averaged(self, deal: Deal, view: MarketView) -> Deal:
        """Place the next safety order at market price, as a signal of `safety_strategy_list` asks for."""
        made = placing.signalled_safety_order(deal, view, self.new_order_id, times=self._times(deal))
        return deal if made is None else placing.placed(deal, (made,), view)

    def _advance(self, deal: Deal, view: MarketView) -> Deal:  # noqa: PLR0911  (a row for each status)
        if deal.status is Status.CREATED:
            return self._base_placed(deal, view)
        if deal.status is Status.CANCEL_PENDING:
            return closing.ended(closing.settled(deal, view), Status.CANCELLED, view)
        if deal.status in _PLACED:
            return self._close_placed(deal, view)
        if deal.status in _DONE:
            return closing.ended(closing.filled(deal, view), _DONE[deal.status], view)
        if deal.status is Status.BOUGHT_TAKE_PROFIT_PENDING:
            return replace(self._targets_placed(deal, view), status=Status.BOUGHT_SAFETY_PENDING)
        if deal.status is Status.BOUGHT_SAFETY_PENDING:
            return replace(self._safeties_placed(deal, view), status=Status.BOUGHT)
        return self._went_on(deal, view)

    def _base_placed(self, deal: Deal, view: MarketView) -> Deal:
        if deal.account.refusal is not None:
            return closing.failed(deal, deal.account.refusal, view)
        made = placing.base_order(deal, view, self.new_order_id, times=self._times(deal))
        problem = _too_small(made, view)
        if problem is not None:
            return closing.failed(deal, f"Error placing base order: {problem}", view)
        return placing.placed(replace(deal, status=Status.BASE_ORDER_PLACED), (made,), view)

    def _went_on(self, deal: Deal, view: MarketView) -> Deal:  # noqa: PLR0911  (in this order)
        """Take in what the exchange has carried out: entries first, then targets, then what closes all."""
        if closing.due(deal, *ENTRIES):
            return self._bought(closing.filled(deal, view, *ENTRIES), view)
        fired = deal.trailing
        # A trailing target closes all that is left, so fixed steps are taken in before it.
        if any(each is not fired for each in closing.due(deal, OrderKind.TAKE_PROFIT)):
            return self._sold(closing.filled(deal, view, OrderKind.TAKE_PROFIT), view)
        if closing.due(deal, OrderKind.STOP_LOSS):
            return replace(deal, status=Status.STOP_LOSS_PENDING)
        if fired is not None and fired.order.is_due:
            return replace(closing.left_alone(deal, fired, view), status=Status.TTP_ORDER_PLACED)
        for each in closing.due(deal, OrderKind.CLOSE):
            return closing.ended(
                closing.filled(closing.left_alone(deal, each, view), view), Status.COMPLETED, view
            )
        if fired is not None and deal.status is not Status.TTP_ACTIVATED:
            return replace(deal, status=Status.TTP_ACTIVATED)
        return deal

    def _bought(self, deal: Deal, view: MarketView) -> Deal:
        """Go on after a base or safety order was filled."""
        # An entry filled meanwhile does not undo that the deal is to be closed.
        waiting = Status.CLOSE_STRATEGY_ACTIVATED
        deal = replace(deal, status=waiting if deal.status is waiting else Status.BOUGHT)
        if self.assumptions.deal_placement == "step_by_step" and deal.status is Status.BOUGHT:
            return replace(deal, status=Status.BOUGHT_TAKE_PROFIT_PENDING)
        return self.arranged(deal, view)

    def _sold(self, deal: Deal, view: MarketView) -> Deal:
        """Go on after targets were filled."""
        done = {each.number for each in deal.filled(OrderKind.TAKE_PROFIT)}
        all_steps = done >= set(range(len(deal.settings.steps)))
        # What is less than a lot no order can close.
        if all_steps or not deal.closable(view.pair.lot):
            return closing.ended(deal, Status.COMPLETED, view)
        return self._stop_loss_placed(deal, view)

    def _targets_placed(self, deal: Deal, view: MarketView, *, anew: bool = False) -> Deal:
        """Place the targets anew, and the stop loss where it belongs, or *anew* too."""
        # What the exchange has carried out cannot be cancelled; its fill decides what is left.
        kept = [each for each in deal.take_profits if each.order.is_due]
        deal = placing.called_off(deal, (each for each in deal.take_profits if each not in kept), view)
        made = () if kept else placing.take_profit_orders(deal, view, self.new_order_id)
        return self._stop_loss_placed(placing.placed(deal, made, view), view, anew=anew)

    def _stop_loss_placed(self, deal: Deal, view: MarketView, *, anew: bool = False) -> Deal:
        """Let the stop loss stand where it belongs; one that does stays, unless *anew*."""
        price = stop_loss.stop_loss_price(deal, self.assumptions)
        trails = deal.settings.tsl_enabled and not stop_loss.breaks_even(deal)
        if not anew and stop_loss.stands(deal.stop_loss, price, trails=trails):
            return deal
        before = deal.stop_loss
        deal = placing.called_off(deal, deal.open_orders(OrderKind.STOP_LOSS), view)
        # From 100 percent on the stop loss of a long has no price that could be reached.
        if price is None or price <= 0:
            return deal
        made = placing.stop_loss_order(deal, price, view, self.new_order_id, trails=trails, before=before)
        return placing.placed(deal, (made,), view)

    def _safeties_placed(self, deal: Deal, view: MarketView) -> Deal:
        """Place safety orders until enough rest; one that the exchange refuses is the last that is tried."""
        while True:
            made = placing.next_safety_order(deal, view, self.new_order_id, times=self._times(deal))
            if made is None:
                return deal
            with_it = placing.placed(deal, (made,), view)
            problem = _too_small(made, view)
            if problem is None and self.shortage(with_it) is not None:
                problem = f"Insufficient funds. Not enough {self._spent(deal)}."
            if problem is not None:
                return _without_safety(deal, made.number, problem)
            deal = with_it

    def _close_placed(self, deal: Deal, view: MarketView) -> Deal:
        kind, status = _PLACED[deal.status]
        # First what the exchange has carried out: it changes how much is left to close.
        deal = placing.called_off(closing.settled(deal, view), deal.open_orders(), view)
        units = deal.closable(view.pair.lot)
        made = placing.market_order(deal, kind, units, view, self.new_order_id)
        # Less than a lot no order can close; such a deal ends without a closing order.
        return placing.placed(replace(deal, status=status), (made,) if units else (), view)

    def _spent(self, deal: Deal) -> str:
        quote, _, base = deal.pair.partition("_")
        return quote if deal.is_long or deal.account.is_futures else base

    def _times(self, deal: Deal) -> Decimal:
        """Return what volumes are multiplied with: the leverage, if they are taken for the margin."""
        is_margin = deal.account.is_futures and self.assumptions.deal_volume == "margin"
        return deal.settings.leverage if is_margin else Decimal(1)


def liquidated(deal: Deal, view: MarketView, new_id: NewId) -> Deal:
    """Let the exchange close the position at the price of liquidation, whatever the market jumped to."""
    price = margin.liquidation_price(deal, view.pair.tick)
    return closing.closed_at_once(deal, Status.LIQUIDATED, view, new_id, price=price)


def _without_safety(deal: Deal, number: int, problem: str) -> Deal:
    """Note that a safety order could not be placed (one documented example); from then on none is tried."""
    message = f"Error placing safety trade ({number} out of {deal.settings.safety_order_count}): {problem}"
    return replace(deal, error_message=message, failed_message=message)


def _too_small(made: DealOrder, view: MarketView) -> str | None:
    """Tell why the exchange does not take an order, None if it does."""
    limits, order = view.pair.limits, made.order
    worth = exact_product(order.units or ZERO, order.executed_at_price or order.price or ZERO)
    if (order.units or ZERO) < limits.min_units or worth < limits.min_total:
        least = f"{format_decimal(limits.min_total)} {view.pair.quote_currency}"
        return f"The order is too small. Min: {least}"
    return None


def _is_liquidated(deal: Deal, view: MarketView) -> bool:
    price = margin.liquidation_price(deal, view.pair.tick)
    if price is None:
        return False
    market = view.quote.taker_price(deal.entry_side.opposite)
    return market <= price if deal.is_long else market >= price


def _timed_out(deal: Deal, view: MarketView) -> Deal:
    """Close a deal that is older than its `close_timeout`; that it is closed at market price is inferred."""
    seconds = deal.settings.close_timeout
    if seconds is None or deal.status not in WATCHING or deal.status in _PASSING:
        return deal
    due = deal.created_at + timedelta(seconds=seconds) <= view.now
    return closing.touched(replace(deal, status=Status.PANIC_SELL_PENDING), view) if due else deal


def _target_settings(deal: Deal) -> tuple[object, ...]:
    settings = deal.settings
    trailing = settings.trailing_enabled, settings.trailing_deviation
    return settings.steps, settings.take_profit_type, settings.profit_currency, trailing


def _stop_loss_settings(deal: Deal) -> tuple[object, ...]:
    settings = deal.settings
    timeout = settings.stop_loss_timeout_enabled, settings.stop_loss_timeout_in_seconds
    return settings.stop_loss_percentage, settings.tsl_enabled, timeout
