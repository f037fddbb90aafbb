"""SmartTrades as the JSON text of answers, written once until they or their market change.

Whoever polls a SmartTrade that rests reads the same text again and again. Time is no part of it: what a
SmartTrade says does not depend on when it is asked, but on what happened to it and on the prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import orjson

from threecommas_mock.smart_trades import responses
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.market_view import MarketView

CAPACITY = 1024
"""How many texts are kept, of some kilobytes each; the oldest gives way."""


@dataclass(frozen=True, slots=True)
class _CachedResponse:
    """A text, and what it was made of."""

    trade: SmartTrade
    pair: Pair
    usd: Decimal | None
    json: bytes

    def fits(self, trade: SmartTrade, view: MarketView) -> bool:
        # Mostly the very same pair; one with rules of its own is made anew for each view.
        same_pair = self.pair is view.pair or self.pair == view.pair
        return self.trade is trade and same_pair and self.usd == view.usd


class ResponseCache:
    """The newest texts, by the number of the SmartTrade."""

    def __init__(self) -> None:
        self._kept: dict[int, _CachedResponse] = {}

    def of(self, trade: SmartTrade, view: MarketView) -> bytes:
        """Return the entity as JSON."""
        kept = self._kept.get(trade.id)
        if kept is not None and kept.fits(trade, view):
            return kept.json
        json = orjson.dumps(responses.smart_trade(trade, view))
        self._kept.pop(trade.id, None)
        if len(self._kept) >= CAPACITY:
            del self._kept[next(iter(self._kept))]
        self._kept[trade.id] = _CachedResponse(trade, view.pair, view.usd, json)
        return json
