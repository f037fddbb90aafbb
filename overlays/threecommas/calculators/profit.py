"""Profit of a deal, closed and open, as 3Commas states it.

Volumes are in quote currency and have the fee in them, as `bought_volume` and `sold_volume` of a deal have.
Not here: the profit of a deal that earns in base currency (`profit_currency`), of which no answer is known.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from threecommas.calculators.arithmetic import exact, rounded
from threecommas.calculators.averages import direction, exit_factor
from threecommas.calculators.fields import Amount, fee_part, positive, strategy_of
from threecommas.calculators.targets import DEFAULT_FEE


@dataclass(frozen=True, kw_only=True, slots=True)
class Profit:
    """What a deal has earned, below zero what it has lost."""

    amount: Decimal
    """In quote currency, with every digit: `actual_profit` of a deal."""
    percentage: Decimal
    """With two decimals, halves away from zero."""

    @property
    def final_profit(self) -> Decimal:
        """The amount with eight decimals, as a closed deal's `final_profit` has."""
        return rounded(self.amount, 8)

    def usd(self, quote_price: Amount = 1) -> Decimal:
        """Return the amount in US dollars with two decimals, as `usd_final_profit`.

        *quote_price* is what one of the quote currency is worth in dollars, 1 for USDT.
        """
        return rounded(Fraction(self.amount) * Fraction(positive(quote_price, "quote_price")), 2)


def closed_profit(bought_volume: Amount, sold_volume: Amount, strategy: str = "long") -> Profit:
    """Return the profit of a closed deal: sold less bought, in percent of what opened it.

    A long deal opened by buying, a short deal by selling.

    [C] 15 of 15 closed deals, each with `actual_profit`, `final_profit`, its percentage and its dollars, all
    of them long. [I] for short.
    """
    bought = Fraction(positive(bought_volume, "bought_volume"))
    sold = Fraction(positive(sold_volume, "sold_volume"))
    opened = bought if strategy_of(strategy) == "long" else sold
    gain = sold - bought
    return Profit(amount=exact(gain), percentage=rounded(gain / opened * 100, 2))


def open_profit(
    volume: Amount,
    amount: Amount,
    current_price: Amount,
    strategy: str = "long",
    *,
    fee: Amount = DEFAULT_FEE,
) -> Profit:
    """Return the profit of an open deal if it were closed at *current_price*, paying the fee.

    *volume* and *amount* are what was bought (long) or sold (short). The percentage is that of the prices
    alone, as 3Commas states it: the fee of closing is in the amount and not in the percentage.

    [C] 17 of 17 open deals, `actual_profit` and `actual_profit_percentage`, one of them short.
    """
    side = strategy_of(strategy)
    price = Fraction(positive(current_price, "current_price"))
    cost, coins = Fraction(positive(volume, "volume")), Fraction(positive(amount, "amount"))
    back = price * coins * exit_factor(side, fee_part(fee))
    change = price / (cost / coins) - 1
    return Profit(
        amount=exact(direction(side) * (back - cost)),
        percentage=rounded(direction(side) * change * 100, 2),
    )
