"""What must hold of single answers in the lives of bots, deals and grids."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from threecommas import models

from tests.programs.demo.checks import Check
from tests.programs.demo.documents import CLOSE_ENOUGH
from tests.programs.demo.story import Story

# The profit of a deal has so many digits after the point, as recorded.
_CENT = Decimal("1e-8")


def has_safety_orders(count: int) -> Check:
    """So many safety orders rest on the exchange."""

    def check(deal: models.Deal, _: Story) -> Iterator[str]:
        if deal.current_active_safety_orders_count != count:
            yield f"{deal.current_active_safety_orders_count} safety orders rest"

    return check


def average_is_volume_by_amount(deal: models.Deal, _: Story) -> Iterator[str]:
    """The average price is what was paid by what was bought, the fee within it."""
    paid = deal.bought_average_price * deal.bought_amount
    if abs(paid - deal.bought_volume) > CLOSE_ENOUGH:
        yield f"average by amount is {paid}, bought_volume is {deal.bought_volume}"


def is_averaged(deal: models.Deal, _: Story) -> Iterator[str]:
    """One safety order is filled, and the average lies below the base order."""
    if deal.completed_safety_orders_count != 1:
        yield f"{deal.completed_safety_orders_count} safety orders are filled"
    if not deal.bought_average_price < deal.base_order_average_price:
        yield "the average has not fallen"


def has_added_funds(deal: models.Deal, _: Story) -> Iterator[str]:
    """The order placed by hand is filled."""
    if deal.completed_manual_safety_orders_count != 1:
        yield f"{deal.completed_manual_safety_orders_count} orders by hand are filled"


def orders_make_the_deal(orders: list[models.MarketOrder], story: Story) -> Iterator[str]:
    """What was bought is what the filled orders bought."""
    filled = [each for each in orders if each.status_string == "Filled" and each.order_type == "BUY"]
    kinds = sorted(str(each.deal_order_type) for each in filled)
    if kinds != ["Base", "Manual Safety", "Safety"]:
        yield f"filled are {', '.join(kinds)}"
    if sum(each.quantity for each in filled) != story.of(models.Deal).bought_amount:
        yield "the filled orders do not come to bought_amount"


def profit_is_the_difference(deal: models.Deal, _: Story) -> Iterator[str]:
    """The profit is what was received less what was paid, and nothing is left."""
    if abs(deal.final_profit - (deal.sold_volume - deal.bought_volume)) > _CENT:
        yield f"final_profit is {deal.final_profit}"
    if deal.sold_amount != deal.bought_amount:
        yield f"{deal.sold_amount} of {deal.bought_amount} were sold"


def one_deal_was_sold(stats: models.BotDealsStats, _: Story) -> Iterator[str]:
    """The bot has one deal, which was sold by hand."""
    if (stats.active, stats.completed, stats.panic_sold) != (0, 0, 1):
        yield f"active, completed, sold are {stats.active}, {stats.completed}, {stats.panic_sold}"


def has_its_lines(count: int) -> Check:
    """An order rests at each line but the one that the price has met last."""

    def check(bot: models.GridBot, _: Story) -> Iterator[str]:
        resting = [line for line in bot.grid_lines if line.order_placed]
        if (len(bot.grid_lines), len(resting)) != (count, count - 1):
            yield f"orders rest at {len(resting)} of {len(bot.grid_lines)} lines"

    return check


def profits_make_the_profit(profits: list[models.GridProfit], story: Story) -> Iterator[str]:
    """The bot has earned, and its profits come to what it shows."""
    total, bot = sum(each.profit for each in profits), story.of(models.GridBot)
    if not 0 < total == bot.current_profit:
        yield f"profits come to {total}, current_profit is {bot.current_profit}"


def is_waiting(answer: Any, _: Story) -> Iterator[str]:
    """Nothing of the simple trade is filled."""
    if answer.trade.filled.units:
        yield f"{answer.trade.filled.units} are filled"
