"""From a schema of the document to the strategy for the JSON values it allows.

It is own code for two reasons. The library for it cannot hold a number to its digits. And it makes the values
of an anyOf by filtering. Of JSON Schema it knows what the document uses. A value that a further keyword would
forbid fails the tests.
"""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from threecommas.testing.alternatives import alternatives
from threecommas.testing.document import Schema, schema_at
from threecommas.testing.scalars import Values, scalar

_ITEMS = 3
_ADDED_VALUES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.integers(), max_size=2)
)
_ADDED = st.dictionaries(
    st.sampled_from(["added_later", "Added-Later", "neu", "x"]), _ADDED_VALUES, max_size=2
)


def values(schema: Schema, *, known_only: bool) -> Values:
    """Return the JSON values of a schema; with `known_only` no undocumented field or enum value."""
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if "$ref" in schema:
        return _referred(schema["$ref"], known_only)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if "object" in types:
        return st.one_of(*(_object(one, known_only) for one in alternatives(schema)))
    if types:
        return st.one_of(*(_typed(schema, one, known_only) for one in types))
    return _form(schema.get("anyOf") or schema["oneOf"], known_only)


@cache
def _referred(reference: str, known_only: bool) -> Values:
    # Deferred, because a schema may refer to itself.
    return st.deferred(lambda: values(schema_at(reference), known_only=known_only))


def _form(forms: list[Schema], known_only: bool) -> Values:
    """Return the values of one form of several; an open enum has mostly those that are known."""
    made = [values(form, known_only=known_only) for form in forms]
    if {"type": "string"} not in forms:
        return st.one_of(*made)
    return made[0] if known_only else _mostly(made[0], made[1])


def _mostly(usual: Values, rare: Values) -> Values:
    """Return mostly what is documented: `one_of` takes a strategy once, however often it is named."""
    return st.sampled_from([True, True, True, True, False]).flatmap(lambda common: usual if common else rare)


def _typed(schema: Schema, type_: str, known_only: bool) -> Values:
    if type_ != "array":
        return scalar(schema, type_)
    least = schema.get("minItems", 0)
    most = min(schema.get("maxItems", least + _ITEMS), least + _ITEMS)
    return st.lists(values(schema["items"], known_only=known_only), min_size=least, max_size=most)


def _object(schema: Schema, known_only: bool) -> Values:
    extra = schema.get("additionalProperties", {})
    if extra:
        return st.dictionaries(st.text(max_size=20), values(extra, known_only=known_only), max_size=_ITEMS)
    fields = {name: values(value, known_only=known_only) for name, value in schema["properties"].items()}
    required = frozenset(schema.get("required", ()))
    added = st.just({}) if known_only else _mostly(st.just({}), _ADDED)
    optional = [name for name in fields if name not in required]
    everything = 2 ** len(optional) - 1
    # One choice for all optional fields, a bit each: none, all or any.
    choices = st.sampled_from([0, everything]) | st.integers(0, everything)

    # Without arguments, which a failing test would print, a hundred lines of them.
    @st.composite
    def json_object(draw: st.DrawFn) -> dict[str, Any]:
        chosen = draw(choices)
        left_out = {name for place, name in enumerate(optional) if not chosen >> place & 1}
        here = {name: draw(value) for name, value in fields.items() if name not in left_out}
        return {**draw(added), **here}

    return json_object()
