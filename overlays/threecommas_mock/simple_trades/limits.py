"""The limits of the exchange on a simple trade: a 422 (docs, Create Trade).

Error and description are documented; that `error_attributes` names the fields is inferred.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.body_values import Body, get_bool
from threecommas_mock.api.bounds import at_least, range_errors
from threecommas_mock.api.errors import FieldErrors, LimitExceeded
from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.venue.balances import Shortage
from threecommas_mock.venue.decimal_math import ZERO, exact_product, format_decimal
from threecommas_mock.venue.market_view import MarketView

_LONGEST_TIMEOUT = 1_000_000_000  # seconds, 31 years; a clock could not tell when a longer one is over


class SimpleTradeInvalid(LimitExceeded):
    """Numbers or parts of a simple trade that cannot be."""

    def __init__(self, attributes: FieldErrors) -> None:
        super().__init__(attributes)
        self.error, self.description = "invalid_request", "Missing or invalid parameters"


def check_parts(body: Body) -> None:
    """Refuse parts that do not go together: a timeout waits behind a trigger (inferred)."""
    if get_bool(body, "timeout", "enabled") and not get_bool(body, "conditional", "enabled"):
        raise SimpleTradeInvalid({"timeout.enabled": ["needs conditional.enabled: it begins at the trigger"]})


def check_prices(body: Body, view: MarketView) -> None:
    """Refuse prices no exchange could have; done before anything is computed with them."""
    found = {
        "price.value": body.get("price", {}).get("value"),
        "conditional.price.value": body["conditional"].get("price", {}).get("value"),
        "trailing.value": body["trailing"].get("value"),
    }
    most = view.pair.limits.max_price
    errors: FieldErrors = {
        key: [f"must be less than or equal to {format_decimal(most)}"]
        for key, price in found.items()
        if price is not None and Decimal(price) > most
    }
    _refuse(errors)


def check_order(trade: SimpleTrade, view: MarketView) -> None:
    """Hold units, price, total, trailing and timeout against what the exchange takes."""
    order, limits = trade.order, view.pair.limits
    units, price = order.units or ZERO, trade.expected_price
    errors = range_errors("units.value", units, limits.min_units, limits.max_units)
    if price < view.pair.tick:
        errors["price.value"] = [at_least(view.pair.tick)]
    errors |= range_errors("total.value", exact_product(units, price), limits.min_total, limits.max_total)
    trailing, timeout = order.trailing, order.timeout
    if trailing is not None and trailing.percent is not None and trailing.percent >= 100:
        errors["trailing.percent"] = ["must be less than 100.0"]
    if timeout is not None and timeout.seconds > _LONGEST_TIMEOUT:
        errors["timeout.value"] = [f"must be less than or equal to {_LONGEST_TIMEOUT}"]
    _refuse(errors)


def check_funds(shortage: Shortage | None) -> None:
    """Refuse what the account cannot pay; no source has 3Commas' own words for it (inferred)."""
    if shortage is not None:
        needed, free = format_decimal(shortage.needed), format_decimal(shortage.free)
        words = f"not enough {shortage.currency}: {needed} needed, {free} free"
        raise SimpleTradeInvalid({"units.value": [words]})


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise SimpleTradeInvalid(errors)
