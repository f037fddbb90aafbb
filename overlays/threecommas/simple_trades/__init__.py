"""Simple trades in a few lines, checked against the documented rules before anything is sent.

    from threecommas import simple_trades

    order = simple_trades.limit(
        account_id=32455218,
        pair="USDT_BTC",
        side="sell",
        units="0.01",
        price="70000",
        conditional=simple_trades.Conditional(value="greater_or_equal", price="69000", type="last"),
    )
    made = client.simple_trades.create(order).trade

A simple trade is one order and nothing else: no target, no stop loss. Amounts are `Decimal`, int or text, in
base currency; prices are in quote currency. A broken rule raises `threecommas.EncodeError`, whose `path`
names the field, such as ``conditional.price.value``.

There is no `create_once` here: a simple trade has no note, so nothing could tell an order that arrived from
another one like it. After `threecommas.OutcomeUnknownError` look at ``client.simple_trades.iterate`` and
``iterate_history`` before the order is sent again. Where that matters, use a SmartTrade of
`threecommas.orders.simple_buy` or `simple_sell` with ``client.smart_trades.create_once``.
"""

from threecommas.simple_trades.builders import Conditional, Trailing, limit, market
from threecommas.simple_trades.rules import check_order
from threecommas.simple_trades.status import status_of

__all__ = ["Conditional", "Trailing", "check_order", "limit", "market", "status_of"]
