"""The state of an exchange at one moment, as a value, and whether it fits an exchange.

It holds what answers depend on. What an exchange is made with (accounts, keys, ticks, delay) is left out, and
so is what it only noted: the journal and how signatures matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.rate_limits import LimiterState
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.json_codec import FormatError
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.market import Quote
from threecommas_mock.venue.store import StoreState


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an exchange has to know to go on as another did.

    *moment* is the time on its clock, *quotes* what each pair costs, *next_request* the number of the next
    X-Request-Id, *limits* None if no rate limits are kept, *faults* those that wait for requests,
    *web_mode* the switch of the web application, *assumptions* how open questions are decided.
    """

    moment: datetime
    quotes: dict[str, Quote] = field(repr=False)
    smart_trades: StoreState[SmartTrade] = field(repr=False)
    next_request: int
    limits: LimiterState | None = field(repr=False)
    faults: tuple[Injection, ...]
    web_mode: Mode
    assumptions: Assumptions

    def require_fit(self, *, accounts: Mapping[int, Account], pairs: Iterable[str], limited: bool) -> None:
        """Raise FormatError if an exchange with these *accounts* and *pairs* cannot go on from here."""
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
        _require_order(self.smart_trades)
        for index, trade in enumerate(self.smart_trades.items):
            place = f"smart_trades.items[{index}]"
            if accounts.get(trade.account.id) != trade.account:
                raise FormatError(
                    f"{place}.account", f"{trade.account.id} is not an account of this exchange"
                )
            if trade.pair not in known:
                raise FormatError(f"{place}.pair", f"{trade.pair} is not a pair of this exchange")


def _require_prices(place: str, quote: Quote) -> None:
    if not 0 < quote.bid <= quote.ask or quote.last <= 0:
        raise FormatError(place, "prices are above zero, and bid is not above ask")


def _require_order(store: StoreState[SmartTrade]) -> None:
    """Refuse numbers that are given twice, or would be."""
    numbers = [trade.id for trade in store.items]
    _require_rising("smart_trades.items", numbers, "smart_trades.next_id", store.next_id)
    for index, trade in enumerate(store.items):
        place = f"smart_trades.items[{index}].orders"
        if not trade.orders:
            raise FormatError(place, "the entry is missing")
        _require_rising(place, _numbers(trade), "smart_trades.next_order_id", store.next_order_id)
    for index, one in enumerate(store.pending):
        if one.id not in numbers:
            raise FormatError(f"smart_trades.pending[{index}].id", "there is no such SmartTrade")


def _numbers(trade: SmartTrade) -> list[int]:
    return [order.id for order in trade.orders]


def _require_rising(place: str, numbers: list[int], next_place: str, next_number: int) -> None:
    if len(set(numbers)) < len(numbers):
        raise FormatError(place, "two have the same id")
    if numbers and max(numbers) >= next_number:
        raise FormatError(next_place, f"is {next_number}, but {max(numbers)} exists")
