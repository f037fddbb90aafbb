"""Rules about what a client can be made of: without them a build would fail, or write nonsense."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

from generator.client.lower import enum_names
from generator.client.names import CLASS_WORDS, client_name
from generator.document.all_of import is_object
from generator.document.files import component_of
from generator.document.json_pointer import pointer
from generator.document.schema_shapes import COMPOSITIONS, is_constraint, types_of
from generator.lint.rule import LintContext, RuleViolation, is_component


def arrays_have_items(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every array that does not say what is in it."""
    for node in context.shapes:
        if "array" in types_of(node.value) and "items" not in node.value:
            yield context.fault(pointer(node.parts), "the array has no items")


def enums_are_text(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every enum with values that are no text."""
    for node in context.shapes:
        values = node.value.get("enum", [""])
        if not values or not all(isinstance(value, str) for value in values):
            yield context.fault(
                pointer((*node.parts, "enum")), "the enum has values that are no text, or none"
            )


def enum_members_differ(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every enum in which two values would have one name in the client, or one would have none."""
    for node in context.shapes:
        values = [str(value) for value in node.value.get("enum", [])]
        users: dict[str, list[str]] = defaultdict(list)
        for name, value in zip(_member_names(values, node.value), values, strict=False):
            users[name].append(value)
        place = pointer((*node.parts, "enum"))
        for name, found in users.items():
            if len(found) > 1:
                yield context.fault(place, f"{' and '.join(map(repr, found))} would have one name")
            if not name.isidentifier():
                yield context.fault(place, f"{found[0]!r} would have no name")


def enum_meanings_are_whole(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every enum that has not one meaning for each value, if it has any."""
    for node in context.shapes:
        meanings = node.value.get("x-enum-descriptions")
        if meanings is not None and len(meanings) != len(node.value.get("enum", [])):
            place = pointer((*node.parts, "x-enum-descriptions"))
            yield context.fault(place, f"there are {len(meanings)} meanings, not one for each value")


def _member_names(values: Sequence[str], schema: Mapping[str, Any]) -> list[str]:
    """Return the names openapi-python-client gives to the values."""
    chosen = schema.get("x-enum-varnames", [])
    if len(chosen) == len(values):
        return [snake_case(str(name)) for name in chosen]
    return [snake_case(v.upper() if v[:1].isalpha() else f"VALUE_{place}") for place, v in enumerate(values)]


def components_have_class_names(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every schema whose name would be another in the client, or the same as another's."""
    schemas = context.document["components"].get("schemas", {})
    renamed, taken = enum_names(schemas), {*CLASS_WORDS, f"{client_name(context.document)}Error"}
    # Beside the class of an enum stands the type of its texts.
    taken |= {f"{renamed.get(name, name)}Literal" for name, schema in schemas.items() if "enum" in schema}
    users: dict[str, list[str]] = defaultdict(list)
    for name, schema in schemas.items():
        is_class = is_object(context.document, schema) or "enum" in schema
        if is_class and renamed.get(name, name) in taken:
            yield context.fault(
                pointer(("components", "schemas", name)), "the client has a class of this name"
            )
        if ClassName(name, "") != name:
            yield context.fault(
                pointer(("components", "schemas", name)), f"the class would be {ClassName(name, '')}"
            )
        if renamed.get(name, name) == name or renamed[name] not in schemas:
            users[PythonIdentifier(renamed.get(name, name), "")].append(name)
    for names in users.values():
        for name in names if len(names) > 1 else ():
            reason = f"{' and '.join(names)} would have one module"
            yield context.fault(pointer(("components", "schemas", name)), reason)


def unions_have_plain_forms(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every allOf, anyOf or oneOf that is no choice of whole values and no narrowing of an object."""
    for node in context.shapes:
        types = types_of(node.value)
        if is_component(node) and "object" in types and len(types) > 1:
            yield context.fault(
                pointer((*node.parts, "type")), "is an object and something else in one class"
            )
        for keyword in COMPOSITIONS:
            forms = node.value.get(keyword, [])
            is_object = "object" in types_of(node.value)
            if is_object and keyword != "allOf" and not all(is_constraint(form) for form in forms):
                yield context.fault(pointer((*node.parts, keyword)), "is a choice beside properties")
            elif not is_object and not all(_is_whole(form) for form in forms):
                yield context.fault(pointer((*node.parts, keyword)), "has a form without a type")
        if "not" in node.value and not is_constraint(node.value["not"]):
            yield context.fault(pointer((*node.parts, "not")), "is no narrowing of an object")


def _is_whole(form: object) -> bool:
    return isinstance(form, dict) and bool({"$ref", "type", "const", "enum", *COMPOSITIONS} & set(form))


def parameters_have_plain_places(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every parameter the client could not put where it belongs."""
    for node in context.nodes("parameter"):
        place, schema = node.value.get("in"), context.resolved(node.value.get("schema", {}))
        several = {"array", "object"} & set(types_of(schema))
        if place not in {"path", "query", "header"}:
            yield context.fault(pointer(node.parts), f"the parameter is in {place}")
        elif "schema" not in node.value:
            yield context.fault(pointer(node.parts), "the parameter has no schema")
        elif several and (place != "query" or "object" in several):
            yield context.fault(pointer(node.parts), f"an {several.pop()} cannot be in {place}")
        elif node.value.get("style", "form") not in {"form", "simple"} or node.value.get("explode") is False:
            yield context.fault(pointer(node.parts), "the parameter has a style of its own")


def files_have_names_of_their_own(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every component file whose name another one has: many generators know one namespace only."""
    users: dict[str, list[str]] = defaultdict(list)
    for file in (*context.spec_files.files, *context.spec_files.shared):
        if place := component_of(file):
            users[place[1]].append(file)
    for files in users.values():
        for file in files if len(files) > 1 else ():
            others = ", ".join(other for other in files if other != file)
            yield RuleViolation(file, "", f"the component has the name of {others}")
