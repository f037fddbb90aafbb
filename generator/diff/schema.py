"""A schema as the choices it leaves: which types, with which keywords, null or not, closed or open.

`$ref`, `allOf`, `anyOf`, `oneOf`, type lists and `nullable` are different ways to write the same thing, so
each is taken apart here and two documents are compared by what they mean. Not taken apart: `not`, `if` and
other keywords that only a validator can weigh; they are compared as they are written. `oneOf` counts as
`anyOf`: that its branches exclude one another is taken for granted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.diff.annotations import canonical, is_annotation
from generator.diff.document import Node

UNIONS = ("anyOf", "oneOf")
# A branch of nothing but these restricts the object around it instead of being a choice of its own.
_RESTRICTING = frozenset(
    ("required", "properties", "not", "dependentRequired", "minProperties", "maxProperties")
)
_NESTING = frozenset((*UNIONS, "allOf"))
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}
_TRIVIAL = frozenset(("$ref", "allOf", "type"))


@dataclass(frozen=True, slots=True)
class Schema:
    """One choice: keywords of several places that hold at once.

    `place` is the branch that makes the choice, or the schema itself. `spread` are the unions this is a
    choice of; `open` says that its enum lists known values, not all of them.
    """

    place: Node
    parts: tuple[Node, ...]
    spread: frozenset[Node]
    type: str | None = None
    open: bool = False

    def first(self, keyword: str) -> Node | None:
        """Return the first place that has the keyword."""
        return next((node for part in self.parts if (node := part.get(keyword))), None)

    def every(self, keyword: str) -> list[Node]:
        """Return all places that have the keyword."""
        return [node for part in self.parts if (node := part.get(keyword))]

    def properties(self) -> Mapping[str, tuple[Node, ...]]:
        """Return the schemas of each field; all of them hold at once."""
        found: dict[str, tuple[Node, ...]] = {}
        for node in self.every("properties"):
            for name, member in node.members().items():
                found[name] = (*found.get(name, ()), member)
        return found

    def required(self) -> Mapping[str, Node]:
        """Return the names of required fields, each with the list that says so."""
        return {element.text(): node for node in self.every("required") for element in node.elements()}

    def listing(self) -> Node | None:
        """Return the place of `enum` or `const`, None if any value will do."""
        return self.first("enum") or self.first("const")

    def extent(self) -> Node:
        """Return the place that decides whether the listed values are all there are."""
        if self.open:
            return max(self.spread, key=lambda union: union.pointer)
        return self.place.get("enum") or self.place.get("const") or self.place

    def listings(self) -> list[list[Any]]:
        """Return the lists of values of which each value has to be in all."""
        found = [node.value if isinstance(node.value, list) else [node.value] for node in self.every("enum")]
        return found + [[node.value] for node in self.every("const")]

    def values(self) -> dict[str, Any] | None:
        """Return the listed values by their JSON text, without null; None if there is no list."""
        lists = [{canonical(value): value for value in listed} for listed in self.listings()]
        if not lists:
            return None
        shared = {key: value for key, value in lists[0].items() if all(key in other for other in lists[1:])}
        return {k: v for k, v in shared.items() if v is not None and _is_of_type(v, self.type)}

    def restrictions(self) -> list[Node]:
        """Return the unions whose branches only restrict this schema."""
        return [node for union in UNIONS for node in self.every(union) if node not in self.spread]

    @property
    def name(self) -> str | None:
        """The component this choice is, None if it is written in place."""
        reference = self.place.get("$ref")
        return component(reference.referent() if reference else self.place)

    @property
    def label(self) -> str:
        """What to call the choice in a sentence."""
        return f"`{self.name}`" if self.name else f"type {self.type}" if self.type else "a branch"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """All that a schema allows; `null` is the place that allows null."""

    schemas: tuple[Schema, ...]
    null: Node | None


def choices(nodes: Sequence[Node]) -> Alternatives:
    """Return what the schemas at *nodes* allow together."""
    typed: list[Schema] = []
    nulls: list[Node] = []
    for schema in _spread(tuple(nodes), frozenset()):
        types = _types(schema)
        nulls += [node for node in (_null(schema, types),) if node]
        typed += [replace(schema, type=kind) for kind in sorted((types or frozenset()) - {"null"})]
        if types is None:
            typed.append(schema)
    return Alternatives(tuple(_opened(typed)), nulls[0] if nulls else None)


def flattened(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the places whose keywords hold at once: the nodes, what they refer to, and their `allOf`."""
    found: list[Node] = []
    waiting = list(nodes)
    while waiting:
        node = _as_object(waiting.pop(0))
        # A schema may lead back to itself; saying a thing twice adds nothing.
        if node in found:
            continue
        found.append(node)
        reference, together = node.get("$ref"), node.get("allOf")
        waiting += ([reference.referent()] if reference else []) + (together.elements() if together else [])
    return tuple(found)


def component(node: Node) -> str | None:
    """Return the name of the schema component at this place, None if it is no component."""
    kind, _, name = node.pointer.rpartition("/")
    return name if kind == "/components/schemas" else None


def _as_object(node: Node) -> Node:
    match node.value:
        case True:
            return replace(node, value={})
        case False:
            return replace(node, value={"not": {}})
    return node


def _spread(nodes: tuple[Node, ...], spread: frozenset[Node]) -> Iterator[Schema]:
    parts = flattened(nodes)
    # A union inside a branch is spread by the recursion: what comes out has no union left but restrictions.
    for union in [node for part in parts for keyword in UNIONS if (node := part.get(keyword))]:
        if union not in spread and not _only_restricts(union, parts):
            for branch in union.elements():
                yield from _spread((*nodes, branch), spread | {union})
            return
    yield Schema(_as_object(nodes[-1]), parts, spread)


def _only_restricts(union: Node, parts: Sequence[Node]) -> bool:
    # Branches with fields of their own describe kinds of objects, not combinations of fields.
    fields = {name for part in parts if (node := part.get("properties")) for name in node.members()}
    typed = any(part.get("type") for part in parts)
    return (typed or bool(fields)) and all(_is_restriction(branch, fields) for branch in union.elements())


def _is_restriction(branch: Node, fields: set[str]) -> bool:
    if not isinstance(branch.value, dict):
        return False
    words = {word for word in branch.value if not is_annotation(word)}
    inner = [b for keyword in _NESTING if (node := branch.get(keyword)) for b in node.elements()]
    own = branch.get("properties")
    return (
        words <= _RESTRICTING | _NESTING
        and set(own.members() if own else ()) <= fields
        and all(_is_restriction(b, fields) for b in inner)
    )


def _types(schema: Schema) -> frozenset[str] | None:
    """Return the types all parts agree on, else those of the listed values, None if any type will do."""
    named = [
        _with_integer({n.text() for n in (node.elements() if isinstance(node.value, list) else [node])})
        for node in schema.every("type")
    ]
    listed = schema.values()
    if not named and listed is None:
        return None
    kinds = frozenset.intersection(*named) if named else frozenset(map(_type_of, (listed or {}).values()))
    return kinds - {"integer"} if "number" in kinds else kinds


def _with_integer(kinds: set[str]) -> frozenset[str]:
    # Each integer is a number, so that a part which says integer agrees with one which says number.
    return frozenset(kinds | {"integer"} if "number" in kinds else kinds)


def _type_of(value: Any) -> str:
    return next(name for name in _KINDS if _is_of_type(value, name))


def _null(schema: Schema, types: frozenset[str] | None) -> Node | None:
    """Return the place that allows null, None if it is not allowed."""
    flag = next((node for node in schema.every("nullable") if node.value is True), None)
    named = schema.first("type")
    lists = schema.listings()
    if lists and not all(None in listed for listed in lists):
        return None
    if named and not flag:
        return named if types and "null" in types else None
    return schema.listing() or flag


def _opened(schemas: list[Schema]) -> list[Schema]:
    """Return the choices with `known values or any text` made into one open choice."""
    # Taken as two choices, a known value more would look like a change of the first that the second hides.
    if not any(_is_any_text(schema) for schema in schemas):
        return schemas
    listed = [schema for schema in schemas if schema.type == "string" and schema.listing()]
    if not listed:
        return schemas
    opened = [replace(schema, open=True) if schema in listed else schema for schema in schemas]
    return [schema for schema in opened if not _is_any_text(schema)]


def _is_any_text(schema: Schema) -> bool:
    words = {word for part in schema.parts for word in part.value if not is_annotation(word)}
    unions = {node.pointer.rpartition("/")[2] for node in schema.spread}
    return schema.type == "string" and words <= _TRIVIAL | unions


def _is_of_type(value: Any, kind: str | None) -> bool:
    if kind is None or isinstance(value, bool):
        return kind in (None, "boolean")
    return isinstance(value, _KINDS.get(kind, ()))
