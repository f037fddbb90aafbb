"""The ladder of a deal: frozen values, and how they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from threecommas.calculators.fields import Strategy
from threecommas.calculators.targets import TakeProfit
from threecommas.calculators.text_table import shown, text_table

HEADINGS = (
    "order",
    "deviation %",
    "price",
    "size base",
    "size quote",
    "total base",
    "total quote",
    "average",
    "take profit",
    "move %",
    "profit",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderOrder:
    """One order of a deal, and the deal after it is filled."""

    number: int
    """0 for the base order, 1 for the first safety order."""
    deviation: Decimal
    """How far its price is from the base order's average price, in percent; negative is below."""
    price: Decimal
    """The price of the order, in quote currency, without the fee."""
    size_base: Decimal
    """The amount of the order, in base currency."""
    size_quote: Decimal
    """What the order costs (long) or brings (short), in quote currency, with the fee."""
    total_base: Decimal
    """The amount of the deal after it: `bought_amount` of a long deal, `sold_amount` of a short one."""
    total_quote: Decimal
    """What the deal has cost or brought after it: `bought_volume`, or `sold_volume`."""
    average_price: Decimal
    """The average price of the deal after it, with the fee: `bought_average_price`."""
    take_profits: tuple[TakeProfit, ...]
    """The targets after it, none for a bot that closes by a condition alone."""
    required_move: Decimal | None
    """How far the price must move from this order to the last target, in percent of this order's price."""
    profit: Decimal | None
    """What the deal earns in quote currency if all targets are filled after this order, fees paid."""

    @property
    def take_profit_price(self) -> Decimal | None:
        """The price at which the last part of the deal is closed."""
        return self.take_profits[-1].price if self.take_profits else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """All orders of a deal that a bot would open at a price. It prints as a table."""

    strategy: Strategy
    price: Decimal
    fee: Decimal
    orders: tuple[LadderOrder, ...]
    """The base order, then the safety orders by their number."""
    active_safety_orders: int
    """How many safety orders rest on the exchange at a time."""
    stop_loss_price: Decimal | None
    loss_at_stop: Decimal | None
    """What one deal loses in quote currency if the stop loss closes it, fees paid.

    Every order that stands before the stop is filled then."""
    max_active_deals: int
    required_currency: str
    """``quote_currency``, or ``base_currency`` for a short deal on spot, which sells coins it has."""
    required_per_deal: Decimal
    """What one deal takes if every safety order is filled, with the fee; by leverage, the margin of it."""
    required: Decimal
    """What `max_active_deals` such deals take together."""
    resting: Decimal
    """What the safety orders take that rest on the exchange at first, in `required_currency`."""
    problems: tuple[str, ...]
    """What 3Commas or the exchange would refuse, and safety orders that average nothing, in words."""

    @property
    def base_order(self) -> LadderOrder:
        """The order that opens the deal."""
        return self.orders[0]

    @property
    def safety_orders(self) -> tuple[LadderOrder, ...]:
        """The orders that average the price, the first one first."""
        return self.orders[1:]

    def __str__(self) -> str:
        """Return the orders as a table, and below it what the bot needs."""
        table = text_table([HEADINGS, *(row_of(order) for order in self.orders)])
        return "\n".join([table, "", *summary_of(self)])


def row_of(order: LadderOrder) -> tuple[str, ...]:
    """Return an order as people read it, under `HEADINGS`."""
    return (
        str(order.number) if order.number else "base",
        shown(order.deviation),
        shown(order.price),
        shown(order.size_base),
        shown(order.size_quote),
        shown(order.total_base),
        shown(order.total_quote),
        shown(order.average_price),
        shown(order.take_profit_price),
        shown(order.required_move),
        shown(order.profit),
    )


def summary_of(ladder: Ladder) -> Iterator[str]:
    """Yield what the bot needs and risks, and what would be refused, a line each."""
    unit = ladder.required_currency.replace("_", " ")
    yield f"{ladder.strategy} at {ladder.price:f}, fee {ladder.fee:f}"
    yield f"a deal needs {shown(ladder.required_per_deal)} {unit}"
    if ladder.max_active_deals > 1:
        yield f"{ladder.max_active_deals} deals need {shown(ladder.required)} {unit}"
    if ladder.stop_loss_price is not None:
        yield f"stop loss at {shown(ladder.stop_loss_price)} loses {shown(ladder.loss_at_stop)}"
    yield from (f"problem: {problem}" for problem in ladder.problems)
