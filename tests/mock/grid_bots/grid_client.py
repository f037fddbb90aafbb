"""A client with money and coins, and grid bots that it runs."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange, defaults

from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

FUTURES = defaults.FUTURES_ACCOUNT_ID
BODY: dict[str, Any] = {
    "account_id": 1,
    "name": "Five lines",
    "pair": "USDT_BTC",
    "upper_price": 60000,
    "lower_price": 40000,
    "grids_quantity": 5,
    "quantity_per_grid": "0.01",
}
FUTURE = BODY | {
    "account_id": FUTURES,
    "pair": "USDT_BTCUSDT",
    "mode": "long",
    "leverage_type": "cross",
    "leverage_custom_value": 10,
}
RICH = {"USDT": Decimal(2000), "BTC": Decimal("0.03")}


def asking(funds: Any = RICH, **options: Any) -> Asking:
    accounts = [replace(account, funds=funds) for account in defaults.accounts()]
    client = Asking(MockExchange(document=DOCUMENT, accounts=accounts, **options))
    move(client, "50000")
    return client


def move(client: Asking, *prices: str) -> None:
    for price in prices:
        for pair in ("USDT_BTC", "USDT_BTCUSDT"):
            client.exchange.set_price(pair, price)
        client.exchange.settle()


def running(client: Asking, **changes: Any) -> str:
    """Create and enable a grid bot; gives its path."""
    number = client.post("/ver1/grid_bots/manual", BODY | changes)["id"]
    path = f"/ver1/grid_bots/{number}"
    client.post(f"{path}/enable")
    client.exchange.settle()
    return path


def lines(bot: Any) -> str:
    """Write the lines from the lowest to the highest; one whose order is not placed is small."""
    marks = {"buy": "B", "sell": "S", None: "-"}
    ordered = sorted(bot["grid_lines"], key=lambda line: Decimal(line["price"]))
    return "".join(
        marks[line["side"]] if line["order_placed"] else marks[line["side"]].lower() for line in ordered
    )


def held(client: Asking, account: int = 1) -> dict[str, tuple[Decimal, Decimal]]:
    balances = client.exchange.balances(account)
    return {currency: (balance.total, balance.reserved) for currency, balance in balances.items()}
