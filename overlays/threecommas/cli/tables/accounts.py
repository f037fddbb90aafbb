"""Exchange accounts for people's eyes."""

from collections.abc import Iterable
from typing import Any

from threecommas_rest.models import Account

from threecommas.cli.tables import add_row, columns
from threecommas.cli.tables.entities import EntityTable, viewed

_ACCOUNTS = (
    "id",
    "name",
    "market_code",
    "usd_amount",
    "btc_amount",
    "smart_trading_supported",
    "api_keys_state",
)


def accounts_table(accounts: Iterable[Account]) -> EntityTable:
    """Return a row for each exchange account."""
    table = columns(_ACCOUNTS)
    for account in accounts:
        seen = viewed(account, table.missed)
        add_row(table, *(getattr(seen, name) for name in _ACCOUNTS))
    return table


ONE: dict[str, Any] = {}
MANY: dict[str, Any] = {"Account": accounts_table}
