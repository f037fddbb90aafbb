"""Stopping a DCA bot: it is disabled, so that it starts no further deal. Its deals are stopped as deals."""

from threecommas_rest import api
from threecommas_rest.request import Request

from threecommas.kill_switch.bots import disabled_bots
from threecommas.kill_switch.list_elements import wrong_member
from threecommas.kill_switch.offset_pages import PAGE_SIZE, offset_after
from threecommas.kill_switch.stoppable import Chosen, Element, Stoppable

KIND = "bot"


def dca_bots() -> Stoppable:
    """Return how DCA bots are stopped."""
    return disabled_bots(
        KIND,
        "list_dca_bots",
        page=_page,
        disable=api.disable_dca_bot.build,
        is_chosen=_is_chosen,
        pairs=lambda element: tuple(map(str, _pairs(element))),
    )


def _page(chosen: Chosen, _: int, seen: int) -> Request:
    return api.list_dca_bots.build(
        account_id=chosen.account_id, scope="enabled", limit=PAGE_SIZE, offset=offset_after(seen)
    )


def _pairs(element: Element) -> list[object]:
    named = element.get("pairs")
    return named if isinstance(named, list) else []


def _is_chosen(element: Element, chosen: Chosen, path: str) -> bool:
    """Tell whether a bot trades the pair; one of several pairs is disabled as a whole."""
    if chosen.pair is None:
        return True
    if not _pairs(element):
        raise wrong_member(element, "pairs", "an array", path)
    return chosen.pair in _pairs(element)
