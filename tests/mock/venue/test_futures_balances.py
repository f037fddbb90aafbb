"""The margin of a futures position is held back, comes back with what was won, and is lost at liquidation."""

from decimal import Decimal

import pytest
from threecommas_mock import Balance

from tests.mock.venue.limited_funds import (
    FUTURES,
    TENFOLD,
    body,
    client,
    complaint,
    held,
)


@pytest.mark.parametrize(
    ("side", "price", "won"), [("buy", 60000, Decimal("98.9")), ("sell", 40000, Decimal("99.1"))]
)
def test_futures_pay_margin_commission_and_get_what_was_won(side: str, price: int, won: Decimal) -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(FUTURES, side, "0.01", leverage=TENFOLD))["id"]
    # Margin 50; 0.5 were paid to open, and closing where it is liquidated would cost 0.45 or 0.55.
    free = {"buy": "949.05", "sell": "948.95"}[side]
    assert held(asking, FUTURES) == {"USDT": ("999.5", free)}
    asking.exchange.set_price("USDT_BTCUSDT", price)
    half = {"order_type": "market", "units": {"value": "0.005"}}
    assert asking.send("POST", f"/{number}/reduce_funds", json=half).status_code == 201
    asking.exchange.settle()
    trade = asking.get(number)
    assert (trade["data"]["closed_amount"], trade["margin"]["total"]) == ("0.005", "25.0")
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    assert Decimal(asking.get(number)["profit"]["volume"]) == won
    assert asking.exchange.balances(FUTURES)["USDT"] == Balance(1000 + won, Decimal(0))


@pytest.mark.parametrize(("side", "price"), [("buy", 1), ("sell", 900000)])
def test_liquidation_takes_no_more_than_was_reserved(side: str, price: int) -> None:
    asking = client({"USDT": "51.05"})
    number = asking.at_rest(body(FUTURES, side, "0.01", leverage=TENFOLD))["id"]
    asking.exchange.set_price("USDT_BTCUSDT", price)
    asking.exchange.settle()
    assert asking.get(number)["status"]["type"] == "panic_sold"
    left = {"buy": "0.1", "sell": "0"}[side]
    assert held(asking, FUTURES) == {"USDT": (left, left)}


def test_maintenance_liquidates_earlier() -> None:
    asking = client({"USDT": "1000"}, maintenance=Decimal("0.004"))
    for side, price in (("buy", "45200.0"), ("sell", "54800.0")):
        trade = asking.at_rest(body(FUTURES, side, "0.01", leverage=TENFOLD))
        assert trade["data"]["liquidation_price"] == price


def test_futures_position_that_is_given_up_keeps_its_margin() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(FUTURES, "buy", "0.01", leverage=TENFOLD))["id"]
    before = held(asking, FUTURES)
    asking.send("DELETE", f"/{number}")
    asking.exchange.settle()
    assert held(asking, FUTURES) == before


def test_leverage_of_an_open_position_stays() -> None:
    asking = client({"USDT": "1000"})
    number = asking.at_rest(body(FUTURES, "buy", "0.01", leverage=TENFOLD))["id"]
    assert asking.send("PATCH", f"/{number}", json={"leverage": TENFOLD}).status_code == 200
    refused = asking.send("PATCH", f"/{number}", json={"leverage": TENFOLD | {"value": 5}})
    assert complaint(refused) == {"leverage.value": ["cannot be changed once the position is open"]}
