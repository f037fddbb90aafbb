"""The rule of every edit: what it sets is what its answer shows."""

from collections.abc import Iterator
from typing import Any

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall, is_on, number

_EDITS = frozenset({"PATCH", "PUT"})
# A server fits other settings to the account and the market, such as the leverage of a bot on spot.
_AS_SENT = frozenset({"name", "note", "max_safety_orders", "active_safety_orders_count", "max_active_deals"})
# What an object may show with another value than an edit sent, and why.
_OTHERWISE = {
    "update_smart_trade": {
        "position.units.value": "a position that is bought keeps its size",
        "position.price.value": "a position that is bought keeps its price",
    },
}


def edited_values(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a member of an edit that its answer shows with another value, under the same name."""
    if (
        operation.method not in _EDITS
        or not isinstance(call.sent, dict)
        or not isinstance(call.answered, dict)
    ):
        return
    for name in sorted(_AS_SENT & call.sent.keys() & call.answered.keys()):
        asked, shown = call.sent[name], call.answered[name]
        # What is no text, number or switch has forms of its own.
        if (
            isinstance(asked, str | int | bool)
            and isinstance(shown, str | int | bool)
            and not _is_same(asked, shown)
        ):
            yield "An edit is not shown", f"{name} was set to {asked!r} and is {shown!r}."


RULES: tuple[Rule, ...] = (edited_values,)


def unshown(operation: str, sent: Any, shown: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield each scalar member of an edit that its object shows with another value: place, sent, shown.

    Amounts are compared by value. Members that an object does not have say nothing, and lists neither.
    """
    if isinstance(sent, dict) and isinstance(shown, dict):
        for name in sorted(sent.keys() & shown.keys()):
            yield from unshown(operation, sent[name], shown[name], f"{place}.{name}".lstrip("."))
    elif (
        place not in _OTHERWISE.get(operation, {})
        and _is_scalar(sent)
        and _is_scalar(shown)
        and not _is_same(sent, shown)
    ):
        yield place, sent, shown


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _is_same(asked: Any, shown: Any) -> bool:
    if isinstance(shown, bool) or isinstance(asked, bool):
        return is_on(asked) is is_on(shown)
    if number(asked) is not None and number(shown) is not None:
        return number(asked) == number(shown)
    return str(asked) == str(shown)
