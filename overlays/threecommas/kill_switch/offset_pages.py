"""Pages of a list that is asked for by the number of elements before them.

What ends by itself while pages are read moves the rest up. So a few elements are asked for a second time.
"""

PAGE_SIZE = 100
_OVERLAP = 10


def offset_after(seen: int) -> int:
    """Return where the next page begins, once so many elements were seen."""
    return max(0, seen - _OVERLAP)
