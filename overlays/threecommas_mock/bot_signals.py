"""The part of an exchange that talks to its DCA bots outside its API.

Tests and other programs use it.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

from threecommas_mock.dca_bots import lifecycle, responses, starting
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.venue.desk import TradingDesk


class BotSignals:
    """An exchange whose bots can be given signals, and asked why they wait."""

    _desk: TradingDesk
    _dca_bots: DcaBots
    _lock: RLock

    def dca_bots(self) -> list[dict[str, Any]]:
        """Return the bots of all users as lists show them, oldest first; looking settles nothing."""
        with self._lock:
            bots = self._dca_bots
            return [responses.bot(bot, bots.deals.of_bot(bot.id)) for bot in bots.all()]

    def signal(self, pair: str, *conditions: str, bot_id: int | None = None) -> list[int]:
        """Let *conditions* of bots hold on *pair* for this one moment; gives the deals that were opened.

        They are names of strategies, such as ``tv_custom_signal`` or ``rsi``; without any, every condition
        holds but `manual`. A signal may start deals, average them or close them. *bot_id* gives it to one
        bot alone. Raises UnknownPairError for a pair and ValueError for a bot that is not there.
        """
        with self._lock:
            pair = self._desk.market[pair].symbol
            self._desk.settle_due()
            return starting.signal(self._dca_bots, pair, conditions, bot_id)

    def why_no_deal(self, bot_id: int) -> dict[str, str | None]:
        """Tell for each pair of a bot what keeps it from a deal, in words; None where one may be opened.

        Raises ValueError for a bot that is not there.
        """
        with self._lock:
            bot = self._dca_bots.shared(bot_id)
            if bot is None:
                raise ValueError(f"bot_id: there is no bot {bot_id}")
            if not bot.is_enabled:
                return dict.fromkeys(bot.pairs, "the bot is disabled")
            record, around = self._dca_bots.record(bot), self._dca_bots.around(bot)
            return {
                pair: lifecycle.obstacle(bot, pair, record, around)
                or (None if self._dca_bots.starts(bot, pair, around) else "its conditions do not hold")
                for pair in bot.pairs
            }
