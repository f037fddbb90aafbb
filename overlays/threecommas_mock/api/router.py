"""The operation that a method and a path belong to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from threecommas_mock.api.document import Operation
from threecommas_mock.api.errors import MethodNotAllowed, NotFound

PREFIX = "/public/api"
"""Part of every path, and of every signed text."""

_START = f"{PREFIX}/"


class Routes:
    """The paths of the document, looked up one segment at a time."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            self._root.add(_segments(operation.path), operation)

    def match(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """Find the operation and its decoded path parameters, or raise NotFound or MethodNotAllowed."""
        if not path.startswith(_START):
            raise NotFound.path()
        values: list[str] = []
        node = self._root.find(path.removeprefix(_START).split("/"), values)
        if node is None or not node.operations:
            raise NotFound.path()
        found = node.operations.get(method)
        if found is None:
            raise MethodNotAllowed(sorted(node.operations))
        operation, names = found
        return operation, dict(zip(names, values, strict=True))


class _Node:
    """One segment of a path: what may come next, and the operations if the path ends here.

    With each operation stand the names it has for the variable segments on the way.
    """

    def __init__(self) -> None:
        self.operations: dict[str, tuple[Operation, list[str]]] = {}
        self._fixed: dict[str, _Node] = {}
        self._variable: _Node | None = None

    def add(self, segments: list[str], operation: Operation) -> None:
        """Put *operation* at the end of *segments*."""
        if not segments:
            names = [segment[1:-1] for segment in _segments(operation.path) if segment.startswith("{")]
            self.operations[operation.method] = operation, names
            return
        head, *tail = segments
        if head.startswith("{"):
            self._variable = self._variable or _Node()
            self._variable.add(tail, operation)
        else:
            self._fixed.setdefault(head, _Node()).add(tail, operation)

    def find(self, segments: Iterable[str], values: list[str]) -> _Node | None:
        """Find where *segments* end; values of variable segments are appended to *values*."""
        node = self
        for segment in segments:
            found = node._fixed.get(segment)
            if found is None:
                # An empty segment is no value: /v2/smart_trades//trades does not exist.
                if node._variable is None or not segment:
                    return None
                found = node._variable
                # Decoded after splitting, so that %2F stays inside its segment.
                values.append(unquote(segment))
            node = found
        return node


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]
