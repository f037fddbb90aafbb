"""A DCA bot as a row of the live page, with the ladder of its newest deal or of its next one."""

from __future__ import annotations

from collections.abc import Sequence

from threecommas_mock.dashboard.chart_lines import ChartLine, line
from threecommas_mock.dashboard.ladders import Ladders, safety_label
from threecommas_mock.dashboard.rows import Json, row
from threecommas_mock.dca.ladder import rung
from threecommas_mock.dca.settings import VolumeType
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.deals.entity import Deal
from threecommas_mock.venue.decimal_math import exact_sum
from threecommas_mock.venue.market_view import MarketView


def dca_bot_row(bot: Bot, deals: Sequence[Deal], view: MarketView, ladders: Ladders) -> Json:
    """Return what the table shows of *bot*; *view* is of the pair of its newest open deal, or its first."""
    active = [deal for deal in deals if not deal.is_closed]
    settings, start = bot.settings, bot.start
    return row(
        id=bot.id,
        name=bot.name,
        pairs=list(bot.pairs),
        account=bot.account.name,
        account_id=bot.account.id,
        side="long" if settings.is_long else "short",
        open=bot.is_enabled,
        status="Enabled" if bot.is_enabled else "Disabled",
        starts_by=[each.strategy for each in start.strategy_list],
        active_deals=len(active),
        max_active_deals=start.max_active_deals,
        finished_deals=len(deals) - len(active),
        profit_usd=exact_sum(deal.last_profit_usd for deal in deals if deal.is_closed),
        safety_max=settings.safety_order_count,
        ladder_pair=view.pair.symbol,
        ladder_deal=active[-1].id if active else None,
        ladder=ladders.of(active[-1], view) if active else _planned(bot, view),
    )


def _planned(bot: Bot, view: MarketView) -> list[ChartLine]:
    """Return the safety orders of a deal that were to begin now; no amounts where they follow the balance."""
    settings, drawn = bot.settings, list[ChartLine]()
    for number in range(1, settings.safety_order_count + 1):
        step = rung(settings, number, base_price=view.quote.last, tick=view.pair.tick, lot=view.pair.lot)
        follows = settings.safety_order_volume_type is VolumeType.PERCENT
        drawn += line("safety_next", safety_label(number), step.price, None if follows else step.quantity)
    return drawn
