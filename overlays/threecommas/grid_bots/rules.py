"""The documented rules of a grid bot, checked before it is sent.

"page" is the current page Create grid bot, "issue" one of the documentation's repository. Left out is what
only 3Commas knows: balances, the limits of an exchange, and how far growth and stops may stand from the grid.
"""

from threecommas_rest.models import CreateGridBot, UpdateGridBot
from threecommas_rest.types import Unset

from threecommas.errors import EncodeError
from threecommas.orders.field_checks import (
    fail,
    is_on,
    positive,
    require,
    require_known_value,
    require_pair,
    require_positive_integer,
)

_LONGEST_NAME = 40
_LONGEST_NOTE = 300
_FEWEST_LINES = 2
CHOICES = (
    "grid_type",
    "order_currency_type",
    "profit_currency_type",
    "leverage_type",
    "mode",
    "upper_stop_loss_action",
    "lower_stop_loss_action",
)
_COUNTS = ("max_active_buy_lines", "max_active_sell_lines")


def check_grid(grid: CreateGridBot | UpdateGridBot) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    `grid` and `update_of` call it themselves. Call it for a body made of models, read from JSON or changed.
    """
    if not isinstance(grid, CreateGridBot | UpdateGridBot):
        raise EncodeError(f"expected a CreateGridBot or an UpdateGridBot, got a {type(grid).__name__}")
    grid.to_dict()  # refuses values that are of no documented type at all
    if isinstance(grid, CreateGridBot):
        require_positive_integer(grid.account_id, "account_id")
        require_pair(grid.pair, "pair")
    _check_texts(grid)
    _check_lines(grid)
    for name in CHOICES:
        if not isinstance(value := getattr(grid, name), Unset):
            require_known_value(value, name, "it is a choice")
    for side in ("upper", "lower"):
        _check_stop(grid, side)
    for side in ("down", "up"):
        _check_growth(grid, side)
    if not isinstance(grid.leverage_custom_value, Unset):
        positive(grid.leverage_custom_value, "leverage_custom_value")


def _check_texts(grid: CreateGridBot | UpdateGridBot) -> None:
    # Issue 77: 1 to 40 characters.
    if not 1 <= len(grid.name) <= _LONGEST_NAME:
        fail("name", f"must have 1 to {_LONGEST_NAME} characters, got {len(grid.name)}")
    # Page Set a note: 1 to 300 characters.
    if not isinstance(grid.note, Unset) and not 1 <= len(grid.note) <= _LONGEST_NOTE:
        fail("note", f"must have 1 to {_LONGEST_NOTE} characters, got {len(grid.note)}")


def _check_lines(grid: CreateGridBot | UpdateGridBot) -> None:
    for name in ("lower_price", "upper_price", "quantity_per_grid"):
        positive(getattr(grid, name), name)
    # Inferred: the lines lie between the two prices, and both ends are lines.
    if grid.lower_price >= grid.upper_price:
        fail("lower_price", f"must be below upper_price {grid.upper_price:f}, got {grid.lower_price:f}")
    require_positive_integer(grid.grids_quantity, "grids_quantity")
    if int(grid.grids_quantity) < _FEWEST_LINES:
        fail("grids_quantity", f"must be at least {_FEWEST_LINES}, as both ends are lines")
    for name in _COUNTS:
        if not isinstance(value := getattr(grid, name), Unset):
            require_positive_integer(value, name)


def _check_stop(grid: CreateGridBot | UpdateGridBot, side: str) -> None:
    price = getattr(grid, f"{side}_stop_loss_price")
    if is_on(getattr(grid, f"{side}_stop_loss_enabled")):
        # Inferred: the page marks it optional, and a stop without its price is none.
        positive(require(price, f"{side}_stop_loss_price", "the stop is on"), f"{side}_stop_loss_price")


def _check_growth(grid: CreateGridBot | UpdateGridBot, side: str) -> None:
    # Page: the price is needed where the grid grows.
    name = f"expansion_{side}_stop_price"
    if is_on(getattr(grid, f"expansion_{side}_enabled")):
        positive(require(getattr(grid, name), name, "the grid grows"), name)
