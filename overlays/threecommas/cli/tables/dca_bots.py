"""DCA bots for people's eyes."""

from collections.abc import Iterable, Iterator
from typing import Any

from threecommas_rest.models import Bot

from threecommas.cli.tables import add_row, columns, facts_table, text
from threecommas.cli.tables.entities import EntityTable, viewed

_LIST = (
    *("id", "name", "pairs", "strategy", "enabled", "deals", "base order", "safety orders"),
    *("take profit %", "profit usd", "open usd", "created_at"),
)
# Pairs in a cell; a bot may have hundreds.
_PAIRS = 3


def bots_table(bots: Iterable[Bot]) -> EntityTable:
    """Return a row for each bot; deals are those active and the most allowed.

    Volumes of orders are in the unit that the bot says, most often quote currency.
    """
    table = columns(_LIST)
    for each in bots:
        bot = viewed(each, table.missed)
        add_row(
            table,
            bot.id,
            bot.name,
            _pairs(bot),
            bot.strategy,
            bot.is_enabled,
            _deals(bot),
            bot.base_order_volume,
            f"{text(bot.max_safety_orders)} of {text(bot.safety_order_volume)}",
            bot.take_profit,
            bot.finished_deals_profit_usd,
            bot.active_deals_usd_profit,
            bot.created_at,
        )
    return table


def bot_table(bot: Bot) -> EntityTable:
    """Return one bot, a row for each setting that decides what it does with money."""
    return facts_table("DCA bot", bot, _facts)


def _facts(bot: Bot) -> Iterator[tuple[str, object]]:
    yield "name", bot.name
    yield "account", f"{text(bot.account_name)} ({bot.account_id})"
    yield "pairs", ", ".join(map(text, bot.pairs))
    yield "type", f"{text(bot.type)}, {text(bot.strategy)}"
    yield "enabled", bot.is_enabled
    yield "deals", _deals(bot)
    yield "starts", ", ".join(text(each.strategy) for each in bot.strategy_list)
    yield "base order", f"{text(bot.base_order_volume)} {text(bot.base_order_volume_type)}"
    yield "safety orders", _safety_orders(bot)
    yield "steps", _steps(bot)
    yield "take profit", f"{text(bot.take_profit)} % of {text(bot.take_profit_type)}"
    yield "trailing", f"{text(bot.trailing_deviation)} %" if bot.trailing_enabled is True else "-"
    yield "stop loss", f"{text(bot.stop_loss_percentage)} %, {text(bot.stop_loss_type)}"
    yield "leverage", f"{text(bot.leverage_type)} {text(bot.leverage_custom_value)}"
    yield "profit usd", f"{text(bot.finished_deals_profit_usd)} of {text(bot.finished_deals_count)} deals"
    yield "open usd", bot.active_deals_usd_profit
    yield "created", bot.created_at
    yield "updated", bot.updated_at


def _pairs(bot: Bot) -> str:
    pairs = list(map(text, bot.pairs))
    more = f" and {len(pairs) - _PAIRS} more" if len(pairs) > _PAIRS else ""
    return ", ".join(pairs[:_PAIRS]) + more


def _deals(bot: Bot) -> str:
    return f"{text(bot.active_deals_count)} of {text(bot.max_active_deals)}"


def _safety_orders(bot: Bot) -> str:
    volume = f"{text(bot.safety_order_volume)} {text(bot.safety_order_volume_type)}"
    return f"{text(bot.max_safety_orders)} of {volume}, {text(bot.active_safety_orders_count)} at a time"


def _steps(bot: Bot) -> str:
    return (
        f"{text(bot.safety_order_step_percentage)} %, steps x {text(bot.martingale_step_coefficient)}, "
        f"volumes x {text(bot.martingale_volume_coefficient)}"
    )


ONE: dict[str, Any] = {"Bot": bot_table}
MANY: dict[str, Any] = {"Bot": bots_table}
