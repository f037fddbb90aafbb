"""Whom a change breaks, against a judge that knows nothing of rules: a validator of JSON Schema.

If a value was valid and no longer is, requests break; if one was not valid and now is, answers do.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for

from generator.diff.compatibility_rules import Direction, Severity
from generator.diff.operation_comparison import compare
from tests.diff.patching import document

Schema = dict[str, Any]
UNTIMED = settings(deadline=None, max_examples=100)

SCALARS = [None, True, False, 0, 1, 2, 5, 1.5, -1, "", "a", "b", "ab", "abc", "5"]
OBJECTS = [
    {},
    *({"a": v} for v in SCALARS),
    *({"b": v} for v in SCALARS),
    {"a": "a", "b": 1},
    {"a": 1, "b": "b"},
]
VALUES: list[Any] = [*SCALARS, *OBJECTS, [], *([v] for v in SCALARS), ["a", "b"], ["a", "a"], [1, 2, 5]]

ENUMS = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=3, unique=True)
BOUND = st.integers(0, 3)
TEXTS = st.fixed_dictionaries(
    {"type": st.just("string")}, optional={"enum": ENUMS, "minLength": BOUND, "maxLength": BOUND}
)
NUMBERS = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": BOUND,
        "exclusiveMinimum": BOUND,
        "maximum": BOUND,
        "multipleOf": st.sampled_from([1, 2]),
    },
)
LISTS_OF_TYPES = st.fixed_dictionaries(
    {"type": st.lists(st.sampled_from(["string", "integer", "boolean", "null"]), min_size=1, unique=True)}
)
OPEN = st.builds(lambda enum: {"anyOf": [{"type": "string", "enum": enum}, {"type": "string"}]}, ENUMS)
MIXED = st.lists(st.sampled_from([None, True, 1, 2, "a", "b"]), min_size=1, max_size=3, unique_by=repr)
LISTED = st.builds(lambda values: {"enum": values}, MIXED)
LEAVES = TEXTS | NUMBERS | LISTS_OF_TYPES | OPEN | LISTED | st.just({"type": "boolean"})


def nested(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    required = st.lists(st.sampled_from(["a", "b"]), unique=True)
    rules = st.lists(st.builds(lambda names: {"required": names}, required), min_size=1, max_size=2)
    objects = st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.fixed_dictionaries({"a": inner, "b": inner})},
        optional={"required": required, "anyOf": rules},
    )
    arrays = st.fixed_dictionaries(
        {"type": st.just("array"), "items": inner}, optional={"minItems": BOUND, "uniqueItems": st.booleans()}
    )
    unions = st.builds(lambda branches: {"anyOf": branches}, st.lists(inner, min_size=1, max_size=2))
    nullable = st.builds(lambda schema: {"anyOf": [schema, {"type": "null"}]}, inner)
    return objects | arrays | unions | nullable | st.builds(lambda schema: {"allOf": [schema]}, inner)


SCHEMAS = st.recursive(LEAVES, nested, max_leaves=4)


@st.composite
def changed(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """A schema, and the same with one keyword somewhere in it taken away or taken from another schema."""
    old = draw(SCHEMAS)
    new = copy.deepcopy(old)
    schema = draw(st.sampled_from(list(inside(new))))
    other = draw(st.sampled_from(list(inside(draw(SCHEMAS)))))
    keyword = draw(st.sampled_from(sorted({*schema, *other})))
    schema.pop(keyword, None)
    schema |= {keyword: other[keyword]} if keyword in other else {}
    return old, new


def inside(schema: Schema) -> Iterator[Schema]:
    """Yield the schema and all schemas in it."""
    yield schema
    branches = [branch for keyword in ("anyOf", "oneOf", "allOf") for branch in schema.get(keyword, ())]
    items = [schema["items"]] if "items" in schema else []
    for inner in (*branches, *items, *schema.get("properties", {}).values()):
        yield from inside(inner)


def carrying(schema: Schema) -> dict[str, Any]:
    """Return a document with one operation that takes and answers what the schema says."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    responses = {"200": {"description": "Done.", **body}}
    operation = {"operationId": "send", "requestBody": {"required": True, **body}, "responses": responses}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Thing": schema}},
    }


def broken(old: Schema, new: Schema) -> set[Direction]:
    """Return the directions in which a change of the schema is said to break."""
    found = compare(document("old.json", carrying(old)), document("new.json", carrying(new)))
    return {
        d for change in found.changes for d, i in change.impacts.items() if i.severity is Severity.BREAKING
    }


def witnesses(old: Schema, new: Schema) -> list[Any]:
    """Return values that were valid and no longer are."""
    before, after = validator_for(old), validator_for(new)
    return [value for value in VALUES if before.is_valid(value) and not after.is_valid(value)]


@UNTIMED
@given(changed())
def test_value_refused_of_late_breaks_requests(schemas: tuple[Schema, Schema]) -> None:
    old, new = schemas
    if witnesses(old, new):
        assert Direction.REQUEST in broken(old, new), witnesses(old, new)


@UNTIMED
@given(changed())
def test_value_allowed_of_late_breaks_answers(schemas: tuple[Schema, Schema]) -> None:
    old, new = schemas
    if witnesses(new, old):
        assert Direction.RESPONSE in broken(old, new), witnesses(new, old)


@UNTIMED
@given(SCHEMAS)
def test_schema_wrapped_without_effect_breaks_nobody(schema: Schema) -> None:
    wrapped = {"allOf": [{"anyOf": [schema]}]}
    assert broken(schema, json.loads(json.dumps(wrapped))) == set()
