"""Rules about operations: their names, words, examples, answers and security."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from generator.document.json_pointer import pointer
from generator.document.operations import DocumentedOperation
from generator.lint.rule import LintContext, RuleViolation, is_sentence

SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ERRORS = ("400", "401", "403", "404", "418", "422", "429", "5XX")
SECURITY: list[dict[str, list[str]]] = [{"Apikey": [], "Signature": []}]
JSON = "application/json"
# A summary is the first line of a docstring.
_LINE = 80


def ids_are_unique(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation whose operationId another one has, or that has none."""
    users: dict[str, list[DocumentedOperation]] = defaultdict(list)
    for operation in context.operations():
        users[operation.id].append(operation)
    for name, found in users.items():
        for operation in found:
            others = [f"{other.method.upper()} {other.url}" for other in found if other is not operation]
            if not name:
                yield context.fault(operation.pointer, "there is no operationId")
            elif others:
                reason = f"the operationId {name!r} is also that of {', '.join(others)}"
                yield context.fault(f"{operation.pointer}/operationId", reason)


def ids_are_snake_case(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operationId that is not snake_case."""
    for operation in context.operations():
        if operation.id and not SNAKE_CASE.fullmatch(operation.id):
            yield context.fault(f"{operation.pointer}/operationId", f"{operation.id!r} is not snake_case")


def tags_are_single_and_declared(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation without exactly one tag that the root declares."""
    declared = [tag.get("name") for tag in context.document.get("tags", [])]
    for operation in context.operations():
        tags = operation.value.get("tags", [])
        if len(tags) != 1:
            yield context.fault(operation.pointer, f"there are {len(tags)} tags, not one")
        elif tags[0] not in declared:
            yield context.fault(
                f"{operation.pointer}/tags/0", f"the tag {tags[0]!r} is not declared in the root"
            )


def words_are_there(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation without a summary, or without a description in full sentences."""
    for operation in context.operations():
        if not 0 < len(operation.value.get("summary", "")) <= _LINE:
            yield context.fault(operation.pointer, f"there is no summary of 1 to {_LINE} characters")
        if not is_sentence(operation.value.get("description")):
            yield context.fault(operation.pointer, "the description is no full sentence")


def sources_are_named(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation that does not say where its facts are from."""
    for operation in context.operations():
        documentation = operation.value.get("externalDocs")
        if documentation is None and not is_sentence(operation.value.get("x-source")):
            yield context.fault(
                operation.pointer, "neither externalDocs nor x-source says where the facts are from"
            )
        if documentation is not None and not (isinstance(documentation, dict) and documentation.get("url")):
            yield context.fault(f"{operation.pointer}/externalDocs", "there is no url")


def errors_are_shared(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation that lacks one of the errors, or describes one itself."""
    for operation in context.operations():
        answers = operation.value.get("responses", {})
        for status in ERRORS:
            if status not in answers:
                yield context.fault(f"{operation.pointer}/responses", f"the answer {status} is missing")
            elif "$ref" not in answers[status]:
                yield context.fault(f"{operation.pointer}/responses/{status}", "the error is no shared one")


def examples_are_there(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every request and answer that shows no example."""
    for operation in context.operations():
        places = [("responses", status) for status in operation.value.get("responses", {})]
        for place in [("requestBody",), *places]:
            content = context.resolved(_inside(operation.value, place)).get("content", {})
            for media in content.values():
                if not media.get("examples") and "example" not in media:
                    yield context.fault(f"{operation.pointer}/{'/'.join(place)}", "there is no example")


def security_is_both_headers(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation not secured by key and signature together, unless it needs neither."""
    for operation in context.operations():
        open_to_all = operation.value.get("security") == [] and operation.value.get("x-permission") == "NONE"
        if operation.value.get("security") != SECURITY and not open_to_all:
            yield context.fault(
                f"{operation.pointer}/security", "security is not Apikey and Signature together"
            )


def success_is_single(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every operation without a success, or with two that differ in type."""
    for operation in context.operations():
        answers = {
            status: answer
            for status, answer in operation.value.get("responses", {}).items()
            if status[:1] == "2"
        }
        schemas = [_schema(context, answer) for answer in answers.values()]
        if not answers:
            yield context.fault(operation.pointer, "there is no success among the responses")
        elif any(schema != schemas[0] for schema in schemas):
            yield context.fault(f"{operation.pointer}/responses", "two successes differ in type")


def bodies_are_json(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every body in another form than JSON, or without a schema."""
    for node in context.nodes("request_body", "response"):
        for form, media in (node.value.get("content") or {}).items():
            place = pointer((*node.parts, "content", form))
            if form != JSON:
                yield context.fault(place, f"the body is {form}, not {JSON}")
            elif not isinstance(media, dict) or "schema" not in media:
                yield context.fault(place, "the body has no schema")


def error_bodies_are_one_object(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every error whose body is not the one object that all others have."""
    first: Any = None
    for operation in context.operations():
        for status, answer in operation.value.get("responses", {}).items():
            schema = _schema(context, answer)
            if status[:1] == "2" or schema is None:
                continue
            first = first or schema
            if schema != first or "$ref" not in schema:
                yield context.fault(
                    f"{operation.pointer}/responses/{status}", "the error's body is not the common one"
                )


def _schema(context: LintContext, answer: Any) -> Any:
    return context.resolved(answer).get("content", {}).get(JSON, {}).get("schema")


def _inside(value: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        value = value.get(step, {})
    return value
