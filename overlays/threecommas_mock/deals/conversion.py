"""The SmartTrade that a deal is converted to: the body that creates it, and the deal that it leaves behind.

Documented by one example: it is of the kind smart_sell, for the coins of the deal at their average price,
with the take profit and the stop loss of the deal, and its note names the deal. The deal ends as cancelled.
"""

from __future__ import annotations

from typing import Any

from threecommas_mock.deals import closing
from threecommas_mock.deals.entity import Deal, DealOrder
from threecommas_mock.deals.statuses import Status
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    exact_difference,
    exact_product,
    exact_sum,
    quotient,
    round_to_step,
)
from threecommas_mock.venue.market_view import MarketView

_PERCENT = HUNDRED.scaleb(-4)


def handed_over(deal: Deal, view: MarketView) -> Deal:
    """Return *deal* as it ends when its coins go to a SmartTrade."""
    deal = closing.settled(deal, view)
    return closing.touched(closing.ended(deal, Status.CANCELLED, view), view)


def smart_trade_body(deal: Deal, view: MarketView) -> dict[str, Any]:
    """Return the request that creates the SmartTrade of *deal*."""
    average = round_to_step(deal.entered.average, view.pair.tick)
    body: dict[str, Any] = {
        "account_id": deal.account.id,
        "pair": deal.pair,
        "instant": False,
        "skip_enter_step": True,
        "position": {
            "type": "buy" if deal.is_long else "sell",
            "units": {"value": deal.closable(view.pair.lot)},
            "price": {"value": average},
            "order_type": "market",
        },
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": False},
        "note": f"Created from deal {deal.id}",
    }
    steps = [each for each in deal.take_profits if each.order.price is not None]
    if steps:
        body["take_profit"] = {"enabled": True, "price_type": "value", "steps": _steps(steps, deal)}
    stop = deal.stop_loss
    if stop is not None and stop.order.trigger is not None:
        price = {"value": stop.order.trigger.value, "type": "bid"}
        body["stop_loss"] = {
            "enabled": True,
            "price_type": "value",
            "order_type": "market",
            "conditional": {"price": price, "trailing": {"enabled": False}},
        }
    return body


def _steps(steps: list[DealOrder], deal: Deal) -> list[dict[str, Any]]:
    """Return the steps, whose volumes are whole shares of what is left and 100 percent together."""
    total = exact_sum(each.order.units or deal.remaining for each in steps)
    shares = [
        round_to_step(quotient(exact_product(each.order.units or total, HUNDRED), total), _PERCENT)
        for each in steps[:-1]
    ]
    shares.append(exact_difference(HUNDRED, *shares))
    return [
        {
            "order_type": "limit",
            "price": {"value": each.order.price, "type": "bid"},
            "volume": share,
        }
        for each, share in zip(steps, shares, strict=True)
    ]
