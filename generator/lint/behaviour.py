"""Rules about what the document says of behaviour: next statuses, outcomes of writes, the order of lists.

Nothing is generated of these extensions. Whoever checks a server goes by them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from generator.document.operations import DocumentedOperation
from generator.document.schema_shapes import types_of
from generator.lint.answer_members import schemas_at, success_schema
from generator.lint.data_shape import has_form
from generator.lint.rule import LintContext, RuleViolation, at

_SORT = {"by?": str, "direction?": [str], "default": str, "descending": bool}
_BODY = "$response.body#/"
_TYPES = {str: "string", bool: "boolean", int: "integer"}


def transitions_are_of_the_enum(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-transitions that has no source, or speaks of other values than the enum does."""
    for node in context.nodes("schema"):
        if "x-transitions" not in node.value:
            continue
        table, values = node.value["x-transitions"], {str(each) for each in node.value.get("enum", ())}
        place = at("", node, "x-transitions")[1]
        named = table.get("next") if isinstance(table, dict) else None
        if not isinstance(named, dict) or not has_form(table, {"source": str, "next": dict}):
            yield context.fault(place, "needs source and next, and nothing else")
        elif bare := [str(value) for value, found in named.items() if not isinstance(found, list)]:
            yield context.fault(place, f"has no list after {', '.join(bare)}, [] for an end")
        elif named.keys() != values:
            reason = f"is not of {', '.join(sorted(named.keys() ^ values))} alike, as the enum is"
            yield context.fault(place, reason)
        elif lost := {str(each) for found in named.values() for each in found} - values:
            yield context.fault(place, f"leads to {', '.join(sorted(lost))}, which the enum does not have")


def outcomes_have_places(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-outcome without values, or of a place that is none of an answer."""
    for operation in context.operations():
        if operation.value.get("x-outcome") == []:
            yield context.fault(f"{operation.pointer}/x-outcome", "lists nothing")
        for number, entry in enumerate(operation.value.get("x-outcome", ())):
            place = f"{operation.pointer}/x-outcome/{number}"
            if entry == {"gone": True}:
                continue
            # Values may be of any type.
            if not has_form(entry, {"at": str, "values": list, "stays?": bool}):
                yield context.fault(place, "needs gone, or at and values and at most stays")
            elif not entry["at"].startswith(_BODY) or not entry["values"]:
                yield context.fault(place, f"needs a value or more, and a place like {_BODY}status")
            elif reason := _outcome_fault(context, operation, entry):
                yield context.fault(place, reason)


def _outcome_fault(
    context: LintContext, operation: DocumentedOperation, entry: Mapping[str, Any]
) -> str | None:
    steps = entry["at"].removeprefix(_BODY).split("/")
    found = list(schemas_at(context, success_schema(context, operation), steps))
    if not found:
        return f"names {'/'.join(steps)}, which the answer does not have"
    # An open enum takes any text as well: a value that it does not list is misspelt all the same.
    listed = [value for each in found for value in each.get("enum", ())]
    types = {name for each in found for name in types_of(each)}
    for value in entry["values"]:
        if (value not in listed) if listed else (_TYPES.get(type(value)) not in types):
            return f"lists {value!r}, which the answer never has there"
    return None


def sorts_name_parameters_and_members(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-sort that is incomplete, or speaks of parameters the operation does not have."""
    for operation in context.operations():
        if "x-sort" in operation.value and (reason := _sort_fault(context, operation)):
            yield context.fault(f"{operation.pointer}/x-sort", reason)


def _sort_fault(context: LintContext, operation: DocumentedOperation) -> str | None:
    sort = operation.value["x-sort"]
    members = sort.get("members") if isinstance(sort, dict) else None
    rest = {name: value for name, value in sort.items() if name != "members"} if members else {}
    if not _is_of_text(members) or not has_form(rest, _SORT):
        return f"needs members and {', '.join(_SORT)}, and nothing else"
    names = {context.resolved(each).get("name") for each in operation.value.get("parameters", [])}
    if missing := {*rest.get("direction", ()), rest.get("by", "")} - names - {""}:
        return f"names {', '.join(sorted(missing))}, which is no parameter"
    if reason := _choice_fault(context, operation, sort):
        return reason
    listed = operation.value.get("x-pagination", {}).get("items")
    steps, schema = [listed, "*"] if isinstance(listed, str) else ["*"], success_schema(context, operation)
    lost = [
        each for each in members.values() if not any(schemas_at(context, schema, [*steps, *each.split("/")]))
    ]
    return f"sorts by {', '.join(lost)}, which no element has" if lost else None


def _choice_fault(
    context: LintContext, operation: DocumentedOperation, sort: Mapping[str, Any]
) -> str | None:
    parameters = map(context.resolved, operation.value.get("parameters", []))
    described = [each.get("schema") for each in parameters if each.get("name") == sort.get("by")]
    schemas = [part for each in described for part in schemas_at(context, each, ())]
    choices = {str(value) for each in schemas for value in each.get("enum", ())}
    # A list may be in an order of which no member is the measure, such as that of its statuses. A parameter
    # without an enum takes any text.
    words = choices if "by" in sort else sort["members"].keys()
    if words and (unknown := {*sort["members"], sort["default"]} - words):
        return f"sorts by {', '.join(sorted(unknown))}, which is no choice of it"
    return None


def _is_of_text(value: Any) -> TypeGuard[Mapping[str, str]]:
    return isinstance(value, Mapping) and bool(value) and all(type(each) is str for each in value.values())
