"""The recorder of a replay: it follows what accounts are worth, and writes the report in the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from threecommas_mock.candles.candle import Candle
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.reports.curve import WorthCurve
from threecommas_mock.reports.entries import NOTHING, Entry, entry_of
from threecommas_mock.reports.handovers import handovers
from threecommas_mock.reports.holdings import Holdings
from threecommas_mock.reports.report import AccountSums, BotSums, Report, Sums, exposure
from threecommas_mock.reports.stays import BotKey, Departure, Stays, worth_of
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import exact_difference, exact_sum
from threecommas_mock.venue.tradable import Tradable

_DCA, _GRID = "DcaBot", GridBot.__name__


class Recorder:
    """Records the exchange of *bots* from *start* on, in quote currency of *pair*."""

    def __init__(self, bots: DcaBots, pair: str, start: datetime) -> None:
        self._desk, self._bots = bots.desk, bots
        self._pair, self._start = pair, start
        self._quote = pair.partition("_")[0]
        self._holdings = Holdings(self._desk, pair)
        self._first_price = self._price(pair)
        self._stays = Stays(self._desk.accounts, self._holdings.prices())
        self._is_limited = bool(self._stays.limited)
        self._curve = WorthCurve()
        self._desk.watchers.append(self)
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
        """Follow the prices no more."""
        self._holdings.let_go()

    def account_put(self, account: Account) -> None:
        """Take notice of an account that is new or has changed."""
        now, deposits = self._desk.clock.now(), self._stays.deposits
        self._holdings.look_again()
        self._stays.come(account, self._holdings.prices(), now)
        if self._is_limited:
            # The worth until now is without what has just come.
            came = exact_difference(self._stays.deposits, deposits)
            self._curve.note(exact_difference(self._holdings.worth(self._price(self._pair)), came), now)
        self._count_flows()

    def account_leaves(self, number: int) -> None:
        """Keep what an account has traded, before it is removed."""
        at, account = self._desk.clock.now(), self._desk.account_book[number]
        self.note(self._price(self._pair), at)
        entries = tuple(_ended(entry, at) for entry in self._entries() if entry.account_id == number)
        open_profits = exact_sum(
            exact_difference(entry.profit, entry.money) for entry in entries if account.is_futures
        )
        totals, prices = self._holdings.totals().get(number, {}), self._holdings.prices()
        self._stays.leave(
            number,
            Departure(
                at=at,
                prices=prices,
                totals=totals,
                worth=exact_sum((worth_of(totals, prices), open_profits)),
                entries=entries,
                bots=self._bot_names(
                    [bot for bot in self._bots.all() if bot.account.id == number],
                    [item for _, item in self._desk.items() if item.account.id == number],
                ),
            ),
        )
        self._holdings.look_again(without=number)
        self._count_flows()

    def restored(self) -> None:
        """Forget what is later than the moment that everything went back to."""
        self._holdings.look_again()
        now = self._desk.clock.now()
        self._stays.go_back(self._desk.accounts, self._holdings.prices(), now)
        self._count_flows()
        self._curve.go_back(now)

    def report(self, path: str, candles: int, interval: timedelta) -> Report:
        """Return what everything came to until now."""
        end, price, stays = self._desk.clock.now(), self._price(self._pair), self._stays
        entries = (*(entry for each in stays.left for entry in each.entries), *self._entries())
        own = [entry for entry in entries if entry.pair.partition("_")[0] == self._quote]
        limited = {stay.account.id for stay in stays.limited}
        held = stays.held(self._holdings.prices())
        worth = self._holdings.worth(price)
        profits = Sums.of(entry for entry in own if entry.account_id in limited).profit
        known = exact_sum((stays.start, stays.deposits, held, profits))
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
            worth_start=stays.start,
            worth_end=worth,
            deposits=stays.deposits,
            withdrawals=stays.withdrawals,
            held=held,
            other=exact_difference(exact_sum((worth, stays.withdrawals)), known),
            drawdown=self._curve.drawdown,
            curve=self._curve.points,
            accounts=self._accounts(),
            bots=self._bot_sums(own),
            entries=entries,
            unvalued=tuple(sorted(self._holdings.unvalued())),
        )

    def _price(self, pair: str) -> Decimal:
        return self._desk.market[pair].quote.last

    def _count_flows(self) -> None:
        self._is_limited = bool(self._stays.limited)
        self._curve.flows = exact_difference(self._stays.deposits, self._stays.withdrawals)

    def _entries(self) -> tuple[Entry, ...]:
        items = self._desk.items()
        taken = handovers(items)
        return tuple(
            entry_of(lifecycle, item, self._price(item.pair), taken.get((type(item), item.id), NOTHING))
            for lifecycle, item in items
        )

    def _accounts(self) -> tuple[AccountSums, ...]:
        ends = self._holdings.totals()
        return tuple(
            AccountSums(
                id=stay.account.id,
                name=stay.account.name,
                start=dict(stay.account.funds or {}),
                end=ends[stay.account.id] if stay.left is None else stay.left.totals,
                came_at=stay.came_at,
                left_at=None if stay.left is None else stay.left.at,
            )
            for stay in self._stays.limited
        )

    def _bot_sums(self, entries: Sequence[Entry]) -> tuple[BotSums, ...]:
        names = self._bot_names(self._bots.all(), [item for _, item in self._desk.items()])
        for departure in self._stays.left:
            names.update(departure.bots)
        known: dict[BotKey, list[Entry]] = {bot: [] for bot in names}
        for entry in entries:
            if entry.bot_id is not None:
                kind = _GRID if entry.kind == _GRID else _DCA
                known.setdefault((kind, entry.bot_id), []).append(entry)
        return tuple(BotSums(*bot, names.get(bot, ""), Sums.of(each)) for bot, each in known.items())

    @staticmethod
    def _bot_names(bots: Iterable[Bot], items: Iterable[Tradable]) -> dict[BotKey, str]:
        found = {(_DCA, bot.id): bot.name for bot in bots}
        grids = (item for item in items if isinstance(item, GridBot))
        return found | {(_GRID, grid.id): grid.settings.name for grid in grids}


def _ended(entry: Entry, at: datetime) -> Entry:
    """Return *entry* without a position after *at*."""
    return replace(entry, closed_at=at) if entry.opened_at and not entry.closed_at else entry
