"""The documented rules of a DCA bot to create or to update, checked before it is sent.

A rule names its source: "page" is the current page Create DCA Bot, "server" an answer of it that is recorded
or printed. Left out is what only 3Commas knows: the smallest order of a pair, the plan, balances.
"""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from threecommas_rest.models import BotConditionInput, BotSafetyStepInput, CreateBot, UpdateBot
from threecommas_rest.types import Unset

from threecommas.calculators.safety_orders import safety_order_deviations
from threecommas.dca_bots.amount_rules import check_amounts, whole
from threecommas.errors import EncodeError
from threecommas.orders.field_checks import (
    fail,
    is_on,
    positive,
    require_known_value,
    require_pair,
    require_positive_integer,
)
from threecommas.orders.step_checks import check_steps

BotBody: TypeAlias = CreateBot | UpdateBot

# Such as USDT_1INCH, and of contracts USDT_BTCUSDT, BTC_BTCUSD_PERP, 1INCH_1INCH-USD-SWAP, DOGE_USDT/USDT.
_PAIR = re.compile(r"[A-Z0-9]+_[A-Z0-9][A-Z0-9/_-]*")
_LONGEST_NAME = 200
_CHOICES = frozenset(
    {
        *("strategy", "profit_currency", "base_order_volume_type", "safety_order_volume_type"),
        *("start_order_type", "leverage_type", "take_profit_type", "min_profit_type", "stop_loss_type"),
    }
)
_FEWEST_STEPS_TO_BREAKEVEN = 2


def check_bot(bot: BotBody) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    The builders call it themselves. Call it for a body made of models, or changed since. `update_of` calls it
    too, but sends a word and a pair back that came in the answer, although no document knows its like.
    """
    check_settings(bot)
    check_words(bot, {each.name for each in type(bot).__attrs_attrs__})


def check_words(bot: BotBody, names: Collection[str]) -> None:
    """Raise `EncodeError` for the first of these fields with a word or a pair that is none as documented."""
    for index, pair in enumerate(_pairs(bot) if "pairs" in names else ()):
        # Inferred: every documented pair is in capitals.
        if not _PAIR.fullmatch(pair):
            wanted = "must have the form QUOTE_BASE in capitals, such as USDT_BTC"
            fail(f"pairs[{index}]", f"{wanted}, got {pair!r}")
    for name in sorted(_CHOICES.intersection(names)):
        value = getattr(bot, name, None)
        if value is not None and not isinstance(value, Unset):
            require_known_value(value, name, "it is a choice")


def check_settings(bot: BotBody) -> None:
    """Raise `EncodeError` for the first field that breaks a rule, but those of `check_words`."""
    if not isinstance(bot, CreateBot | UpdateBot):
        raise EncodeError(f"expected a CreateBot or an UpdateBot, got a {type(bot).__name__}")
    bot.to_dict()  # refuses values that are of no documented type at all
    if not isinstance(bot.account_id, Unset):
        require_positive_integer(bot.account_id, "account_id")
    # Page: 1 to 200 characters.
    if not 1 <= len(bot.name) <= _LONGEST_NAME:
        fail("name", f"must have 1 to {_LONGEST_NAME} characters, got {len(bot.name)}")
    pairs = _pairs(bot)
    _check_conditions(bot, pairs)
    check_amounts(bot)
    _check_deals(bot, pairs)
    _check_take_profit(bot)
    _check_safety_orders(bot)
    _check_stop_loss(bot)


def _pairs(bot: BotBody) -> Sequence[str]:
    pairs = [bot.pairs] if isinstance(bot.pairs, str) else bot.pairs
    if not pairs:
        fail("pairs", "is empty: a bot has at least one pair")
    for index, pair in enumerate(pairs):
        # Page: the form QUOTE_BASE.
        require_pair(pair, f"pairs[{index}]")
        if pair in pairs[:index]:
            fail(f"pairs[{index}]", f"is {pair}, as another one")
    return pairs


def _check_conditions(bot: BotBody, pairs: Sequence[str]) -> None:
    # Server: strategy_list "is invalid" for an empty list.
    if not bot.strategy_list:
        fail("strategy_list", "is empty: a bot has at least one condition, if only manual")
    for name in ("strategy_list", "close_strategy_list", "safety_strategy_list"):
        conditions: Sequence[BotConditionInput] | Unset = getattr(bot, name)
        for index, each in enumerate([] if isinstance(conditions, Unset) else conditions):
            # Page: nonstop is for bots of a single pair.
            if name == "strategy_list" and each.strategy == "nonstop" and len(pairs) > 1:
                fail(
                    f"{name}[{index}].strategy",
                    f"nonstop is for a bot of one pair, this one has {len(pairs)}",
                )


def _check_deals(bot: BotBody, pairs: Sequence[str]) -> None:
    if isinstance(bot.max_active_deals, Unset):
        return
    # Page: 1 to 199, and for a bot of several pairs at most their number.
    most = whole(bot.max_active_deals, "max_active_deals")
    if len(pairs) > 1 and most > len(pairs):
        fail("max_active_deals", f"is {most}, and there are {len(pairs)} pairs")


def _check_take_profit(bot: BotBody) -> None:
    steps = [] if isinstance(bot.take_profit_steps, Unset) else bot.take_profit_steps
    conditions = [] if isinstance(bot.close_strategy_list, Unset) else bot.close_strategy_list
    if not steps:
        if bot.take_profit is None:
            fail("take_profit", "is null: give a percentage, or steps")
        # Inferred: a target at the entry price closes at a loss of the fee.
        if not conditions:
            positive(bot.take_profit, "take_profit")
        return
    # Page: with steps take_profit is null; at most four, which come to 100 percent.
    if bot.take_profit is not None:
        fail("take_profit", f"must be null beside take_profit_steps, got {bot.take_profit:f}")
    check_steps(steps)


def _check_safety_orders(bot: BotBody) -> None:
    count = whole(bot.max_safety_orders, "max_safety_orders")
    active = whole(bot.active_safety_orders_count, "active_safety_orders_count")
    # Inferred: more cannot rest than there are.
    if active > count:
        fail("active_safety_orders_count", f"is {active}, and max_safety_orders is {count}")
    if count:
        positive(bot.safety_order_volume, "safety_order_volume")
        if not _custom(bot):
            positive(bot.safety_order_step_percentage, "safety_order_step_percentage")


def _check_stop_loss(bot: BotBody) -> None:
    percent = Decimal(0) if isinstance(bot.stop_loss_percentage, Unset) else bot.stop_loss_percentage
    # Server: "Stop Loss should be below the last safety order (7.0)".
    last = _last_distance(bot)
    if percent and percent <= last:
        fail(
            "stop_loss_percentage",
            f"must be beyond the last safety order, which is at {_shown(last)} percent",
        )
    if not is_on(bot.sl_to_breakeven_enabled):
        return
    # Page: break-even needs a stop loss and at least two steps.
    steps = [] if isinstance(bot.take_profit_steps, Unset) else bot.take_profit_steps
    if len(steps) < _FEWEST_STEPS_TO_BREAKEVEN:
        fail("sl_to_breakeven_enabled", f"needs at least two take_profit_steps, there are {len(steps)}")
    if not percent:
        fail("sl_to_breakeven_enabled", "needs a stop loss: stop_loss_percentage is 0")


def _last_distance(bot: BotBody) -> Fraction:
    """Return how far the last safety order is from the base order, in percent, 0 without one."""
    if custom := _custom(bot):
        return max(abs(Fraction(step.deviation)) for step in custom)
    count = whole(bot.max_safety_orders, "max_safety_orders")
    if not count:
        return Fraction(0)
    step, scale = bot.safety_order_step_percentage, bot.martingale_step_coefficient
    return Fraction(safety_order_deviations(step, scale, count)[-1])


def _custom(bot: BotBody) -> Sequence[BotSafetyStepInput]:
    return () if isinstance(bot.custom_safety_steps, Unset) else bot.custom_safety_steps


def _shown(number: Fraction) -> str:
    return f"{float(number):.10g}"
