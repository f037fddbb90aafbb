"""The handlers of the operations on keys and accounts; each has the name of its operationId."""

from __future__ import annotations

from typing import Any

from threecommas_mock.accounts import holdings, responses
from threecommas_mock.accounts.holdings import Holding
from threecommas_mock.api.errors import NotFound
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.venue.accounts import Account, matches_mode
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
    return _account(desk, _find(desk, call.path["account_id"], user))


def load_balances(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Refresh an account, which is always fresh here, and return it."""
    return get_account(desk, user, call)


def get_account_table_data(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return what an account holds, or all accounts of one mode together (`summary`)."""
    found, number = _holdings(desk, user, call)
    return holdings.table(found, desk.market, number)


def get_pie_chart_data(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the same as shares of a whole."""
    found, number = _holdings(desk, user, call)
    return holdings.pie(found, number)


def get_leverage_data(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the leverage that an account can have on a pair."""
    account = _find(desk, call.path["account_id"], user)
    pair = call.query["pair"]
    if pair not in desk.market or desk.market[pair].contract != account.is_futures:
        raise NotFound.path()
    return responses.leverages(account)


def post_leverage_data(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the same by POST, as the older document has it."""
    return get_leverage_data(desk, user, call)


HANDLERS = (
    validate,
    list_accounts,
    get_account,
    load_balances,
    get_account_table_data,
    get_pie_chart_data,
    get_leverage_data,
    post_leverage_data,
)


def _find(desk: TradingDesk, number: Any, user: int) -> Account:
    account = desk.account(number, user) if isinstance(number, int) else None
    if account is None:
        raise NotFound.path()
    return account


def _holdings(desk: TradingDesk, user: int, call: Parameters) -> tuple[list[Holding], int | None]:
    """Return what is held, and the number of the account; None for all of them together."""
    number = call.path["account_id"]
    if str(number) != "summary":
        account = _find(desk, number, user)
        return holdings.holdings([desk.balances(account.id)], desk.market), account.id
    mode = call.mode(desk.web_mode)
    own = [each for each in desk.accounts if each.owner == user and matches_mode(each, mode)]
    return holdings.holdings([desk.balances(each.id) for each in own], desk.market), None


def _account(desk: TradingDesk, account: Account) -> Any:
    return responses.account(account, desk.balances(account.id), desk.market)
