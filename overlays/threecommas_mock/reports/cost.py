"""The cost of held coins, by running average: fill after fill, in order of time.

A sale takes its share of what the coins held until then had cost. Later buys do not change it. Missing coins,
those sold but not bought, have brought money: their cost is below zero, and buying them back settles it.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.venue.decimal_math import (
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    floor_total,
    quotient,
)


class RunningCost:
    """The *coins* that something holds, in base currency, and what they cost, in quote currency."""

    def __init__(self, coins: Decimal = ZERO, cost: Decimal = ZERO) -> None:
        self.coins, self.cost = coins, cost

    def move(self, coins: Decimal, cost: Decimal) -> None:
        """Add coins for what they cost; both are below zero for a sale, which brought money."""
        if (coins > 0) != (self.coins > 0) and self.coins:
            settled = min(coins.copy_abs(), self.coins.copy_abs())
            # What is beyond the position opens one on the other side, for its share of the money.
            rest = exact_difference(coins.copy_abs(), settled).copy_sign(coins)
            cost = _share(cost, rest, coins)
            left = exact_difference(self.coins.copy_abs(), settled).copy_sign(self.coins)
            self.cost = _share(self.cost, left, self.coins)
            self.coins, coins = left, rest
        self.coins = exact_sum((self.coins, coins))
        self.cost = exact_sum((self.cost, cost))


def _share(cost: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return what *part* of the coins cost, to eight places as totals are; the rest counts as settled."""
    if not part or part == whole:
        return cost if part else ZERO
    return floor_total(exact_product(cost, quotient(part, whole)))
