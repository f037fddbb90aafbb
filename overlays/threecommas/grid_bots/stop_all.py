"""Stopping a grid bot: it is disabled, which withdraws its orders. What it has bought stays."""

from threecommas_rest import api
from threecommas_rest.request import Request

from threecommas.kill_switch.list_elements import wrong_member
from threecommas.kill_switch.stoppable import Action, Chosen, Element, Stoppable

_SIZE = 100
# Bots that go while pages are read move the rest up: so many are asked for a second time.
_OVERLAP = 10


def grid_bots() -> Stoppable:
    """Return how grid bots are stopped."""
    return Stoppable(
        kind="grid bot",
        list_operation="list_grid_bots",
        page=_page,
        is_ending=lambda element: element.get("is_enabled") is False,
        choose=lambda _, number, __: Action("disable", api.disable_grid_bot.build(number)),
        is_chosen=_is_chosen,
    )


def _page(_: Chosen, __: int, seen: int) -> Request:
    # The sources disagree on how the list is asked for one account (account_id, account_ids), so it is not.
    return api.list_grid_bots.build(state="enabled", limit=_SIZE, offset=max(0, seen - _OVERLAP))


def _is_chosen(element: Element, chosen: Chosen, path: str) -> bool:
    for name, wanted, kind, form in (
        ("account_id", chosen.account_id, int, "an integer"),
        ("pair", chosen.pair, str, "text"),
    ):
        if wanted is None:
            continue
        if type(element.get(name)) is not kind:
            raise wrong_member(element, name, form, path)
        if element[name] != wanted:
            return False
    return True
