"""Orders in a few lines, checked against the documented rules before anything is sent.

    from threecommas import orders

    order = orders.smart_trade(
        account_id=32455218,
        pair="USDT_BTC",
        position=orders.Limit(units="0.01", price="60000"),
        take_profit=[
            orders.TakeProfitStep(order_type="limit", price_type="bid", value="63000", volume=50),
            orders.TakeProfitStep(order_type="limit", price_type="bid", value="66000", volume=50),
        ],
        stop_loss=orders.StopLoss(price_type="bid", value="57000", breakeven=True),
    )
    trade = client.smart_trades.create(order)

What is there already is edited by way of `update_of`, and repeated by way of `copy_of`:

    change = orders.update_of(trade, "stop_loss")

Amounts are `Decimal`, int or text. Parameters are called like the fields they become. A broken rule raises
`threecommas.EncodeError`, whose `path` names the field, such as ``take_profit.steps[0].price.value``.
"""

from threecommas.orders.builders import (
    simple_buy,
    simple_sell,
    smart_buy,
    smart_cover,
    smart_sell,
    smart_trade,
)
from threecommas.orders.edits import Group, copy_of, update_of
from threecommas.orders.entries import ConditionalLimit, ConditionalMarket, Entry, Limit, Market
from threecommas.orders.field_checks import Amount
from threecommas.orders.rules import check_order
from threecommas.orders.targets import Leverage, StopLoss, TakeProfitStep
from threecommas.orders.update_rules import check_update

__all__ = [
    "Amount",
    "ConditionalLimit",
    "ConditionalMarket",
    "Entry",
    "Group",
    "Leverage",
    "Limit",
    "Market",
    "StopLoss",
    "TakeProfitStep",
    "check_order",
    "check_update",
    "copy_of",
    "simple_buy",
    "simple_sell",
    "smart_buy",
    "smart_cover",
    "smart_sell",
    "smart_trade",
    "update_of",
]
