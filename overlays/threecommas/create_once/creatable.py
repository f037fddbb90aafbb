"""One kind of thing that `create_once` makes: how it is created, listed, told apart and cancelled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from threecommas_rest.request import Request

from threecommas.create_once.order_digest import Traits

Element: TypeAlias = Mapping[str, Any]
"""An element of a list, as it was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Creatable:
    """One kind.

    `name` is what errors call one of it, such as ``SmartTrade``. `body` is the model that creates one, `made`
    that of one; `build` and `parse` are those of the operation. `page` returns the request for a page of the
    list of all, newest first: it is given the number of the page from 1, and how many elements were seen.
    `note` reads the note as it was entered, "" for none and None if it cannot be read; `note_member` is its
    name. `created_at` reads the text of the moment. `is_given_up` tells of one that does not count beside
    another any more, None if that cannot be read. `traits` are what makes an order the one it is, and
    `as_body` turns an element into something that has them where a body has. `cancel` takes one back.
    """

    name: str
    body: type[Any]
    made: type[Any]
    build: Callable[[Any], Request]
    parse: Callable[[bytes, Any], Any]
    page: Callable[[int, int], Request]
    note: Callable[[Element], str | None]
    note_member: str
    created_at: Callable[[Element], Any]
    is_given_up: Callable[[Element], bool | None]
    traits: Traits
    as_body: Callable[[Element], Element]
    cancel: Callable[[int], Request]

    @property
    def plural(self) -> str:
        """What errors call several."""
        return f"{self.name}s"
