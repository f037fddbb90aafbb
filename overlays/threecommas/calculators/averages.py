"""Prices with the fee in them, and averages of what was bought or sold.

3Commas counts the fee into the price of an order: a buy costs rate·(1 + fee), a sell brings rate·(1 - fee).
Averages, volumes and all that is computed of them have it inside.
"""

from decimal import Decimal
from fractions import Fraction

from threecommas.calculators.arithmetic import exact, quotient
from threecommas.calculators.fields import Amount, Strategy, fee_part, one_of, positive


def average_price(volume: Amount, amount: Amount) -> Decimal:
    """Return the average price of *amount* coins that cost or brought *volume*, to the last digit printed.

    It is `bought_average_price` of `bought_volume` and `bought_amount`, and `sold_average_price` likewise.

    [C] 46 of 47 averages of deals. The one that differs is of 2022, by one in its last of 28 digits.
    """
    return quotient(Fraction(positive(volume, "volume")) / Fraction(positive(amount, "amount")))


def price_with_fee(price: Amount, side: str, *, fee: Amount) -> Decimal:
    """Return what a coin really costs or brings, as `average_price` of a market order says it.

    *side* is ``buy`` or ``sell``, *fee* a part such as 0.001.

    [C] 14 of 19 orders. Two that differ are market orders, whose `rate` is an estimate and not the price of
    the fill. Three are of 2022, when `average_price` had no fee in it; their `total` has it.
    """
    part = fee_part(fee)
    sign = 1 if one_of(side, ("buy", "sell"), "side") == "buy" else -1
    return exact(Fraction(positive(price, "price")) * (1 + sign * part))


def direction(strategy: Strategy) -> int:
    """Return 1 for long, which earns when the price rises, and -1 for short."""
    return 1 if strategy == "long" else -1


def entry_factor(strategy: Strategy, fee: Fraction) -> Fraction:
    """Return what the fee makes of a price at which a deal enters: a long buys, a short sells."""
    return 1 + direction(strategy) * fee


def exit_factor(strategy: Strategy, fee: Fraction) -> Fraction:
    """Return what the fee makes of a price at which a deal exits."""
    return 1 - direction(strategy) * fee
