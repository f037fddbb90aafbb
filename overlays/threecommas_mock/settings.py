"""The parts of an exchange that may be changed while it runs, besides prices and time."""

from __future__ import annotations

from threading import RLock

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.venue.accounts import Mode
from threecommas_mock.venue.desk import TradingDesk


class Adjustable:
    """An exchange whose assumptions can be set; snapshots keep them."""

    _desk: TradingDesk
    _smart_trades: SmartTrades
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
        return self._smart_trades.assumptions

    @assumptions.setter
    def assumptions(self, assumptions: Assumptions) -> None:
        with self._lock:
            self._smart_trades.assumptions = assumptions
