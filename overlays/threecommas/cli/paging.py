"""A list of 3Commas, which comes in pages and may change in between."""

from collections.abc import Callable
from typing import TypeVar

from threecommas_rest.undecoded import identity

PAGE = 100


T = TypeVar("T")


def collected(fetch: Callable[[int], list[T]], *, size: int = PAGE, limit: int | None = None) -> list[T]:
    """Return what the pages of `size` hold, at most `limit`; `fetch` is given the page, counted from 1.

    What is new pushes the rest onto later pages, so that some come twice; each is returned once.
    """
    found: dict[int | str, T] = {}
    number = 0
    while limit is None or len(found) < limit:
        number, known = number + 1, len(found)
        page = fetch(number)
        for item in page:
            found.setdefault(identity(item), item)
        if len(page) < size or len(found) == known:
            break
    return list(found.values())[:limit]
