"""Prices at which a deal closes: take profit, stop loss, trailing and breakeven.

Each looks from the deal's direction: a long deal takes profit above its average price, a short one below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from threecommas.calculators.arithmetic import exact
from threecommas.calculators.averages import direction, exit_factor
from threecommas.calculators.fields import (
    Amount,
    Strategy,
    at_least_zero,
    between,
    fail,
    fee_part,
    percent_part,
    positive,
    strategy_of,
)
from threecommas.calculators.json_objects import values
from threecommas.calculators.market_limits import MarketLimits, checked_limits

DEFAULT_FEE = Decimal("0.001")
"""The fee of a paper account, and of Binance's spot market: 0.1 %."""

_NO_LIMITS = MarketLimits()
_MOST_STEPS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeProfit:
    """One target of a deal: which part of it is closed at which price."""

    profit_percentage: Decimal
    """The profit in percent of the total or of the base order, as `take_profit_type` says."""
    amount_percentage: Decimal
    """Which part of the deal's amount is closed, in percent."""
    price: Decimal
    """The price of the order, in quote currency."""
    amount: Decimal
    """The amount of the order, in base currency."""


def take_profit_price(
    average_price: Amount,
    take_profit: Amount,
    strategy: str = "long",
    *,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> Decimal:
    """Return the price at which a deal has *take_profit* percent of its total (`take_profit_type` total).

    *average_price* has the fee of the entry in it, as `bought_average_price` has. The price is rounded in the
    deal's favour: up for long, down for short.

    [C] 60 of 62 prices. Two that differ were placed after a part of the deal had been sold already. One price
    is of a short deal, in an example of the docs.
    """
    side = strategy_of(strategy)
    price = Fraction(positive(average_price, "average_price"))
    part = percent_part(positive(take_profit, "take_profit"))
    return closing_price(price * (1 + direction(side) * part), side, fee_part(fee), limits)


def take_profit_price_by_base(
    volume: Amount,
    amount: Amount,
    base_order_total: Amount,
    take_profit: Amount,
    strategy: str = "long",
    *,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> Decimal:
    """Return the price at which a deal has earned a percentage of its base order (`take_profit_type` base).

    *volume* and *amount* are those of the deal so far, *base_order_total* is what the base order cost or
    brought, all with the fee. A minimum profit by base order volume (`min_profit_type`) has its mark there.

    [I] 3 of 3 examples of the docs, but for a base order whose amount they do not state: for each, exactly
    one lot fits. No recording has it.
    """
    side = strategy_of(strategy)
    gain = percent_part(positive(take_profit, "take_profit")) * Fraction(
        positive(base_order_total, "base_order_total")
    )
    worth = Fraction(positive(volume, "volume")) + direction(side) * gain
    return closing_price(worth / Fraction(positive(amount, "amount")), side, fee_part(fee), limits)


def split_amount(
    amount: Amount, percentages: Sequence[Amount], *, limits: MarketLimits = _NO_LIMITS
) -> tuple[Decimal, ...]:
    """Return the amounts of take-profit steps: each rounded down to the lot, the last takes the rest.

    [C] 9 of 9 steps of three examples of the docs, price and amount.
    """
    whole = positive(amount, "amount")
    parts = [positive(each, f"percentages[{i}]") for i, each in enumerate(values(percentages, "percentages"))]
    check_percentages(parts, "percentages")
    return parts_of(Fraction(whole), parts, limits)


def check_percentages(percentages: Sequence[Decimal], path: str) -> None:
    """Refuse percentages that are not one to four parts of a whole."""
    if not 1 <= len(percentages) <= _MOST_STEPS:
        fail(path, f"must be 1 to {_MOST_STEPS} steps, got {len(percentages)}")
    if sum(map(Fraction, percentages)) != 100:
        fail(path, f"must be 100 percent together, got {exact(sum(map(Fraction, percentages))):f}")


def parts_of(whole: Fraction, percentages: Sequence[Decimal], limits: MarketLimits) -> tuple[Decimal, ...]:
    """Return what `split_amount` does of a computed amount and percentages that were checked."""
    market = checked_limits(limits)
    first = [market.lot_down(whole * percent_part(each)) for each in percentages[:-1]]
    return (*first, exact(whole - sum(map(Fraction, first))))


def stop_loss_price(
    base_order_average_price: Amount, stop_loss_percentage: Amount, strategy: str = "long"
) -> Decimal | None:
    """Return the price of a stop loss, in percent from the **base order's** average price; None for 0.

    Not from the average of the deal. It is not rounded to the tick.

    [C] 17 of 17 open deals, 10 of which have none. [I] for short.
    """
    side = strategy_of(strategy)
    base = positive(base_order_average_price, "base_order_average_price")
    percentage = at_least_zero(stop_loss_percentage, "stop_loss_percentage")
    if side == "long" and percentage >= 100:
        fail("stop_loss_percentage", f"must be below 100 for a long deal, got {percentage:f}")
    return exact(Fraction(base) * (1 - direction(side) * percent_part(percentage))) if percentage else None


def trailing_price(peak_price: Amount, trailing_deviation: Amount, strategy: str = "long") -> Decimal:
    """Return where a trailing order closes once the price has been at *peak_price*.

    *peak_price* is the best price since trailing began: the highest of a long deal (`trailing_max_price`),
    the lowest of a short one. [I] No recording shows a deal that trails.
    """
    side = strategy_of(strategy)
    deviation = percent_part(between(trailing_deviation, 0, "99.99", "trailing_deviation"))
    return exact(Fraction(positive(peak_price, "peak_price")) * (1 - direction(side) * deviation))


def breakeven_price(
    average_price: Amount,
    strategy: str = "long",
    *,
    fee: Amount = DEFAULT_FEE,
    limits: MarketLimits = _NO_LIMITS,
) -> Decimal:
    """Return the price at which closing brings back what the deal cost, the fee of both sides included.

    [I] It is where `open_profit` is 0, on the tick that loses nothing. Where 3Commas puts a stop loss that it
    moves to breakeven is not known.
    """
    side = strategy_of(strategy)
    return closing_price(Fraction(positive(average_price, "average_price")), side, fee_part(fee), limits)


def closing_price(worth: Fraction, strategy: Strategy, fee: Fraction, limits: MarketLimits) -> Decimal:
    """Return the tick at which an exit brings at least *worth* for a coin: up for long, down for short."""
    price = worth / exit_factor(strategy, fee)
    market = checked_limits(limits)
    found = market.price_up(price) if strategy == "long" else market.price_down(price)
    if found <= 0:
        fail("take_profit", f"puts the order at the price {found:f}: no short deal can earn so much")
    return found
