"""Rules about the streams: words and grades of evidence, frames that fit their schemas, vectors.

The official parser of AsyncAPI needs node and is no part of this; a test runs it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import follow, parts, pointer
from generator.document.openapi_objects import walk
from generator.document.schema_shapes import known_values
from generator.lint.data_shape import has_form
from generator.lint.rule import LintContext, RuleViolation, is_branch, is_sentence
from generator.lint.validator_messages import reason_of

EVIDENCE = ("documented", "recorded", "protocol", "unproven")
_DESCRIBED = ("channel", "stream_operation", "message")
_SIGNING = dict.fromkeys(("signed_text", "algorithm", "secret", "signature"), str)
_SERVER = dict.fromkeys(("host", "protocol", "description"), str)
_JSON = "application/json"


def document_is_asyncapi(context: LintContext) -> Iterator[RuleViolation]:
    """Yield a version that is not 3.1, and each object that lacks what AsyncAPI or a reader asks for."""
    if not str(context.document.get("asyncapi")).startswith("3.1."):
        yield context.fault("/asyncapi", f"the version is {context.document.get('asyncapi')}, not 3.1")
    for name, server in context.document["servers"].items():
        if not has_form(server, _SERVER):
            yield context.fault(pointer(("servers", name)), f"the server needs {', '.join(_SERVER)} as text")
    yield from _incomplete_messages(context)
    for node in context.nodes("channel"):
        if not isinstance(node.value.get("address"), str) or not node.value.get("messages"):
            yield context.fault(pointer(node.parts), "there is no address, or no message")
    for node in context.nodes("stream_operation"):
        if "$ref" not in node.value.get("channel", {}) or not node.value.get("messages"):
            yield context.fault(pointer(node.parts), "there is no channel, or no message")
        if node.value.get("action") not in {"send", "receive"}:
            yield context.fault(pointer((*node.parts, "action")), "the action is neither send nor receive")
        yield from (
            context.fault(pointer((*node.parts, "messages", index)), "the channel has no such message")
            for index, message in enumerate(node.value.get("messages", []))
            if not _leads_somewhere(context, message["$ref"])
        )


def _incomplete_messages(context: LintContext) -> Iterator[RuleViolation]:
    for node in context.nodes("message"):
        if "$ref" not in node.value.get("payload", {}):
            yield context.fault(pointer(node.parts), "the payload is no reference to a schema")
        for example in node.value.get("examples", []):
            if not {"summary", "payload"} <= context.resolved(example).keys():
                yield context.fault(
                    example["$ref"].removeprefix("#"), "the summary or the payload is missing"
                )


def words_are_there(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every channel, operation and message without a summary or a full sentence about it."""
    for node in context.nodes(*_DESCRIBED):
        if not node.value.get("summary"):
            yield context.fault(pointer(node.parts), "there is no summary")
        if not is_sentence(node.value.get("description")):
            yield context.fault(pointer(node.parts), "the description is no full sentence")


def sources_are_graded(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every channel, operation and message that does not say who says so, and how surely."""
    for node in context.nodes(*_DESCRIBED):
        if node.value.get("x-evidence") not in EVIDENCE:
            yield context.fault(pointer(node.parts), f"x-evidence is none of {', '.join(EVIDENCE)}")
        if not is_sentence(node.value.get("x-source")):
            yield context.fault(pointer(node.parts), "x-source is no full sentence")


def doubts_are_said(context: LintContext) -> Iterator[RuleViolation]:
    """Yield everything that nobody has shown and whose description does not say so."""
    for node in context.nodes(*_DESCRIBED):
        unsure = node.value.get("x-evidence") in {"protocol", "unproven"}
        if unsure and "unproven" not in str(node.value.get("description")):
            yield context.fault(pointer(node.parts), "the description does not say that it is unproven")


def examples_fit(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every message without an example, and every place of one that the schema does not allow."""
    for node in context.nodes("message"):
        if not node.value.get("examples"):
            yield context.fault(pointer(node.parts), "there is no example")
        for example in node.value.get("examples", []):
            if "payload" in context.resolved(example):
                place = example["$ref"].removeprefix("#") + "/payload"
                yield from _misfits(context, node.value.get("payload", {}), place)
    for node in context.shapes:
        if node.value.get("contentMediaType") == _JSON and "example" in node.value:
            yield from _text_misfits(context, node.value, pointer((*node.parts, "example")))


def enums_of_frames_are_open(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every place where a frame of the server is bound to the values known today."""
    for operation in context.nodes("stream_operation"):
        for message in (
            operation.value.get("messages", []) if operation.value.get("action") == "receive" else []
        ):
            if _leads_somewhere(context, message["$ref"]):
                payload = context.resolved(message).get("payload", {})
                if "$ref" in payload:
                    yield from _closed(context, payload["$ref"].removeprefix("#"))


def signing_is_complete(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-signing that lacks something, or whose signature does not follow from its text."""
    for node in context.nodes("channel"):
        if "x-signing" not in node.value:
            continue
        signing, place = node.value["x-signing"], pointer((*node.parts, "x-signing"))
        if not has_form(signing, _SIGNING):
            yield context.fault(place, f"needs {', '.join(_SIGNING)} as text")
        elif _hmac(signing["secret"], signing["signed_text"]) != signing["signature"]:
            yield context.fault(f"{place}/signature", "is not that of the text")


def _hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _leads_somewhere(context: LintContext, reference: str) -> bool:
    try:
        follow(context.document, reference.removeprefix("#"))
    except LookupError:
        return False
    return True


def _closed(context: LintContext, place: str) -> Iterator[RuleViolation]:
    """Yield the members of a frame's schema that are closed; those of an answer have a rule of theirs."""
    for node in walk(follow(context.document, place), "schema", tuple(parts(place))):
        open_enum = is_branch(node) and known_values(follow(context.document, pointer(node.parts[:-2])))
        if not open_enum and "enum" in context.resolved(node.value):
            yield context.fault(pointer(node.parts), "the enum is closed")


def _misfits(context: LintContext, schema: Mapping[str, Any], place: str) -> Iterator[RuleViolation]:
    value = follow(context.document, place)
    yield from (context.fault(place + inside, reason) for inside, reason in _faults(context, schema, value))


def _text_misfits(context: LintContext, schema: Mapping[str, Any], place: str) -> Iterator[RuleViolation]:
    """Yield what is wrong with JSON that is written as text."""
    try:
        value = json.loads(follow(context.document, place))
    except (ValueError, TypeError):
        yield context.fault(place, "is no JSON")
        return
    inner = schema.get("contentSchema", {})
    yield from (
        context.fault(place, f"{inside} {reason}") for inside, reason in _faults(context, inner, value)
    )


def _faults(context: LintContext, schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    # Loaded here, for a build needs no validator.
    from openapi_schema_validator import OAS31Validator  # noqa: PLC0415

    validator = OAS31Validator({"components": context.document["components"], "allOf": [schema]})
    for error in validator.iter_errors(value):
        yield pointer(error.absolute_path), reason_of(error)
