"""DCA bots in a few lines, checked against the documented rules before anything is sent.

    from threecommas import dca_bots
    from threecommas.dca_bots import conditions

    bot = dca_bots.single_pair(
        account_id=32199203,
        name="ETH, slowly",
        pair="USDT_ETH",
        base_order_volume="20",
        safety_orders=dca_bots.SafetyOrders(volume="15", step="1", count=3, volume_scale="1.7"),
        take_profit=dca_bots.TakeProfit(percent="1.5"),
        start=[conditions.rsi(time="5m", points=30, trigger_condition="less", time_period=7)],
    )
    print(client.dca_bots.preview(bot))
    made = client.dca_bots.create(bot)  # disabled until client.dca_bots.enable(made.id)

What is there already is edited by way of `update_of`, as an update replaces the whole bot:

    client.dca_bots.update(made.id, dca_bots.update_of(made, take_profit="2"))

Amounts are `Decimal`, int or text. A broken rule raises `threecommas.EncodeError`, whose `path` names the
field, such as ``take_profit_steps[0].amount_percentage``.
"""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.dca_bots import conditions
    from threecommas.dca_bots.builders import multi_pair, single_pair
    from threecommas.dca_bots.conditions import Condition
    from threecommas.dca_bots.edits import update_of
    from threecommas.dca_bots.rules import check_bot
    from threecommas.dca_bots.settings import (
        CustomSafetyOrders,
        SafetyOrders,
        SafetyStep,
        StopLoss,
        TakeProfit,
        TakeProfitStep,
    )

__all__ = [
    "Condition",
    "CustomSafetyOrders",
    "SafetyOrders",
    "SafetyStep",
    "StopLoss",
    "TakeProfit",
    "TakeProfitStep",
    "check_bot",
    "conditions",
    "multi_pair",
    "single_pair",
    "update_of",
]

_PLACES = {
    "Condition": "conditions",
    "check_bot": "rules",
    "conditions": "conditions",
    "multi_pair": "builders",
    "single_pair": "builders",
    "update_of": "edits",
    **dict.fromkeys(
        ("CustomSafetyOrders", "SafetyOrders", "SafetyStep", "StopLoss", "TakeProfit", "TakeProfitStep"),
        "settings",
    ),
}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _PLACES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
