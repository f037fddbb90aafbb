"""Exchange accounts connected to 3Commas.

Balances and futures (leverage, margin) are left out: every account here is a spot or paper account.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

PAPER_TRADING = "paper_trading"
"""The type of an account of the simulator."""


@dataclass(frozen=True, slots=True)
class Fees:
    """What the exchange really charges, as fractions.

    Binance US takes the fee of a buy in coins (15 DOGE ordered, 14.91 received); the others add it to the
    total. Makers had an order waiting on the book, takers met one.
    """

    maker: Decimal
    taker: Decimal
    in_coins: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One connected account, as the `account` object of a SmartTrade shows it.

    *commission* is `data.commission`, the rate 3Commas estimates with; some accounts answer it as text, some
    as a number (*commission_is_text*). *refusal*, if set, is why the exchange refuses every order.
    *exchange_key* is the exchange's key that connects the account, which the list can be filtered by.
    """

    id: int
    type: str
    name: str
    market: str
    owner: int
    fees: Fees
    commission: Decimal = Decimal("0.001")
    commission_is_text: bool = False
    refusal: str | None = None
    exchange_key: str | None = None
