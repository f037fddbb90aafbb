"""An account as a row of the live page, with its balances."""

from __future__ import annotations

from threecommas_mock.dashboard.rows import Json, row
from threecommas_mock.venue.accounts import Account, Mode, matches_mode
from threecommas_mock.venue.balances import Balances


def account_row(account: Account, balances: Balances) -> Json:
    """Return what the table shows of *account*; without limited funds there are no balances."""
    return row(
        id=account.id,
        name=account.name,
        market=account.market,
        mode="paper" if matches_mode(account, Mode.PAPER) else "real",
        is_limited=account.funds is not None,
        balances={
            currency: row(total=held.total, reserved=held.reserved, free=held.free)
            for currency, held in balances.items()
        },
    )
