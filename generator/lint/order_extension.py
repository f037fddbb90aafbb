"""The rule about x-order: what an operation does to orders, and where its messages say so.

A client holds an order back by these facts (`threecommas.guards.limits`), so a write without them would get
past every limit. Values stand behind runtime expressions, as in the links of OpenAPI; a ``*`` in the pointer
of one stands for every element of a list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.document.operations import DocumentedOperation
from generator.lint.answer_members import body_schema, schemas_at, success_schema
from generator.lint.rule import LintContext, RuleViolation

SHOWS = "shows"
LATER = "places_later"
# Nobody has said yet. A client with limits or of paper accounts refuses such a write, as one without x-order.
UNKNOWN = "unknown"
EFFECTS = ("places", "changes", "closes", "cancels", LATER, "none", UNKNOWN)
_EXPRESSION = re.compile(
    r"\$(?:request\.(?P<place>path|query)\.(?P<name>\w+)|(?P<body>request|response)\.body#(?P<pointer>(?:/[^/]+)+))"
)
# Where a value stands.
_PLACES = (
    "id",
    "part",
    "account",
    "market",
    "pair",
    "pairs",
    "kind",
    "own_funds",
    "side",
    "direction",
    "units",
    "order_type",
    "is_market",
    "price",
    "trigger",
    "trigger_order_type",
)
_LISTS = ("targets", "target_percents", "grows")
_MEMBERS = {
    "effect": str,
    "of": str,
    **dict.fromkeys(_PLACES, str),
    "at_market": bool,
    **dict.fromkeys(_LISTS, list),
}
# What has to be known of an order. Its kind may be told by a flag, and a bot has several pairs.
_ORDER = ("account", "pair", "side", "units", "order_type")
_ADDED = ("units", "order_type")
# A position that is no single order has a direction, and no kind.
_POSITION = ("account", "pair", "direction", "units")
_INSTEAD = {"is_market": "order_type", "pairs": "pair"}


def writes_tell_orders(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every write that does not say what it does to orders."""
    for operation in context.operations():
        if operation.value.get("x-retry") == "never" and "x-order" not in operation.value:
            reason = "x-order is missing: a write says what it does to orders"
            yield context.fault(operation.pointer, reason)


def orders_are_readable(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-order that cannot be read."""
    shown = {each.id: each.value["x-order"] for each in context.operations() if _effect(each) == SHOWS}
    for operation in context.operations():
        for reason in _reasons(context, operation, shown):
            yield context.fault(f"{operation.pointer}/x-order", f"x-order {reason}")


def _reasons(
    context: LintContext, operation: DocumentedOperation, shown: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    if "x-order" not in operation.value:
        return
    told = operation.value["x-order"]
    if not isinstance(told, dict) or not all(
        type(value) is _MEMBERS.get(name) for name, value in told.items()
    ):
        known = ", ".join(_MEMBERS)
        yield f"has the members {known}: text, but for at_market and the lists {', '.join(_LISTS)}"
        return
    # Where it is not said whether it writes, another rule says so.
    allowed = (SHOWS,) if operation.value.get("x-retry") == "safe" else EFFECTS
    if told.get("effect") not in allowed:
        yield f"has an effect that is not {' or '.join(allowed)}"
    if told.get("effect") == UNKNOWN:
        if len(told) > 1:
            yield "has members beside an effect that is unknown"
        return
    yield from _gaps(told, shown)
    if _may_grow(told, shown) and "requestBody" in operation.value and "grows" not in told:
        yield "does not say what grows: what lets the position place more later, or [] if nothing does"
    for expression in _expressions(told):
        if not _leads_somewhere(context, operation, expression):
            yield f"names {expression!r}, which the operation does not have"


def _may_grow(told: Mapping[str, Any], shown: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether it changes something that places orders by itself."""
    return told.get("effect") == "changes" and "direction" in shown.get(str(told.get("of")), {})


def _gaps(told: Mapping[str, Any], shown: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is missing for somebody to find the order."""
    effect, of = told.get("effect"), told.get("of")
    if of is not None and of not in shown:
        yield f"names {of!r}, which is no operation whose x-order shows something"
    if (of is None) != ("id" not in told):
        yield "needs of and id together: the operation that shows it, and where its number stands"
    # What neither names is refused by a client with limits or of paper accounts.
    if of is None and effect not in {"none", LATER} and "account" not in told:
        yield "says neither of nor account"
    needed: Sequence[str] = _ORDER if effect == SHOWS or of is None else _ADDED
    if effect == SHOWS and "direction" in told:
        needed = _POSITION
    has = {*told, *(member for name, member in _INSTEAD.items() if name in told)}
    if effect in {SHOWS, "places"} and (missing := [name for name in needed if name not in has]):
        yield f"does not say where {', '.join(missing)} stand"


def _expressions(told: Mapping[str, Any]) -> Iterator[str]:
    yield from (told[name] for name in _PLACES if name in told)
    yield from (str(place) for name in _LISTS for place in told.get(name, []))


def _leads_somewhere(context: LintContext, operation: DocumentedOperation, expression: str) -> bool:
    found = _EXPRESSION.fullmatch(expression)
    if not found:
        return False
    if found["place"]:
        parameters = [context.resolved(each) for each in operation.value.get("parameters", [])]
        return (found["place"], found["name"]) in {(each.get("in"), each.get("name")) for each in parameters}
    if found["body"] == "request":
        schema = body_schema(context, operation.value.get("requestBody", {}))
    else:
        schema = success_schema(context, operation)
    return any(schemas_at(context, schema, found["pointer"].split("/")[1:]))


def _effect(operation: DocumentedOperation) -> object:
    told = operation.value.get("x-order")
    return told.get("effect") if isinstance(told, dict) else None
