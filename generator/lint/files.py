"""Rules about files: each is used, named for what it holds, and written in one order of keys."""

import re
from collections.abc import Iterator, Mapping

from generator.document.bundle import target_of
from generator.document.files import kind_of
from generator.document.openapi_objects import Node
from generator.document.schema_shapes import is_constraint
from generator.lint.rule import LintContext, RuleViolation, at

_STEM = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
# Keywords in their order; those not named may stand anywhere.
_ORDER: Mapping[str, str] = {
    "document": "openapi info servers tags security paths x-contradictions",
    "operation": (
        "operationId summary description tags externalDocs x-source x-undocumented deprecated x-sdk "
        "x-permission x-rate-limit x-retry x-shown-by x-order x-pagination security parameters requestBody "
        "responses x-contradictions"
    ),
    "parameter": "name in x-attribute required description schema example x-contradictions",
    "request_body": "required description content",
    "response": "description headers content links x-contradictions",
    "media_type": "schema examples",
    "example": "summary description value",
    "streams": "asyncapi info servers defaultContentType channels operations x-contradictions",
    "channel": (
        "address summary description messages x-evidence x-source x-permission x-signing x-contradictions"
    ),
    "stream_operation": (
        "action channel summary description messages reply x-evidence x-source x-contradictions"
    ),
    "message": "summary description payload examples x-evidence x-source x-contradictions",
    "message_example": "summary payload",
    "schema": (
        "$ref x-attribute type format description required properties additionalProperties anyOf oneOf items "
        "example x-contradictions"
    ),
}


def components_are_used(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every file that nothing refers to."""
    used = {context.spec_files.root, *_references(context), *_security_schemes(context)}
    for file in context.spec_files.files:
        if file not in used:
            yield RuleViolation(file, "", "nothing refers to the file")


def _references(context: LintContext) -> Iterator[str]:
    for file, node in context.spec_files.nodes:
        if isinstance(node.value, dict) and "$ref" in node.value:
            yield target_of(context.spec_files, file, node.value["$ref"])[0]


def _security_schemes(context: LintContext) -> Iterator[str]:
    for operation in context.operations():
        for requirement in operation.value.get("security", []):
            yield from (f"security_schemes/{name}.yaml" for name in requirement)


def files_are_named_plainly(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every component file whose name is not made of letters, digits and single underscores."""
    for file in context.spec_files.files:
        stem = file.rpartition("/")[2].removesuffix(".yaml")
        if kind_of(file) != "path_item" and not _STEM.fullmatch(stem):
            yield RuleViolation(file, "", f"{stem!r} is no plain name")


def keys_are_in_order(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every object in which a keyword stands before one that comes earlier in all others."""
    for file, node in context.spec_files.nodes:
        # What only narrows an object reads as a condition and its consequence, in that order.
        if isinstance(node.value, dict) and not is_constraint(node.value) and (late := _misplaced(node)):
            yield RuleViolation(*at(file, node, late), f"{late} stands too late")


def _misplaced(node: Node) -> str:
    order = _ORDER.get(node.kind, "").split()
    present = [name for name in node.value if name in order]
    wanted = sorted(present, key=order.index)
    return next((right for right, now in zip(wanted, present, strict=True) if right != now), "")
