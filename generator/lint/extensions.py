"""Rules about the x- extensions, which are this project's own and checked by nobody else."""

import keyword
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

from generator.client.names import MEMBER_WORDS
from generator.client.pagination import STYLES
from generator.client.resources import ROOT, class_name
from generator.document.operations import DocumentedOperation
from generator.document.schema_shapes import types_of
from generator.lint.data_shape import has_form
from generator.lint.operations import SNAKE_CASE
from generator.lint.rule import LintContext, RuleViolation

_PERMISSION = re.compile(r"[A-Z]+(_[A-Z]+)*")
_LIMIT = {"scope": str, "requests": int, "period": int, "block": int}
_PAGES = {
    "style": str,
    "page": str,
    "size": str,
    "first": int,
    "max_size": int,
    **dict.fromkeys(("items?", "id?"), str),
    "usual_size?": int,
}


def permission_is_a_name(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-permission that is no name in capitals."""
    for operation in context.operations():
        if not _PERMISSION.fullmatch(str(operation.value.get("x-permission", ""))):
            yield _fault(context, operation, "x-permission", "is missing or no name in capitals")


def retry_is_decided(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-retry that is neither safe nor never."""
    for operation in context.operations():
        if operation.value.get("x-retry") not in {"safe", "never"}:
            yield _fault(context, operation, "x-retry", "is neither safe nor never")


def outcomes_are_shown_by_reads(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-shown-by that names no read, or stands at one."""
    reads = {each.id for each in context.operations() if each.value.get("x-retry") == "safe"}
    for operation in context.operations():
        if (read := operation.value.get("x-shown-by")) is None:
            continue
        if operation.value.get("x-retry") == "safe":
            yield _fault(context, operation, "x-shown-by", "stands at a read, which has no outcome")
        elif read not in reads:
            yield _fault(context, operation, "x-shown-by", f"names {read!r}, which is no read")


def rate_limits_are_complete(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-rate-limit that is no list of limits in whole numbers."""
    for operation in context.operations():
        limits = operation.value.get("x-rate-limit")
        if limits is None or not has_form(limits, [_LIMIT]):
            yield _fault(context, operation, "x-rate-limit", f"needs {', '.join(_LIMIT)} in each entry")
        elif any(limit["scope"] not in {"overall", "route"} for limit in limits):
            yield _fault(context, operation, "x-rate-limit", "has a scope that is neither overall nor route")


def pagination_names_parameters(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-pagination that is incomplete, or speaks of parameters the operation does not have."""
    for operation in context.operations():
        pages = operation.value.get("x-pagination")
        if pages is None:
            continue
        names = {context.resolved(each).get("name") for each in operation.value.get("parameters", [])}
        if not has_form(pages, _PAGES):
            yield _fault(context, operation, "x-pagination", f"needs {', '.join(_PAGES)} and nothing else")
        elif lost := _missing_items(context, operation, pages):
            yield _fault(context, operation, "x-pagination", lost)
        elif pages["style"] not in STYLES:
            reason = f"has the style {pages['style']!r}, which is none of {', '.join(STYLES)}"
            yield _fault(context, operation, "x-pagination", reason)
        elif pages["first"] < 0 or pages["max_size"] < 1:
            yield _fault(context, operation, "x-pagination", "needs a first from 0 and a max_size from 1")
        elif pages["page"] == pages["size"]:
            reason = f"takes {pages['page']} for both the page and its size"
            yield _fault(context, operation, "x-pagination", reason)
        elif missing := {pages["page"], pages["size"]} - names:
            reason = f"names {', '.join(sorted(missing))}, which is no parameter"
            yield _fault(context, operation, "x-pagination", reason)
        elif other := sorted({pages["page"], pages["size"]} & _uncounted(context, operation)):
            reason = f"counts in {', '.join(other)}, which is no integer"
            yield _fault(context, operation, "x-pagination", reason)


def _missing_items(
    context: LintContext, operation: DocumentedOperation, pages: Mapping[str, Any]
) -> str | None:
    """Say which member is named that the answer or its elements do not have; None if there is none."""
    answers = operation.value["responses"]
    success = context.resolved(next((answers[each] for each in answers if each[:1] == "2"), {}))
    content = success.get("content", {}).get("application/json", {})
    schema = context.resolved(content.get("schema", {}))
    if "items" in pages:
        schema = context.resolved(schema.get("properties", {}).get(pages["items"], {}))
        if "items" not in schema:
            return f"names the items {pages['items']!r}, which is no list in the answer"
    element = context.resolved(schema.get("items", {}))
    if "id" in pages and pages["id"] not in element.get("required", []):
        return f"names the id {pages['id']!r}, which an element need not have"
    return None


def _uncounted(context: LintContext, operation: DocumentedOperation) -> set[str]:
    """Return the names of the parameters that can count neither pages nor items."""
    found = map(context.resolved, operation.value.get("parameters", []))
    types = {each.get("name"): types_of(context.resolved(each.get("schema", {}))) for each in found}
    return {str(name) for name, named in types.items() if named and "integer" not in named}


def methods_have_places(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-sdk that does not say resource and method in names the client can have."""
    for operation in context.operations():
        sdk = operation.value.get("x-sdk")
        forms = [{"resource": kind, "method": str} for kind in (str, NoneType)]
        if not isinstance(sdk, dict) or not any(has_form(sdk, form) for form in forms):
            yield _fault(context, operation, "x-sdk", "needs resource and method, and nothing else")
            continue
        resource = [] if sdk["resource"] is None else sdk["resource"].split(".")
        for name in [*resource, sdk["method"]]:
            if not SNAKE_CASE.fullmatch(name) or keyword.iskeyword(name) or name in MEMBER_WORDS:
                yield _fault(context, operation, "x-sdk", f"{name!r} cannot be a name in the client")


def methods_are_unique(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-sdk whose place in the client another operation or a resource has."""
    users: dict[str, list[DocumentedOperation]] = defaultdict(list)
    resources = set()
    for operation in context.operations():
        sdk = operation.value.get("x-sdk")
        if isinstance(sdk, dict) and {"resource", "method"} <= set(sdk):
            steps = [*str(sdk["resource"] or "").split("."), str(sdk["method"])]
            users[".".join(filter(None, steps))].append(operation)
            resources |= {".".join(steps[:length]) for length in range(1, len(steps))}
    for name, found in users.items():
        for operation in found if len(found) > 1 or name in resources else ():
            yield _fault(context, operation, "x-sdk", f"{name} is taken by another operation or resource")


def resources_have_class_names(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-sdk whose resource would be a class that the client has, or that another resource is."""
    paths: dict[str, str] = {}
    for operation in context.operations():
        sdk = operation.value.get("x-sdk")
        path = str((sdk.get("resource") if isinstance(sdk, dict) else "") or "")
        name = class_name(path)
        if path and (name in {ROOT, "Resource"} or paths.setdefault(name, path) != path):
            yield _fault(context, operation, "x-sdk", f"the class {name} of {path} is taken")


def _fault(context: LintContext, operation: DocumentedOperation, name: str, reason: str) -> RuleViolation:
    place = f"{operation.pointer}/{name}" if name in operation.value else operation.pointer
    return context.fault(place, f"{name} {reason}")
