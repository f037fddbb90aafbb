"""Stopping a grid bot: it is disabled, which withdraws its orders. What it has bought stays."""

from threecommas_rest import api
from threecommas_rest.request import Request

from threecommas.kill_switch.bots import disabled_bots
from threecommas.kill_switch.list_elements import has_value
from threecommas.kill_switch.offset_pages import PAGE_SIZE, offset_after
from threecommas.kill_switch.stoppable import Chosen, Element, Stoppable

KIND = "grid bot"


def grid_bots() -> Stoppable:
    """Return how grid bots are stopped."""
    return disabled_bots(
        KIND,
        "list_grid_bots",
        page=_page,
        disable=api.disable_grid_bot.build,
        is_chosen=_is_chosen,
    )


def _page(_: Chosen, __: int, seen: int) -> Request:
    # The sources disagree on how the list is asked for one account (account_id, account_ids), so it is not.
    return api.list_grid_bots.build(state="enabled", limit=PAGE_SIZE, offset=offset_after(seen))


def _is_chosen(element: Element, chosen: Chosen, path: str) -> bool:
    return has_value(element, "account_id", chosen.account_id, path) and has_value(
        element, "pair", chosen.pair, path
    )
