"""The operations of a document, and which of them is which in another edition of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.diff.document import Document, Node
from generator.document.openapi_objects import METHODS

_NAMED = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with the path item that holds it; `path` is as written, `method` in small letters."""

    path: str
    method: str
    node: Node
    item: Node

    @property
    def id(self) -> str | None:
        """The operationId, None if it has none."""
        node = self.node.get("operationId")
        return node.text() if node else None

    @property
    def address(self) -> str:
        """Method and path, as in the documentation."""
        return f"{self.method.upper()} {self.path}"

    @property
    def name(self) -> str:
        """What to call it in a report."""
        return self.id or self.address

    @property
    def key(self) -> tuple[str, str]:
        """What a server tells operations apart by: how a path parameter is called is not part of it."""
        return _NAMED.sub("{}", self.path), self.method

    def parameters(self) -> Mapping[tuple[str, str], Node]:
        """Return the parameters by location and name, those of the path item included, as they are written.

        A path parameter goes by its position in the path, a header by its name in small letters.
        """
        listed = [list_ for holder in (self.item, self.node) if (list_ := holder.get("parameters"))]
        found = [parameter for list_ in listed for parameter in list_.elements()]
        return {self._parameter_key(parameter.resolved()): parameter for parameter in found}

    def effective(self, keyword: str, *holders: Node) -> Node | None:
        """Return the keyword of the operation, else of the first holder that has it."""
        return next((node for holder in (self.node, *holders) if (node := holder.get(keyword))), None)

    def _parameter_key(self, parameter: Node) -> tuple[str, str]:
        name, location = (required(parameter, keyword).text() for keyword in ("name", "in"))
        positions = _NAMED.findall(self.path)
        if location == "path" and name in positions:
            return location, str(positions.index(name))
        return location, name.lower() if location == "header" else name


def operations(document: Document) -> list[Operation]:
    """Return all operations in the order of the document."""
    paths = document.root.get("paths")
    found = []
    for path, node in paths.members().items() if paths else ():
        item = node.resolved()
        found += [Operation(path, method, member, item) for method in METHODS if (member := item.get(method))]
    return found


def matched(
    old: Sequence[Operation], new: Sequence[Operation]
) -> Iterator[tuple[Operation | None, Operation | None]]:
    """Yield each operation of *new* with its predecessor, and those of *old* that have no successor.

    They belong together by method and path; one whose operationId turns up elsewhere has moved.
    """
    before = {operation.key: operation for operation in old}
    kept = {operation.key for operation in new}
    # One that stays where it was is not looked for elsewhere, even if another takes its operationId.
    moved = {operation.id: operation for operation in old if operation.key not in kept and operation.id}
    for operation in new:
        predecessor = before.get(operation.key) or moved.pop(operation.id or "", None)
        if predecessor:
            before.pop(predecessor.key)
        yield predecessor, operation
    for operation in before.values():
        yield operation, None


def moved_paths(pairs: Sequence[tuple[Operation | None, Operation | None]]) -> dict[str, str]:
    """Return the former path of each path that is new and holds an operation of before."""
    kept = {before.path for before, _ in pairs if before}, {after.path for _, after in pairs if after}
    return {
        after.path: before.path
        for before, after in pairs
        if before and after and after.path not in kept[0] and before.path not in kept[1]
    }


def required(node: Node, keyword: str) -> Node:
    """Return a keyword that OpenAPI demands; raise InvalidSpecError if it is missing."""
    member = node.get(keyword)
    if member is None:
        raise node.refused(f"{keyword} is missing", "Run `python -m generator lint` on the document.")
    return member
