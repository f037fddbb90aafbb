"""The operation that a request is of, by its method and path.

A request may bear the mark of the operation that made it. The mark is believed only if method and path are
those of the operation, for anybody may write one. Any path may come before that of the document.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from threecommas_rest import OPERATIONS
from threecommas_rest.operations import Operation

_PARAMETER = re.compile(r"\{(\w+)\}")


def operation_of(method: str, path: str, mark: Any = None) -> Operation | None:
    """Return the operation, None if the document describes none; `mark` is the one it claims to be."""
    if isinstance(mark, Operation) and OPERATIONS.get(mark.id) is mark and _fits(mark, method, path):
        return mark
    found = [each for each in OPERATIONS.values() if _fits(each, method, path)]
    # `/accounts/market_list` is not the account of that name.
    return min(found, key=lambda each: each.path.count("{"), default=None)


def path_parameters(operation: Operation, path: str) -> Mapping[str, str]:
    """Return what stands in the path in place of each parameter, by its name."""
    found = _pattern(operation.path).fullmatch(path)
    return found.groupdict() if found else {}


def _fits(operation: Operation, method: str, path: str) -> bool:
    return operation.method == method and _leads_to(operation.path, path)


# Programs ask for the same SmartTrades again and again.
@lru_cache(512)
def _leads_to(template: str, path: str) -> bool:
    return _pattern(template).fullmatch(path) is not None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    # Text and names of parameters stand by turns.
    pieces = enumerate(_PARAMETER.split(template))
    parts = [f"(?P<{piece}>[^/]+)" if place % 2 else re.escape(piece) for place, piece in pieces]
    return re.compile(".*" + "".join(parts), re.DOTALL)
