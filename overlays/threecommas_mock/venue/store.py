"""Where an exchange keeps its SmartTrades, which of them want attention, and what they leave of the funds.

The trades are frozen values, so copying the store copies everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.lifecycle import is_pending, is_timed
from threecommas_mock.venue.balances import Shortage, Wallets
from threecommas_mock.venue.market import Market, Pair
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.price_levels import price_levels
from threecommas_mock.venue.trigger_index import TriggerIndex

_FIRST_SMART_TRADE = 30000001
_FIRST_ORDER = 1000000001


@dataclass(frozen=True, slots=True)
class PendingSince:
    """A SmartTrade that goes on by itself, and since when."""

    smart_trade_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class StoreState:
    """All that a store holds; SmartTrades oldest first."""

    smart_trades: tuple[SmartTrade, ...]
    pending: tuple[PendingSince, ...]
    next_smart_trade_id: int
    next_order_id: int


class Store:
    """SmartTrades by number and by the prices they wait for, and since when the pending ones are so.

    A trade is pending while a transition is due or a timeout runs: only these change without a price.
    """

    def __init__(self) -> None:
        self.wallets = Wallets()
        self._trades: dict[int, SmartTrade] = {}
        self._triggers = TriggerIndex()
        self._pending: dict[int, datetime] = {}
        self._next_smart_trade_id = _FIRST_SMART_TRADE
        self._next_order_id = _FIRST_ORDER

    @property
    def state(self) -> StoreState:
        """Everything, as a value."""
        pending = tuple(PendingSince(number, since) for number, since in self._pending.items())
        trades = tuple(self._trades.values())
        return StoreState(trades, pending, self._next_smart_trade_id, self._next_order_id)

    def restore(self, state: StoreState, market: Market) -> None:
        """Hold what *state* says, and nothing else; the ticks of the pairs are those of *market*."""
        self._trades = {trade.id: trade for trade in state.smart_trades}
        self._triggers = TriggerIndex()
        self.wallets = Wallets()
        for trade in state.smart_trades:
            self.wallets.change(None, trade)
            self._triggers.put(trade.id, trade.pair, price_levels(trade, market[trade.pair].tick))
        self._pending = {one.smart_trade_id: one.since for one in state.pending}
        self._next_smart_trade_id = state.next_smart_trade_id
        self._next_order_id = state.next_order_id

    def new_smart_trade_id(self) -> int:
        """Take the next SmartTrade number."""
        self._next_smart_trade_id += 1
        return self._next_smart_trade_id - 1

    def new_order_id(self) -> int:
        """Take the next order number."""
        self._next_order_id += 1
        return self._next_order_id - 1

    def put(self, trade: SmartTrade, view: MarketView) -> SmartTrade:
        """Keep *trade* as it is at *moment*."""
        before = self._trades.get(trade.id)
        moved = before is None or not trade.same_state_as(before)
        self._trades[trade.id] = trade
        self.wallets.change(before, trade)
        self._triggers.put(trade.id, trade.pair, price_levels(trade, view.pair.tick))
        if is_pending(trade) or is_timed(trade):
            # A note changes nothing that is pending, so it must not start the delay anew.
            since = view.now if moved else self._pending.get(trade.id, view.now)
            self._pending[trade.id] = since
        else:
            self._pending.pop(trade.id, None)
        return trade

    def shortage(self, trade: SmartTrade) -> Shortage | None:
        """Tell what the account lacks for *trade* to be kept as it is; None if nothing."""
        return self.wallets.shortage(self._trades.get(trade.id), trade)

    def get(self, trade_id: int, user: int) -> SmartTrade | None:
        """Return the SmartTrade with this number; None unless it is the user's."""
        trade = self._trades.get(trade_id)
        # Somebody else's SmartTrade is as good as none.
        return trade if trade is not None and trade.account.owner == user else None

    def of_user(self, user: int) -> Iterator[SmartTrade]:
        """Return all SmartTrades of a user, oldest first."""
        return (trade for trade in self._trades.values() if trade.account.owner == user)

    def reached(self, pair: Pair) -> list[SmartTrade]:
        """Return the SmartTrades that the prices of *pair* may change, oldest first."""
        return [self._trades[number] for number in self._triggers.reached(pair)]

    def pending(self) -> list[SmartTrade]:
        """Return the SmartTrades that go on by themselves."""
        return [self._trades[number] for number in self._pending]

    def pending_since(self, trade: SmartTrade) -> datetime | None:
        """Tell when *trade* began to be pending, None if it is at rest."""
        return self._pending.get(trade.id)
