"""Lines of a grid bot: their prices, sides and sizes, what the bot needs and what a step earns.

Not here: a grid that has moved (`trailing_up_enabled`, `expansion_down_enabled`). Its lines keep the ticks
they had before it moved.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from threecommas.calculators.arithmetic import exact, quotient, rounded
from threecommas.calculators.fields import Amount, count, fail, fee_part, one_of, positive
from threecommas.calculators.market_limits import MarketLimits, checked_limits, problems_of
from threecommas.calculators.targets import DEFAULT_FEE
from threecommas.calculators.text_table import shown, text_table

GridSide: TypeAlias = Literal["buy", "sell"]

_NO_LIMITS = MarketLimits()
_MOST_LINES = 1000
# A root has no end; so many digits are right whatever the program's own context is.
_ROOTS = Context(prec=60, rounding=ROUND_HALF_EVEN)
# 3Commas prints up to 53 decimals of a ratio, of which no more than these are those of the root.
_SURE_PLACES = 26
_HEADINGS = ("line", "price", "side", "size base", "size quote")


@dataclass(frozen=True, kw_only=True, slots=True)
class GridLine:
    """One line of a grid with the order on it."""

    price: Decimal
    """In quote currency, on the tick."""
    side: GridSide | None
    """None for the line nearest to the market, which has no order at first."""
    size_base: Decimal
    """The amount of its order in base currency, rounded down to the lot."""
    size_quote: Decimal
    """The worth of its order in quote currency, without the fee."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The lines of a grid bot at a price of the market. It prints as a table."""

    step: Decimal
    """`grid_price_step`: quote currency between two lines, or the ratio of two lines of a geometric grid."""
    lines: tuple[GridLine, ...]
    """From the lowest price to the highest."""
    required_quote: Decimal
    """What the lines to buy take in quote currency (`investment_quote_currency`), without the fee."""
    required_base: Decimal
    """What the lines to sell take in base currency (`investment_base_currency`)."""
    smallest_profit: Decimal
    """What the worst step earns, in percent of what its coins cost, with the fee of buying and selling."""
    largest_profit: Decimal
    """What the best step earns, likewise."""
    problems: tuple[str, ...]
    """What the exchange would refuse, and a step that loses, in words."""

    def __str__(self) -> str:
        """Return the lines as a table, the highest first, and below it what the bot needs."""
        rows = [
            (str(n), shown(line.price), line.side or "-", shown(line.size_base), shown(line.size_quote))
            for n, line in enumerate(self.lines, 1)
        ]
        quote, base = shown(self.required_quote), shown(self.required_base)
        needs = f"the bot needs {quote} quote currency and {base} base currency"
        earns = f"a step earns {shown(self.smallest_profit)} to {shown(self.largest_profit)} percent"
        problems = [f"problem: {problem}" for problem in self.problems]
        return "\n".join([text_table([_HEADINGS, *reversed(rows)]), "", needs, earns, *problems])


def grid_step(
    lower_price: Amount, upper_price: Amount, grids_quantity: int | str, grid_type: str = "arithmetic"
) -> Decimal:
    """Return `grid_price_step`: the distance of two lines, or their ratio in a geometric grid.

    *grids_quantity* counts the lines, both ends included.

    [C] 6 of 6 grids in examples of the docs. A ratio is returned with 26 decimals. 3Commas prints up to 53
    of them; those of two grids differ from the root after 35 and 38 decimals.
    """
    low, high, lines = _bounds(lower_price, upper_price, grids_quantity)
    if one_of(grid_type, ("arithmetic", "geometric"), "grid_type") == "arithmetic":
        return quotient((Fraction(high) - Fraction(low)) / (lines - 1), words=5)
    return rounded(_ratio(low, high, lines), _SURE_PLACES)


def grid_prices(
    lower_price: Amount,
    upper_price: Amount,
    grids_quantity: int | str,
    grid_type: str = "arithmetic",
    *,
    limits: MarketLimits = _NO_LIMITS,
) -> tuple[Decimal, ...]:
    """Return the prices of the lines, from the lowest to the highest, each on the nearest tick.

    [C] 47 of 53 lines in examples of the docs, which are 45 of 45 of arithmetic grids and 2 of 8 of geometric
    ones. The six that differ, by 1 to 7 ticks, are of grids that have moved: their ends are printed rounded,
    and their lines follow ends that are not.
    """
    low, high, lines = _bounds(lower_price, upper_price, grids_quantity)
    if one_of(grid_type, ("arithmetic", "geometric"), "grid_type") == "arithmetic":
        step = (Fraction(high) - Fraction(low)) / (lines - 1)
        exact_prices = [Fraction(low) + step * number for number in range(lines)]
    else:
        ratio = _ratio(low, high, lines)
        inner = [_ROOTS.multiply(low, _ROOTS.power(ratio, number)) for number in range(1, lines - 1)]
        exact_prices = [Fraction(each) for each in (low, *inner, high)]
    market = checked_limits(limits)
    prices = tuple(market.nearest_price(price) for price in exact_prices)
    if len(set(prices)) < lines:
        fail("grids_quantity", f"puts {lines} lines on {len(set(prices))} ticks: have fewer lines")
    return prices


def grid(
    *,
    lower_price: Amount,
    upper_price: Amount,
    grids_quantity: int | str,
    quantity_per_grid: Amount,
    current_price: Amount,
    grid_type: str = "arithmetic",
    order_currency_type: str = "base",
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> Grid:
    """Return the grid that a bot with these settings would make at *current_price*.

    Arguments are called like the fields of a grid bot. *quantity_per_grid* is in the currency that
    *order_currency_type* names.

    [C] for the sides: 45 of 45 lines of grids that were just made. [I] for the rest: amounts rounded down fit
    two orders, and what is required fits `investment_base_currency` of two grids. Nothing shows what a step
    earns.

    Raises `EncodeError` with the argument's name for a value that makes no grid.
    """
    prices = grid_prices(lower_price, upper_price, grids_quantity, grid_type, limits=limits)
    quantity = positive(quantity_per_grid, "quantity_per_grid")
    in_quote = one_of(order_currency_type, ("base", "quote"), "order_currency_type") == "quote"
    market, part = positive(current_price, "current_price"), fee_part(fee)
    lines = tuple(_lines(prices, quantity, market, limits, in_quote=in_quote))
    earned = [_step_profit(low, high, part) for low, high in itertools.pairwise(prices)]
    return Grid(
        step=grid_step(lower_price, upper_price, grids_quantity, grid_type),
        lines=lines,
        required_quote=_required_quote(lines, quantity, in_quote=in_quote),
        required_base=_required_base(lines, quantity, in_quote=in_quote),
        smallest_profit=rounded(min(earned), 2),
        largest_profit=rounded(max(earned), 2),
        problems=tuple(_problems(lines, limits, min(earned))),
    )


def _bounds(lower: Amount, upper: Amount, quantity: int | str) -> tuple[Decimal, Decimal, int]:
    low, high = positive(lower, "lower_price"), positive(upper, "upper_price")
    if high <= low:
        fail("upper_price", f"must be above lower_price, got {high:f} and {low:f}")
    return low, high, count(quantity, 2, _MOST_LINES, "grids_quantity")


def _ratio(low: Decimal, high: Decimal, lines: int) -> Decimal:
    return _ROOTS.power(_ROOTS.divide(high, low), _ROOTS.divide(Decimal(1), Decimal(lines - 1)))


def _lines(
    prices: Sequence[Decimal], quantity: Decimal, market: Decimal, limits: MarketLimits, *, in_quote: bool
) -> Iterator[GridLine]:
    nearest = min(prices, key=lambda price: abs(Fraction(price) - Fraction(market)))
    for price in prices:
        asked = Fraction(quantity) / Fraction(price) if in_quote else Fraction(quantity)
        size = limits.lot_down(asked)
        if not size:
            fail("quantity_per_grid", f"is less than a lot at the price {price:f}: give more")
        yield GridLine(
            price=price,
            side=None if price == nearest else "buy" if price < market else "sell",
            size_base=size,
            size_quote=exact(Fraction(size) * Fraction(price)),
        )


def _required_quote(lines: Sequence[GridLine], quantity: Decimal, *, in_quote: bool) -> Decimal:
    bought = [line for line in lines if line.side == "buy"]
    worths = (Fraction(quantity) * (1 if in_quote else Fraction(line.price)) for line in bought)
    return exact(sum(worths, Fraction(0)))


def _required_base(lines: Sequence[GridLine], quantity: Decimal, *, in_quote: bool) -> Decimal:
    """Return the coins to sell, as 3Commas adds them up: not rounded to the lot, each with its own digits."""
    sold = [line for line in lines if line.side == "sell"]
    amounts = (quotient(Fraction(quantity) / Fraction(line.price)) if in_quote else quantity for line in sold)
    return exact(sum(map(Fraction, amounts), Fraction(0)))


def _step_profit(low: Decimal, high: Decimal, fee: Fraction) -> Fraction:
    cost, back = Fraction(low) * (1 + fee), Fraction(high) * (1 - fee)
    return (back / cost - 1) * 100


def _problems(lines: Sequence[GridLine], limits: MarketLimits, worst: Fraction) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        yield from (f"line {number}: {each}" for each in problems_of(limits, line.size_base, line.price))
    if worst <= 0:
        yield f"a step earns {rounded(worst, 2):f} percent after the fee: have fewer lines"
