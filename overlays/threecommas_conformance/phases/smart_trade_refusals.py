"""Fields of a valid SmartTrade that a server may refuse all the same, because no schema can say the rule.

Judged are the field that a 400 names and the order that was sent. The words of the answer are never judged.
The rules are those of the official pages on creating and editing:

- Volumes sum to 100 percent.
- Only the last step trails.
- Breakeven needs two steps, of a take profit that is on.
- A target is in percent or not, as the position was entered.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from threecommas_conformance.traffic.calls import get_in, items

_COLLECTION = "/v2/smart_trades"
_BREAKEVEN = "stop_loss[breakeven]"
_STEPS = "take_profit[steps]"
_TRAILING = re.compile(r"take_profit\[steps\]\[(\d+)\]\[trailing\]")
_STEP_PRICE = re.compile(r"take_profit\[steps\]\[(\d+)\]\[price\]\[(value|percent)\]")
_STOP_PRICE = re.compile(r"stop_loss\[conditional\]\[price\]\[(value|percent)\]")


def is_undecidable(path: str, method: str, field: str, sent: Any) -> bool:
    """Whether no schema says that this field of a body is wrong.

    `field` has the form that 3Commas answers, such as ``take_profit[steps][0][price][value]``.
    """
    if not path.startswith(_COLLECTION) or not isinstance(sent, Mapping):
        return False
    steps = items(get_in(sent, "take_profit", "steps"))
    if found := _STEP_PRICE.fullmatch(field):
        return get_in(_step(steps, int(found[1])), "price", found[2]) is None
    if found := _STOP_PRICE.fullmatch(field):
        return get_in(sent, "stop_loss", "conditional", "price", found[1]) is None
    # An edit may leave out steps that stay as they are. Then it shows neither their sum nor their number.
    if method != "POST":
        return _names_all_steps(field)
    is_off = get_in(sent, "take_profit", "enabled") in (False, "false")
    return _is_of_all_steps(field, steps) or (field == _BREAKEVEN and is_off)


def _names_all_steps(field: str) -> bool:
    return field in {_STEPS, _BREAKEVEN} or _TRAILING.fullmatch(field) is not None


def _is_of_all_steps(field: str, steps: list[Any]) -> bool:
    """Whether the steps of a whole order break the rule about this field."""
    trailing = _TRAILING.fullmatch(field)
    return (
        (field == _STEPS and _volume(steps) != 100)
        or (field == _BREAKEVEN and len(steps) < 2)
        or (trailing is not None and int(trailing[1]) < len(steps) - 1)
    )


def _step(steps: list[Any], number: int) -> Any:
    return steps[number] if number < len(steps) else None


def _volume(steps: list[Any]) -> Decimal | None:
    """Return the sum of the volumes in percent, None where one is no number."""
    try:
        return sum((Decimal(str(get_in(step, "volume"))) for step in steps), Decimal())
    except InvalidOperation:
        return None
