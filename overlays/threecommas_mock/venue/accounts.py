"""Exchange accounts connected to 3Commas.

What became of an account's funds is in `balances`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

PAPER_TRADING = "paper_trading"
"""The type of an account of the simulator."""


class Mode(StrEnum):
    """Which accounts a request works on: the real ones, or those of the simulator."""

    REAL = "real"
    PAPER = "paper"


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
    *exchange_key* is the exchange's key that connects the account, which the list can be filtered by. Of a
    key that a request gave there is only the digest, *key_digest*, so that it can get into no file.

    *include_in_summary* says whether it counts in the summary of all accounts. *created_at* and *updated_at*
    are None for an account that was there from the start and stayed as it was.

    *funds* maps currencies to what the account starts with; None pays for everything. *max_leverage* makes it
    a futures account, which trades contracts (see `market.Pair`) and pays in quote currency alone.
    *maintenance* is the share of a position's worth below which its margin must not fall (see
    `smart_trades.margin`).
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
    funds: Mapping[str, Decimal] | None = field(default=None, hash=False)
    max_leverage: Decimal | None = None
    maintenance: Decimal = Decimal(0)
    key_digest: str | None = None
    include_in_summary: bool = True
    subaccount_name: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def __post_init__(self) -> None:
        for currency, amount in (self.funds or {}).items():
            _require_amount(f"funds[{currency!r}]", amount)
        _require_amount("maintenance", self.maintenance)
        if self.max_leverage is None:
            return
        _require_amount("max_leverage", self.max_leverage)
        if self.max_leverage < 1:
            raise ValueError(f"max_leverage: must be 1 or more, got {self.max_leverage}")
        if self.maintenance * self.max_leverage >= 1:
            raise ValueError("maintenance: at the largest leverage no margin would be left")

    @property
    def is_futures(self) -> bool:
        """Trades contracts, with leverage if asked to."""
        return self.max_leverage is not None

    def has_key(self, key: str) -> bool:
        """Tell whether this key of the exchange connects the account."""
        return key == self.exchange_key or digest(key) == self.key_digest


def digest(key: str) -> str:
    """Return what is kept of a key: enough to know it again."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _require_amount(name: str, amount: Decimal) -> None:
    if not isinstance(amount, Decimal):
        raise TypeError(f"{name}: must be a Decimal, got {amount!r}")
    if not (amount.is_finite() and amount >= 0):
        raise ValueError(f"{name}: must be finite and not below zero, got {amount}")


def matches_mode(account: Account, mode: Mode) -> bool:
    """Tell whether an account is one of those that *mode* chooses."""
    return (account.type == PAPER_TRADING) == (mode is Mode.PAPER)
