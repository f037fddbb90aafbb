"""An exchange whose accounts have the funds that a test is about, and round prices."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange, defaults

from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

PRICES = {"USDT_BTC": "50000", "USDT_ETH": "2500", "BTC_ETH": "0.05", "USDT_DOGE": "0.1"}
OFF = {"enabled": False}
SMART: dict[str, Any] = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
    "take_profit": OFF,
    "stop_loss": {
        "enabled": True,
        "order_type": "market",
        "conditional": {"price": {"type": "bid", "value": "30000"}},
    },
}
GRID = {
    "account_id": 1,
    "name": "Grid",
    "pair": "USDT_BTC",
    "grids_quantity": 3,
    "quantity_per_grid": "0.01",
    "upper_price": 60000,
    "lower_price": 40000,
}
BOT = {"account_id": 1, "pairs": ["USDT_BTC"], "base_order_volume": "100", "safety_order_volume": "100"}
BINANCE = 32455218
"""An account of Binance Spot, which is connected by `OWN_KEY`."""
OWN_KEY = "own-key"


def asking(funds: Mapping[int, Mapping[str, str]], bnb: str | None = None, **options: Any) -> Asking:
    """Make an exchange; accounts that *funds* does not name have all they need."""
    given = {
        number: {code: Decimal(text) for code, text in amounts.items()} for number, amounts in funds.items()
    }
    accounts = [
        replace(each, funds=given.get(each.id), exchange_key=OWN_KEY if each.id == BINANCE else None)
        for each in defaults.accounts()
    ]
    pairs = list(defaults.pairs())
    if bnb is not None:
        pairs.append(replace(pairs[1], symbol="USDT_BNB"))
    client = Asking(MockExchange(document=DOCUMENT, accounts=accounts, pairs=pairs, **options))
    for pair, price in (PRICES | ({} if bnb is None else {"USDT_BNB": bnb})).items():
        client.exchange.set_price(pair, price)
    return client


def totals(client: Asking, account: int) -> dict[str, Decimal]:
    """Return what an account has of each currency."""
    return {code: held.total for code, held in client.exchange.balances(account).items()}


def market_trade(client: Asking, account: int, units: str, side: str = "buy") -> str:
    """Buy or sell bitcoin at market price; gives the id of the simple trade."""
    body: dict[str, Any] = {"account_id": account, "pair": "USDT_BTC", "units": {"value": units}}
    body |= {"order": {"type": "market", "side": side}, "conditional": OFF, "trailing": OFF, "timeout": OFF}
    uuid: str = client.post("/ver1/trades", body)["trade"]["uuid"]
    client.exchange.settle()
    return uuid
