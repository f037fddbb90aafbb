"""The balance of a currency on an account, read from the table of its balances.

The table has no row for a currency of which nothing is held, so that is a balance of zero. A row that cannot
be read could be the one that is asked for: it is an error, and never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from threecommas_rest import api, models
from threecommas_rest.undecoded import Undecoded

from threecommas.errors import EncodeError
from threecommas.flow import CallOperation, OperationFlow

_ZERO = Decimal(0)
# Digits: sums of several rows are exact.
_PRECISION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What is held of a currency, in that currency; `usd_value` is what all of it is worth in US dollars.

    `total` is all that is held, `available` what is not bound in orders, `on_orders` what is.
    """

    currency: str
    total: Decimal = _ZERO
    available: Decimal = _ZERO
    on_orders: Decimal = _ZERO
    usd_value: Decimal = _ZERO


def read_balance(account_id: int | str, currency: str, *, refresh: bool) -> OperationFlow[Balance]:
    """Return the steps to the balance of one currency."""
    if not isinstance(currency, str) or not currency.strip():
        raise EncodeError(f"expected the code of a currency, got {currency!r}", path="currency")
    code = currency.strip().upper()
    found = yield from read_balances(account_id, refresh=refresh)
    return found.get(code, Balance(currency=code))


def read_balances(account_id: int | str, *, refresh: bool) -> OperationFlow[dict[str, Balance]]:
    """Return the steps to the balances of an account by the codes of their currencies."""
    if refresh and not isinstance(account_id, int):
        raise EncodeError("is for one account: give its number", path="refresh")
    if refresh:
        yield CallOperation(api.load_balances.build(int(account_id)), api.load_balances.parse)
    request = api.get_account_table_data.build(account_id)
    rows = yield CallOperation(request, api.get_account_table_data.parse)
    return _by_currency(rows)


def _by_currency(rows: Sequence[models.CurrencyBalance | Undecoded]) -> dict[str, Balance]:
    balances: dict[str, Balance] = {}
    for row in rows:
        if isinstance(row, Undecoded):
            raise row.error
        code = row.currency_code.upper()
        # All accounts together may have several rows of one currency.
        balances[code] = _added(balances.get(code, Balance(currency=code)), row)
    return balances


def _added(balance: Balance, row: models.CurrencyBalance) -> Balance:
    with localcontext(prec=_PRECISION):
        return Balance(
            currency=balance.currency,
            total=balance.total + row.position,
            available=balance.available + row.position_available,
            on_orders=balance.on_orders + row.on_orders,
            usd_value=balance.usd_value + row.usd_value,
        )
