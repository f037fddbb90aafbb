"""The operation of a request, found by its method and path."""

import re
from collections.abc import Iterable

from threecommas_conformance.document.operations import Operation


class OperationRouter:
    """Finds operations by paths relative to the base URL."""

    def __init__(self, known: Iterable[Operation]) -> None:
        # Paths without a parameter come first: `/ver1/accounts/market_list` is no account.
        ordered = sorted(known, key=lambda operation: operation.path.count("{"))
        self._patterns = [(_pattern(operation.path), operation) for operation in ordered]

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation of a method and a path, None if there is none."""
        for pattern, operation in self._patterns:
            if operation.method == method and pattern.fullmatch(path):
                return operation
        return None

    def match(self, path: str) -> tuple[Operation, tuple[str, ...]] | None:
        """Return an operation of a path, whatever the method, and the values of its path parameters.

        None where no operation has such a path.
        """
        for pattern, operation in self._patterns:
            if found := pattern.fullmatch(path):
                return operation, found.groups()
        return None


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)))
