"""Slips that a type checker has to find: one on each line marked as wrong, none elsewhere."""

from threecommas import HmacSigner, ThreeCommas, orders


def slips(client: ThreeCommas) -> None:
    """Make one mistake after the other."""
    orders.Market(units=0.1)  # wrong: a float
    orders.Market("0.1")  # wrong: by position
    orders.Limit(units=1)  # wrong: without its price
    orders.ConditionalLimit(units=1, price=1, conditional=1, trailing=1)  # wrong: a limit order trails
    orders.StopLoss(price_type="mark", value=1)  # wrong: no such price
    orders.Leverage(type="crosss", value=3)  # wrong: no such mode
    entry = orders.Market(units=1)
    orders.simple_buy(account_id=1, pair="USDT_BTC", position=entry, stop_loss=None)  # wrong: no targets
    client.smart_trades.create(account_id=1)  # wrong: no order
    client.smart_trades.list(acount_id=1)  # wrong: misspelt
    client.smart_trades.list(status="actve")  # wrong: no such status
    client.smart_trades.list(order_by="id_")  # wrong: no such order
    client.smart_trades.wait_until(1, "finishd")  # wrong: no such status
    client.smart_trades.wait_until(1, ["finished", "canceled"])  # wrong: no such status
    client.smart_trades.get("1")  # wrong: a text
    ThreeCommas("key", HmacSigner("secret"), mode="papre")  # wrong: no such mode
    ThreeCommas("key", HmacSigner("secret"), read_olny=True)  # wrong: misspelt
