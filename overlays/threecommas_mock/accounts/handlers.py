"""The handlers of the operations on keys and accounts; each has the name of its operationId."""

from __future__ import annotations

from typing import Any

from threecommas_mock.accounts import responses
from threecommas_mock.api.errors import NotFound
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.desk import TradingDesk


def validate(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Confirm that key and signature are right."""
    return {"valid": True}


def list_accounts(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return one page of the user's accounts of one mode, a bare array."""
    own = [account for account in desk.accounts if account.owner == user]
    page = responses.list_page(own, call.query, call.mode(desk.web_mode))
    return [_account(desk, account) for account in page]


def get_account(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return one account; words and status for an unknown one are those recorded for other numbers.

    Whatever is asked for by its number is found in either mode: inferred, no page and no recording says so.
    """
    for account in desk.accounts:
        if (account.id, account.owner) == (call.path["account_id"], user):
            return _account(desk, account)
    raise NotFound.path()


HANDLERS = (
    validate,
    list_accounts,
    get_account,
)


def _account(desk: TradingDesk, account: Account) -> Any:
    return responses.account(account, desk.balances(account.id), desk.market)
