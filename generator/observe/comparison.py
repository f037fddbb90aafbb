"""A value held against a schema: where they differ, and what of the schema was met.

A validator says whether a value is valid; here it matters what a valid value teaches. A property the schema
does not name is a drift although the schema allows it, and so is a value of an enum that is open to values
added later. Of several choices a schema gives, the one that fits best is taken, and only its drifts count.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator.document.json_pointer import pointer
from generator.observe.document import Document, Node
from generator.observe.drifts import Drift, Kind, SchemaTrace
from generator.observe.masked_values import is_date_time, is_decimal, sample
from generator.observe.proposal.seen_shapes import form_of
from generator.observe.redaction import masked, masked_name
from generator.observe.schema_checks import broken_limits, broken_rules

_Nodes = Sequence[Node]
_MAP = "additionalProperties"
_OPEN_TEXT = frozenset({"type", "description", "example", "anyOf", "oneOf", "allOf", "$ref", "deprecated"})
_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "integer",
    str: "string",
    list: "array",
    dict: "object",
}


def compare(document: Document, value: Any, schema: str, at: str = "") -> SchemaTrace:
    """Compare a value with the schema a pointer leads to; `at` is where in the body the value stands."""
    choices = _without_open_text(document.choices(schema), value)
    # Null is no likelier choice for an object that has much news.
    fitting = [nodes for nodes in choices if _fits(value, types_of(nodes))] or choices
    return min((_against(document, nodes, value, at) for nodes in fitting), key=lambda trace: trace.weight)


def type_of(value: Any) -> str:
    """Return the JSON type of a value; a number without a fraction is an integer."""
    # JSON Schema takes 1.0 for a whole number.
    if isinstance(value, float) and not value.is_integer():
        return "number"
    return _TYPES[type(value)]


def types_of(nodes: _Nodes) -> set[str]:
    """Return the JSON types a choice allows, the empty set if it allows all."""
    named = [_as_set(node.schema["type"]) for node in nodes if "type" in node.schema]
    return set.intersection(*named) if named else set()


def _without_open_text(choices: Sequence[_Nodes], value: Any) -> Sequence[_Nodes]:
    """Leave out "or any text" beside an enum, which lists what is known: news is what is looked for."""
    listed = [nodes for nodes in choices if any("enum" in node.schema for node in nodes)]
    if not isinstance(value, str) or not listed:
        return choices
    return [nodes for nodes in choices if not _is_open_text(nodes)]


def _is_open_text(nodes: _Nodes) -> bool:
    return types_of(nodes) == {"string"} and all(node.schema.keys() <= _OPEN_TEXT for node in nodes)


def _against(document: Document, nodes: _Nodes, value: Any, at: str) -> SchemaTrace:
    allowed = types_of(nodes)
    if not _fits(value, allowed):
        return SchemaTrace([_other_type(nodes, value, at)])
    trace = SchemaTrace()
    for node in nodes:
        found = _judged(node, value)
        trace.note(_drift(node, value, at, kind=kind, keyword=keyword) for kind, keyword in found)
    if isinstance(value, dict):
        _members(document, nodes, value, at, trace)
    elif isinstance(value, list):
        places = [f"{node.pointer}/items" for node in nodes if "items" in node.schema]
        trace.add(compare(document, item, place, f"{at}/*") for item in value for place in places)
    else:
        trace.seen.update(_met_values(nodes, value))
    return trace


def _fits(value: Any, allowed: set[str]) -> bool:
    kind = type_of(value)
    return not allowed or kind in allowed or (kind == "integer" and "number" in allowed)


def _other_type(nodes: _Nodes, value: Any, at: str) -> Drift:
    # The outermost schema is where the value is used: changing what it refers to would change other places.
    site = nodes[0]
    kind = Kind.NULL if value is None else Kind.TYPE
    keyword = next((f"/{key}" for key in ("type", "oneOf", "anyOf", "$ref") if key in site.schema), "")
    return Drift(kind, at, site.pointer + keyword, sample=sample(value, masked_name))


def _judged(node: Node, value: Any) -> Iterator[tuple[Kind, str]]:
    """Yield what the value is not according to one schema, with the keyword that says so."""
    for keyword in [key for key in ("enum", "const") if key in node.schema]:
        if not any(_same(value, known) for known in _listed(node.schema, keyword)):
            yield Kind.VALUE, keyword
    # A pattern says more than a format, such as that a decimal may have an exponent.
    is_told_by_format = isinstance(value, str) and "pattern" not in node.schema
    if is_told_by_format and not _has_format(value, node.schema.get("format", "")):
        yield Kind.FORMAT, "format"
    for keyword in broken_limits(node.schema, value):
        yield (Kind.FORMAT if keyword == "pattern" else Kind.LIMIT), keyword
    for keyword in broken_rules(node.schema, value):
        yield Kind.RULE, keyword


def _drift(node: Node, value: Any, at: str, *, kind: Kind, keyword: str) -> Drift:
    word = masked(value) if kind is Kind.VALUE and isinstance(value, str) else ""
    return Drift(kind, at, f"{node.pointer}/{keyword}", word, sample(value, masked_name))


def _members(
    document: Document, nodes: _Nodes, value: Mapping[str, Any], at: str, trace: SchemaTrace
) -> None:
    holders = [node for node in nodes if "properties" in node.schema]
    maps = [f"{node.pointer}/{_MAP}" for node in nodes if isinstance(node.schema.get(_MAP), dict)]
    trace.seen.update(node.pointer for node in holders)
    for name, member in value.items():
        known = [node for node in holders if name in node.schema["properties"]]
        if known:
            places = [f"{node.pointer}/properties{pointer((name,))}" for node in known]
            trace.seen.update(places)
            trace.add(compare(document, member, place, at + pointer((name,))) for place in places)
        elif maps:
            trace.add(compare(document, member, place, f"{at}/*") for place in maps)
        elif holders:
            # Without documented properties an object is free, and no name in it is news.
            place, word = f"{holders[0].pointer}/properties", masked_name(name)
            shown = sample(member, masked_name)
            trace.drifts.append(Drift(Kind.FIELD, at, place, word, shown, form_of(member)))
    for node in nodes:
        missing = [name for name in node.schema.get("required", ()) if name not in value]
        trace.note(Drift(Kind.MISSING, at + pointer((name,)), f"{node.pointer}/required") for name in missing)


def _met_values(nodes: _Nodes, value: Any) -> Iterator[str]:
    for node in nodes:
        for index, known in enumerate(node.schema.get("enum", ())):
            if _same(value, known):
                yield f"{node.pointer}/enum"
                yield f"{node.pointer}/enum/{index}"


def _listed(schema: Mapping[str, Any], keyword: str) -> Sequence[Any]:
    return schema["enum"] if keyword == "enum" else [schema["const"]]


def _same(value: Any, known: Any) -> bool:
    # True equals 1 in Python and not in JSON.
    return isinstance(value, bool) == isinstance(known, bool) and bool(value == known)


def _as_set(types: str | Sequence[str]) -> set[str]:
    return {types} if isinstance(types, str) else set(types)


def _has_format(text: str, name: str) -> bool:
    check = _FORMATS.get(name)
    return check is None or check(text)


# Formats the document uses; another one is a remark and holds of everything.
_FORMATS: Mapping[str, Callable[[str], bool]] = {"decimal": is_decimal, "date-time": is_date_time}
