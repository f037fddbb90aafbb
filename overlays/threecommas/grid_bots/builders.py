"""The body of a new grid bot, for ``client.grid_bots.create`` and ``create_once``.

What is None is not sent, and 3Commas decides. False switches off what it would be by its own choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from threecommas_rest.models import CreateGridBot, GridCurrency, GridLeverageType, GridMode, GridType

from threecommas.grid_bots.rules import check_grid
from threecommas.orders.field_checks import Amount

Action: TypeAlias = Literal[
    "stop_bot", "stop_bot_and_buy", "stop_bot_and_sell", "stop_bot_and_close_position"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop at `price`, in quote currency: the bot stops, and `action` says what else happens.

    An upper stop may buy and a lower one may sell. A position is closed on futures accounts alone.
    """

    price: Amount
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """The margin mode and the leverage factor of a futures account."""

    type: GridLeverageType | Literal["cross", "isolated"]
    value: Amount | None = None


def grid(
    *,
    account_id: int,
    pair: str,
    name: str,
    lower_price: Amount,
    upper_price: Amount,
    grids_quantity: int,
    quantity_per_grid: Amount,
    grid_type: GridType | Literal["arithmetic", "geometric"] | None = None,
    order_currency_type: GridCurrency | Literal["base", "quote"] | None = None,
    profit_currency_type: GridCurrency | Literal["base", "quote"] | None = None,
    lower_stop_loss: Stop | Literal[False] | None = None,
    upper_stop_loss: Stop | Literal[False] | None = None,
    leverage: Leverage | None = None,
    mode: GridMode | Literal["reversal", "long", "short"] | None = None,
    max_active_buy_lines: int | None = None,
    max_active_sell_lines: int | None = None,
    trailing_up_enabled: bool | None = None,
    trailing_down_enabled: bool | None = None,
    expansion_down_stop_price: Amount | Literal[False] | None = None,
    expansion_up_stop_price: Amount | Literal[False] | None = None,
    ignore_warnings: bool | None = None,
    note: str | None = None,
) -> CreateGridBot:
    """Return a grid of `grids_quantity` lines between two prices, both ends included.

    `quantity_per_grid` is the amount of each line, in base currency unless `order_currency_type` is quote. A
    price of growth lets the grid grow up to it. `leverage` and `mode` are for futures accounts. Raises
    `EncodeError` naming the field that breaks a documented rule.
    """
    given: dict[str, Any] = {
        "grid_type": grid_type,
        "order_currency_type": order_currency_type,
        "profit_currency_type": profit_currency_type,
        "mode": mode,
        "max_active_buy_lines": max_active_buy_lines,
        "max_active_sell_lines": max_active_sell_lines,
        "trailing_up_enabled": trailing_up_enabled,
        "trailing_down_enabled": trailing_down_enabled,
        "ignore_warnings": ignore_warnings,
        "note": note,
        **dict(_stop("lower", lower_stop_loss)),
        **dict(_stop("upper", upper_stop_loss)),
        **dict(growth("down", expansion_down_stop_price)),
        **dict(growth("up", expansion_up_stop_price)),
    }
    if leverage is not None:
        given |= {"leverage_type": leverage.type, "leverage_custom_value": leverage.value}
    made = CreateGridBot(
        account_id=account_id,
        pair=pair,
        name=name,
        lower_price=lower_price,
        upper_price=upper_price,
        grids_quantity=grids_quantity,
        quantity_per_grid=quantity_per_grid,
        **{field: value for field, value in given.items() if value is not None},
    )
    check_grid(made)
    return made


def _stop(side: str, stop: Stop | Literal[False] | None) -> Iterator[tuple[str, Any]]:
    if stop is not None:
        yield f"{side}_stop_loss_enabled", stop is not False
    if isinstance(stop, Stop):
        yield f"{side}_stop_loss_price", stop.price
        yield f"{side}_stop_loss_action", stop.action


def growth(side: str, price: Amount | Literal[False] | None) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a growth up to a price; False switches it off."""
    if price is not None:
        yield f"expansion_{side}_enabled", price is not False
    if price is not None and price is not False:
        yield f"expansion_{side}_stop_price", price
