"""The rules of accounts of one type, where they differ from the pairs and accounts themselves.

Real exchanges differ in this between spot, futures and the simulator. No source tells the right numbers for
all of them. So a test gives those it is about. Leverage belongs to the account itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.market import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingRules:
    """TradingRules of an account type; None leaves what a pair or an account has.

    *commission* is the fee of every order and the rate 3Commas estimates with, as a fraction. *lot*,
    *min_units* and *max_units* are in base currency and hold for every pair, *min_total* and *max_total* in
    its quote currency.
    """

    commission: Decimal | None = None
    lot: Decimal | None = None
    min_units: Decimal | None = None
    max_units: Decimal | None = None
    min_total: Decimal | None = None
    max_total: Decimal | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not isinstance(value, Decimal):
                raise TypeError(f"{field.name}: must be a Decimal, got {value!r}")
            if value is not None and not (value.is_finite() and value >= 0):
                raise ValueError(f"{field.name}: must be finite and not below zero, got {value}")
        if self.lot is not None and not self.lot:
            raise ValueError("lot: units are multiples of it, so it is above zero")
        if self.commission is not None and self.commission >= 1:
            raise ValueError(f"commission: must be a fraction below 1, such as 0.001, got {self.commission}")
        for name in ("units", "total"):
            least, most = getattr(self, f"min_{name}"), getattr(self, f"max_{name}")
            if least is not None and most is not None and least > most:
                raise ValueError(f"min_{name}: {least} is above max_{name}, which is {most}")

    def of_account(self, account: Account) -> Account:
        """Return *account* as it is under these rules."""
        rate = self.commission
        if rate is None:
            return account
        return replace(account, commission=rate, fees=replace(account.fees, maker=rate, taker=rate))

    def of_pair(self, pair: Pair) -> Pair:
        """Return *pair* as accounts under these rules trade it."""
        bounds = ("min_units", "max_units", "min_total", "max_total")
        given = {name: getattr(self, name) for name in bounds if getattr(self, name) is not None}
        lot = pair.lot if self.lot is None else self.lot
        return replace(pair, lot=lot, limits=replace(pair.limits, **given))


NO_TRADING_RULES = TradingRules()
"""Leaves everything as it is."""
