"""The creation of a grid bot by `create_once`: its list, its note, and what makes it the grid it is.

A new grid bot is disabled, so one too many places nothing. It stands in the list all the same, and somebody
may enable it.
"""

from typing import Any

from threecommas_rest import api, models
from threecommas_rest.request import Request

from threecommas.create_once.creatable import Creatable, Element
from threecommas.create_once.order_digest import Traits

_SIZE = 100
# What is deleted while pages are read moves the rest up: so many are asked for a second time.
_OVERLAP = 10
_NUMBERS = ("account_id", "lower_price", "upper_price", "grids_quantity", "quantity_per_grid")
_TEXTS = ("pair", "grid_type", "order_currency_type", "mode")


def grid_bot() -> Creatable:
    """Return how a grid bot is created once."""
    return Creatable(
        name="grid bot",
        body=models.CreateGridBot,
        made=models.GridBot,
        build=api.create_grid_bot.build,
        parse=api.create_grid_bot.parse,
        page=_page,
        note=_note,
        note_member="note",
        created_at=lambda element: element.get("created_at"),
        # What is deleted is in no list any more.
        is_given_up=lambda _: False,
        traits=Traits(numbers=_NUMBERS, texts=_TEXTS),
        as_body=lambda element: element,
        cancel=api.delete_grid_bot.build,
    )


def _page(_: int, seen: int) -> Request:
    # Not narrowed by `from`: a clock or a time zone gone wrong would hide the very one.
    return api.list_grid_bots.build(
        sort_by="created_at", sort_direction="DESC", limit=_SIZE, offset=max(0, seen - _OVERLAP)
    )


def _note(element: Element) -> str | None:
    """Return the note, "" for the null of none; None if the answer does not say."""
    if "note" not in element:
        return None
    note: Any = element["note"]
    return "" if note is None else note if isinstance(note, str) else None
