"""Documents and values at random, for a generator that has to be right or to refuse.

A document is a few schemas that refer to each other; the first one, an object, is where values begin. What
the client does not look at (bounds, patterns, closed enums in answers) is left out, so that a validator and
the client have to agree on everything.
"""

from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
Document = dict[str, Schema]

_NAMES = ("Alpha", "Beta", "Gamma", "Delta")
# Names that code, JSON Schema and Python like to use themselves.
_KEYS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "kind",
        "id",
        "type",
        "$ref",
        "class",
        "self",
        "items",
        "is it?",
        "from_dict",
        "camelCase",
    ]
)
_TEXTS = st.sampled_from(["", "a", "b", 'q"', "back\\slash", "{}", "new\nline", "é", "1", "true"])
_CONSTANTS = st.one_of(_TEXTS, st.booleans(), st.integers(-1, 2))
_SCALARS = st.one_of(
    st.just({"type": "string"}),
    st.just({"type": "integer"}),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"type": "string", "format": "decimal"}),
    st.just({"type": "string", "format": "date-time"}),
    st.just({"type": ["string", "null"]}),
    st.just({"type": ["integer", "boolean"]}),
    st.just({"type": ["boolean"], "const": True}),
    st.just({"$ref": "Level.yaml"}),
    _CONSTANTS.map(lambda constant: {"const": constant}),
)
# An open enum, as answers have them.
LEVELS: Document = {
    "KnownLevel": {"type": "string", "enum": ["low", "hi\ngh", 'q"']},
    "Level": {"anyOf": [{"$ref": "KnownLevel.yaml"}, {"type": "string"}]},
}


def _referring(names: tuple[str, ...]) -> st.SearchStrategy[Schema]:
    references = st.sampled_from(names).map(lambda name: {"$ref": f"{name}.yaml"})
    plain = _SCALARS | references
    choices = st.builds(
        lambda keyword, forms: {keyword: forms},
        st.sampled_from(["oneOf", "anyOf"]),
        st.lists(plain, min_size=1, max_size=3),
    )
    lists = (plain | choices).map(lambda items: {"type": "array", "items": items})
    return st.one_of(plain, plain, choices, lists)


@st.composite
def _objects(draw: st.DrawFn, names: tuple[str, ...], below: tuple[str, ...]) -> Schema:
    inner = _referring(names)
    properties = draw(st.dictionaries(_KEYS, inner, max_size=4))
    schema: Schema = {"type": "object", "properties": properties}
    if properties:
        required = draw(st.lists(st.sampled_from(sorted(properties)), unique=True, max_size=2))
        schema |= {"required": required} if required else {}
    others = draw(st.sampled_from([None, None, False, True, {"type": "integer"}, {"type": "string"}]))
    schema |= {} if others is None else {"additionalProperties": others}
    parts = draw(st.lists(st.sampled_from(below), unique=True, max_size=2)) if below else []
    # Only what comes later: nothing is a part of itself here.
    return schema | ({"allOf": [{"$ref": f"{name}.yaml"} for name in parts]} if parts else {})


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return schemas by name; values begin at the first."""
    names = _NAMES[: draw(st.integers(1, len(_NAMES)))]
    return {name: draw(_objects(names, names[place + 1 :])) for place, name in enumerate(names)}


def values(document: Document) -> st.SearchStrategy[Any]:
    """Return values that often fit the first schema of a document, and often nearly do."""
    return _values(document, {"$ref": f"{next(iter(document))}.yaml"}, 3)


_ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    _TEXTS,
    st.sampled_from(["low", "0.10", "1e5", "2024-09-10T14:44:22Z", "2024-09-10T14:44:22.416+02:00"]),
    st.just([]),
    st.just({}),
    st.dictionaries(_KEYS, st.integers(0, 1) | _TEXTS, max_size=2),
)


def _values(document: Document, schema: Schema, depth: int) -> st.SearchStrategy[Any]:
    fitting = _fitting(document, schema, depth)
    return st.integers(0, 9).flatmap(lambda dice: _ANY if dice == 0 else fitting)


def _fitting(document: Document, schema: Schema, depth: int) -> st.SearchStrategy[Any]:  # noqa: PLR0911
    if depth == 0:
        return _ANY
    if "$ref" in schema:
        name = schema["$ref"].removesuffix(".yaml")
        return _fitting(document, document[name], depth) if name in document else _ANY
    if "const" in schema:
        return st.just(schema["const"])
    for keyword in ("oneOf", "anyOf"):
        if keyword in schema:
            return st.one_of([_fitting(document, form, depth) for form in schema[keyword]])
    match schema.get("type"):
        case "array":
            return st.lists(_values(document, schema["items"], depth - 1), max_size=2)
        case "object":
            return _object_values(document, schema, depth)
        case "string" if "format" in schema:
            known = {"decimal": ["0.10", "1e5", "-3"], "date-time": ["2024-09-10T14:44:22Z"]}
            return st.sampled_from(known[schema["format"]])
        case "string":
            return _TEXTS
        case "integer":
            return st.integers(-2, 3)
    return _ANY


@st.composite
def _object_values(draw: st.DrawFn, document: Document, schema: Schema, depth: int) -> Any:
    members: dict[str, Any] = {}
    for part in schema.get("allOf", []):
        found = draw(_fitting(document, part, depth))
        members |= found if isinstance(found, dict) else {}
    for name, described in schema.get("properties", {}).items():
        if name in schema.get("required", []) or draw(st.booleans()):
            members[name] = draw(_values(document, described, depth - 1))
    if draw(st.integers(0, 4)) == 0:
        members[draw(_KEYS)] = draw(_ANY)
    if members and draw(st.integers(0, 9)) == 0:
        del members[draw(st.sampled_from(sorted(members)))]
    return members
