"""Amounts by quote currency, as `Limits` takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self, TypeAlias

from threecommas.errors import ConfigurationError

DOLLARS = frozenset(
    {"USD", "USDT", "USDC", "BUSD", "FDUSD", "TUSD", "USDP", "PAX", "GUSD", "DAI", "USDD", "PYUSD", "UST"}
)
"""The currencies for which a bare number counts. Each is taken for one dollar."""

Amount: TypeAlias = Decimal | int | str
"""A number; a float is not the number that was typed."""

Money: TypeAlias = Mapping[str, Amount] | Amount
"""Quote currency -> amount, such as ``{"USDT": "1000", "BTC": "0.02"}``; a bare amount is of dollar coins."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Limits by currency. `dollars` is the limit of all dollar coins together, None if each has its own."""

    by_currency: Mapping[str, Decimal]
    dollars: Decimal | None = None

    @classmethod
    def of(cls, name: str, money: Money) -> Self:
        """Return the amounts of the field `name`; raise `ConfigurationError` naming it."""
        if not isinstance(money, Mapping):
            return cls({}, dollars=_amount(name, money))
        if not money:
            raise ConfigurationError(f"{name} is empty. Give an amount for each quote currency, or None.")
        for currency in money:
            if not isinstance(currency, str) or not currency.isalnum() or currency != currency.upper():
                raise ConfigurationError(
                    f"{name} has the currency {currency!r}. Give its code in capitals, such as 'USDT'."
                )
        return cls({currency: _amount(f"{name}[{currency!r}]", value) for currency, value in money.items()})

    def limit(self, currency: str) -> Decimal | None:
        """Return the limit of a currency, None if it has none."""
        if self.dollars is not None and currency in DOLLARS:
            return self.dollars
        return self.by_currency.get(currency)

    def counts_with(self, currency: str) -> frozenset[str]:
        """Return the currencies whose sums share the limit of this one."""
        return DOLLARS if self.dollars is not None and currency in DOLLARS else frozenset({currency})


def _amount(name: str, value: object) -> Decimal:
    try:
        amount = Decimal(value) if isinstance(value, Decimal | int | str) else None
    except InvalidOperation:
        amount = None
    if amount is None or isinstance(value, bool) or not amount.is_finite() or amount <= 0:
        raise ConfigurationError(
            f"The {name} is {value!r}. Give an amount above zero in quote currency as Decimal, int or "
            "text; a float is not the number that was typed."
        )
    return amount
