"""Accounts beyond single requests: what is held of a currency, and the request that connects an account."""

from threecommas.accounts.balances import Balance
from threecommas.accounts.connection import new_account

__all__ = ["Balance", "new_account"]
