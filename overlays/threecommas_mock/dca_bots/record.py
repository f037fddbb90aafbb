"""The sums over the deals of one bot, kept up to date without counting all of them again.

It follows from the deals alone, so no snapshot has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from threecommas_mock.dca_bots.deals import DealFacts, Deals
from threecommas_mock.venue.decimal_math import ZERO, exact_sum

_STOP_LOSS = "stop_loss_finished"
_FAILED = "failed"


@dataclass(slots=True)
class Record:
    """The deals of one bot: *open* by pair, and sums over the finished ones.

    *profit* is by pair, in its quote currency. *last_closed* is by pair too, and so is *last_failed*, for
    deals that failed.
    """

    open: dict[str, set[int]] = field(default_factory=dict)
    finished: int = 0
    stop_losses: int = 0
    profit: dict[str, Decimal] = field(default_factory=dict)
    last_closed: dict[str, datetime] = field(default_factory=dict)
    last_failed: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, deals: Deals, bot_id: int) -> Record:
        """Count what there is."""
        found = cls()
        for deal in deals.of_bot(bot_id):
            if deal.is_finished:
                found._close(deal)
            else:
                found.opened(deal.pair, deal.id)
        return found

    def opened(self, pair: str, deal_id: int) -> None:
        """Note a new deal."""
        self.open.setdefault(pair, set()).add(deal_id)

    def update(self, deals: Deals, pair: str | None = None) -> None:
        """Note which open deals have ended, on one pair or on all."""
        for symbol in (pair,) if pair is not None else tuple(self.open):
            for number in sorted(self.open.get(symbol, ())):
                if deals.is_finished(number):
                    self.open[symbol].discard(number)
                    self._close(deals.facts(number))

    @property
    def active(self) -> int:
        """Count the open deals."""
        return sum(map(len, self.open.values()))

    def active_on(self, pair: str) -> int:
        """Count the open deals on *pair*."""
        return len(self.open.get(pair, ()))

    def profit_in(self, currency: str) -> Decimal:
        """Return what the finished deals have brought in one quote currency."""
        return exact_sum(profit for pair, profit in self.profit.items() if pair.partition("_")[0] == currency)

    def _close(self, deal: DealFacts) -> None:
        self.finished += 1
        self.stop_losses += deal.status == _STOP_LOSS
        self.profit[deal.pair] = exact_sum((self.profit.get(deal.pair, ZERO), deal.profit))
        if deal.closed_at is not None:
            earlier = self.last_closed.get(deal.pair, deal.closed_at)
            self.last_closed[deal.pair] = max(earlier, deal.closed_at)
            if deal.status == _FAILED:
                self.last_failed[deal.pair] = deal.closed_at
