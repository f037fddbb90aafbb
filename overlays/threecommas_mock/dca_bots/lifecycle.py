"""The start of deals: whether a bot opens one now, and which settings it hands on.

    created, disabled --enable--> enabled --disable, enough deals, a stop loss that says so--> disabled

Only an enabled bot opens deals. It opens one on a pair once its start conditions hold, all together, and no
obstacle stands in the way: the pair on the black list, as many deals as are allowed, the cooldown, the price
out of its bounds, the volume too small. With a start delay it opens later, and the obstacles count then.

Documented are the bounds themselves; recorded is how a risk reduction makes deals smaller. What the cooldown
and bounds in percent are reckoned from, and what is counted towards the end, no source tells: these are
fields of `api.assumptions`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.dca.settings import DcaSettings, StopLossType
from threecommas_mock.dca_bots.entity import Bot, Event
from threecommas_mock.dca_bots.record import Record
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    exact_difference,
    exact_product,
    exact_sum,
    quotient,
    round_to_step,
)
from threecommas_mock.venue.market import Market, Pair

_EVENTS = 100  # the newest are kept
# Inferred: without a pause a bot whose account refuses would try again at every price.
_AFTER_FAILURE = timedelta(seconds=60)
_REINVESTED = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a bot: time, market, black list of its user, and how open questions are decided."""

    now: datetime
    market: Market
    black_list: Collection[str]
    assumptions: Assumptions


def enable(bot: Bot, record: Record, around: Surroundings) -> Bot:
    """Let *bot* open deals from now on; one that had opened all it may begins to count anew (inferred)."""
    most = bot.start.disable_after_deals_count
    counter = 0 if most is not None and bot.deals_counter >= most else bot.deals_counter
    # Stop losses from before must not disable the bot at once.
    enabled = replace(bot, is_enabled=True, deals_counter=counter, stop_losses_seen=record.stop_losses)
    if around.assumptions.price_percentage == "since_enabled":
        enabled = replace(enabled, saved_prices=prices_of(bot.pairs, around.market))
    return with_event(enabled, "Bot enabled", around.now)


def disable(bot: Bot, now: datetime, why: str = "Bot disabled") -> Bot:
    """Keep *bot* from opening deals; those that run go on."""
    return with_event(replace(bot, is_enabled=False, waiting={}), why, now)


def with_event(bot: Bot, message: str, now: datetime) -> Bot:
    """Note that something happened to *bot*."""
    return replace(bot, updated_at=now, events=(*bot.events[1 - _EVENTS :], Event(message, now)))


def prices_of(pairs: Collection[str], market: Market) -> dict[str, Decimal]:
    """Return what each pair costs now."""
    return {pair: market[pair].quote.last for pair in pairs}


def ends(bot: Bot, record: Record) -> str | None:
    """Tell why *bot* has to be disabled now; None if it goes on."""
    disables = bot.settings.stop_loss_type is StopLossType.AND_DISABLE_BOT
    if disables and record.stop_losses > bot.stop_losses_seen:
        return "Bot disabled by a stop loss"
    most = bot.start.disable_after_deals_count
    if most is not None and bot.deals_counter >= most:
        return f"Bot disabled after {most} deals"
    return None


def obstacle(bot: Bot, pair: str, record: Record, around: Surroundings) -> str | None:
    """Tell what keeps *bot* from a deal on *pair*, in words; None if nothing does."""
    if pair in around.black_list:
        return "the pair is on the black list"
    return (
        crowded(bot, pair, record)
        or _too_soon(bot, pair, record, around)
        or _price_out_of_bounds(bot, around.market[pair])
        or _too_quiet(bot, around.market, pair)
    )


def crowded(bot: Bot, pair: str, record: Record) -> str | None:
    """Tell whether there are as many deals as the bot may have, at all or on *pair*."""
    if record.active >= bot.start.max_active_deals:
        return "max_active_deals is reached"
    if record.active_on(pair) >= (1 if bot.is_single else bot.start.allowed_deals_on_same_pair or 1):
        return "the pair has a deal"
    return None


def delay_is_over(bot: Bot, pair: str, now: datetime) -> bool:
    """Tell whether the start delay has passed since the condition of *pair* held."""
    since = bot.waiting.get(pair, now)
    return now - since >= timedelta(seconds=bot.start.deal_start_delay_seconds or 0)


def settings_of_next_deal(bot: Bot, pair: str, record: Record) -> DcaSettings:
    """Return what the next deal starts with: the settings, and what profits and losses make of them.

    Computed from 35 recorded orders: a loss is shared out over all orders of a deal and makes each smaller.
    That a profit is shared out in the same way is inferred.
    """
    profit = record.profit_in(pair.partition("_")[0])
    settings = bot.settings
    percent = settings.reinvesting_percentage if profit > 0 else settings.risk_reduction_percentage
    orders = Decimal(1 + settings.safety_order_count)
    share = quotient(exact_product(profit, percent or ZERO), exact_product(HUNDRED, orders))
    return replace(settings, reinvested=round_to_step(share, _REINVESTED))


def _too_soon(bot: Bot, pair: str, record: Record, around: Surroundings) -> str | None:
    by_pair = around.assumptions.cooldown == "pair"
    ended = [record.last_closed[pair]] if by_pair and pair in record.last_closed else []
    if not by_pair:
        ended = list(record.last_closed.values())
    if ended and around.now - max(ended) < timedelta(seconds=bot.start.cooldown):
        return "the cooldown runs"
    failed = record.last_failed.get(pair)
    return "a deal failed just now" if failed and around.now - failed < _AFTER_FAILURE else None


def _price_out_of_bounds(bot: Bot, pair: Pair) -> str | None:
    price, start = pair.quote.last, bot.start
    saved = bot.saved_prices.get(pair.symbol, price)
    least = _largest(start.min_price, _from_percent(saved, start.min_price_percentage))
    most = _smallest(start.max_price, _from_percent(saved, start.max_price_percentage))
    if least is not None and price < least:
        return "the price is below its bound"
    return "the price is above its bound" if most is not None and price > most else None


def _from_percent(price: Decimal, percent: Decimal | None) -> Decimal | None:
    if percent is None:
        return None
    return exact_product(price, exact_sum((HUNDRED, percent)), Decimal("0.01"))


def _largest(*values: Decimal | None) -> Decimal | None:
    return max((value for value in values if value is not None), default=None)


def _smallest(*values: Decimal | None) -> Decimal | None:
    return min((value for value in values if value is not None), default=None)


def _too_quiet(bot: Bot, market: Market, pair: str) -> str | None:
    """Hold the volume of the day against its bound; where BTC has no price, nothing is known against it."""
    if not bot.start.min_volume_btc_24h:
        return None
    found = market[pair]
    volume = found.quote.quote_volume
    if found.quote_currency != "BTC":
        dollars, bitcoin = market.usd_price(found.quote_currency), market.usd_price("BTC")
        if dollars is None or bitcoin is None:
            return None
        volume = quotient(exact_product(volume, dollars), bitcoin)
    missing = exact_difference(bot.start.min_volume_btc_24h, volume)
    return "the volume of the day is too small" if missing > 0 else None
