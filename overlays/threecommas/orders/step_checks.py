"""The rules of take-profit steps that bots and deals share.

The steps of SmartTrades have prices of their own.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from threecommas.orders.field_checks import fail, positive

_FIELD = "take_profit_steps"
_MOST_STEPS = 4
_WHOLE = 100


class Step(Protocol):
    """A part of a position in percent, and the profit in percent at which it is closed."""

    amount_percentage: Decimal
    profit_percentage: Decimal


def check_steps(steps: Sequence[Step]) -> None:
    """Raise `EncodeError` for steps that break a rule, with the path of the field.

    Pages on bots and deals: at most four, which come to 100 percent. That each is above zero is inferred.
    """
    if len(steps) > _MOST_STEPS:
        fail(_FIELD, f"has {len(steps)} steps, and {_MOST_STEPS} are the most")
    for index, step in enumerate(steps):
        positive(step.amount_percentage, f"{_FIELD}[{index}].amount_percentage")
        positive(step.profit_percentage, f"{_FIELD}[{index}].profit_percentage")
    total = sum(step.amount_percentage for step in steps)
    if total != _WHOLE:
        fail(_FIELD, f"must come to 100 percent together, got {total:f}")
