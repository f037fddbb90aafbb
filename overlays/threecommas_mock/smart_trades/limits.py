"""The limits of the exchange and of the model of a SmartTrade.

Beyond them an order is a 422 with dotted keys (docs, Create SmartTrade).
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.api.bounds import at_least, range_errors
from threecommas_mock.api.errors import FieldErrors, LimitExceeded
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.balances import Shortage
from threecommas_mock.venue.decimal_math import exact_difference, exact_product, format_decimal, quotient
from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.orders import Order

_LONGEST_TIMEOUT = Decimal(1_000_000_000)  # seconds, 31 years

_PRICES = {
    ".".join(path): path
    for path in (
        ("position", "price", "value"),
        ("position", "conditional", "price", "value"),
        ("stop_loss", "price", "value"),
        ("stop_loss", "conditional", "price", "value"),
        ("price", "value"),
    )
}


def check_prices(body: Body, pair: Pair) -> None:
    """Refuse prices no exchange could have; done before anything is computed with them."""
    prices = {key: body_values.get_decimal(body, *path) for key, path in _PRICES.items()}
    for index, step in enumerate(body_values.get_list(body, "take_profit", "steps")):
        prices[f"take_profit.steps[{index}].price.value"] = body_values.get_decimal(step, "price", "value")
    errors: FieldErrors = {}
    for key, price in prices.items():
        if price is not None:
            errors |= range_errors(key, price, Decimal(0), pair.limits.max_price)
    _refuse(errors)


def check_entry(position: Order, pair: Pair) -> None:
    """Check amount, price and total of an entry (docs, Create SmartTrade, 422)."""
    units, price = position.units or Decimal(0), position.price or Decimal(0)
    limits = pair.limits
    errors: FieldErrors = {}
    if price < pair.tick:
        errors["position.price"] = [at_least(pair.tick)]
    total = range_errors("position.total", exact_product(units, price), limits.min_total, limits.max_total)
    if total:
        # The docs' 422 names the group beside the total, and not beside the units.
        errors |= {"position": ["is invalid"]} | total
    _refuse(errors | range_errors("units_to_buy", units, limits.min_units, limits.max_units))


def check_targets(trade: SmartTrade) -> None:
    """Refuse targets at or below zero, as a stop loss of 100 percent would be, and timeouts without end."""
    errors: FieldErrors = {}
    stop_loss = trade.stop_loss
    # Inferred; a clock could not tell when it is over.
    if (
        stop_loss is not None
        and stop_loss.timeout is not None
        and stop_loss.timeout.seconds > _LONGEST_TIMEOUT
    ):
        errors["stop_loss.timeout.value"] = [
            f"must be less than or equal to {format_decimal(_LONGEST_TIMEOUT)}"
        ]
    for order in (*trade.steps, *((stop_loss,) if stop_loss else ())):
        if order.trigger is not None and order.trigger.value <= 0:
            errors[f"{order.purpose}.price.percent"] = ["must be less than 100.0"]
    _refuse(errors)


def check_addition(order: Order, pair: Pair) -> None:
    """Check the total of the funds to add (docs, Add funds, 422: `total`)."""
    total = exact_product(order.units or Decimal(0), order.price or Decimal(0))
    _refuse(range_errors("total", total, pair.limits.min_total, pair.limits.max_total))


def check_funds(shortage: Shortage | None, key: str) -> None:
    """Refuse what the account cannot pay; no source has 3Commas' own words for it (inferred)."""
    if shortage is not None:
        needed, free = format_decimal(shortage.needed), format_decimal(shortage.free)
        raise LimitExceeded({key: [f"not enough {shortage.currency}: {needed} needed, {free} free"]})


def check_leverage(trade: SmartTrade) -> None:
    """Hold the leverage against the account's, and futures against what they cannot do.

    The first sentence of the latter is reported in issue #124 of the docs; its key, its status and the second
    sentence are inferred.
    """
    account = trade.account
    if account.max_leverage is not None and trade.kind.skips_entry:
        opened, meant = ("Long", "sell") if trade.is_long else ("Short", "buy")
        words = f"{opened} position should be opened in order to use smart {meant}"
        raise LimitExceeded({"skip_enter_step": [words]})
    if account.max_leverage is not None and trade.leverage is not None:
        value, most = trade.leverage.value, account.max_leverage
        _refuse(range_errors("leverage.value", value, Decimal(1), most))


def check_reduction(order: Order, trade: SmartTrade, view: MarketView) -> None:
    """Refuse to make what stays in the trade too small (docs, Reduce funds, 422: `entered_amount`)."""
    if (order.units or Decimal(0)) > max_reduction(trade, view):
        raise LimitExceeded({"entered_amount": ["Too small"]})
    check_addition(order, view.pair)


def max_reduction(trade: SmartTrade, view: MarketView) -> Decimal:
    """Count the coins that may be taken out: so many that the rest can still be sold for the smallest total.

    Inferred: the docs give one number, 28.819532219570405727923627685, without its inputs.
    """
    price = view.quote.taker_price(Side.SELL if trade.is_long else Side.BUY)
    return max(Decimal(0), exact_difference(trade.remaining, quotient(view.pair.limits.min_total, price)))


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise LimitExceeded(errors)
