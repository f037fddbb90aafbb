"""Exchange accounts, and what they hold, for people's eyes."""

from collections.abc import Iterable, Iterator
from typing import Any

from threecommas_rest.models import Account, CurrencyBalance

from threecommas.cli.tables import add_row, columns, facts_table, text
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


def account_table(account: Account) -> EntityTable:
    """Return one account, a row for what it is worth, what it may do, and whether its keys work."""
    return facts_table("Account", account, _facts)


def _facts(account: Account) -> Iterator[tuple[str, object]]:
    yield "name", account.name
    yield "exchange", f"{text(account.exchange_name)} ({text(account.market_code)})"
    yield "worth usd", account.usd_amount
    yield "worth btc", account.btc_amount
    yield "profit usd", f"{text(account.usd_profit)} ({text(account.usd_profit_percentage)} %)"
    yield "today usd", f"{text(account.day_profit_usd)} ({text(account.day_profit_usd_percentage)} %)"
    yield "smart trades", account.smart_trading_supported
    yield "bots", account.bots_allowed
    yield "grid bots", account.grid_bots_allowed
    yield "markets", ", ".join(map(text, account.supported_market_types or ()))
    yield "keys", account.api_keys_state
    yield "locked", _locked(account)
    yield "created", account.created_at
    yield "updated", account.updated_at


def _locked(account: Account) -> str:
    return f"yes: {text(account.lock_reason)}" if account.is_locked is True else text(account.is_locked)


_BALANCES = (
    *("currency", "name", "total", "available", "on orders", "price usd", "worth usd", "worth btc"),
    *("part %", "day %"),
)


def balances_table(balances: Iterable[CurrencyBalance]) -> EntityTable:
    """Return a row for each currency that is held, amounts in that currency."""
    table = columns(_BALANCES)
    for each in balances:
        held = viewed(each, table.missed)
        add_row(
            table,
            held.currency_code,
            held.currency_name,
            held.position,
            held.position_available,
            held.on_orders,
            held.current_price_usd,
            held.usd_value,
            held.btc_value,
            held.percentage,
            held.day_change_percent,
        )
    return table


ONE: dict[str, Any] = {"Account": account_table}
MANY: dict[str, Any] = {"Account": accounts_table, "CurrencyBalance": balances_table}
