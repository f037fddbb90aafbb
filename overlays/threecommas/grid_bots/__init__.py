"""Grid bots in a few lines, checked against the documented rules before anything is sent.

    from threecommas import grid_bots

    bot = grid_bots.grid(
        account_id=32455218,
        pair="USDT_BTC",
        name="BTC between 56 and 72",
        lower_price="56000",
        upper_price="72000",
        grids_quantity=50,
        quantity_per_grid="15",
        order_currency_type="quote",
        lower_stop_loss=grid_bots.Stop(price="50000", action="stop_bot_and_sell"),
    )
    made = client.grid_bots.create_once(bot, key="btc-56-72")
    client.grid_bots.enable(made.id)

A grid bot is created disabled, and places nothing before it is enabled. What is there already is edited by
way of `update_of`, which sends every setting again. Amounts are `Decimal`, int or text, prices are in quote
currency. Parameters are called like the fields they become. A broken rule raises `threecommas.EncodeError`,
whose `path` names the field.
"""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.grid_bots.builders import Leverage, Stop, grid
    from threecommas.grid_bots.rules import check_grid
    from threecommas.grid_bots.settings import update_of

__all__ = ["Leverage", "Stop", "check_grid", "grid", "update_of"]

_PLACES = {
    "Leverage": "builders",
    "Stop": "builders",
    "check_grid": "rules",
    "grid": "builders",
    "update_of": "settings",
}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _PLACES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
