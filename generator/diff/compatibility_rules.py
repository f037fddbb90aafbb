"""The meaning of each kind of change for requests, answers and generated clients: one table, no logic.

Requests may be accepted more widely and answers given more narrowly without harm, never the other way round.
Nothing here knows how a change is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a change asks of a user, least first."""

    NOTE = 0
    COMPATIBLE = 1
    BEHAVIOUR = 2
    BREAKING = 3

    @property
    def label(self) -> str:
        """The name in reports and on the command line."""
        return self.name.lower()


class Direction(StrEnum):
    """Who meets the change: what is sent, what is answered, or the names in generated code."""

    REQUEST = "request"
    RESPONSE = "response"
    CLIENT = "client"


_NOTE, _FINE, _SHIFT, _BREAK = Severity.NOTE, Severity.COMPATIBLE, Severity.BEHAVIOUR, Severity.BREAKING


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence about the change, and its severity in each direction it has a meaning in.

    `tolerated` replaces the severity on the wire where a set of values is open: nobody relies on its end.
    """

    text: str
    request: Severity | None = None
    response: Severity | None = None
    client: Severity | None = None
    tolerated: Severity | None = None

    def severity(self, direction: Direction, *, open_set: bool) -> Severity | None:
        """Return the severity in one direction, None where the change means nothing."""
        if open_set and self.tolerated is not None and direction is not Direction.CLIENT:
            return self.tolerated
        severity: Severity | None = getattr(self, direction.value)
        return severity


RULES: Mapping[str, Rule] = {
    # Operations and their names.
    "operation-added": Rule("operation `{subject}` was added", request=_FINE),
    "operation-removed": Rule("operation `{subject}` was removed", request=_BREAK),
    "operation-moved": Rule("operation `{subject}` moved from {before} to {after}", request=_BREAK),
    "operation-id-changed": Rule("name (operationId) `{before}` became `{after}`", client=_BREAK),
    "sdk-name-changed": Rule("method name (x-sdk) changed from {before} to {after}", client=_BREAK),
    "attribute-renamed": Rule("the name in clients (x-attribute) changed", client=_BREAK),
    "tags-changed": Rule(
        "tags changed from {before} to {after}: clients grouped by tag differ", client=_SHIFT
    ),
    "deprecated": Rule("{subject} is deprecated", client=_FINE),
    "no-longer-deprecated": Rule("{subject} is no longer deprecated", client=_NOTE),
    # What a client may do, and how often.
    "permission-demanded": Rule("permission (x-permission) changed from {before} to {after}", request=_BREAK),
    "permission-dropped": Rule("permission (x-permission) {before} is no longer needed", request=_FINE),
    "retry-changed": Rule("retrying (x-retry) changed from {before} to {after}", client=_SHIFT),
    "outcome-shown-elsewhere": Rule(
        "the read that shows the outcome (x-shown-by) changed{change}", client=_SHIFT
    ),
    "order-changed": Rule("what it does to orders (x-order) changed", client=_SHIFT),
    "rate-limit-changed": Rule("rate limit (x-rate-limit) changed from {before} to {after}", request=_SHIFT),
    "pagination-added": Rule("pagination (x-pagination) was added", client=_FINE),
    "pagination-removed": Rule("pagination (x-pagination) was removed", client=_BREAK),
    "pagination-changed": Rule("pagination (x-pagination) changed from {before} to {after}", client=_SHIFT),
    "security-tightened": Rule("security changed from {before} to {after}", request=_BREAK),
    "security-loosened": Rule("security changed from {before} to {after}", request=_FINE),
    "security-scheme-changed": Rule("security scheme `{subject}` changed", request=_BREAK),
    "server-added": Rule("server {subject} was added", request=_FINE),
    "server-removed": Rule("server {subject} was removed", request=_BREAK),
    # Parameters.
    "optional-parameter-added": Rule("optional parameter `{subject}` was added", request=_FINE),
    "required-parameter-added": Rule("required parameter `{subject}` was added", request=_BREAK),
    "parameter-removed": Rule("parameter `{subject}` was removed", request=_BREAK),
    "parameter-renamed": Rule("parameter `{before}` became `{after}`", request=_BREAK),
    "path-parameter-renamed": Rule("path parameter `{before}` became `{after}`", client=_BREAK),
    "parameter-made-required": Rule("parameter `{subject}` became required", request=_BREAK),
    "parameter-made-optional": Rule("parameter `{subject}` became optional", request=_FINE),
    "parameter-serialization-changed": Rule("parameter `{subject}` is written otherwise", request=_BREAK),
    # Bodies and answers.
    "request-body-added": Rule("an optional request body was added", request=_FINE),
    "request-body-demanded": Rule("a request body became required", request=_BREAK),
    "request-body-removed": Rule("the request body was removed", request=_BREAK),
    "request-body-made-optional": Rule("the request body became optional", request=_FINE),
    "content-type-added": Rule("content type {subject} was added", request=_FINE, response=_FINE),
    "content-type-removed": Rule("content type {subject} was removed", request=_BREAK, response=_BREAK),
    "content-added": Rule("a schema was added where any content was", request=_BREAK, response=_FINE),
    "content-removed": Rule("the schema of the content was removed", request=_FINE, response=_BREAK),
    "encoding-changed": Rule("the encoding of the content changed", request=_BREAK, response=_BREAK),
    # A client takes an undocumented success for a failure, also of an order that was placed.
    "success-status-added": Rule("success status {subject} was added", response=_BREAK),
    "success-status-removed": Rule("success status {subject} was removed", response=_BREAK),
    "status-added": Rule("status {subject} was added", response=_FINE),
    "status-removed": Rule("status {subject} was removed", response=_FINE),
    "header-added": Rule("header `{subject}` was added", response=_FINE),
    "header-removed": Rule("header `{subject}` was removed", response=_BREAK),
    "header-made-required": Rule("header `{subject}` is always sent", response=_FINE),
    "header-made-optional": Rule("header `{subject}` may be missing", response=_BREAK),
    # Schemas: objects.
    "optional-property-added": Rule("optional field `{subject}` was added", request=_FINE, response=_FINE),
    "required-property-added": Rule("required field `{subject}` was added", request=_BREAK, response=_FINE),
    "property-removed": Rule("field `{subject}` was removed", request=_BREAK, response=_BREAK),
    "property-renamed": Rule("field `{before}` became `{after}`", request=_BREAK, response=_BREAK),
    "property-made-required": Rule("field `{subject}` became required", request=_BREAK, response=_FINE),
    "property-made-optional": Rule("field `{subject}` became optional", request=_FINE, response=_BREAK),
    "further-fields-refused": Rule("fields not listed are no longer allowed", request=_BREAK, response=_FINE),
    "further-fields-allowed": Rule("fields not listed are allowed", request=_FINE, response=_FINE),
    "model-renamed": Rule("schema `{before}` became `{after}`", client=_BREAK),
    # Schemas: values.
    "type-changed": Rule("type {before} became {after}", request=_BREAK, response=_BREAK),
    "type-narrowed": Rule("type {before} became {after}", request=_BREAK, response=_FINE),
    "type-widened": Rule("type {before} became {after}", request=_FINE, response=_BREAK),
    "format-changed": Rule("format {before} became {after}", request=_BREAK, response=_BREAK),
    "null-allowed": Rule("null is allowed", request=_FINE, response=_BREAK),
    "null-refused": Rule("null is no longer allowed", request=_BREAK, response=_FINE),
    "enum-value-added": Rule(
        "enum value {subject} was added", request=_FINE, response=_BREAK, tolerated=_FINE
    ),
    "enum-value-removed": Rule(
        "enum value {subject} was removed", request=_BREAK, response=_FINE, client=_BREAK, tolerated=_FINE
    ),
    "enum-opened": Rule("values not listed are allowed", request=_FINE, response=_BREAK),
    "enum-closed": Rule("values not listed are no longer allowed", request=_BREAK, response=_FINE),
    "enum-names-changed": Rule("the names of the enum's members changed", client=_BREAK),
    "constraint-tightened": Rule(
        "constraint {subject} was tightened{change}", request=_BREAK, response=_FINE
    ),
    "constraint-loosened": Rule("constraint {subject} was loosened{change}", request=_FINE, response=_BREAK),
    "constraint-changed": Rule("constraint {subject} changed{change}", request=_BREAK, response=_BREAK),
    "alternative-added": Rule("{subject} was added to the alternatives", request=_FINE, response=_BREAK),
    "alternative-removed": Rule(
        "{subject} was removed from the alternatives", request=_BREAK, response=_FINE
    ),
    "discriminator-changed": Rule("the discriminator changed", request=_BREAK, response=_BREAK),
    "discriminator-value-added": Rule(
        "discriminator value `{subject}` was added", request=_FINE, response=_BREAK
    ),
    "discriminator-value-removed": Rule(
        "discriminator value `{subject}` was removed", request=_BREAK, response=_FINE
    ),
    "default-changed": Rule("default {before} became {after}", request=_SHIFT, response=_NOTE),
    # What the comparison sees but does not judge.
    "documentation-changed": Rule("{subject} changed"),
    "extension-changed": Rule("{subject} changed"),
    "component-added": Rule("component `{subject}` was added"),
    "component-removed": Rule("component `{subject}` was removed, and nothing uses it any more"),
    "rearranged": Rule("written otherwise, to the same effect"),
    "not-compared": Rule("{subject} changed, and is not compared: look at it", client=_SHIFT),
}

# A branch that only restricts the object around it has no fields and values of its own: losing or gaining one
# there makes the restriction weaker or stronger.
RESTRICTIONS: Mapping[str, str] = {
    "optional-property-added": "constraint-tightened",
    "required-property-added": "constraint-tightened",
    "property-made-required": "constraint-tightened",
    "enum-value-removed": "constraint-tightened",
    "enum-closed": "constraint-tightened",
    "property-removed": "constraint-loosened",
    "property-made-optional": "constraint-loosened",
    "enum-value-added": "constraint-loosened",
    "enum-opened": "constraint-loosened",
    "property-renamed": "constraint-changed",
}
