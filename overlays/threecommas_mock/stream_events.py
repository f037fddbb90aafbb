"""The changes that streams tell of, found where what trades is kept.

A SmartTrade is told when its status changes (staff of 3Commas, 2022; the documentation says at every update).
A deal is told when anything of it changes. Both are written as their operation answers them.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson

from threecommas_mock.deals.service import Deals
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.streams.service import Streams
from threecommas_mock.streams.subscriptions import DEALS, SMART_TRADES
from threecommas_mock.venue.tradable import Lifecycle, Tradable


class StreamEvents:
    """Tells *streams* of what the books are told of (see `venue.books`)."""

    def __init__(self, streams: Streams, smart_trades: SmartTrades, deals: Deals) -> None:
        self._streams = streams
        self._smart_trades = smart_trades
        self._deals = deals

    def follow(self, lifecycle: Lifecycle[Any], before: Any, item: Tradable) -> None:
        """Tell of *item*, if it is one that streams tell of."""
        now: Any = item
        if lifecycle is self._smart_trades.store.lifecycle:
            if before is None or before.status is not now.status:
                entity = partial(self._smart_trades.json, now)
                self._streams.publish(SMART_TRADES, item.account.owner, entity)
        elif lifecycle is self._deals.store.lifecycle:
            self._streams.publish(DEALS, item.account.owner, lambda: orjson.dumps(self._deals.shown(now)))
