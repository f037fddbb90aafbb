"""The state of an exchange at one moment, as a value, and whether it fits an exchange.

It holds what answers depend on. What an exchange is made with (accounts, keys, ticks, delay) is left out, and
so is what it only noted: the journal and how signatures matched.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.accounts.entity import Conversion
from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.rate_limits import LimiterState
from threecommas_mock.dca_bots.candles import LENGTHS
from threecommas_mock.dca_bots.state import BotsState
from threecommas_mock.deals.entity import Deal
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.json_codec import FormatError
from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.account_book import AccountsState
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.books import BooksState
from threecommas_mock.venue.market import Quote
from threecommas_mock.venue.store import StoreState


@dataclass(frozen=True, slots=True)
class Kind:
    """What one room keeps: values of *type*, called *noun*; *has_entry* says that each has an order."""

    type: Any
    noun: str
    has_entry: bool = True


KINDS = {
    "smart_trades": Kind(SmartTrade, "SmartTrade"),
    "simple_trades": Kind(SimpleTrade, "simple trade"),
    "grid_bots": Kind(GridBot, "grid bot", has_entry=False),
    "deals": Kind(Deal, "deal", has_entry=False),
    "conversions": Kind(Conversion, "conversion", has_entry=False),
}
"""The rooms whose items are kept, by the field of `Snapshot` that holds their store."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an exchange has to know to go on as another did.

    *accounts* is what became of the accounts it was made with, *books* what they traded and were worth.
    *moment* is the time on its clock, *quotes* what each pair costs, *next_request* the number of the next
    X-Request-Id, *limits* None if no rate limits are kept, *faults* those that wait for requests,
    *web_mode* the switch of the web application, *assumptions* how open questions are decided.
    """

    moment: datetime
    quotes: dict[str, Quote] = field(repr=False)
    smart_trades: StoreState[SmartTrade] = field(repr=False)
    simple_trades: StoreState[SimpleTrade] = field(repr=False)
    grid_bots: StoreState[GridBot] = field(repr=False)
    deals: StoreState[Deal] = field(repr=False)
    conversions: StoreState[Conversion] = field(repr=False)
    dca_bots: BotsState = field(repr=False)
    accounts: AccountsState = field(repr=False)
    books: BooksState = field(repr=False)
    next_request: int
    limits: LimiterState | None = field(repr=False)
    faults: tuple[Injection, ...]
    web_mode: Mode
    assumptions: Assumptions

    @property
    def stores(self) -> dict[str, StoreState[Any]]:
        """What each room keeps, by the names of `KINDS`."""
        return {name: getattr(self, name) for name in KINDS}

    def require_fit(self, *, accounts: Mapping[int, Account], pairs: Iterable[str], limited: bool) -> None:
        """Raise FormatError if an exchange made with these *accounts* and *pairs* cannot go on from here."""
        known = set(pairs)
        for symbol in known ^ self.quotes.keys():
            raise FormatError(
                f"quotes.{symbol}",
                "is a pair of only one of snapshot and exchange: make it with the same pairs",
            )
        for symbol, quote in self.quotes.items():
            _require_prices(f"quotes.{symbol}", quote)
        if (self.limits is not None) != limited:
            raise FormatError(
                "limits", "make the exchange with the rate_limits that the snapshot was taken with"
            )
        require_accounts(self.accounts, accounts)
        accounts = self.accounts.applied_to(accounts)
        for name, store in self.stores.items():
            _require_order(name, store)
            _require_places(name, store, accounts, known)
        _require_bots(self.dca_bots, accounts, known)
        _require_books(self.books, accounts)


def require_accounts(state: AccountsState, original: Mapping[int, Account]) -> None:
    """Refuse changes of accounts that an exchange made with *original* could not have gone through."""
    numbers = [account.id for account in state.changed]
    added = [number for number in numbers if number not in original]
    _require_rising("accounts.changed", numbers, "accounts.next_id", max(numbers, default=0) + 1)
    _require_rising("accounts.changed", added, "accounts.next_id", state.next_id)
    for index, number in enumerate(state.removed):
        if number not in original or number in numbers:
            problem = f"{number} is not an account that this exchange was made with and lost"
            raise FormatError(f"accounts.removed[{index}]", problem)
    if state.next_id <= max(original, default=0):
        raise FormatError("accounts.next_id", f"is {state.next_id}, but {max(original)} exists")
    models = {account.type for account in original.values()}
    for index, account in enumerate(state.changed):
        if account.type not in models:
            problem = f"{account.type} is no type of account of this exchange"
            raise FormatError(f"accounts.changed[{index}].type", problem)
        if account.id in original and _fixed(account) != _fixed(original[account.id]):
            problem = f"{account.id} is another account of this exchange: make it with the same accounts"
            raise FormatError(f"accounts.changed[{index}]", problem)
    _require_funds(state, original)


def _require_funds(state: AccountsState, original: Mapping[int, Account]) -> None:
    """Refuse accounts that did not start with the same funds: what was spent would be counted off others."""
    numbers = [each.account for each in state.made_with]
    for number in sorted({*numbers} ^ original.keys()):
        problem = f"{number} is in only one of snapshot and exchange: make it with the same accounts"
        raise FormatError("accounts.made_with", problem)
    for index, each in enumerate(state.made_with):
        here = original[each.account].funds
        if each.funds != here:
            problem = (
                f"account {each.account} began with {_told(each.funds)} there, and with {_told(here)} here: "
                "give it the same funds"
            )
            raise FormatError(f"accounts.made_with[{index}].funds", problem)


def _told(funds: Mapping[str, Decimal] | None) -> str:
    if funds is None:
        return "unlimited funds"
    return ",".join(f"{currency}={amount:f}" for currency, amount in funds.items()) or "no funds"


def _fixed(account: Account) -> Account:
    """Return what no request changes of an account."""
    return replace(
        account,
        name="",
        exchange_key=None,
        key_digest=None,
        include_in_summary=True,
        subaccount_name=None,
        updated_at=None,
    )


def _require_books(books: BooksState, accounts: Mapping[int, Account]) -> None:
    """Refuse volumes and worths of accounts that are not there."""
    volumes = [(f"volumes[{index}]", each.account) for index, each in enumerate(books.volumes)]
    worths = [(f"worth.points[{index}]", each.account) for index, each in enumerate(books.worth.points)]
    for name, number in (*volumes, *worths):
        if number not in accounts:
            raise FormatError(f"books.{name}.account", f"{number} is no account of this exchange")


def _require_places(
    name: str, store: StoreState[Any], accounts: Mapping[int, Account], pairs: Container[str]
) -> None:
    """Refuse items on accounts or pairs that the exchange does not have."""
    for index, item in enumerate(store.items):
        place = f"{name}.items[{index}]"
        if accounts.get(item.account.id) != item.account:
            raise FormatError(f"{place}.account", f"{item.account.id} is no account of this exchange")
        if item.pair not in pairs:
            raise FormatError(f"{place}.pair", f"{item.pair} is not a pair of this exchange")


def _require_bots(bots: BotsState, accounts: Mapping[int, Account], pairs: Container[str]) -> None:
    """Refuse bots on accounts or pairs that the exchange does not have, and candles of no length."""
    numbers = [bot.id for bot in bots.items]
    _require_rising("dca_bots.items", numbers, "dca_bots.next_id", bots.next_id)
    for index, bot in enumerate(bots.items):
        place = f"dca_bots.items[{index}]"
        if accounts.get(bot.account.id) != bot.account:
            raise FormatError(f"{place}.account", f"{bot.account.id} is no account of this exchange")
        for pair in bot.pairs:
            if pair not in pairs:
                raise FormatError(f"{place}.pairs", f"{pair} is not a pair of this exchange")
        if not bot.pairs:
            raise FormatError(f"{place}.pairs", "a bot has one at least")
    for user in bots.black_lists:
        if not user.isdecimal():
            raise FormatError(f"dca_bots.black_lists.{user}", "is not the number of a user")
    for index, series in enumerate(bots.candles):
        if series.pair not in pairs or series.length not in LENGTHS:
            problem = f"there are no {series.length} candles of {series.pair} on this exchange"
            raise FormatError(f"dca_bots.candles[{index}]", problem)


def _require_prices(place: str, quote: Quote) -> None:
    if not 0 < quote.bid <= quote.ask or quote.last <= 0:
        raise FormatError(place, "prices are above zero, and bid is not above ask")


def _require_order(name: str, store: StoreState[Any]) -> None:
    """Refuse numbers that are given twice, or would be."""
    numbers = [item.id for item in store.items]
    _require_rising(f"{name}.items", numbers, f"{name}.next_id", store.next_id)
    for index, item in enumerate(store.items):
        place = f"{name}.items[{index}].orders"
        if not item.orders and KINDS[name].has_entry:
            raise FormatError(place, "the entry is missing")
        order_ids = [order.id for order in item.orders]
        _require_rising(place, order_ids, f"{name}.next_order_id", store.next_order_id)
    for index, one in enumerate(store.pending):
        if one.id not in numbers:
            raise FormatError(f"{name}.pending[{index}].id", f"there is no such {KINDS[name].noun}")


def _require_rising(place: str, numbers: list[int], next_place: str, next_number: int) -> None:
    if len(set(numbers)) < len(numbers):
        raise FormatError(place, "two have the same id")
    if numbers and max(numbers) >= next_number:
        raise FormatError(next_place, f"is {next_number}, but {max(numbers)} exists")
