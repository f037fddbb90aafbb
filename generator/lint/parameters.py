"""Rules about the words and values of parameters."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import pointer
from generator.document.openapi_objects import Node
from generator.lint.rule import LintContext, RuleViolation, is_sentence


def parameters_describe_themselves(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every parameter not described in full sentences, in itself and in its schema."""
    for node in context.nodes("parameter"):
        for steps, described in _itself_and_schema(node):
            if not is_sentence(described.get("description")):
                yield context.fault(pointer((*node.parts, *steps)), "the description is no full sentence")


def parameters_have_examples(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every parameter that shows no value, in itself and in its schema."""
    for node in context.nodes("parameter"):
        for steps, shown in _itself_and_schema(node):
            if "example" not in shown and not shown.get("examples"):
                yield context.fault(pointer((*node.parts, *steps)), "there is no example")


def parameters_have_no_default(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every parameter whose schema has a default, which clients would send with each request."""
    for node in context.nodes("parameter"):
        if "default" in node.value.get("schema", {}):
            yield context.fault(pointer((*node.parts, "schema", "default")), "the parameter has a default")


def _itself_and_schema(node: Node) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Yield the parameter and, if it has one, its schema; that it needs one is another rule's."""
    yield (), node.value
    if "schema" in node.value:
        yield ("schema",), node.value["schema"]
