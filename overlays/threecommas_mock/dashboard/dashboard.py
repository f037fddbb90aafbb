"""The whole state of the live page, put together of all parts of an exchange. Looking settles nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from threecommas_mock.dashboard.account_rows import account_row
from threecommas_mock.dashboard.ladders import Ladders
from threecommas_mock.dashboard.price_history import Candle, PriceHistory
from threecommas_mock.dashboard.rows import Json, row
from threecommas_mock.dashboard.tables import Rooms, tables
from threecommas_mock.faults.faults import name_of
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.journal.journal import Journal
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market import Quote

ROWS = 100
"""How many rows of each room are shown unless more are asked for."""

NEWEST_REQUESTS = 50
"""How many requests of the journal are listed."""


class Dashboard:
    """What the live page shows of one exchange. Not thread-safe: its owner takes one call at a time."""

    def __init__(
        self, desk: TradingDesk, rooms: Rooms, journal: Journal, faults: Callable[[], Iterable[Injection]]
    ) -> None:
        self._desk = desk
        self._rooms = rooms
        self._journal = journal
        self._faults = faults
        self._ladders = Ladders()
        self._candles = PriceHistory(desk.market, desk.clock.now())

    def price_moved(self, pair: str) -> None:
        """Take in what *pair* costs now."""
        self.price_seen(pair, self._desk.market[pair].quote.last, self._desk.clock.now())

    def price_seen(self, pair: str, price: Decimal, moment: datetime) -> None:
        """Take in what *pair* cost at *moment*."""
        self._candles.record(pair, moment, price)

    def state(self, pair: str | None, limit: int) -> Json:
        """Return everything, with the candles of *pair* and *limit* rows of each room.

        Without a *pair* it is the first one. Raises UnknownPairError.
        """
        desk, journal = self._desk, self._journal
        shown = next(iter(desk.market)) if pair is None else desk.market[pair]
        candles = self._candles.of_pair(shown.symbol, desk.clock.now())
        return {
            **row(moment=desk.clock.now(), web_mode=desk.web_mode, pair=shown.symbol),
            "quotes": {each.symbol: _quote(each.quote) for each in desk.market},
            "candles": {str(begin): _candle(each) for begin, each in candles.items()},
            "accounts": {str(each.id): account_row(each, desk.balances(each.id)) for each in desk.accounts},
            **tables(self._rooms, desk, self._ladders, limit),
            "faults": {str(at): _fault(each) for at, each in enumerate(self._faults())},
            "requests": journal.dropped + len(journal),
            "journal": {str(each["number"]): each for each in journal.summaries(NEWEST_REQUESTS)},
        }


def _quote(quote: Quote) -> Json:
    return row(bid=quote.bid, ask=quote.ask, last=quote.last)


def _candle(candle: Candle) -> list[str]:
    prices = (candle.open, candle.high, candle.low, candle.close)
    return [format_decimal(price) for price in prices]


def _fault(armed: Injection) -> Json:
    return row(
        name=name_of(armed.fault),
        fault=repr(armed.fault),
        operation=armed.operation,
        probability=armed.probability,
        remaining=armed.remaining,
    )
