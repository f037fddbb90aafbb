"""Watching grid bots: the operations that list them and ask for one."""

from threecommas_rest import api, models

from threecommas.changes.bots import watched_bots
from threecommas.changes.poll import Watched
from threecommas.grid_bots.stop_all import KIND


def watched_grid_bots() -> Watched[models.GridBot]:
    """Return how grid bots are watched."""
    return watched_bots(
        KIND,
        models.GridBot,
        build_list=api.list_grid_bots.build,
        parse_list=api.list_grid_bots.parse,
        build_one=api.get_grid_bot.build,
        parse_one=api.get_grid_bot.parse,
    )
