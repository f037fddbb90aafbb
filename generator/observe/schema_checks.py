"""The keywords that judge a value without describing its parts, checked by the schema validator.

Limits are bounds of one value. Rules relate the properties of an object to each other, as in "a price if the
order is a limit order". The document writes them as branches of `anyOf` or `oneOf` that describe nothing
themselves. The validator's messages quote the value, so only the keyword it names is used.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from openapi_schema_validator import OAS31Validator

from generator.document.schema_shapes import COMPOSITIONS, is_constraint

_LIMITS = frozenset(
    {
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    }
)


def broken_limits(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    """Yield each limit the value is beyond."""
    limits = {keyword: schema[keyword] for keyword in _LIMITS & schema.keys()}
    if limits:
        yield from (str(error.validator) for error in OAS31Validator(limits).iter_errors(value))


def broken_rules(schema: Mapping[str, Any], value: Any) -> Iterator[str]:
    """Yield each keyword of a rule the value does not keep."""
    for keyword in [keyword for keyword in ("not", *COMPOSITIONS) if keyword in schema]:
        branches = schema[keyword] if keyword != "not" else [schema[keyword]]
        rule = OAS31Validator({keyword: schema[keyword]})
        if all(is_constraint(branch) for branch in branches) and not rule.is_valid(value):
            yield keyword
