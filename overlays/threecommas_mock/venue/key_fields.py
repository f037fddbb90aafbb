"""The parts of a key that connects an account of an exchange to 3Commas."""

from __future__ import annotations

_WITH_PASSPHRASE = frozenset({"bitget", "kucoin", "okex", "okx"})
_WITH_CUSTOMER = frozenset({"bitstamp"})


def key_fields(market_code: str) -> tuple[str, ...]:
    """Return what an exchange needs (docs, Add exchange account: passphrase and customer_id)."""
    more = {"passphrase": _WITH_PASSPHRASE, "customer_id": _WITH_CUSTOMER}
    return ("secret", "api_key", *(name for name, codes in more.items() if market_code in codes))
