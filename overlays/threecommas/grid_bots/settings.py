"""The settings of a grid bot, read from an answer as the body of an update.

Whether an update replaces what it leaves out is documented nowhere, so all settings are sent. What no answer
shows has to be said anew: without it the update might switch it off.
"""

from decimal import Decimal
from typing import Any, Literal

from threecommas_rest.models import GridBot, UpdateGridBot
from threecommas_rest.types import Unset

from threecommas.grid_bots.builders import growth
from threecommas.grid_bots.rules import CHOICES, check_grid
from threecommas.orders.field_checks import Amount, fail, require_known_value

_SETTING = "it is a setting of the grid bot"
_COUNTS = ("grids_quantity", "max_active_buy_lines", "max_active_sell_lines")
_FLAGS = (
    "upper_stop_loss_enabled",
    "lower_stop_loss_enabled",
    "trailing_up_enabled",
    "expansion_down_enabled",
)
_AMOUNTS = (
    "lower_price",
    "upper_price",
    "quantity_per_grid",
    "upper_stop_loss_price",
    "lower_stop_loss_price",
    "leverage_custom_value",
    "expansion_down_stop_price",
)


def update_of(
    bot: GridBot, *, trailing_down_enabled: bool, expansion_up_stop_price: Amount | Literal[False]
) -> UpdateGridBot:
    """Return an update that changes nothing: change its fields, then give it to ``client.grid_bots.update``.

    No answer shows whether the grid moves down or grows upwards, so both have to be said:
    `trailing_down_enabled`, and the highest price to which it grows, in quote currency, or False. Raises
    `EncodeError` with the path in the answer for a setting that cannot be sent, and for one that nobody has
    documented: it would be lost.
    """
    for name, value in bot.additional_properties.items():
        if value is not None:
            fail(name, "is not a documented field, and would be lost: make the update by hand")
    found: dict[str, Any] = {"name": bot.name, "note": bot.note or None}
    found |= {name: _choice(bot, name) for name in CHOICES}
    found |= {name: _count(getattr(bot, name), name) for name in _COUNTS}
    found |= {name: _flag(getattr(bot, name), name) for name in _FLAGS}
    found |= {name: getattr(bot, name) for name in _AMOUNTS}
    found |= {"trailing_down_enabled": trailing_down_enabled, **dict(growth("up", expansion_up_stop_price))}
    if found["leverage_type"] == "not_specified":
        # It is what counts without one, and the page Edit Grid bot does not list it.
        del found["leverage_type"]
    made = UpdateGridBot(**{name: value for name, value in found.items() if value is not None})
    check_grid(made)
    return made


def _choice(bot: GridBot, name: str) -> str | None:
    value = getattr(bot, name)
    if value is None or isinstance(value, Unset):
        return None
    return str(require_known_value(value, name, _SETTING).value)


def _count(value: Decimal, name: str) -> int:
    if value != value.to_integral_value():
        fail(name, f"is not a whole number: {value:f}")
    return int(value)


def _flag(value: bool | str, name: str) -> bool:
    """Return a truth value, which grid bots answer as text."""
    if value not in (True, False, "true", "false"):
        fail(name, f"is neither true nor false: {value!r}")
    return value in (True, "true")
