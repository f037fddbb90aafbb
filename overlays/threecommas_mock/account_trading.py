"""The trading of all rooms on one account, as the room of accounts needs it (see `accounts.trading`)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from threecommas_mock.accounts.trading import ActiveCounts
from threecommas_mock.api.errors import LimitExceeded
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.deals.service import Deals
from threecommas_mock.grid_bots.service import GridBots
from threecommas_mock.simple_trades.service import NotCancelable, SimpleTrades
from threecommas_mock.smart_trades import actions
from threecommas_mock.smart_trades.availability import flags
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.store import Store
from threecommas_mock.venue.tradable import T

_MOST_STEPS = 20
"""Transitions of one item until it is closed; none needs as many."""


class AccountTrading:
    """Counts and ends what all rooms have on an account."""

    def __init__(
        self,
        smart_trades: SmartTrades,
        simple_trades: SimpleTrades,
        grid_bots: GridBots,
        deals: Deals,
        dca_bots: DcaBots,
    ) -> None:
        self._desk: TradingDesk = smart_trades.desk
        self._smart_trades = smart_trades
        self._simple_trades = simple_trades
        self._grid_bots = grid_bots
        self._deals = deals
        self._dca_bots = dca_bots

    def active(self, account: Account) -> ActiveCounts:
        """Count what is active; counting settles nothing."""
        number = account.id
        return ActiveCounts(
            bots=_count(bot.is_enabled for bot in self._dca_bots.all() if bot.account.id == number),
            deals=_count(not deal.is_closed for deal in self._deals.store.of_account(number)),
            smart_trades=_count(not trade.is_closed for trade in self._smart_trades.store.of_account(number)),
            orders=_count(not trade.is_closed for trade in self._simple_trades.store.of_account(number)),
            grid_bots=_count(bot.is_enabled for bot in self._grid_bots.store.of_account(number)),
        )

    def stop_all(self, account: Account) -> None:
        """Stop the bots, close at market price what can be closed, and cancel the rest."""
        for bot in self._dca_bots.all():
            if bot.account.id == account.id:
                self._dca_bots.stop(bot.id)
        for grid in self._grid_bots.store.of_account(account.id):
            if grid.is_enabled:
                self._grid_bots.disable(grid.id, account.owner)
        self._deals.panic_sell_account(account.id)
        self._finish(self._deals.store, account)
        for order in self._simple_trades.store.of_account(account.id):
            if not order.is_closed:
                with suppress(NotCancelable):
                    self._simple_trades.cancel(order.uuid, account.owner)
        self._finish(self._simple_trades.store, account)
        self._close_smart_trades(account)

    def _close_smart_trades(self, account: Account) -> None:
        """Close what has entered and cancel the rest; what is on its way first gets there."""
        store = self._smart_trades.store
        for number in [trade.id for trade in store.of_account(account.id)]:
            for _ in range(_MOST_STEPS):
                trade = self._end(store[number])
                if trade.is_closed:
                    break
                self._desk.advance(store, trade)

    def _end(self, trade: SmartTrade) -> SmartTrade:
        may, service, owner = flags(trade), self._smart_trades, trade.account.owner
        new_id = service.store.new_order_id
        # What the account cannot pay, such as buying back a short, stays open.
        with suppress(LimitExceeded):
            if may.panic_sell_available and trade.is_entered:
                return service.change(
                    trade.id, owner, lambda each, view: actions.close_by_market(each, view, new_id)
                )
            if may.cancel_available:
                return service.change(trade.id, owner, actions.cancel)
        return trade

    def _finish(self, store: Store[T], account: Account) -> None:
        """Let everything that is pending on an account happen now."""
        for number in [item.id for item in store.of_account(account.id)]:
            for _ in range(_MOST_STEPS):
                if store.pending_since(store[number]) is None:
                    break
                self._desk.advance(store, store[number])


def _count(each: Iterable[bool]) -> int:
    return sum(each)
