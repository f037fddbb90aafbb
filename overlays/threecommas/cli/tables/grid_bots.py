"""Grid bots for people's eyes."""

from collections.abc import Iterable, Iterator
from typing import Any

from threecommas_rest.models import GridBot

from threecommas.cli.tables import add_row, columns, facts_table, text, with_unit
from threecommas.cli.tables.entities import EntityTable, viewed

_LIST = (
    *(
        "id",
        "name",
        "pair",
        "enabled",
        "lower",
        "upper",
        "price",
        "grids",
        "per grid",
        "profit",
        "profit usd",
    ),
    "created_at",
)


def grid_bots_table(bots: Iterable[GridBot]) -> EntityTable:
    """Return a row for each grid bot; prices are in quote currency, profit is of closed pairs of orders."""
    table = columns(_LIST)
    for each in bots:
        bot = viewed(each, table.missed)
        add_row(
            table,
            bot.id,
            bot.name,
            bot.pair,
            bot.is_enabled,
            bot.lower_price,
            bot.upper_price,
            bot.current_price,
            bot.grids_quantity,
            bot.quantity_per_grid,
            bot.current_profit,
            bot.current_profit_usd,
            bot.created_at,
        )
    return table


def grid_bot_table(bot: GridBot) -> EntityTable:
    """Return one grid bot, a row for each fact that matters while it runs."""
    return facts_table("Grid bot", bot, _facts)


def _facts(bot: GridBot) -> Iterator[tuple[str, object]]:
    quote, _, base = text(bot.pair).partition("_")
    yield "name", bot.name
    yield "account", f"{text(bot.account_name)} ({bot.account_id})"
    yield "pair", bot.pair
    yield "enabled", bot.is_enabled
    yield (
        "grid",
        f"{text(bot.lower_price)} to {text(bot.upper_price)} {quote}, {text(bot.grids_quantity)} lines",
    )
    yield "per grid", with_unit(bot.quantity_per_grid, text(bot.order_currency_type))
    yield "price", with_unit(bot.current_price, quote)
    yield (
        "stop below",
        _stop(bot.lower_stop_loss_enabled, bot.lower_stop_loss_price, bot.lower_stop_loss_action),
    )
    yield (
        "stop above",
        _stop(bot.upper_stop_loss_enabled, bot.upper_stop_loss_price, bot.upper_stop_loss_action),
    )
    yield "leverage", f"{text(bot.leverage_type)} {text(bot.leverage_custom_value)}"
    yield (
        "invested",
        f"{with_unit(bot.investment_base_currency, base)} and {text(bot.investment_quote_currency)} {quote}",
    )
    profit = with_unit(bot.current_profit, text(bot.profit_currency_type))
    yield "profit", f"{profit} ({text(bot.current_profit_usd)} USD)"
    yield "unrealized", with_unit(bot.unrealized_profit_loss, quote)
    yield "created", bot.created_at
    if bot.note:
        yield "note", bot.note


def _stop(is_enabled: object, price: object, action: object) -> str:
    return f"{text(price)}, {text(action)}" if is_enabled is True else "-"


ONE: dict[str, Any] = {"GridBot": grid_bot_table}
MANY: dict[str, Any] = {"GridBot": grid_bots_table}
