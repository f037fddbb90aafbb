"""The rule that every example is one: what the document shows must be what the document allows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import follow, pointer
from generator.lint.rule import LintContext, RuleViolation
from generator.lint.validator_messages import reason_of

_CONTENT_HOLDERS = ("media_type", "parameter", "header")


def examples_fit(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every place in an example that its schema does not allow."""
    done: set[tuple[str, str]] = set()
    for node in context.nodes(*_CONTENT_HOLDERS):
        # What has no schema is another rule's.
        places = _example_places(node.value, pointer(node.parts), context) if "schema" in node.value else ()
        for place in places:
            yield from _misfits(context, place, f"{pointer(node.parts)}/schema", done)
    for node in context.shapes:
        if "example" in node.value:
            yield from _misfits(context, pointer((*node.parts, "example")), pointer(node.parts), done)


def _example_places(holder: Mapping[str, Any], place: str, context: LintContext) -> Iterator[str]:
    if "example" in holder:
        yield f"{place}/example"
    for name, example in holder.get("examples", {}).items():
        reference = example.get("$ref", f"{place}/examples/{name}")
        if "value" in context.resolved(example):
            yield f"{reference.removeprefix('#')}/value"


def _misfits(
    context: LintContext, place: str, schema: str, done: set[tuple[str, str]]
) -> Iterator[RuleViolation]:
    shape = follow(context.document, schema)
    key = (place, shape.get("$ref", schema))
    if key in done:
        return
    done.add(key)
    # Loaded here, for a build needs no validator.
    from jsonschema.exceptions import UnknownType  # type: ignore[import-untyped]  # noqa: PLC0415
    from openapi_schema_validator import OAS31Validator  # noqa: PLC0415

    # The components stand beside the schema, so that its references lead to them.
    validator = OAS31Validator({"components": context.document["components"], "allOf": [shape]})
    try:
        errors = list(validator.iter_errors(follow(context.document, place)))
    # A type or a pattern that is none is found by the rule that knows OpenAPI, an object that is a part of
    # itself by the one about allOf.
    except (UnknownType, re.error, RecursionError):
        return
    for error in errors:
        yield context.fault(place + pointer(error.absolute_path), reason_of(error))
