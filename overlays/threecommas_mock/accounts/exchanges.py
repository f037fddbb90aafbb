"""The exchanges as the operations on accounts need to know them: the types of account, and who has what.

Which exchanges have deposits, networks and the conversion of dust is documented. That all spot exchanges can
sell everything is inferred: the list is published in a picture of the page alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.venue.accounts import PAPER_TRADING, Account

_FAMILIES = {
    # docs, Available market subtypes
    "binance": ("binance", "binance_margin", "binance_futures", "binance_futures_coin")
}
_WITH_NETWORKS = frozenset({"binance", "binance_us", "okex", "okx"})
_WITH_DUST = frozenset({"binance"})


def types_of(code: str) -> tuple[str, ...]:
    """Return the types of account that the keys of an exchange can open."""
    return _FAMILIES.get(code, (code,))


def connectable(accounts: Iterable[Account]) -> dict[str, Account]:
    """Return the types of *accounts* that keys can connect, each with the first account that has it."""
    found: dict[str, Account] = {}
    for account in accounts:
        if account.type != PAPER_TRADING:
            found.setdefault(account.type, account)
    return found


def has_networks(account: Account, assumptions: Assumptions) -> bool:
    """Tell whether the exchange tells 3Commas its networks and addresses."""
    return _code(account, assumptions) in _WITH_NETWORKS


def has_dust(account: Account, assumptions: Assumptions) -> bool:
    """Tell whether the exchange converts small balances."""
    return _code(account, assumptions) in _WITH_DUST


def can_sell_all(account: Account, assumptions: Assumptions) -> bool:
    """Tell whether everything on the account can be sold at once."""
    return not account.is_futures and _code(account, assumptions) is not None


def connection(code: str, connected: bool, available: bool) -> dict[str, Any]:
    """Write one type of account that keys can open."""
    return {"type": code, "connected": connected, "available": available, "unified": False}


def _code(account: Account, assumptions: Assumptions) -> str | None:
    """Return the exchange of an account; the simulator is one of Binance Spot, or none at all."""
    if account.type != PAPER_TRADING:
        return account.type
    return "binance" if assumptions.paper_account == "as_its_exchange" else None
