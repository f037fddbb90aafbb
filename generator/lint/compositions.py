"""Rules about values made of others: parts that have to be one object, forms that have to be told apart."""

from collections.abc import Iterator

from generator.document.all_of import ANNOTATIONS, conflicts, is_object
from generator.document.json_pointer import pointer
from generator.document.schema_shapes import is_constraint, known_values, types_of
from generator.document.union_order import choices, confusions
from generator.lint.rule import LintContext, RuleViolation, is_component

_JSON_TYPES = {str: "string", bool: "boolean", int: "integer"}


def parts_make_one_object(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every allOf whose parts contradict each other, or that is no component and so no class."""
    for node in context.shapes:
        parts = [part for part in node.value.get("allOf", []) if not is_constraint(part)]
        place = pointer((*node.parts, "allOf"))
        if parts and not is_object(context.document, node.value):
            # A single reference is another way to write the reference; of more nothing would be made.
            if len(node.value["allOf"]) > 1 or node.value.keys() - ANNOTATIONS - {"allOf"}:
                yield context.fault(place, "says a value in parts that is no object")
        elif parts and is_component(node):
            for reason in conflicts(context.document, node.value):
                yield context.fault(place, reason)
        # A single reference elsewhere is another way to write the reference.
        elif parts and (len(parts) > 1 or "properties" in node.value or "$ref" not in parts[0]):
            yield context.fault(place, "the object has no name")


def forms_can_be_told_apart(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every choice in which two forms take the same values, so that one of them is never met."""
    for node in context.shapes:
        for keyword, forms in () if known_values(node.value) else choices(node.value):
            for first, second in confusions(context.document, forms):
                reason = f"forms {first} and {second} cannot be told apart"
                yield context.fault(pointer((*node.parts, keyword)), reason)


def constants_are_plain(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every constant that is no text, boolean or integer, or not of the type beside it."""
    for node in context.shapes:
        if "const" not in node.value:
            continue
        kind, place = _JSON_TYPES.get(type(node.value["const"])), pointer((*node.parts, "const"))
        if kind is None:
            yield context.fault(place, f"{node.value['const']!r} is no text, boolean or integer")
        elif types_of(node.value) and kind not in types_of(node.value):
            yield context.fault(place, f"{node.value['const']!r} is no {' or '.join(types_of(node.value))}")


def values_are_said_one_way(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every list of values of several types, and every moment with a pattern beside its format.

    Code generators for the first give two members one name, validators refuse to match the parsed moment.
    """
    for node in context.nodes("schema"):
        if len({type(value) for value in node.value.get("enum", []) if value is not None}) > 1:
            yield context.fault(pointer((*node.parts, "enum")), "the values are of several types")
        if node.value.get("format") == "date-time" and "pattern" in node.value:
            yield context.fault(pointer((*node.parts, "pattern")), "a moment has a pattern beside its format")
