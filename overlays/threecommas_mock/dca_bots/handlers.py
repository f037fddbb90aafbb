"""The handlers of the operations on DCA bots; each has the name of its operationId."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.dca_bots import listing, responses, starting, statistics
from threecommas_mock.dca_bots.creation import read_pairs
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.dca_bots.strategies import strategies
from threecommas_mock.venue.accounts import matches_mode
from threecommas_mock.venue.decimal_math import exact_sum


def list_dca_bots(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return one part of the user's bots of one mode, a bare array without deals."""
    found = listing.take(_of_mode(bots, user, call), call.query, lambda bot: _profit(bots, bot))
    return [_listed(bots, bot) for bot in found]


def create_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Create a bot, which is disabled."""
    return _listed(bots, bots.create(call.body, user))


def get_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return one bot with its active deals, and with its events if asked for."""
    bot = bots.find(call.path["bot_id"], user)
    events = {"bot_events": responses.events(bot)} if call.query.get("include_events") else {}
    return _shown(bots, bot) | events


def update_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Replace all settings of a bot."""
    return _listed(bots, bots.update(call.path["bot_id"], call.body, user))


def enable_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Let a bot open deals."""
    return _shown(bots, bots.enable(call.path["bot_id"], user))


def disable_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Keep a bot from opening deals."""
    return _shown(bots, bots.disable(call.path["bot_id"], user))


def delete_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Remove a bot."""
    bots.delete(call.path["bot_id"], user)
    return True


def copy_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Make a bot of a shared one."""
    bot, needed = bots.copy(call.path["bot_id"], call.body, user)
    # A number in the one example.
    whole = needed == needed.to_integral_value()
    return {"bot_id": bot.id, "bot_required_amount": int(needed) if whole else float(needed)}


def cancel_all_deals_of_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Cancel the active deals of a bot and disable it; the coins stay."""
    why = "All deals cancelled, bot disabled"
    return _shown(bots, bots.end_deals(call.path["bot_id"], user, bots.deals.cancel_all, why))


def panic_sell_all_deals_of_dca_bot(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Close the active deals of a bot at market price and disable it."""
    why = "All deals closed at market price, bot disabled"
    return _shown(bots, bots.end_deals(call.path["bot_id"], user, bots.deals.panic_sell_all, why))


def start_new_deal(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Open a deal of a bot at once."""
    return bots.deals.shown(starting.start_new_deal(bots, call.path["bot_id"], call.body, user))


def get_pairs_black_list(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return the pairs that no bot of the user trades."""
    return {"pairs": list(bots.black_lists.of(user))}


def update_pairs_black_list(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Put pairs on the black list."""
    adds = bots.assumptions.black_list == "adds"
    return {"pairs": list(bots.black_lists.update(user, read_pairs(call.body["pairs"]), adds=adds))}


def list_dca_bot_strategies(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return the conditions that bots may have."""
    number = call.query.get("account_id")
    account = None if number is None else bots.desk.account(number, user)
    return strategies(None if account is None else account.type)


def get_dca_bot_stats(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return the profits of bots."""
    return statistics.stats(bots.deals_of(_asked(bots, user, call)), bots.desk.clock.now())


def get_dca_bot_stats_by_date(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return the profits of one day in UTC."""
    day = parse_datetime(call.query["date"]).date()
    deals = bots.deals_of(_asked(bots, user, call))
    return statistics.stats_by_date(deals, day, bots.desk.market.usd_price("BTC"))


def get_dca_bot_profit_by_day(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return the days on which a bot finished deals."""
    bot = bots.find(call.path["bot_id"], user)
    return statistics.profit_by_day(
        bots.deals.of_bot(bot.id),
        bots.desk.clock.now(),
        call.query.get("days"),
        bots.desk.market.usd_price("BTC"),
    )


def get_dca_bot_deals_stats(bots: DcaBots, user: int, call: Parameters) -> Any:
    """Return counts and profits of the deals of a bot."""
    bot = bots.find(call.path["bot_id"], user)
    quote_currency = bot.pairs[0].partition("_")[0]
    bitcoin = bots.desk.market.usd_price("BTC")
    return statistics.deals_stats(bots.deals.of_bot(bot.id), quote_currency, bitcoin)


HANDLERS = (
    list_dca_bots,
    create_dca_bot,
    get_dca_bot,
    update_dca_bot,
    enable_dca_bot,
    disable_dca_bot,
    delete_dca_bot,
    copy_dca_bot,
    cancel_all_deals_of_dca_bot,
    panic_sell_all_deals_of_dca_bot,
    start_new_deal,
    get_pairs_black_list,
    update_pairs_black_list,
    list_dca_bot_strategies,
    get_dca_bot_stats,
    get_dca_bot_stats_by_date,
    get_dca_bot_profit_by_day,
    get_dca_bot_deals_stats,
)


def _of_mode(bots: DcaBots, user: int, call: Parameters) -> Iterable[Bot]:
    """Return the bots on accounts of the mode; that it counts here too is inferred."""
    mode = call.mode(bots.desk.web_mode)
    return (bot for bot in bots.of_user(user) if matches_mode(bot.account, mode))


def _asked(bots: DcaBots, user: int, call: Parameters) -> list[Bot]:
    """Return the bots that statistics are about: one, those of an account, or those of the mode."""
    account, number = call.query.get("account_id"), call.query.get("bot_id")
    own = [bots.find(number, user)] if number is not None else list(bots.of_user(user))
    if account is not None:
        return [bot for bot in own if bot.account.id == account]
    return own if number is not None else list(_of_mode(bots, user, call))


def _listed(bots: DcaBots, bot: Bot) -> dict[str, Any]:
    return responses.bot(bot, bots.deals.of_bot(bot.id))


def _shown(bots: DcaBots, bot: Bot) -> dict[str, Any]:
    deals = bots.deals.of_bot(bot.id)
    active = [bots.deals.listed(deal.id) for deal in deals if not deal.is_finished]
    return responses.bot(bot, deals) | {"active_deals": active}


def _profit(bots: DcaBots, bot: Bot) -> Any:
    return exact_sum(deal.usd_profit for deal in bots.deals.of_bot(bot.id) if deal.is_finished)
