"""The state of the room of bots, as a value that snapshots keep."""

from __future__ import annotations

from dataclasses import dataclass, field

from threecommas_mock.dca_bots.candles import CandleSeries
from threecommas_mock.dca_bots.entity import Bot

FIRST_BOT = 15_000_001


@dataclass(frozen=True, slots=True)
class BotsState:
    """All that the bots of an exchange hold; bots oldest first, black lists by the number of the user."""

    items: tuple[Bot, ...] = ()
    next_id: int = FIRST_BOT
    black_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    candles: tuple[CandleSeries, ...] = ()
