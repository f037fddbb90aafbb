"""The rows of all rooms of an exchange, each room with as many as are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from threecommas_mock.dashboard.dca_bot_rows import dca_bot_row
from threecommas_mock.dashboard.deal_rows import deal_row
from threecommas_mock.dashboard.grid_bot_rows import grid_bot_row
from threecommas_mock.dashboard.ladders import Ladders
from threecommas_mock.dashboard.rows import Json, table
from threecommas_mock.dashboard.simple_trade_rows import simple_trade_row
from threecommas_mock.dashboard.smart_trade_rows import smart_trade_row
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.service import Deals
from threecommas_mock.grid_bots.service import GridBots
from threecommas_mock.simple_trades.service import SimpleTrades
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.venue.desk import TradingDesk


@dataclass(frozen=True, slots=True)
class Rooms:
    """All that trades on an exchange."""

    smart_trades: SmartTrades
    deals: Deals
    dca_bots: DcaBots
    grid_bots: GridBots
    simple_trades: SimpleTrades


def tables(rooms: Rooms, desk: TradingDesk, ladders: Ladders, limit: int) -> Json:
    """Return the tables by the name of their room."""
    trades, deals, grids = rooms.smart_trades.store, rooms.deals, rooms.grid_bots.store
    return {
        "smart_trades": table(
            trades.state.items,
            limit,
            lambda each: not each.is_closed,
            lambda each: smart_trade_row(each, desk.view_of(each)),
        ),
        "deals": table(
            deals.store.state.items,
            limit,
            lambda each: not each.is_closed,
            lambda each: _deal(each, deals, desk, ladders),
        ),
        "dca_bots": table(
            rooms.dca_bots.all(),
            limit,
            lambda each: each.is_enabled,
            lambda each: _dca_bot(each, deals, desk, ladders),
        ),
        "grid_bots": table(
            [each for each in grids.state.items if not each.is_deleted],
            limit,
            lambda each: each.is_enabled,
            lambda each: grid_bot_row(each, desk.view_of(each)),
        ),
        "simple_trades": table(
            rooms.simple_trades.store.state.items,
            limit,
            lambda each: not each.is_closed,
            lambda each: simple_trade_row(each, desk.view_of(each)),
        ),
    }


def _deal(deal: Deal, deals: Deals, desk: TradingDesk, ladders: Ladders) -> Json:
    view = desk.view_of(deal)
    return deal_row(deal, view, deals.assumptions, ladders.of(deal, view))


def _dca_bot(bot: Bot, deals: Deals, desk: TradingDesk, ladders: Ladders) -> Json:
    opened = deals.of_bot(bot.id)
    active = [deal.pair for deal in opened if not deal.is_closed]
    pair = active[-1] if active else bot.pairs[0]
    return dca_bot_row(bot, opened, desk.view(pair, bot.account), ladders)
