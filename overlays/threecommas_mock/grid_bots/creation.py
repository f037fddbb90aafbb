"""Settings of a grid bot out of request bodies, which are valid by now.

What a body leaves out has the documented default.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.grid_bots.entity import GridSettings
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO

_SENT = {
    "grid_type": "grid_type",
    "order_currency_type": "order_currency",
    "profit_currency_type": "profit_currency",
    "upper_stop_loss_action": "upper_stop_action",
    "lower_stop_loss_action": "lower_stop_action",
    "leverage_type": "leverage_type",
    "mode": "mode",
    "note": "note",
}
"""Texts of a body, and the settings they are."""


def settings_of(body: Body, account: Account, present: GridSettings | None = None) -> GridSettings:
    """Read the settings of *body*; those it leaves out are *present*, or the defaults without any."""
    lines = body_values.get_integer(body, "grids_quantity") or 0
    chosen: dict[str, Any] = {
        "name": str(body["name"]),
        "upper_price": body_values.get_decimal(body, "upper_price") or ZERO,
        "lower_price": body_values.get_decimal(body, "lower_price") or ZERO,
        "grids_quantity": lines,
        "quantity": body_values.get_decimal(body, "quantity_per_grid") or ZERO,
        "upper_stop": _price(body, "upper_stop_loss", present.upper_stop if present else None),
        "lower_stop": _price(body, "lower_stop_loss", present.lower_stop if present else None),
        "expansion_up_to": _price(body, "expansion_up", present.expansion_up_to if present else None),
        "expansion_down_to": _price(body, "expansion_down", present.expansion_down_to if present else None),
        "max_buy_lines": body_values.get_integer(body, "max_active_buy_lines") or lines,
        "max_sell_lines": body_values.get_integer(body, "max_active_sell_lines") or lines,
        "trailing_up": _switch(body, "trailing_up_enabled", on=bool(present and present.trailing_up)),
        "trailing_down": _switch(body, "trailing_down_enabled", on=bool(present and present.trailing_down)),
    }
    for sent, name in _SENT.items():
        if body.get(sent) is not None:
            chosen[name] = str(body[sent])
        elif present is not None:
            chosen[name] = getattr(present, name)
    return (
        GridSettings(**chosen, **_leverage(body, account, present)) if account.is_futures else _spot(chosen)
    )


def _spot(chosen: dict[str, Any]) -> GridSettings:
    # Null on spot accounts, whatever was sent (docs, examples).
    return GridSettings(**chosen | {"mode": None, "leverage_type": "not_specified"})


def _leverage(body: Body, account: Account, present: GridSettings | None) -> dict[str, Any]:
    value = body_values.get_decimal(body, "leverage_custom_value")
    return {"leverage": (present and present.leverage) if value is None else value}


def _price(body: Body, name: str, present: Decimal | None) -> Decimal | None:
    """Return the price of a stop or of growth that is switched on."""
    if f"{name}_enabled" not in body:
        return present
    if not body_values.get_bool(body, f"{name}_enabled"):
        return None
    value = f"{name}_price" if name.endswith("stop_loss") else f"{name}_stop_price"
    found = body_values.get_decimal(body, value)
    return present if found is None else found


def _switch(body: Body, name: str, *, on: bool) -> bool:
    return body_values.get_bool(body, name) if name in body else on
