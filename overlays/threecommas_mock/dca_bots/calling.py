"""The conditions that close deals or average them: whether they hold, and the deals that they call.

Documented is that all conditions of a list must hold. Inferred: what indicators say calls at each look for a
close, and once a candle for a safety order, as candles are what indicators see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from threecommas_mock.dca.settings import Condition, DcaSettings
from threecommas_mock.dca_bots.deals import Deals
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.indicator_watch import IndicatorWatch
from threecommas_mock.dca_bots.lifecycle import Surroundings
from threecommas_mock.dca_bots.record import Record


def has_conditions(record: Record, deals: Deals) -> bool:
    """Tell whether an open deal has conditions that may call it."""
    return any(_has_lists(deals.settings(number)) for known in record.open.values() for number in known)


def call_deals(
    bot: Bot,
    pair: str,
    *,
    record: Record,
    deals: Deals,
    watch: IndicatorWatch,
    around: Surroundings,
    signals: Collection[str],
) -> Bot:
    """Call the deals of *bot* on *pair* whose conditions hold now; gives the bot, which notes the candle."""

    def hold(conditions: Sequence[Condition], settings: DcaSettings) -> bool:
        # Most deals have no such conditions, and each price asks all of them.
        return bool(conditions) and watch.all_hold(
            conditions, pair, around.now, around.assumptions, long=settings.is_long, signals=signals
        )

    for number in sorted(record.open.get(pair, ())):
        settings = deals.settings(number)
        averaging = settings.safety_strategy_list
        if hold(settings.close_strategy_list, settings):
            deals.close_condition_met(number)
        elif hold(averaging, settings):
            candle = watch.candle_of(averaging, around.now)
            # A candle would call at each price until it closes; a signal is sent on purpose.
            by_signal = any(each.strategy in signals for each in averaging)
            if by_signal or candle is None or bot.averaged.get(str(number)) != candle:
                deals.safety_condition_met(number)
                bot = bot if candle is None else _noted(bot, number, candle, record)
    return bot


def _noted(bot: Bot, number: int, candle: int, record: Record) -> Bot:
    """Note the candle at which a deal was averaged; those that have ended are forgotten."""
    active = {str(each) for known in record.open.values() for each in known}
    # Without this the notes of ended deals would pile up in the bot.
    kept = {name: seen for name, seen in bot.averaged.items() if name in active}
    return replace(bot, averaged=kept | {str(number): candle})


def _has_lists(settings: DcaSettings) -> bool:
    return bool(settings.close_strategy_list or settings.safety_strategy_list)
