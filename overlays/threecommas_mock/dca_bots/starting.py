"""Deals that are started by somebody: by request, or by a signal."""

from __future__ import annotations

from collections.abc import Collection

from threecommas_mock.api.body_values import Body, get_bool, get_text
from threecommas_mock.api.errors import InvalidParameters
from threecommas_mock.dca_bots import lifecycle
from threecommas_mock.dca_bots.entity import MANUAL, Bot
from threecommas_mock.dca_bots.refusals import NoDealNow, OpenDealForPair
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.dca_bots.strategies import CONDITIONS


def start_new_deal(bots: DcaBots, number: int, body: Body, user: int) -> int:
    """Open a deal of a bot by request, or raise the reason why not; gives its number.

    The older document: a disabled bot is enabled, unless `only_for_enabled` forbids that. Which checks
    `skip_signal_checks` leaves out is inferred: the start conditions, price bounds, volume and cooldown.
    """
    bot = bots.find(number, user)
    record = bots.record(bot)
    record.update(bots.deals)
    pair = _pair(bot, body)
    if not bot.is_enabled and get_bool(body, "only_for_enabled"):
        raise NoDealNow("the bot is disabled")
    if record.active_on(pair) and not (get_bool(body, "skip_open_deals_checks") and not bot.is_single):
        raise OpenDealForPair
    if record.active >= bot.start.max_active_deals:
        raise NoDealNow("max_active_deals is reached")
    if pair in bots.black_lists.of(user):
        raise NoDealNow("the pair is on the black list")
    if not get_bool(body, "skip_signal_checks"):
        _require_signals(bots, bot, pair)
    if not bot.is_enabled:
        # Only after all checks: a request that is refused must not enable the bot.
        bot = bots.put(lifecycle.enable(bot, record, bots.around(bot)))
    return bots.open_deal(bot, pair)


def signal(
    bots: DcaBots, pair: str, conditions: Collection[str] = (), bot_id: int | None = None
) -> list[int]:
    """Let conditions hold on *pair* for this one moment; gives the deals that were opened.

    *conditions* are names such as ``rsi``; without any, all of them hold but `manual`. They may start deals,
    average or close them. Raises ValueError for a bot that is not there, or a condition that no bot can have.
    """
    for name in conditions:
        if name not in CONDITIONS:
            raise ValueError(f"conditions: there is no condition {name!r}; known are {', '.join(CONDITIONS)}")
    if bot_id is not None and bots.shared(bot_id) is None:
        raise ValueError(f"bot_id: there is no bot {bot_id}")
    opened: list[int] = []
    for bot in bots.all():
        if pair in bot.pairs and bot_id in (None, bot.id):
            opened += bots.look_at(bot.id, pair, conditions or _names(bot))
    return opened


def _names(bot: Bot) -> set[str]:
    lists = (bot.start.strategy_list, bot.settings.safety_strategy_list, bot.settings.close_strategy_list)
    return {each.strategy for conditions in lists for each in conditions}


def _pair(bot: Bot, body: Body) -> str:
    pair = get_text(body, "pair")
    if pair is None and not bot.is_single:
        raise InvalidParameters({"pair": ["is missing"]})
    if pair is not None and pair not in bot.pairs:
        raise InvalidParameters({"pair": [f"No market data for this pair: {pair}"]})
    return bot.pairs[0] if pair is None else pair


def _require_signals(bots: DcaBots, bot: Bot, pair: str) -> None:
    around = bots.around(bot)
    # By itself the condition `manual` never holds; this request is what it waits for.
    by_hand = bot.starts_by(MANUAL)
    if not by_hand and not bots.starts(bot, pair, around):
        raise NoDealNow("its conditions do not hold")
    record = bots.record(bot)
    # As many deals on the pair as there may be were asked for before.
    why = lifecycle.obstacle(bot, pair, record, around)
    if why is not None and why != lifecycle.crowded(bot, pair, record):
        raise NoDealNow(why)
