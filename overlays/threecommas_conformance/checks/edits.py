"""The rule of every edit: what it sets is what its answer shows."""

from collections.abc import Iterator

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall, is_on, number

_EDITS = frozenset({"PATCH", "PUT"})
# A server fits other settings to the account and the market, such as the leverage of a bot on spot.
_AS_SENT = frozenset({"name", "note", "max_safety_orders", "active_safety_orders_count", "max_active_deals"})


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


def _is_same(asked: str | int, shown: str | int) -> bool:
    if isinstance(shown, bool) or isinstance(asked, bool):
        return is_on(asked) is is_on(shown)
    if number(asked) is not None and number(shown) is not None:
        return number(asked) == number(shown)
    return str(asked) == str(shown)
