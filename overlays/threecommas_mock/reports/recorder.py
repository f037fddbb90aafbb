"""The recorder of a replay: it follows what accounts are worth, and writes the report in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from threecommas_mock.candles.candle import Candle
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.reports.curve import WorthCurve
from threecommas_mock.reports.entries import Entry, entry_of
from threecommas_mock.reports.holdings import Holdings, Totals
from threecommas_mock.reports.report import AccountSums, BotSums, Report, Sums, exposure
from threecommas_mock.venue.decimal_math import ZERO, exact_difference, exact_product, exact_sum


class Recorder:
    """Records the exchange of *bots* from *start* on, in quote currency of *pair*."""

    def __init__(self, bots: DcaBots, pair: str, start: datetime) -> None:
        self._desk, self._bots = bots.desk, bots
        self._pair, self._start = pair, start
        self._quote = pair.partition("_")[0]
        self._holdings = Holdings(self._desk, pair)
        self._is_limited = bool(self._holdings.funds())
        self._first_price = self._price(pair)
        self._first_prices = self._holdings.prices()
        self._curve = WorthCurve()
        self.close(self._first_price, start)

    def note(self, price: Decimal, at: datetime) -> None:
        """Take notice of a price inside a candle."""
        if self._is_limited:
            self._curve.note(self._holdings.worth(price), at)

    def concerns(self, candle: Candle) -> bool:
        """Tell whether the prices inside *candle* have to be noted, while nothing trades."""
        if not self._is_limited:
            return False
        return self._curve.concerns(self._holdings.worth(candle.low), self._holdings.worth(candle.high))

    def close(self, price: Decimal, at: datetime) -> None:
        """Take notice of the end of a candle."""
        if self._is_limited:
            self._curve.close(self._holdings.worth(price), at)

    def let_go(self) -> None:
        """Follow the exchange no more."""
        self._holdings.let_go()

    def report(self, path: str, candles: int, interval: timedelta) -> Report:
        """Return what everything came to until now."""
        end, price = self._desk.clock.now(), self._price(self._pair)
        entries = tuple(
            entry_of(lifecycle, item, self._price(item.pair)) for lifecycle, item in self._desk.items()
        )
        own = [entry for entry in entries if entry.pair.partition("_")[0] == self._quote]
        funds = self._holdings.funds()
        first = _worth_of(funds, self._first_prices)
        held = exact_difference(_worth_of(funds, self._holdings.prices()), first)
        worth = self._holdings.worth(price)
        profits = Sums.of(entry for entry in own if entry.account_id in funds).profit
        return Report(
            pair=self._pair,
            path=path,
            start=self._start,
            end=end,
            candles=candles,
            interval=interval,
            first_price=self._first_price,
            last_price=price,
            total=Sums.of(own),
            exposure=exposure(own, self._start, end),
            worth_start=first,
            worth_end=worth,
            held=held,
            other=exact_difference(worth, first, held, profits),
            drawdown=self._curve.drawdown,
            curve=self._curve.points,
            accounts=self._accounts(funds),
            bots=self._bot_sums(own),
            entries=entries,
            unvalued=tuple(sorted(self._holdings.unvalued())),
        )

    def _price(self, pair: str) -> Decimal:
        return self._desk.market[pair].quote.last

    def _accounts(self, funds: Totals) -> tuple[AccountSums, ...]:
        ends, names = self._holdings.totals(), {each.id: each.name for each in self._desk.accounts}
        return tuple(AccountSums(number, names[number], funds[number], ends[number]) for number in funds)

    def _bot_sums(self, entries: Sequence[Entry]) -> tuple[BotSums, ...]:
        deals: dict[int, list[Entry]] = {bot.id: [] for bot in self._bots.all()}
        for entry in entries:
            if entry.bot_id is not None:
                deals.setdefault(entry.bot_id, []).append(entry)
        names = {bot.id: bot.name for bot in self._bots.all()}
        return tuple(
            BotSums(number, names.get(number, ""), Sums.of(known)) for number, known in deals.items()
        )


def _worth_of(amounts: Totals, prices: Mapping[str, Decimal]) -> Decimal:
    return exact_sum(
        exact_product(amount, prices.get(currency, ZERO))
        for each in amounts.values()
        for currency, amount in each.items()
    )
