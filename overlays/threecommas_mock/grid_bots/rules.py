"""The rules of a grid that no schema can say; each is a 422 with the name of its field (inferred).

What the document says is checked before: names, notes, amounts above zero, prices of growth where it is on.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.body_values import Body, get_bool
from threecommas_mock.api.errors import FieldErrors, LimitExceeded
from threecommas_mock.grid_bots import grid
from threecommas_mock.grid_bots.entity import MOST_LINES, GridSettings
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import exact_product, format_decimal
from threecommas_mock.venue.market_view import MarketView

_LARGEST = Decimal(10) ** 15
_AMOUNTS = ("upper_price", "lower_price", "quantity_per_grid", "grids_quantity", "leverage_custom_value")


def check_body(body: Body) -> None:
    """Refuse stops without a price, and numbers that are too large to compute with."""
    errors: FieldErrors = {}
    for name in ("upper_stop_loss", "lower_stop_loss"):
        if get_bool(body, f"{name}_enabled") and body.get(f"{name}_price") is None:
            errors[f"{name}_price"] = ["is missing"]
    for name, value in body.items():
        is_amount = value is not None and (name in _AMOUNTS or name.endswith(("_price", "_lines")))
        if is_amount and Decimal(value) > _LARGEST:
            errors[name] = [f"must be less than or equal to {format_decimal(_LARGEST)}"]
    _refuse(errors)


def check_settings(settings: GridSettings, account: Account, view: MarketView) -> None:
    """Refuse settings that make no grid, or orders that the exchange would not take."""
    errors = _shape_errors(settings) | _stop_errors(settings) | _futures_errors(settings, account)
    if view.pair.limits.max_price < settings.upper_price:
        errors["upper_price"] = [
            f"must be less than or equal to {format_decimal(view.pair.limits.max_price)}"
        ]
    _refuse(errors)
    # Only settings that make a grid have lines that can be computed.
    _refuse(_line_errors(settings, view))


def _shape_errors(settings: GridSettings) -> FieldErrors:
    errors: FieldErrors = {}
    if settings.upper_price <= settings.lower_price:
        errors["upper_price"] = ["must be greater than lower_price"]
    if settings.grids_quantity < 2:
        errors["grids_quantity"] = ["must be greater than or equal to 2"]
    if settings.grids_quantity > MOST_LINES:
        errors["grids_quantity"] = [f"must be less than or equal to {MOST_LINES}"]
    return errors


def _stop_errors(settings: GridSettings) -> FieldErrors:
    errors: FieldErrors = {}
    for name, price in (
        ("upper_stop_loss_price", settings.upper_stop),
        ("expansion_up_stop_price", settings.expansion_up_to),
    ):
        if price is not None and price <= settings.upper_price:
            errors[name] = ["must be greater than upper_price"]
    for name, price in (
        ("lower_stop_loss_price", settings.lower_stop),
        ("expansion_down_stop_price", settings.expansion_down_to),
    ):
        if price is not None and price >= settings.lower_price:
            errors[name] = ["must be less than lower_price"]
    return errors


def _futures_errors(settings: GridSettings, account: Account) -> FieldErrors:
    errors: FieldErrors = {}
    actions = {
        "upper_stop_loss_action": settings.upper_stop_action,
        "lower_stop_loss_action": settings.lower_stop_action,
    }
    for name, action in actions.items():
        closes = action == "stop_bot_and_close_position"
        if closes and not account.is_futures:
            errors[name] = ["is for futures accounts alone"]
        if account.is_futures and action in ("stop_bot_and_buy", "stop_bot_and_sell"):
            errors[name] = ["is for spot accounts alone"]
    if account.is_futures and settings.mode is None:
        errors["mode"] = ["can't be blank"]
    leverage, most = settings.leverage, account.max_leverage
    if leverage is not None and most is not None and not 1 <= leverage <= most:
        errors["leverage_custom_value"] = [f"must be between 1.0 and {format_decimal(most)}"]
    return errors


def _line_errors(settings: GridSettings, view: MarketView) -> FieldErrors:
    prices, limits = grid.line_prices(settings, view.pair.tick), view.pair.limits
    if len(set(prices)) < len(prices) or prices[0] <= 0:
        return {"grids_quantity": [f"lines must be {format_decimal(view.pair.tick)} apart"]}
    units = [grid.units_at(settings, price, view.pair.lot) for price in prices]
    totals = [exact_product(*each) for each in zip(units, prices, strict=True)]
    if min(units) < limits.min_units or min(totals) < limits.min_total:
        least = f"at least {format_decimal(limits.min_units)} and {format_decimal(limits.min_total)} in total"
        return {"quantity_per_grid": [f"is too small: an order takes {least}"]}
    if max(units) > limits.max_units or max(totals) > limits.max_total:
        most = f"at most {format_decimal(limits.max_units)} and {format_decimal(limits.max_total)} in total"
        return {"quantity_per_grid": [f"is too large: an order takes {most}"]}
    return {}


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise LimitExceeded(errors)
