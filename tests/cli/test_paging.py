"""Lists in pages: nothing twice, nothing left out, and an end to everything."""

from dataclasses import dataclass

import pytest
from threecommas.cli.paging import collected


@dataclass
class Item:
    """Anything with a number."""

    id: int


@pytest.mark.parametrize(
    ("pages", "limit", "ids"),
    [
        ([[]], None, []),
        ([[3, 2], [1]], None, [3, 2, 1]),
        ([[4, 3], [2, 1], []], None, [4, 3, 2, 1]),
        ([[4, 3], [3, 2], [1]], None, [4, 3, 2, 1]),
        ([[4, 3], [2, 1]], 3, [4, 3, 2]),
        ([[4, 3]], 2, [4, 3]),
        ([[4, 3], [4, 3]], None, [4, 3]),
    ],
    ids=["empty", "short page ends it", "empty page ends it", "pushed", "limit", "whole pages", "same page"],
)
def test_pages_are_collected_once_each(pages: list[list[int]], limit: int | None, ids: list[int]) -> None:
    asked: list[int] = []

    def fetch(page: int) -> list[Item]:
        asked.append(page)
        return [Item(number) for number in pages[page - 1]]

    assert [item.id for item in collected(fetch, size=2, limit=limit)] == ids
    assert asked == list(range(1, len(pages) + 1))
