"""The operations of the document as the suite uses them.

The document comes from `threecommas_openapi`. Nothing of the generated client is asked what it says.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

Json = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "patch")
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathParameter:
    """One parameter of a path.

    `example` is written as in a URL. `is_id` is false where the document lists all values. `is_text` is true
    for an id that is no number, such as a UUID. `has_words` is true where a word may stand for the number.
    """

    name: str
    example: str
    is_id: bool
    is_text: bool = False
    has_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a success: the operation it leads to, and where the values of its parameters stand.

    `body` says the same of members of the request body.
    """

    operation: str
    parameters: Mapping[str, str]
    body: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The pages of a list: the query parameter that says how long they are, and the most it may say.

    `parameter` says which one, from `first` on: a page, or the number of elements before it. `items` is the
    member of the answer that has the list, "" where the answer is the list. `id` is what tells its elements.
    """

    size_parameter: str
    max_size: int
    parameter: str
    first: int
    items: str = ""
    id: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The values that a success of a write has at a place of its answer; `steps` has ``*`` for each element.

    With `stays` no other value is seen there before the next write. With `gone` there is nothing to see.
    """

    steps: tuple[str, ...]
    values: tuple[Any, ...]
    stays: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """The order of a list: the parameters that say it, and where the value of each word for `by` stands."""

    by: str
    direction: tuple[str, ...]
    default: str
    descending: bool
    members: Mapping[str, str]
    items: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The facts about an operation that the suite needs. `path` is relative to the base URL."""

    id: str
    method: str
    path: str
    statuses: tuple[str, ...]
    """The documented ones, such as ``200`` and ``5XX``, in the document's order."""
    signed: bool
    takes_input: bool
    """Whether anything about a call but its signature can be wrong."""
    queries: tuple[Json, ...]
    """The documented queries: of what is required, then of all parameters, where that is more."""
    path_parameters: tuple[PathParameter, ...]
    links: tuple[Link, ...]
    order: Mapping[str, Any] = field(repr=False)
    """The extension x-order, empty where the document has none."""
    body: tuple[str, Json] = field(repr=False)
    """The schema of the request body with its place in the document; an empty one where there is no body."""
    examples: tuple[Json, ...] = field(repr=False)
    """The documented request bodies."""
    members: frozenset[str] = frozenset()
    """The names of what a request body may have."""
    page: Page | None = None
    outcomes: tuple[Outcome, ...] = ()
    sort: Sort | None = None

    @property
    def collections(self) -> tuple[str, ...]:
        """The path up to each parameter, with ``{}`` for those before it."""
        anonymous = anonymous_path(self.path)
        return tuple(anonymous[: found.start() - 1] for found in re.finditer(r"\{\}", anonymous))

    @property
    def example(self) -> Json | None:
        """The first documented request body, None where there is no body."""
        return next(iter(self.examples), None)

    @property
    def needs_query(self) -> bool:
        """Whether the query has a required parameter."""
        return bool(self.queries[0])

    @property
    def success(self) -> int:
        """The documented status of success."""
        return int(next(status for status in self.statuses if status.startswith("2")))

    @property
    def sends_order(self) -> bool:
        """Whether its body says what an order is to be, going by x-order."""
        places = (each for value in self.order.values() for each in _as_list(value))
        return any(str(place).startswith("$request.body") for place in places)


def anonymous_path(path: str) -> str:
    """Return a path with ``{}`` for each parameter: one place has different names in different paths."""
    return _PARAMETER.sub("{}", path)


def filled_path(path: str, values: Iterator[str]) -> str:
    """Return a path with the next value in place of each parameter."""
    return _PARAMETER.sub(lambda found: next(values), path)


def operations(document: Json) -> tuple[Operation, ...]:
    """Return the operations in the document's order."""
    return tuple(
        _operation(path, method, item, document)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    )


def resolved(value: Json, document: Json) -> Json:
    """Return what a reference into the components leads to, anything else as it is."""
    if "$ref" not in value:
        return value
    _, _, kind, name = value["$ref"].split("/")
    found: Json = document["components"][kind][name]
    return found


def _operation(path: str, method: str, item: Json, document: Json) -> Operation:
    described = item[method]
    written = [*item.get("parameters", ()), *described.get("parameters", ())]
    parameters = [resolved(each, document) for each in written]
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        statuses=tuple(described["responses"]),
        signed=bool(described.get("security")),
        takes_input=bool(parameters or "requestBody" in described),
        queries=_queries(parameters, document),
        path_parameters=_path_parameters(path, parameters, document),
        links=tuple(_links(described, document)),
        order=described.get("x-order", {}),
        body=_body(described),
        examples=_examples(described.get("requestBody", {}), document),
        members=frozenset(resolved(_body(described)[1], document).get("properties", ())),
        page=_page(described.get("x-pagination")),
        outcomes=tuple(map(_outcome, described.get("x-outcome", ()))),
        sort=_sort(described),
    )


def _path_parameters(path: str, parameters: list[Json], document: Json) -> tuple[PathParameter, ...]:
    by_name = {each["name"]: each for each in parameters if each["in"] == "path"}
    return tuple(_path_parameter(by_name[name], document) for name in _PARAMETER.findall(path))


def _path_parameter(parameter: Json, document: Json) -> PathParameter:
    schema = resolved(parameter.get("schema", {}), document)
    return PathParameter(
        name=parameter["name"],
        example=quote(str(_example(parameter, schema)), safe=""),
        is_id="enum" not in schema,
        is_text=schema.get("type") == "string" and "pattern" in schema,
        has_words={"integer", "string"}.issubset(schema.get("type", ())),
    )


def _example(parameter: Json, schema: Json) -> Any:
    return parameter.get("example", schema.get("example", next(iter(schema.get("enum", ())), 1)))


def _queries(parameters: list[Json], document: Json) -> tuple[Json, ...]:
    shown = [each for each in parameters if each["in"] == "query"]
    values = {each["name"]: _example(each, resolved(each.get("schema", {}), document)) for each in shown}
    required = {each["name"]: values[each["name"]] for each in shown if each.get("required")}
    return (required,) if values == required else (required, values)


def _links(described: Json, document: Json) -> Iterator[Link]:
    for status, written in described["responses"].items():
        response = resolved(written, document)
        for each in response.get("links", {}).values() if status.startswith("2") else ():
            link = resolved(each, document)
            yield Link(
                operation=link["operationId"],
                parameters=link.get("parameters", {}),
                body=link.get("requestBody", {}),
            )


def _body(described: Json) -> tuple[str, Json]:
    content = described.get("requestBody", {}).get("content", {})
    schema: Json = content.get("application/json", {}).get("schema", {})
    return f"/{described['operationId']}/body", schema


def _examples(body: Json, document: Json) -> tuple[Json, ...]:
    found = body.get("content", {}).get("application/json", {}).get("examples", {}).values()
    return tuple(resolved(each, document)["value"] for each in found)


def _page(pagination: Json | None) -> Page | None:
    if pagination is None or "size" not in pagination or "max_size" not in pagination:
        return None
    return Page(
        size_parameter=pagination["size"],
        max_size=pagination["max_size"],
        parameter=pagination["page"],
        first=pagination["first"],
        items=pagination.get("items", ""),
        id=pagination.get("id", "id"),
    )


def _outcome(entry: Json) -> Outcome:
    if entry.get("gone"):
        return Outcome(steps=(), values=(), gone=True)
    steps = tuple(entry["at"].partition("#/")[2].split("/"))
    return Outcome(steps=steps, values=tuple(entry["values"]), stays=entry.get("stays", False))


def _sort(described: Json) -> Sort | None:
    sort = described.get("x-sort")
    if sort is None:
        return None
    return Sort(
        by=sort.get("by", ""),
        direction=tuple(sort.get("direction", ())),
        default=sort["default"],
        descending=sort["descending"],
        members=sort["members"],
        items=described.get("x-pagination", {}).get("items", ""),
    )


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
