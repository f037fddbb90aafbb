"""The bundled document as the suite uses it: its operations, and an edition fitted to one server.

The document comes from `threecommas_openapi`. Nothing of the generated client is asked what it says.
"""

import copy
import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "patch")
_MODE = "Forced-Mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the suite has to know of an operation; `path` is relative to the base URL."""

    id: str
    method: str
    path: str
    statuses: tuple[str, ...]
    """The documented ones, such as ``200`` and ``5XX``, in the document's order."""
    signed: bool
    takes_input: bool
    """Whether anything about a call but its signature can be wrong."""
    body: tuple[str, Json] = field(repr=False)
    """The schema of the request body with its place in the document; an empty one where there is no body."""
    examples: tuple[Json, ...] = field(repr=False)
    """The documented request bodies."""
    page_size: int | None = None
    """How many entries a page has at most, None where there are no pages."""

    @property
    def example(self) -> Json | None:
        """The first documented request body, None where there is no body."""
        return next(iter(self.examples), None)

    @property
    def success(self) -> int:
        """The documented status of success."""
        return int(next(status for status in self.statuses if status.startswith("2")))

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, going by its method."""
        return self.method == "GET"


def fitted(document: Json, *, base_path: str, only_reads: bool, forced_mode: bool) -> Json:
    """Return the document for one server.

    `base_path` is the path of its base URL. `only_reads` leaves out what is no GET. `forced_mode` leaves out
    the header of that name, which is then put on each request and must not be generated.
    """
    edition = copy.deepcopy(document)
    edition["servers"] = [{"url": base_path}]
    for item in edition["paths"].values():
        for method in _METHODS:
            if method in item and only_reads and method != "get":
                del item[method]
            elif method in item and forced_mode:
                item[method]["parameters"] = [
                    each for each in item[method].get("parameters", ()) if not _is_mode(each, document)
                ]
    edition["paths"] = {path: item for path, item in edition["paths"].items() if _methods(item)}
    return _without_loose_links(edition)


def _without_loose_links(edition: Json) -> Json:
    """Take out the links that lead to an operation which is left out."""
    described = [item[method] for item in edition["paths"].values() for method in _methods(item)]
    names = {operation["operationId"] for operation in described}
    links = edition["components"].get("links", {})
    kept = {f"#/components/links/{name}" for name, link in links.items() if link["operationId"] in names}
    for response in (each for operation in described for each in operation["responses"].values()):
        shown = response.pop("links", {})
        if left := {name: link for name, link in shown.items() if link["$ref"] in kept}:
            response["links"] = left
    return edition


def operations(document: Json) -> tuple[Operation, ...]:
    """Return the operations in the document's order."""
    return tuple(
        _operation(path, method, item, document)
        for path, item in document["paths"].items()
        for method in _methods(item)
    )


class Routes:
    """Finds the operation of a request."""

    def __init__(self, known: tuple[Operation, ...]) -> None:
        # Paths without a parameter come first: `/ver1/accounts/market_list` is no account.
        ordered = sorted(known, key=lambda operation: operation.path.count("{"))
        self._patterns = [(_pattern(operation.path), operation) for operation in ordered]

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation of a method and a path relative to the base URL, None if there is none."""
        for pattern, operation in self._patterns:
            if operation.method == method and pattern.fullmatch(path):
                return operation
        return None


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _methods(item: Json) -> list[str]:
    return [method for method in _METHODS if method in item]


def _is_mode(parameter: Json, document: Json) -> bool:
    if "$ref" in parameter:
        parameter = document["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
    return bool(parameter["name"] == _MODE)


def _operation(path: str, method: str, item: Json, document: Json) -> Operation:
    described = item[method]
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        statuses=tuple(described["responses"]),
        signed=bool(described.get("security")),
        takes_input=bool(described.get("parameters") or item.get("parameters") or "requestBody" in described),
        body=_body(described),
        examples=_examples(described.get("requestBody", {}), document),
        page_size=described.get("x-pagination", {}).get("max_size"),
    )


def _body(described: Json) -> tuple[str, Json]:
    content = described.get("requestBody", {}).get("content", {})
    schema: Json = content.get("application/json", {}).get("schema", {})
    return f"/{described['operationId']}/body", schema


def _examples(body: Json, document: Json) -> tuple[Json, ...]:
    found = body.get("content", {}).get("application/json", {}).get("examples", {}).values()
    components = document["components"]["examples"]
    return tuple(
        (components[each["$ref"].rpartition("/")[2]] if "$ref" in each else each)["value"] for each in found
    )
