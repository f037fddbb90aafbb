"""Every documented example fits its schema, and goes through the models and back unchanged.

An example that many operations show, such as a refusal, is looked at once for each schema.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import threecommas_openapi
from threecommas import models

DOCUMENT = threecommas_openapi.load()
METHODS = {"get", "post", "put", "patch", "delete"}
# The 25 bodies of the Create page and of the older document.
DOCUMENTED_CREATE_BODIES = 25


@dataclass(frozen=True)
class Example:
    """An example and the schema it stands for. `place` is operation, request or status, and name."""

    place: str
    schema: dict[str, Any]
    value: Any


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow the node's reference into the components, if it is one."""
    while "$ref" in node:
        _, *steps = node["$ref"].split("/")
        node = DOCUMENT
        for step in steps:
            node = node[step]
    return node


def examples_of(place: str, body: dict[str, Any]) -> Iterator[Example]:
    for content in resolved(body).get("content", {}).values():
        for name, example in content.get("examples", {}).items():
            yield Example(f"{place}-{name}", content["schema"], resolved(example)["value"])


def all_examples() -> Iterator[Example]:
    for path in DOCUMENT["paths"].values():
        for operation in (path[method] for method in METHODS & path.keys()):
            name = operation["operationId"]
            yield from examples_of(f"{name}-request", operation.get("requestBody", {}))
            for status, response in operation["responses"].items():
                yield from examples_of(f"{name}-{status}", response)


EXAMPLES = sorted(all_examples(), key=lambda example: example.place)
# Each once: whatever refuses a request refuses most of the others with the same body.
DIFFERENT = list({json.dumps([each.schema, each.value]): each for each in reversed(EXAMPLES)}.values())[::-1]


@cache
def validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    """Return what judges values by a schema, which takes longer to make than the judgement."""
    whole = {**json.loads(schema), "components": DOCUMENT["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def through_the_model(schema: dict[str, Any], value: Any) -> Any:
    """Decode with the model that carries the schema's name, and encode again."""
    if schema.get("type") == "array":
        return [through_the_model(schema["items"], element) for element in value]
    if "$ref" not in schema:
        return value
    for form in resolved(schema).get("anyOf", []):
        if validator(json.dumps(form)).is_valid(value):
            return through_the_model(form, value)
    model = getattr(models, schema["$ref"].rpartition("/")[2])
    return model.from_json(json.dumps(value)).to_dict()


@pytest.mark.parametrize("example", DIFFERENT, ids=lambda example: example.place)
def test_example_fits_its_schema(example: Example) -> None:
    validator(json.dumps(example.schema)).validate(example.value)


@pytest.mark.parametrize("example", DIFFERENT, ids=lambda example: example.place)
def test_example_survives_the_models_unchanged(example: Example) -> None:
    # Compared as text: 1, 1.0, True and "1.0" are equal to Python in part, but not to a reader of JSON.
    again = json.dumps(through_the_model(example.schema, example.value), sort_keys=True)
    assert again == json.dumps(example.value, sort_keys=True)


def test_all_documented_create_bodies_are_examples() -> None:
    bodies = [e for e in EXAMPLES if e.place.startswith("create_smart_trade-request-")]
    assert len(bodies) == DOCUMENTED_CREATE_BODIES


def test_every_success_has_an_example() -> None:
    with_example = {"-".join(e.place.split("-")[:2]) for e in EXAMPLES}
    successes = {
        f"{operation['operationId']}-{status}"
        for path in DOCUMENT["paths"].values()
        for operation in (path[method] for method in METHODS & path.keys())
        for status in operation["responses"]
        # What answers nothing at all has nothing to show.
        if status.startswith("2") and "content" in operation["responses"][status]
    }
    assert successes - with_example == set()
