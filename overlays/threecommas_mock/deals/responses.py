"""A deal as JSON, in the fields of the document.

A list leaves `buy_steps` and `bot_events` out. Recorded: the widget is null once a deal has ended, the
take-profit price 0; the events are not always in the order of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dca import averages
from threecommas_mock.dca.settings import Condition
from threecommas_mock.deals import closing, target_responses
from threecommas_mock.deals.entity import ZERO, Deal, OrderKind
from threecommas_mock.deals.statuses import STATUS_TITLES, flags
from threecommas_mock.venue.accounts import PAPER_TRADING
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import (
    bought_total,
    exact_difference,
    exact_product,
    exact_sum,
    format_decimal,
)
from threecommas_mock.venue.market_view import MarketView

_T = TypeVar("_T")
# Recorded: 20 of 76 lists of events are mixed.
_MIXED_EVENTS = 4


def listed(deal: Deal, view: MarketView, assumptions: Assumptions) -> dict[str, Any]:
    """Return *deal* as lists have it."""
    return (
        _identity(deal)
        | _orders(deal)
        | _settings(deal)
        | _sums(deal, view)
        | _state(deal, view, assumptions)
    )


def shown(deal: Deal, view: MarketView, assumptions: Assumptions) -> dict[str, Any]:
    """Return *deal* as an answer about it alone has it: with its next safety order and its events."""
    events = unordered(deal.events, deal.id) if not deal.id % _MIXED_EVENTS else deal.events
    return listed(deal, view, assumptions) | {
        "buy_steps": target_responses.buy_steps(deal, view),
        "bot_events": [{"message": event.message, "created_at": timestamp(event.at)} for event in events],
    }


def profit_percentage(deal: Deal) -> Decimal:
    """Return the profit in percent of a closed deal; 0 while it is open, as recorded."""
    if not deal.is_closed or not deal.exited.amount:
        return ZERO
    return averages.closed_profit_percentage(deal.bought, deal.sold, long=deal.is_long)


def unordered(items: Sequence[_T], seed: int) -> list[_T]:
    """Return *items* in an order that says nothing, the same for the same *seed*."""
    places = sorted(range(len(items)), key=lambda at: ((at + 1) * 7919 + seed) % 101)
    return [items[place] for place in places]


def class_name(word: str) -> str:
    """Return an account type as the name of a class: `paper_trading` is `PaperTrading`."""
    return "".join(part.capitalize() for part in word.split("_"))


def _identity(deal: Deal) -> dict[str, Any]:
    quote, _, base = deal.pair.partition("_")
    return {
        "from_currency_id": 0,
        "to_currency_id": 0,
        "id": deal.id,
        "type": "Deal" if deal.is_long else "Deal::ShortDeal",
        "bot_id": deal.bot_id,
        "bot_name": deal.bot_name,
        "account_id": deal.account.id,
        "account_name": deal.account.name,
        "created_at": timestamp(deal.created_at),
        "updated_at": timestamp(deal.updated_at),
        "closed_at": None if deal.closed_at is None else timestamp(deal.closed_at),
        "pair": deal.pair,
        "from_currency": quote,
        "to_currency": base,
        "orderbook_price_currency": quote,
        "market_type": "futures" if deal.account.is_futures else "spot",
        "note": deal.note,
        "last_known_position_info": None,
    }


def _orders(deal: Deal) -> dict[str, Any]:
    resting = len(deal.open_orders(OrderKind.SAFETY))
    return {
        "max_safety_orders": deal.settings.max_safety_orders,
        "active_safety_orders_count": deal.settings.active_safety_orders_count,
        "current_active_safety_orders_count": resting,
        "current_active_safety_orders": resting,
        "completed_safety_orders_count": len(deal.filled(OrderKind.SAFETY)),
        "completed_manual_safety_orders_count": len(deal.filled(OrderKind.MANUAL)),
        "active_manual_safety_orders": len(deal.open_orders(OrderKind.MANUAL)),
    }


def _settings(deal: Deal) -> dict[str, Any]:
    given = deal.settings
    breakeven = given.breakeven_limit
    percents = (
        "safety_order_step_percentage",
        "martingale_volume_coefficient",
        "martingale_step_coefficient",
    )
    amounts = ("base_order_volume", "safety_order_volume", "stop_loss_percentage", "trailing_deviation")
    words = ("strategy", "take_profit_type", "profit_currency", "stop_loss_type", "leverage_type")
    volumes = ("base_order_volume_type", "safety_order_volume_type")
    switches = (
        "trailing_enabled",
        "tsl_enabled",
        "stop_loss_timeout_enabled",
        "stop_loss_timeout_in_seconds",
    )
    numbers = {name: format_decimal(getattr(given, name)) for name in (*percents, *amounts)}
    texts = {name: str(getattr(given, name)) for name in (*words, *volumes)}
    return (
        numbers
        | texts
        | {name: getattr(given, name) for name in switches}
        | {
            "take_profit": _optional(None if given.take_profit_steps else given.take_profit or ZERO),
            "take_profit_steps": target_responses.take_profit_steps(deal),
            "leverage_custom_value": _optional(given.leverage_custom_value),
            "martingale_coefficient": "1.0",
            "sl_to_breakeven_enabled": breakeven is not None,
            "sl_to_breakeven_data": None if breakeven is None else {"upper_breakeven_limit": breakeven},
            "min_profit_percentage": format_decimal(given.min_profit_percentage),
            "min_profit_type": None if given.min_profit_type is None else str(given.min_profit_type),
            "close_strategy_list": [_condition(one) for one in given.close_strategy_list],
            "safety_strategy_list": [_condition(one) for one in given.safety_strategy_list],
            "custom_safety_steps": target_responses.custom_safety_steps(deal),
            "safety_order_calculation_mode": "base",
        }
    )


def _sums(deal: Deal, view: MarketView) -> dict[str, Any]:
    bought, sold = deal.bought, deal.sold
    profit = closing.profit_now(deal, view)
    percent = averages.open_profit_percentage(deal.entered.average, view.quote.last, long=deal.is_long)
    return {
        "bought_amount": format_decimal(bought.amount),
        "bought_volume": format_decimal(bought.volume),
        "bought_average_price": _short(bought.average),
        "sold_amount": format_decimal(sold.amount),
        "sold_volume": format_decimal(sold.volume),
        "sold_average_price": _short(sold.average),
        "base_order_average_price": _short(deal.base.average),
        "final_profit": format_decimal(deal.last_profit),
        "final_profit_percentage": _short(profit_percentage(deal)),
        "usd_final_profit": format_decimal(deal.last_profit_usd),
        "actual_profit": format_decimal(profit),
        "actual_usd_profit": format_decimal(exact_product(profit, view.usd or ZERO)),
        "actual_profit_percentage": "0" if deal.is_closed else format_decimal(percent),
        "reserved_base_coin": format_decimal(_in_deal(deal, bought.volume, sold.volume)),
        "reserved_second_coin": format_decimal(_in_deal(deal, bought.amount, sold.amount)),
    }


def _state(deal: Deal, view: MarketView, assumptions: Assumptions) -> dict[str, Any]:
    allowed = flags(deal.status)
    stop = deal.stop_loss
    trailing, stopping = deal.trailing, None if stop is None else stop.order.trailing
    peak = None if trailing is None or trailing.order.trailing is None else trailing.order.trailing.peak
    funds = _resting_worth(deal)
    return {
        "status": str(deal.status),
        "localized_status": STATUS_TITLES[deal.status],
        "finished?": deal.is_closed,
        "cancellable?": allowed.cancellable,
        "panic_sellable?": allowed.panic_sellable,
        "add_fundable": allowed.add_fundable,
        "smart_trade_convertable": allowed.convertable,
        "deal_has_error": deal.error_message is not None,
        "error_message": deal.error_message,
        "failed_message": deal.failed_message,
        "current_price": "0.0" if deal.is_closed else format_decimal(view.quote.last),
        "take_profit_price": target_responses.take_profit_price(deal, view),
        "stop_loss_price": target_responses.stop_loss_price(deal, assumptions),
        "trailing_max_price": _optional(peak),
        "tsl_max_price": _optional(None if stopping is None else stopping.peak),
        "reserved_quote_funds": format_decimal(funds if deal.is_long else ZERO),
        "reserved_base_funds": format_decimal(ZERO if deal.is_long else funds),
        "crypto_widget": target_responses.widget(deal, view, assumptions),
    }


def _in_deal(deal: Deal, bought: Decimal, sold: Decimal) -> Decimal:
    """Return what the deal holds: of a short the other way round (one documented example)."""
    return exact_difference(bought, sold) if deal.is_long else exact_difference(sold, bought)


def _resting_worth(deal: Deal) -> Decimal:
    """Return what resting safety orders reserve (2022); on paper accounts it is 0.0 (2025)."""
    if deal.account.type == PAPER_TRADING:
        return ZERO
    resting = [each.order for each in deal.open_orders(OrderKind.SAFETY)]
    if not deal.is_long:
        return exact_sum(order.units or ZERO for order in resting)
    return exact_sum(bought_total(order.units or ZERO, order.price or ZERO, ZERO) for order in resting)


def _condition(one: Condition) -> dict[str, Any]:
    return {"strategy": one.strategy, "options": dict(one.options)}


def _optional(amount: Decimal | None) -> str | None:
    return None if amount is None else format_decimal(amount)


def _short(amount: Decimal) -> str:
    """Return an average or a percentage, of which none is `0` without a point, as recorded."""
    return format_decimal(amount) if amount else "0"
