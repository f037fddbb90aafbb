"""Dust: balances that are too small to be traded, and what the exchange gives for them.

The one documented conversion has a charge of 2 percent of what was received, cut to 8 places. That the charge
comes off before is read off the description of the fields. Prices are the last ones, without a spread
(inferred).
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.venue.decimal_math import exact_product, exact_sum, floor_to_step, floor_total, quotient
from threecommas_mock.venue.market_view import MarketView

_CHARGE = Decimal("0.02")


def is_dust(currency: str, amount: Decimal, view: MarketView) -> bool:
    """Tell whether *amount* cannot be sold on the pair of *view*; or spent there, if it is quote currency."""
    limits = view.pair.limits
    if currency == view.pair.quote_currency:
        return amount < limits.min_total
    units = floor_to_step(amount, view.pair.lot)
    return units < limits.min_units or exact_product(units, view.quote.bid) < limits.min_total


def conversion_of(dollars: Decimal, bnb_price: Decimal) -> tuple[Decimal, Decimal]:
    """Return what comes for the worth of *dollars*, and the charge; both in BNB, cut to 8 places."""
    whole = quotient(dollars, bnb_price)
    received = floor_total(quotient(whole, exact_sum((Decimal(1), _CHARGE))))
    return received, floor_total(exact_product(received, _CHARGE))
