"""What must hold of every SmartTrade at every time: of its answer, and of the `/trades` beside it.

The sums are done here a second time, in exact decimals, from the numbers of the answers alone.
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Any

Json = dict[str, Any]

CLOSED = {"finished", "stop_loss_finished", "panic_sold", "cancelled", "failed"}
OPEN_ORDERS = {"idle", "to_process", "order_placed", "trailing_activated", "panic_sell_pending"}
WITHOUT_STEPS = CLOSED - {"finished"} | {"stop_loss_in_progress", "panic_sell_in_progress"}
ZERO = Decimal(0)
ONE_PERCENT = Decimal("0.01")


def assert_agree(trade: Json, orders: list[Json]) -> None:
    """Check that a SmartTrade and its `/trades`, read at the same moment, tell the same story."""
    by_id = {order["id"]: order for order in orders}
    alive = [order for order in orders if order["status"] != "cancelled"]

    def of(purpose: str) -> list[Json]:
        return [order for order in alive if order["trade_purpose"] == purpose]

    entry = min(orders, key=lambda order: order["id"])
    position = trade["position"]
    assert (entry["trade_purpose"], entry["status"]) == ("position", position["status"]["type"])
    assert {order["pair"] for order in orders} == {trade["pair"]}
    for order in orders:
        enters = order["trade_purpose"] == "position"
        assert (order["order_side"] == position["type"]) == enters
    shown = [*trade["take_profit"]["steps"], *trade["reduce_funds"]["steps"]]
    for part in (*shown, *filter(None, [trade["market_close"]])):
        order = by_id[part["id"]]
        assert order["status"] == part["status"]["type"]
        assert Decimal(order["initial_amount"]) == Decimal(part["units"]["value"] or 0)
    hidden = trade["status"]["type"] in WITHOUT_STEPS
    steps = [] if hidden else sorted(order["id"] for order in of("take_profit"))
    assert sorted(step["id"] for step in trade["take_profit"]["steps"]) == steps
    assert [step["id"] for step in trade["reduce_funds"]["steps"]] == [
        order["id"] for order in of("reduce_funds")
    ]
    stops = [
        (order["status"], Decimal(order["initial_amount"]), order["trigger_price"])
        for order in of("stop_loss")
    ]
    stop = trade["stop_loss"]
    told = stop["enabled"] and (
        stop["status"]["type"],
        Decimal(stop["units"]["value"] or 0),
        stop["conditional"]["price"]["value"],
    )
    assert stops == ([told] if stop["enabled"] else [])
    if trade["status"]["type"] in CLOSED:
        assert OPEN_ORDERS.isdisjoint(order["status"] for order in orders)


def assert_sums(trade: Json, orders: list[Json], lot: Decimal) -> None:
    """Check that units and totals add up, and that no more coins leave than came in."""
    data, position = trade["data"], trade["position"]
    enter = [order for order in orders if order["trade_purpose"] == "position"]
    leave = [order for order in orders if order["trade_purpose"] != "position"]
    for name, moved in (("entered", enter), ("closed", leave)):
        assert Decimal(data[f"{name}_amount"]) == total(order["realised_amount"] for order in moved)
        assert Decimal(data[f"{name}_total"]) == total(order["realised_total"] for order in moved)
    for order in orders:
        assert ZERO <= Decimal(order["realised_amount"]) <= Decimal(order["initial_amount"])
        assert Decimal(order["realised_total"] or 0) >= 0
    rest = Decimal(data["entered_amount"]) - Decimal(data["closed_amount"])
    assert rest >= 0
    if data["base_position_step_finished"] and trade["status"]["type"] != "failed":
        assert Decimal(position["units"]["value"]) == Decimal(data["entered_amount"])
        assert 0 <= Decimal(data["entered_total"]) - Decimal(position["total"]["value"]) < Decimal("1e-8")
    if trade["status"]["type"] == "waiting_targets":
        waiting = [order for order in leave if order["status"] in OPEN_ORDERS]
        steps = [order for order in waiting if order["trade_purpose"] == "take_profit"]
        assert total(order["initial_amount"] for order in steps) <= rest
        # Idle ones are given their units when they are armed.
        stops = [
            order for order in waiting if order["trade_purpose"] == "stop_loss" and order["status"] != "idle"
        ]
        assert all(0 <= rest - Decimal(stop["initial_amount"]) < lot for stop in stops)


def assert_fees(trade: Json) -> None:
    """Check that who buys pays the fee on top, and who sells has it taken off."""
    buys = trade["position"]["type"] == "buy"
    for name, bought in (("enter", buys), ("close", not buys)):
        paid, price = (trade["data"][f"average_{name}_price{kind}"] for kind in ("", "_without_commission"))
        if paid is not None:
            assert Decimal(paid) > Decimal(price) if bought else Decimal(paid) < Decimal(price)


def assert_profit(trade: Json, usd: Decimal) -> None:
    """Check the profit against what moved; *usd* is what one unit of the quote currency costs."""
    data, profit = trade["data"], trade["profit"]
    entered = data["base_position_step_finished"]
    if not entered or trade["status"]["type"] in ("cancelled", "failed"):
        assert profit["volume"] is None
        return
    long = trade["position"]["type"] == "buy"
    with localcontext(prec=500):
        rest = Decimal(data["entered_amount"]) - Decimal(data["closed_amount"])
        flow = (Decimal(data["closed_total"]) - Decimal(data["entered_total"])) * (1 if long else -1)
        if trade["status"]["type"] in CLOSED:
            # What the rest was worth at the end, nobody can tell from the answer.
            assert rest or Decimal(profit["volume"]) == flow
            return
        price = Decimal(data["current_price"]["bid" if long else "ask"])
        fee = Decimal(str(data["commission"]))
        worth = rest * price * (1 - fee) if long else -rest * price * (1 + fee)
        volume = Decimal(profit["volume"])
        assert volume == flow + worth
        assert Decimal(profit["usd"]) == volume * usd
        percent = Decimal(profit["percent"])
        assert abs(percent - volume / Decimal(data["entered_total"]) * 100) <= ONE_PERCENT


def assert_leverage(trade: Json, tick: Decimal) -> None:
    """Check leverage, margin, liquidation price and ROE: of futures against each other, of spot for none."""
    data, profit, margin = trade["data"], trade["profit"], trade["margin"]
    if trade["account"]["type"] != "binance_futures":
        assert (trade["leverage"], data["liquidation_price"], profit["roe"]) == (
            {"enabled": False},
            None,
            None,
        )
        assert margin == {"amount": None, "total": None}
        return
    factor = Decimal(trade["leverage"].get("value", 1))
    # Both are rounded to two places, one before and one after it was multiplied.
    assert abs(Decimal(profit["roe"]) - Decimal(profit["percent"]) * factor) <= ONE_PERCENT * factor
    price = Decimal(data["average_enter_price_without_commission"] or 0)
    rest = Decimal(data["entered_amount"]) - Decimal(data["closed_amount"])
    assert abs(Decimal(margin["total"]) - price * rest / factor) <= tick * rest
    long = trade["position"]["type"] == "buy"
    if trade["status"]["type"] in CLOSED or not rest or (long and factor == 1):
        assert data["liquidation_price"] is None
        return
    distance = price / factor * (-1 if long else 1)
    assert abs(Decimal(data["liquidation_price"]) - price - distance) <= 2 * tick


def total(values: Iterable[str | None]) -> Decimal:
    """Add up numbers as an answer has them; null is nothing."""
    with localcontext(prec=500):
        return sum((Decimal(value or 0) for value in values), ZERO)
