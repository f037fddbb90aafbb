"""The state of an exchange at one moment, as a value, and whether it fits an exchange.

It holds what answers depend on. What an exchange is made with (accounts, keys, ticks, delay) is left out, and
so is what it only noted: the journal and how signatures matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from threecommas_mock.api.assumptions import Choices
from threecommas_mock.api.rate_limits import LimiterState
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.json_codec import MisfitError
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.market import Quote
from threecommas_mock.venue.store import LedgerState


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an exchange has to know to go on as another did.

    *moment* is the time on its clock, *quotes* what each pair costs, *next_request* the number of the next
    X-Request-Id, *limits* None if no rate limits are kept, *faults* those that wait for requests,
    *web_mode* the switch of the web application, *choices* what it assumes where the documents are silent.
    """

    moment: datetime
    quotes: dict[str, Quote] = field(repr=False)
    ledger: LedgerState = field(repr=False)
    next_request: int
    limits: LimiterState | None = field(repr=False)
    faults: tuple[Injection, ...]
    web_mode: Mode
    choices: Choices

    def demand_fit(self, *, accounts: Mapping[int, Account], pairs: Iterable[str], limited: bool) -> None:
        """Raise MisfitError if an exchange with these *accounts* and *pairs* cannot go on from here."""
        known = set(pairs)
        for symbol in known ^ self.quotes.keys():
            raise MisfitError(
                f"quotes.{symbol}",
                "is a pair of only one of snapshot and exchange: make it with the same pairs",
            )
        for symbol, quote in self.quotes.items():
            _demand_prices(f"quotes.{symbol}", quote)
        if (self.limits is not None) != limited:
            raise MisfitError(
                "limits", "make the exchange with the rate_limits that the snapshot was taken with"
            )
        _demand_order(self.ledger)
        for index, trade in enumerate(self.ledger.smart_trades):
            place = f"ledger.smart_trades[{index}]"
            if accounts.get(trade.account.id) != trade.account:
                raise MisfitError(
                    f"{place}.account", f"{trade.account.id} is not an account of this exchange"
                )
            if trade.pair not in known:
                raise MisfitError(f"{place}.pair", f"{trade.pair} is not a pair of this exchange")


def _demand_prices(place: str, quote: Quote) -> None:
    if not 0 < quote.bid <= quote.ask or quote.last <= 0:
        raise MisfitError(place, "prices are above zero, and bid is not above ask")


def _demand_order(ledger: LedgerState) -> None:
    """Refuse numbers that are given twice, or would be."""
    numbers = [trade.id for trade in ledger.smart_trades]
    _demand_rising("ledger.smart_trades", numbers, "ledger.next_smart_trade_id", ledger.next_smart_trade_id)
    for index, trade in enumerate(ledger.smart_trades):
        place = f"ledger.smart_trades[{index}].orders"
        if not trade.orders:
            raise MisfitError(place, "the entry is missing")
        _demand_rising(place, _numbers(trade), "ledger.next_order_id", ledger.next_order_id)
    for index, one in enumerate(ledger.restless):
        if one.smart_trade_id not in numbers:
            raise MisfitError(f"ledger.restless[{index}].smart_trade_id", "there is no such SmartTrade")


def _numbers(trade: SmartTrade) -> list[int]:
    return [order.id for order in trade.orders]


def _demand_rising(place: str, numbers: list[int], next_place: str, next_number: int) -> None:
    if len(set(numbers)) < len(numbers):
        raise MisfitError(place, "two have the same id")
    if numbers and max(numbers) >= next_number:
        raise MisfitError(next_place, f"is {next_number}, but {max(numbers)} exists")
