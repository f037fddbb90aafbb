"""The method that goes through all pages of a list, for operations whose x-pagination says how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.client.docstrings import docstring
from generator.document.operations import DocumentedOperation, resolved

_LIST = "builtins.list["
# What every element is known by when the list moves between two pages, unless the document says otherwise.
IDENTITY = "id"
# A page is chosen by its number, or by the number of elements before it.
OFFSET = "offset"
STYLES = ("page", OFFSET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An argument of the list that the method passes on: its name, its declaration, its description."""

    name: str
    declaration: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration:
    """The method, as the texts the template puts in; `page` and `size` are arguments of the list.

    `has_offset` tells that `page` is the number of elements before it, so that pages can overlap. `items`
    leads from an answer to its list, and `identity` is the call that says what an element is known by.
    """

    name: str
    signature: str
    arguments: str
    item: str
    items: str
    identity: str
    page: str
    size: str
    first: int
    has_offset: bool
    docstring: str


def iteration(
    operation: DocumentedOperation,
    document: Mapping[str, Any],
    *,
    parameters: Iterable[Parameter],
    answer: str,
    items: str = "",
) -> Iteration | None:
    """Return the method for a list in pages; None for what is no such list or has elements without an id.

    `answer` is the annotation of the list, and `items` the attribute of the answer that holds it, "" where
    the answer is the list.
    """
    paging = operation.value.get("x-pagination")
    if not paging or not _has_identity(operation, document):
        return None
    identity = paging.get("id", IDENTITY)
    page, size, largest = paging["page"], paging["size"], paging["max_size"]
    has_offset = paging["style"] == OFFSET
    usual = paging.get("usual_size", largest)
    method = operation.value["x-sdk"]["method"]
    kept = [each for each in parameters if each.name not in (page, size)]
    return Iteration(
        name="iterate" if method == "list" else f"iterate_{method}",
        signature=", ".join(["self", "*", *(each.declaration for each in kept), f"{size}: int = {usual}"]),
        arguments=", ".join([*(f"{each.name}={each.name}" for each in kept), f"{size}={size}"]),
        item=answer.removeprefix(_LIST).removesuffix("]"),
        items=f".{items}" if items else "",
        identity=f"identity(item, {identity!r})" if identity != IDENTITY else "identity(item)",
        page=page,
        size=size,
        first=paging["first"],
        has_offset=has_offset,
        docstring=_docstring(method, kept, size, largest, moves=_OVERLAP if has_offset else _NUMBERED),
    )


def _has_identity(operation: DocumentedOperation, document: Mapping[str, Any]) -> bool:
    answers = operation.value["responses"]
    success = resolved(document, next(answers[status] for status in answers if status.startswith("2")))
    schema = resolved(document, success["content"]["application/json"]["schema"])
    paging = operation.value["x-pagination"]
    if "items" in paging:
        schema = resolved(document, schema.get("properties", {}).get(paging["items"], {}))
    element = resolved(document, schema.get("items", {}))
    return paging.get("id", IDENTITY) in element.get("required", [])


# What becomes of elements that move while the pages are read.
_NUMBERED = (
    "What moves to a later page meanwhile, because something new came before it, is yielded once; what "
    "moves to an earlier one, because something before it went, may be left out."
)
_OVERLAP = (
    "Pages overlap by one element. Where that shows that something before it went, an earlier page is read "
    "again: so each element that stays in the list is yielded once, whatever comes and goes before it."
)


def _docstring(method: str, kept: Iterable[Parameter], size: str, largest: int, *, moves: str) -> str:
    own = (size, f"Elements per page, 1 to {largest}.")
    arguments = [*((each.name, each.description) for each in kept), own]
    return docstring(
        f"Yield what all pages of `{method}` hold, one page after the other.",
        "A page is asked for when its first element is needed; the last page asked for holds nothing new.",
        moves,
        sections={
            "Args": arguments,
            "Raises": [("ThreeCommasError", f"As for `{method}`, at any page.")],
        },
        indent=8,
    )
