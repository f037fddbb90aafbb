"""One kind of thing that trades: how what is active is listed, and what ends one of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from threecommas_rest.request import Request

Element: TypeAlias = Mapping[str, Any]
"""An element of a list, as it was answered."""


class Chosen(NamedTuple):
    """Which are to be stopped: those of one account, of one pair, or all."""

    account_id: int | None
    pair: str | None


class Action(NamedTuple):
    """What ends an element: its word for the report, and the request."""

    word: str
    request: Request


def pair_of(element: Element) -> tuple[str, ...]:
    """Return the pair of an element, none where it cannot be read."""
    named = element.get("pair")
    return (named,) if isinstance(named, str) else ()


def _is_chosen(element: Element, chosen: Chosen, path: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stoppable:
    """One kind of thing that trades.

    `page` returns the request for a page of the list of what is active: it is given which are chosen, the
    number of the page from 1, and how many elements were seen before. `is_ending` tells of an element that
    nothing has to be done about. `choose` returns what ends an element, None if 3Commas allows nothing now,
    and raises `DecodeError` if that cannot be determined. `is_chosen` is for lists that cannot be asked for
    one pair or account alone: it tells whether an element belongs to it, and may raise `DecodeError` too.
    `pairs` are those an element trades, and `is_listed_by_pair` tells that the list shows no other pair.
    """

    kind: str
    list_operation: str
    page: Callable[[Chosen, int, int], Request]
    is_ending: Callable[[Element], bool]
    choose: Callable[[Element, int, str], Action | None]
    is_chosen: Callable[[Element, Chosen, str], bool] = _is_chosen
    pairs: Callable[[Element], tuple[str, ...]] = pair_of
    is_listed_by_pair: bool = False
