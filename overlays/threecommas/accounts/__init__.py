"""Accounts beyond single requests: what is held of a currency, and the request that connects an account."""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.accounts.balances import Balance
    from threecommas.accounts.connection import new_account

__all__ = ["Balance", "new_account"]

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, {"Balance": "balances", "new_account": "connection"})


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
