"""The parts of an exchange that may be changed while it runs, besides prices and time."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import Any, Protocol

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.venue.accounts import Mode
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.store import Store


class Room(Protocol):
    """The items of one kind, with what they do by themselves decided by *assumptions*."""

    assumptions: Assumptions
    store: Store[Any]


class Adjustable:
    """An exchange whose assumptions can be set; snapshots keep them."""

    _desk: TradingDesk
    _rooms: Mapping[str, Room]
    _lock: RLock

    @property
    def web_mode(self) -> Mode:
        """The mode of requests without Forced-Mode, as chosen in the web application; may be set."""
        return self._desk.web_mode

    @web_mode.setter
    def web_mode(self, mode: Mode | str) -> None:
        with self._lock:
            self._desk.web_mode = Mode(mode)

    @property
    def assumptions(self) -> Assumptions:
        """How it decides what the documents leave open; may be set, and counts for what happens from then."""
        return self._rooms["smart_trades"].assumptions

    @assumptions.setter
    def assumptions(self, assumptions: Assumptions) -> None:
        with self._lock:
            for room in self._rooms.values():
                room.assumptions = assumptions
