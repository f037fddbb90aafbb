"""The handlers of the operations on keys and accounts; each has the name of its operationId."""

from __future__ import annotations

from typing import Any

from threecommas_mock.accounts import holdings, networks, responses, statistics
from threecommas_mock.accounts.conversions import BITCOIN, DOLLAR
from threecommas_mock.accounts.holdings import Holding
from threecommas_mock.accounts.service import Accounts
from threecommas_mock.api.errors import NotFound
from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.turnover import Volume
from threecommas_mock.venue.worth import worth_of

_SUMMARY = "summary"


def validate(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Confirm that key and signature are right."""
    return {"valid": True}


def ping(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Answer; the word is inferred, as no source says which."""
    return {"pong": "pong"}


def get_server_time(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Tell the exchange's time, in whole seconds since 1970."""
    return {"server_time": int(accounts.desk.clock.now().timestamp())}


def change_mode(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Turn the switch of the web application, which is one for all users here."""
    accounts.desk.web_mode = Mode(call.query["mode"])
    return True


def list_accounts(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return one page of the user's accounts of one mode, a bare array."""
    mode = call.mode(accounts.desk.web_mode)
    return [_answer(accounts, each) for each in responses.list_page(accounts.of_user(user), call.query, mode)]


def get_account(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return one account; words and status for an unknown one are those recorded for other numbers.

    Whatever is asked for by its number is found in either mode: inferred, no page and no recording says so.
    """
    return _answer(accounts, _named(accounts, user, call))


def load_balances(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Refresh an account, which is always fresh here, and return it."""
    return get_account(accounts, user, call)


def create_account(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Connect an account."""
    return _answer(accounts, accounts.create(call.body, user))


def update_account(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Change name, key or place in the summary."""
    return _answer(accounts, accounts.update(call.body, user))


def rename_account(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Give an account another name."""
    return _answer(accounts, accounts.rename(call.path["account_id"], call.query["name"], user))


def remove_account(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Forget an account."""
    accounts.remove(call.path["account_id"], user)
    return True


def list_types_to_connect(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the types of account that keys can open."""
    return accounts.types_to_connect(call.query, user)


def post_types_to_connect(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the same by POST, as the older document has it."""
    return accounts.types_to_connect(call.body, user)


def sell_all_to_usd(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Sell everything into dollars; gives the account as it was before."""
    return _sell_all(accounts, user, call, DOLLAR)


def sell_all_to_btc(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Sell everything into bitcoin; gives the account as it was before."""
    return _sell_all(accounts, user, call, BITCOIN)


def convert_dust_to_bnb(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Convert small balances."""
    account = _named(accounts, user, call)
    return responses.dust(accounts.convert_dust(account, call.body.get("codes")))


def get_account_table_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return what an account holds, or all accounts of one mode together (`summary`)."""
    found, number = _holdings(accounts, user, call)
    return holdings.table(found, accounts.desk.market, number)


def get_pie_chart_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the same as shares of a whole."""
    found, number = _holdings(accounts, user, call)
    return holdings.pie(found, number)


def get_balance_chart_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the worth over time of an account, or of all accounts of one mode together."""
    desk, until = accounts.desk, call.query.get("date_to")
    found, _ = _asked_for(accounts, user, call)
    desk.books.catch_up()
    return statistics.chart(
        desk.books.worth,
        {each.id: worth_of(desk.balances(each.id), desk.market) for each in found},
        since=parse_datetime(call.query["date_from"]),
        until=None if until is None else parse_datetime(until),
        now=desk.clock.now(),
        extend=accounts.assumptions.balance_history == "always",
    )


def get_active_trading_entities(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Count what is active on an account."""
    return responses.active_entities(accounts.active(call.path["account_id"], user))


def get_daily_volume(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return what was traded on a day; without one today (inferred)."""
    day = call.query.get("date", accounts.desk.clock.now().date().isoformat())
    found = accounts.volume(call.path["account_id"], user, day, "date")
    return {"utc_date": day, **statistics.volume(found)}


def get_monthly_volume(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return what was traded in a month; without one this month (inferred)."""
    month = call.query.get("month", accounts.desk.clock.now().date().isoformat()[:7])
    found = accounts.volume(call.path["account_id"], user, month, "month")
    return {"utc_month": month, **statistics.volume(found)}


def get_total_volume(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return what was ever traded; nothing is an answer too, as no 404 is documented."""
    account = _named(accounts, user, call)
    return statistics.volume(accounts.desk.books.turnover.within(account.id) or Volume())


def get_networks_info(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the networks for deposits and withdrawals."""
    accounts.require_networks(_named(accounts, user, call))
    return networks.networks(call.query.get("purpose"))


def get_deposit_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the address of a deposit, and what is held."""
    account = _named(accounts, user, call)
    accounts.require_networks(account)
    held = accounts.desk.balances(account.id)
    return networks.deposit(call.query["currency"], call.query["network"], held)


def get_leverage_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the leverage that an account can have on a pair."""
    account, market = _named(accounts, user, call), accounts.desk.market
    pair = call.query["pair"]
    if pair not in market or market[pair].contract != account.is_futures:
        raise NotFound.path()
    return responses.leverages(account)


def post_leverage_data(accounts: Accounts, user: int, call: Parameters) -> Any:
    """Return the same by POST, as the older document has it."""
    return get_leverage_data(accounts, user, call)


HANDLERS = (
    validate,
    ping,
    get_server_time,
    change_mode,
    list_accounts,
    get_account,
    load_balances,
    create_account,
    update_account,
    rename_account,
    remove_account,
    list_types_to_connect,
    post_types_to_connect,
    sell_all_to_usd,
    sell_all_to_btc,
    convert_dust_to_bnb,
    get_account_table_data,
    get_pie_chart_data,
    get_balance_chart_data,
    get_active_trading_entities,
    get_daily_volume,
    get_monthly_volume,
    get_total_volume,
    get_networks_info,
    get_deposit_data,
    get_leverage_data,
    post_leverage_data,
)


def _named(accounts: Accounts, user: int, call: Parameters) -> Account:
    return accounts.find(call.path["account_id"], user)


def _sell_all(accounts: Accounts, user: int, call: Parameters, target: str) -> Any:
    account = _named(accounts, user, call)
    before = _answer(accounts, account)
    accounts.sell_all(account, target)
    return before


def _asked_for(accounts: Accounts, user: int, call: Parameters) -> tuple[list[Account], int | None]:
    """Return the accounts that are meant, and the number of the one; None for all of them together."""
    if str(call.path["account_id"]) == _SUMMARY:
        return accounts.in_summary(user, call.mode(accounts.desk.web_mode)), None
    account = _named(accounts, user, call)
    return [account], account.id


def _holdings(accounts: Accounts, user: int, call: Parameters) -> tuple[list[Holding], int | None]:
    found, number = _asked_for(accounts, user, call)
    desk = accounts.desk
    return holdings.holdings([desk.balances(each.id) for each in found], desk.market), number


def _answer(accounts: Accounts, account: Account) -> Any:
    desk = accounts.desk
    return responses.account(account, desk.balances(account.id), desk.market)
