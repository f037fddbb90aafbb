"""Rules about what schemas say: words, examples, and values that lose nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.all_of import is_object, merged
from generator.document.json_pointer import follow, pointer
from generator.document.openapi_objects import walk
from generator.document.schema_shapes import COMPOSITIONS, is_constraint, is_decimal, known_values, types_of
from generator.lint.rule import LintContext, RuleViolation, is_branch, is_component, is_property, is_sentence

_SCALARS = frozenset({"string", "number", "integer", "boolean"})


def descriptions_are_sentences(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every component and every property that is not described in full sentences."""
    for node in context.shapes:
        if (is_component(node) or is_property(node)) and not is_sentence(node.value.get("description")):
            yield context.fault(pointer(node.parts), "the description is no full sentence")


def scalars_have_examples(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every scalar that shows no value; a form of a union needs none of its own."""
    for node in context.shapes:
        shown = "example" in node.value or "const" in node.value
        # A list of a component's values is shown by the component.
        shown = shown or is_branch(node) or (node.parts[-1] == "items" and "$ref" in node.value)
        if not shown and _is_scalar(context, node.value):
            yield context.fault(pointer(node.parts), "the scalar has no example")


def titles_are_absent(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every schema with a title, which would become the name of a class."""
    for node in context.shapes:
        if "title" in node.value:
            yield context.fault(pointer((*node.parts, "title")), "the schema has a title")


def objects_have_names(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every object that is no component of its own."""
    for node in context.shapes:
        if not is_component(node) and ("object" in types_of(node.value) or "properties" in node.value):
            yield context.fault(pointer(node.parts), "the object has no name")


def enums_have_names(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every enum that is no component of its own."""
    for node in context.shapes:
        if not is_component(node) and "enum" in node.value:
            yield context.fault(pointer((*node.parts, "enum")), "the enum has no name")


def enums_in_answers_are_open(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every place where an answer is bound to the values known today."""
    seen: set[str] = set()
    for node in context.nodes("response"):
        yield from _closed_enums(context, node.value, "response", node.parts, seen)


def _closed_enums(
    context: LintContext, value: Any, kind: str, parts: tuple[str | int, ...], seen: set[str]
) -> Iterator[RuleViolation]:
    for node in walk(value, kind, parts):
        reference = node.value.get("$ref") if node.kind == "schema" and isinstance(node.value, dict) else None
        if not reference or (
            is_branch(node) and known_values(follow(context.document, pointer(node.parts[:-2])))
        ):
            continue
        target = context.resolved(node.value)
        if "enum" in target:
            yield context.fault(pointer(node.parts), f"{reference.rpartition('/')[2]} is closed")
        elif reference not in seen:
            seen.add(reference)
            steps = tuple(reference.removeprefix("#/").split("/"))
            yield from _closed_enums(context, target, "schema", steps, seen)


def required_names_exist(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every name in `required` that is no property, also where a branch narrows the object."""
    for node in context.shapes:
        if is_object(context.document, node.value):
            yield from _unknown_names(context, node.value, node.parts, node.value)


def _unknown_names(
    context: LintContext, schema: Mapping[str, Any], parts: tuple[str | int, ...], whole: Mapping[str, Any]
) -> Iterator[RuleViolation]:
    properties = _properties(context, whole)
    named = [*schema.get("required", []), *(schema.get("properties", {}) if schema is not whole else [])]
    for name in named:
        if name not in properties:
            yield context.fault(pointer(parts), f"{name!r} is required or narrowed, but no property")
    for steps, branch, of in _branches(context, schema, whole):
        if is_constraint(branch):
            yield from _unknown_names(context, branch, (*parts, *steps), of)


def _branches(
    context: LintContext, schema: Mapping[str, Any], whole: Mapping[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], Any, Mapping[str, Any]]]:
    """Yield each schema that narrows, with the steps to it and the object it narrows."""
    for keyword in COMPOSITIONS:
        yield from (((keyword, index), branch, whole) for index, branch in enumerate(schema.get(keyword, [])))
    if "not" in schema:
        yield ("not",), schema["not"], whole
    if schema is not whole:
        for name, narrowed in schema.get("properties", {}).items():
            inner = context.resolved(_properties(context, whole).get(name, {}))
            if "properties" in inner:
                yield ("properties", name), narrowed, inner


def _properties(context: LintContext, schema: Mapping[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = merged(context.document, schema)["properties"]
    return properties


def numbers_are_exact(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every number that is no decimal: a client would read it as a float."""
    for node in context.shapes:
        if "number" in types_of(node.value) and not is_decimal(node.value):
            yield context.fault(pointer(node.parts), "the number has no format decimal")


def types_are_said(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every schema that allows anything at all."""
    for node in context.shapes:
        if not {"type", "$ref", "const", *COMPOSITIONS} & set(node.value):
            yield context.fault(pointer(node.parts), "the schema says no type")


def _is_scalar(context: LintContext, schema: Any) -> bool:
    schema = context.resolved(schema)
    if types := set(types_of(schema)):
        return bool(types & _SCALARS)
    forms = [form for keyword in COMPOSITIONS for form in schema.get(keyword, [])]
    return any(_is_scalar(context, form) for form in forms)
