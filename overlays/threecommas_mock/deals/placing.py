"""The orders of a deal: which are placed when, at which price and of which size.

The prices and sizes are those of the floor `dca`. Inferred: a limit order of the base order bears the price
that a taker pays, so that it is filled unless the market moves away; a trailing take profit and the stop loss
follow the last price; a trailing belongs to the last step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.dca import ladder, targets
from threecommas_mock.dca.settings import (
    MinProfitType,
    ProfitCurrency,
    StartOrderType,
    TakeProfitStep,
    TakeProfitType,
    VolumeType,
)
from threecommas_mock.deals import events
from threecommas_mock.deals.entity import ZERO, Deal, DealOrder, OrderKind
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ceil_to_step,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    quotient,
)
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, PriceType, Purpose, Side
from threecommas_mock.venue.orders import Order, Timeout, Trailing, Trigger
from threecommas_mock.venue.tradable import NewId

_ONE = Decimal(1)
_PURPOSES = {
    OrderKind.TAKE_PROFIT: Purpose.TAKE_PROFIT,
    OrderKind.STOP_LOSS: Purpose.STOP_LOSS,
    OrderKind.CLOSE: Purpose.MARKET_CLOSE,
}


def base_order(deal: Deal, view: MarketView, new_id: NewId, *, times: Decimal = _ONE) -> DealOrder:
    """Make the base order; *times* is what the volume is multiplied with."""
    settings, side = deal.settings, deal.entry_side
    price = view.quote.taker_price(side)
    kind = settings.base_order_volume_type
    volume = exact_product(settings.base_order_volume, _factor(deal, kind), times)
    units = ladder.quantity(volume, kind, price, view.pair.lot, settings.reinvested)
    if settings.start_order_type is StartOrderType.MARKET:
        return market_order(deal, OrderKind.BASE, units, view, new_id)
    return _limit_order(_order(OrderKind.BASE, side, units, view, new_id), price)


def next_safety_order(
    deal: Deal, view: MarketView, new_id: NewId, *, times: Decimal = _ONE
) -> DealOrder | None:
    """Make the safety order that is to rest next; None if enough rest, or none is left."""
    settings = deal.settings
    # With safety conditions nothing rests: each order waits for its signal.
    if settings.safety_strategy_list or deal.error_message is not None:
        return None
    if len(deal.open_orders(OrderKind.SAFETY)) >= settings.active_safety_orders_count:
        return None
    rung = next_rung(deal, view, times=times)
    if rung is None:
        return None
    made = _limit_order(_order(OrderKind.SAFETY, deal.entry_side, rung.quantity, view, new_id), rung.price)
    return replace(made, number=rung.number)


def next_rung(deal: Deal, view: MarketView, *, times: Decimal = _ONE) -> ladder.Rung | None:
    """Return the safety order that comes next, None if none is left or the price has no room for it."""
    return next(_rungs_to_come(deal, view, times), None)


def rungs_to_come(deal: Deal, view: MarketView) -> tuple[ladder.Rung, ...]:
    """Return all safety orders that are still to be placed, up to the first that the price leaves no room."""
    return tuple(_rungs_to_come(deal, view, _ONE))


def _rungs_to_come(deal: Deal, view: MarketView, times: Decimal) -> Iterator[ladder.Rung]:
    settings = deal.settings
    # Cancelled orders do not count, so their numbers are placed again.
    used = max((each.number for each in deal.of_kind(OrderKind.SAFETY)), default=0)
    if not deal.base.amount:
        return
    factor = exact_product(_factor(deal, settings.safety_order_volume_type), times)
    for number in range(used + 1, settings.safety_order_count + 1):
        rung = ladder.rung(
            settings,
            number,
            base_price=deal.base.average,
            tick=view.pair.tick,
            lot=view.pair.lot,
            factor=factor,
        )
        if not rung.price or not rung.quantity:
            return
        yield rung


def signalled_safety_order(
    deal: Deal, view: MarketView, new_id: NewId, *, times: Decimal = _ONE
) -> DealOrder | None:
    """Make the next safety order at market price, as a signal asks for it; None if none is left."""
    rung = next_rung(deal, view, times=times)
    if rung is None:
        return None
    made = market_order(deal, OrderKind.SAFETY, rung.quantity, view, new_id)
    return replace(made, number=rung.number)


def take_profit_orders(deal: Deal, view: MarketView, new_id: NewId) -> tuple[DealOrder, ...]:
    """Make the targets for the coins that are in the deal, one for each step that is not done yet."""
    done = {each.number for each in deal.filled(OrderKind.TAKE_PROFIT)}
    steps = [(number, step) for number, step in enumerate(deal.settings.steps) if number not in done]
    left = deal.closable(view.pair.lot)
    if not steps or not left:
        return ()
    amounts = targets.step_amounts(left, [step for _, step in steps], view.pair.lot)
    made = [
        _take_profit(deal, step, amount, view, new_id)
        for step, amount in zip(steps, amounts, strict=True)
        if amount
    ]
    # Only the last target can trail, for a trailing one closes all that is left.
    if made and deal.settings.trailing_enabled:
        made[-1] = _trailing(deal, made[-1], view)
    return tuple(made)


def step_price(deal: Deal, percent: Decimal, view: MarketView, *, base: bool) -> Decimal:
    """Return the price at which the deal yields *percent*, of its base order if *base*."""
    return targets.take_profit_price(
        deal.entered,
        percent,
        long=deal.is_long,
        fee=deal.account.fees.taker,
        tick=view.pair.tick,
        basis=deal.base.volume if base else None,
    )


def minimum_profit_price(deal: Deal, view: MarketView) -> Decimal | None:
    """Return the price of the mark MP, from which on a close condition acts; None without a minimum."""
    percent = deal.settings.min_profit_percentage
    if not percent:
        return None
    return step_price(deal, percent, view, base=deal.settings.min_profit_type is MinProfitType.BASE)


def stop_loss_order(
    deal: Deal, price: Decimal, view: MarketView, new_id: NewId, *, trails: bool, before: DealOrder | None
) -> DealOrder:
    """Make the stop loss that is watched; a trailing one keeps its distance from the best price.

    The best price is the one that the stop loss *before* has seen, if it trailed too.
    """
    settings = deal.settings
    trailing = None
    if trails:
        away = settings.stop_loss_percentage
        share = exact_difference(HUNDRED, away) if deal.is_long else exact_sum((HUNDRED, away))
        distance = exact_product(share, Decimal("0.01"))
        trailing = Trailing(distance=distance, peak=deal.base.average, peak_at=view.now)
        seen = None if before is None else before.order.trailing
        if seen is not None and seen.peak is not None:
            trailing = replace(seen, distance=distance)
            price = exact_product(seen.peak, distance)
    timed = settings.stop_loss_timeout_enabled and settings.stop_loss_timeout_in_seconds
    made = _order(OrderKind.STOP_LOSS, deal.entry_side.opposite, deal.remaining, view, new_id)
    order = replace(
        made.order,
        trigger=Trigger(PriceType.LAST, price, rising=not deal.is_long),
        trailing=trailing,
        status=OrderStatus.TRAILING_ACTIVATED if trailing else OrderStatus.TO_PROCESS,
        timeout=Timeout(settings.stop_loss_timeout_in_seconds) if timed else None,
    )
    return replace(made, order=order)


def market_order(
    deal: Deal,
    kind: OrderKind,
    units: Decimal,
    view: MarketView,
    new_id: NewId,
    *,
    price: Decimal | None = None,
) -> DealOrder:
    """Make an order that the exchange carries out at once, at what a taker pays or at *price*."""
    entry = kind in (OrderKind.BASE, OrderKind.SAFETY, OrderKind.MANUAL)
    side = deal.entry_side if entry else deal.entry_side.opposite
    made = _order(kind, side, units, view, new_id)
    paid = view.quote.taker_price(side) if price is None else price
    return replace(made, order=replace(made.order, executed_at_price=paid))


def manual_order(
    deal: Deal, units: Decimal, price: Decimal | None, view: MarketView, new_id: NewId
) -> DealOrder:
    """Make a manual safety order: at market without a *price*."""
    if price is None:
        return market_order(deal, OrderKind.MANUAL, units, view, new_id)
    return _limit_order(_order(OrderKind.MANUAL, deal.entry_side, units, view, new_id), price)


def placed(deal: Deal, made: Iterable[DealOrder], view: MarketView) -> Deal:
    """Add orders, and tell of each that goes to the exchange."""
    for each in made:
        deal = deal.with_orders(each)
        if each.is_sent or each.kind is OrderKind.TAKE_PROFIT:
            deal = deal.with_event(events.placing(deal, each, view), view.now)
    return deal


def called_off(deal: Deal, orders: Iterable[DealOrder], view: MarketView) -> Deal:
    """Cancel orders, and tell of each that was at the exchange."""
    for each in orders:
        deal = deal.with_order(replace(each, order=each.order.cancelled(view.now)))
        if each.is_sent:
            deal = deal.with_event(events.cancelled(deal, each), view.now)
    return deal


def _take_profit(
    deal: Deal, numbered: tuple[int, TakeProfitStep], amount: Decimal, view: MarketView, new_id: NewId
) -> DealOrder:
    number, step = numbered
    base = deal.settings.take_profit_type is TakeProfitType.BASE
    price = step_price(deal, step.profit_percentage, view, base=base)
    if deal.settings.profit_currency is ProfitCurrency.BASE:
        amount = _amount_in_base(deal, amount, price, view)
    side = deal.entry_side.opposite
    made = _limit_order(_order(OrderKind.TAKE_PROFIT, side, amount, view, new_id), price)
    earlier = [
        each.trade_id for each in deal.orders if each.kind is OrderKind.TAKE_PROFIT and each.number == number
    ]
    return replace(made, number=number, trade_id=earlier[0] if earlier else made.order.id)


def _amount_in_base(deal: Deal, amount: Decimal, price: Decimal, view: MarketView) -> Decimal:
    """Return what is traded so that the profit is left in coins (inferred: no answer shows one).

    A long sells what brings back what its share cost; a short buys as many coins as its share brought.
    """
    share = quotient(exact_product(deal.entered.volume, amount), deal.entered.amount)
    fee = deal.account.fees.taker
    if deal.is_long:
        needed = quotient(share, exact_product(price, exact_difference(_ONE, fee)))
        # Up to the lot: less would not bring back what the share cost.
        return min(ceil_to_step(needed, view.pair.lot), amount)
    # Down to the lot: more would cost more than the share brought.
    return floor_to_step(quotient(share, exact_product(price, exact_sum((_ONE, fee)))), view.pair.lot)


def _trailing(deal: Deal, made: DealOrder, view: MarketView) -> DealOrder:
    order = made.order
    trigger = Trigger(PriceType.LAST, order.price or ZERO, rising=deal.is_long)
    trailing = Trailing(percent=deal.settings.trailing_deviation)
    waiting = replace(order, status=OrderStatus.TO_PROCESS, trigger=trigger, trailing=trailing)
    return replace(made, order=replace(waiting, order_type=OrderType.MARKET))


def _factor(deal: Deal, kind: VolumeType) -> Decimal:
    """Return what turns a volume of this type into an amount: a percentage is one of the balance."""
    return exact_product(deal.balance, Decimal("0.01")) if kind is VolumeType.PERCENT else _ONE


def _limit_order(made: DealOrder, price: Decimal) -> DealOrder:
    order = replace(made.order, order_type=OrderType.LIMIT, status=OrderStatus.ORDER_PLACED, price=price)
    return replace(made, order=order)


def _order(kind: OrderKind, side: Side, units: Decimal, view: MarketView, new_id: NewId) -> DealOrder:
    purpose = _PURPOSES.get(kind, Purpose.POSITION)
    order = Order.at_market(new_id(), purpose, side, units, view.now)
    return DealOrder(kind, order, trade_id=order.id)
