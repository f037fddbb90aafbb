"""The trading on an account, as the room of accounts needs to know it: other rooms do that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from threecommas_mock.venue.accounts import Account


@dataclass(frozen=True, slots=True)
class ActiveCounts:
    """How many of each kind are active on an account; *orders* are those that stand alone."""

    bots: int = 0
    deals: int = 0
    smart_trades: int = 0
    orders: int = 0
    grid_bots: int = 0

    @property
    def any(self) -> bool:
        """There is something."""
        return any((self.bots, self.deals, self.smart_trades, self.orders, self.grid_bots))


class Trading(Protocol):
    """What all rooms do on one account."""

    def active(self, account: Account) -> ActiveCounts:
        """Count what is active; counting settles nothing."""
        ...

    def stop_all(self, account: Account) -> None:
        """Stop the bots, close at market price what can be closed, and cancel the rest."""
        ...
