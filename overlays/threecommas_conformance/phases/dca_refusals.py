"""Fields of a valid bot or deal that a server may refuse all the same, because no schema can say the rule.

Judged are the field that a 400 names and what was sent. The words of the answer are never judged. The rules
are those of the official pages on bots and deals:

- A bot has a take profit, or steps whose amounts sum to 100 percent.
- Its stop loss moves to breakeven after the first of two steps.
- Some conditions are for bots of one pair.

The market and the account say the rest: the pairs, the least order and the largest leverage.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from threecommas_conformance.traffic.calls import get_in, items

_COLLECTIONS = ("/ver1/bots", "/ver1/deals")
_OF_THE_MARKET = frozenset(
    {
        "pair",
        "pairs",
        "base_order_volume",
        "safety_order_volume",
        "custom_safety_steps",
        # It stands below the last safety order, which the whole ladder decides.
        "stop_loss_percentage",
        "leverage_custom_value",
    }
)
_OF_ONE_PAIR = frozenset({"max_active_deals", "strategy_list"})


def is_undecidable(path: str, field: str, sent: Any) -> bool:
    """Whether no schema says that this field of a body is wrong; `field` as in ``take_profit_steps[0]``."""
    if not path.startswith(_COLLECTIONS) or not isinstance(sent, Mapping):
        return False
    name, steps = field.partition("[")[0], items(sent.get("take_profit_steps"))
    if name in _OF_ONE_PAIR:
        return len(items(sent.get("pairs"))) > 1
    return (
        name in _OF_THE_MARKET
        or (name == "take_profit" and bool(steps) == (sent.get("take_profit") is not None))
        or (name == "take_profit_steps" and _amount(steps) != 100)
        or (name == "sl_to_breakeven_enabled" and len(steps) < 2)
    )


def _amount(steps: list[Any]) -> Decimal | None:
    """Return the sum of the amounts in percent, None where one is no number."""
    try:
        return sum((Decimal(str(get_in(step, "amount_percentage"))) for step in steps), Decimal())
    except InvalidOperation:
        return None
