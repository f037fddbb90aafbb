"""The scenes of what trades by itself: a bot with a deal, a grid bot, and a simple trade.

Prices stand still on the exchange of the demonstration. A step that needs another moves it.
"""

from collections.abc import Callable
from typing import Any

from threecommas import dca_bots, grid_bots, models, simple_trades

from tests.programs.demo import bot_checks as checks
from tests.programs.demo.checks import Check
from tests.programs.demo.flow import Step
from tests.programs.demo.story import Story

Move = Callable[[str, str], None]
"""Sets the price of a pair."""

ACCOUNT = 32199203
PAIR = "USDT_ETH"
# Below the first safety order of a deal that begins at 3282.
FALLEN = "3245"
# Up across two lines of the grid, and down again across one.
WANDERING = ("3450", "3550", "3350")

BOT = dca_bots.single_pair(
    account_id=ACCOUNT,
    name="averages",
    pair=PAIR,
    base_order_volume=100,
    start=[dca_bots.conditions.manual()],
    take_profit=dca_bots.TakeProfit(percent=2),
    safety_orders=dca_bots.SafetyOrders(volume=50, step=1, count=3, active=2),
)
GRID = grid_bots.grid(
    account_id=ACCOUNT,
    pair=PAIR,
    name="between",
    lower_price=3000,
    upper_price=3600,
    grids_quantity=7,
    quantity_per_grid="0.01",
)
ORDER = simple_trades.limit(account_id=ACCOUNT, pair=PAIR, side="buy", units="0.1", price=3000)
ADDED = models.AddFundsToDeal(quantity="0.01", is_market=True, response_type="deal")


def bot_with_a_deal(move: Move) -> list[Step]:
    """Return the life of a bot whose deal is averaged by a safety order and by hand, and then sold."""
    return [*_deal_that_is_averaged(move), *_deal_that_is_sold()]


def _deal_that_is_averaged(move: Move) -> list[Step]:
    return [
        _bot("create a bot", lambda story, client: client.dca_bots.create(BOT), "disabled"),
        _bot("enable it", lambda story, client: client.dca_bots.enable(story.of(models.Bot).id), "enabled"),
        Step(
            told="start a deal",
            call=lambda story, client: client.dca_bots.start_new_deal(
                story.of(models.Bot).id, models.StartNewDeal(pair=PAIR)
            ),
        ),
        _deal("bought", checks.average_is_volume_by_amount, checks.has_safety_orders(2)),
        _deal("bought", checks.is_averaged, checks.average_is_volume_by_amount, move=move, price=FALLEN),
        Step(
            told="add funds to it",
            call=lambda story, client: client.deals.add_funds(story.of(models.Deal).id, ADDED),
            status="bought",
        ),
        _deal("bought", checks.has_added_funds, checks.average_is_volume_by_amount),
    ]


def _deal_that_is_sold() -> list[Step]:
    return [
        Step(
            told="list its orders",
            call=lambda story, client: client.deals.market_orders(story.of(models.Deal).id),
            checks=(checks.orders_make_the_deal,),
        ),
        Step(
            told="sell it at market price",
            call=lambda story, client: client.deals.panic_sell(story.of(models.Deal).id),
            status="panic_sell_pending",
        ),
        _deal("panic_sold", checks.profit_is_the_difference),
        _bot(
            "disable the bot",
            lambda story, client: client.dca_bots.disable(story.of(models.Bot).id),
            "disabled",
        ),
        Step(
            told="ask what its deals came to",
            call=lambda story, client: client.dca_bots.deals_stats(story.of(models.Bot).id),
            checks=(checks.one_deal_was_sold,),
        ),
    ]


def grid_that_earns(move: Move) -> list[Step]:
    """Return the life of a grid bot, through whose lines the price wanders."""
    return [
        _bot("create a grid", lambda story, client: client.grid_bots.create(GRID), "disabled"),
        _bot("enable it", lambda story, client: client.grid_bots.enable(_grid_id(story)), "enabled"),
        *(_grid_at(price, move) for price in WANDERING),
        Step(
            told="list its profits",
            call=lambda story, client: client.grid_bots.profits(_grid_id(story)),
            checks=(checks.profits_make_the_profit,),
        ),
        _bot("disable it", lambda story, client: client.grid_bots.disable(_grid_id(story)), "disabled"),
        Step(told="delete it", call=lambda story, client: client.grid_bots.delete(_grid_id(story))),
    ]


def simple_trade_taken_back() -> list[Step]:
    """Return the life of a simple trade that waits for its price and is cancelled."""
    return [
        Step(
            told="place a simple trade",
            call=lambda story, client: client.simple_trades.create(ORDER),
        ),
        Step(
            told="poll until it rests",
            call=lambda story, client: client.simple_trades.get(_uuid(story)),
            status="order_placed",
            until=True,
            checks=(checks.is_waiting,),
        ),
        Step(
            told="cancel it",
            call=lambda story, client: client.simple_trades.cancel(_uuid(story)),
        ),
        Step(
            told="poll until it is cancelled",
            call=lambda story, client: client.simple_trades.get(_uuid(story)),
            status="cancelled",
            until=True,
        ),
    ]


def _bot(told: str, call: Callable[[Story, Any], Any], status: str) -> Step:
    return Step(told=told, call=call, status=status)


def _deal(status: str, *further: Check, move: Move | None = None, price: str = "") -> Step:
    """Return a step that polls the deal, at another price if one is given."""

    def call(story: Story, client: Any) -> Any:
        if move is not None:
            move(PAIR, price)
        return client.deals.get(story.of(models.Deal).id)

    told = f"poll until {status}" + (f" at {price}" if price else "")
    return Step(told=told, call=call, status=status, until=True, checks=further)


def _grid_at(price: str, move: Move) -> Step:
    """Return a step that looks at the grid bot at a price."""

    def call(story: Story, client: Any) -> Any:
        move(PAIR, price)
        return client.grid_bots.get(_grid_id(story))

    return Step(told=f"look at it at {price}", call=call, status="enabled", checks=(checks.has_its_lines(7),))


def _grid_id(story: Story) -> int:
    return story.of(models.GridBot).id


def _uuid(story: Story) -> str:
    return story.of(models.SimpleTradeAnswer).trade.uuid
