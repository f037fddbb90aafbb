"""The part of an exchange that can be looked at from outside its API.

Looking settles nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from threading import RLock
from typing import Any

from threecommas_mock.deals.service import Deals
from threecommas_mock.grid_bots import responses as grid_bot_responses
from threecommas_mock.grid_bots.service import GridBots
from threecommas_mock.simple_trades import responses as simple_trade_responses
from threecommas_mock.simple_trades.service import SimpleTrades
from threecommas_mock.smart_trades import responses
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market import Quote


class Inspectable:
    """An exchange whose time, prices, funds and items can be read."""

    _desk: TradingDesk
    _smart_trades: SmartTrades
    _simple_trades: SimpleTrades
    _grid_bots: GridBots
    _deals: Deals
    _lock: RLock

    @property
    def accounts(self) -> Mapping[int, Account]:
        """The accounts of all users, by number."""
        return {account.id: account for account in self._desk.accounts}

    def now(self) -> datetime:
        """Tell the time on the exchange's clock, in UTC."""
        with self._lock:
            return self._desk.clock.now()

    def smart_trades(self) -> list[dict[str, Any]]:
        """Return the SmartTrades of all users as answers show them, oldest first."""
        with self._lock:
            trades = self._smart_trades.store.state.items
            return [responses.smart_trade(trade, self._desk.view_of(trade)) for trade in trades]

    def simple_trades(self) -> list[dict[str, Any]]:
        """Return the simple trades of all users as answers show them, oldest first."""
        with self._lock:
            trades = self._simple_trades.store.state.items
            return [simple_trade_responses.simple_trade(trade, self._desk.view_of(trade)) for trade in trades]

    def grid_bots(self) -> list[dict[str, Any]]:
        """Return the grid bots of all users as answers show them, oldest first."""
        with self._lock:
            bots = self._grid_bots.store.state.items
            return [grid_bot_responses.grid_bot(bot, self._desk.view_of(bot)) for bot in bots]

    def deals(self) -> list[dict[str, Any]]:
        """Return the deals of all users as answers show them, oldest first."""
        with self._lock:
            return [self._deals.shown(deal) for deal in self._deals.store.state.items]

    def balances(self, account_id: int) -> Balances:
        """Return what an account has left of its funds, by currency; nothing if they are unlimited.

        Raises KeyError for a number that no account has.
        """
        with self._lock:
            return self._desk.balances(account_id)

    def quotes(self) -> dict[str, Quote]:
        """Tell what every pair costs now."""
        with self._lock:
            return {pair.symbol: pair.quote for pair in self._desk.market}

    def quote(self, pair: str) -> Quote:
        """Tell what *pair* costs now, or raise UnknownPairError."""
        with self._lock:
            return self._desk.market[pair].quote
