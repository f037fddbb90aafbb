"""Watching DCA bots: the operations that list them and ask for one."""

from threecommas_rest import api, models

from threecommas.changes.bots import watched_bots
from threecommas.changes.poll import Watched
from threecommas.dca_bots.stop_all import KIND


def watched_dca_bots() -> Watched[models.Bot]:
    """Return how DCA bots are watched."""
    return watched_bots(
        KIND,
        models.Bot,
        build_list=api.list_dca_bots.build,
        parse_list=api.list_dca_bots.parse,
        build_one=api.get_dca_bot.build,
        parse_one=api.get_dca_bot.parse,
    )
