"""The world as one SmartTrade sees it at one instant.

Every pure function of the core is given it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from threecommas_mock.venue.market import Pair, Quote


@dataclass(frozen=True, slots=True)
class MarketView:
    """Time, the pair with its prices, and dollars per unit of the pair's quote currency (None if unknown)."""

    now: datetime
    pair: Pair
    usd: Decimal | None

    @property
    def quote(self) -> Quote:
        """The pair's prices."""
        return self.pair.quote
