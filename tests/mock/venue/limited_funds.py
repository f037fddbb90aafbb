"""Exchanges whose accounts have limited funds, and orders that use them up."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange, defaults

from tests.mock.signed_client import DOCUMENT, SignedClient

SPOT, FUTURES = 32455218, defaults.FUTURES_ACCOUNT_ID
PAIRS = {SPOT: "USDT_BTC", FUTURES: "USDT_BTCUSDT"}
QUIET: dict[str, Any] = {"take_profit": {"enabled": False}, "stop_loss": {"enabled": False}}
TENFOLD = {"enabled": True, "type": "isolated", "value": 10}


def client(funds: dict[str, str], **changes: Any) -> SignedClient:
    """Make an exchange whose accounts have *funds*, and where both pairs cost 50000 and commissions 0.1 %."""
    exact = {currency: Decimal(amount) for currency, amount in funds.items()}
    accounts = [
        replace(account, funds=exact, **changes) for account in defaults.accounts() if account.id in PAIRS
    ]
    exchange = MockExchange(document=DOCUMENT, accounts=accounts)
    for pair in PAIRS.values():
        exchange.set_price(pair, 50000)
    return SignedClient(exchange)


def body(account: int, side: str, units: str, **others: Any) -> dict[str, Any]:
    position = {"type": side, "order_type": "market", "units": {"value": units}}
    return {"account_id": account, "pair": PAIRS[account], "position": position, **QUIET, **others}


def limit(account: int, side: str, units: str, price: str, **others: Any) -> dict[str, Any]:
    asked = body(account, side, units, **others)
    asked["position"] |= {"order_type": "limit", "price": {"value": price}}
    return asked


def held(asking: SignedClient, account: int = SPOT) -> dict[str, tuple[str, str]]:
    """Return all and the free part of each currency."""
    return {
        currency: (f"{balance.total.normalize():f}", f"{balance.free.normalize():f}")
        for currency, balance in asking.exchange.balances(account).items()
    }


def complaint(answer: Any) -> Any:
    assert answer.status_code == 422, answer.text
    return answer.json()["error_attributes"]
