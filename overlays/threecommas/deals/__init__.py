"""Deals of DCA bots: what is sent to them in a few lines, waiting for a status, and stopping all of them.

    from threecommas import deals

    step = deals.TakeProfitStep
    change = deals.update(
        steps=[step(profit="2", amount=40), step(profit="3", amount=60)],
        stop_loss=deals.StopLoss(percent="8", breakeven=0),
    )
    client.deals.update(deal.id, change)
    client.deals.add_funds(deal.id, deals.limit_funds(quantity="0.01", rate="2900"))

A change leaves alone what it does not name. Amounts are `Decimal`, int or text. A broken rule raises
`threecommas.EncodeError`, whose `path` names the field, such as ``take_profit_steps[0].amount_percentage``.
"""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.deals.builders import limit_funds, market_funds, max_safety_orders, update
    from threecommas.deals.rules import check_added_funds, check_max_safety_orders, check_update
    from threecommas.deals.settings import SafetyStep, StopLoss, TakeProfitStep

__all__ = [
    "SafetyStep",
    "StopLoss",
    "TakeProfitStep",
    "check_added_funds",
    "check_max_safety_orders",
    "check_update",
    "limit_funds",
    "market_funds",
    "max_safety_orders",
    "update",
]

_PLACES = {
    **dict.fromkeys(("limit_funds", "market_funds", "max_safety_orders", "update"), "builders"),
    **dict.fromkeys(("check_added_funds", "check_max_safety_orders", "check_update"), "rules"),
    **dict.fromkeys(("SafetyStep", "StopLoss", "TakeProfitStep"), "settings"),
}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _PLACES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
