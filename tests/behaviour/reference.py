"""What becomes of SmartTrades, told a second time and much shorter: long ones, on spot, bought at once.

It knows statuses, amounts of coins, notes and what is possible when; nothing of fees, worth and profit.
"""

from dataclasses import dataclass, field
from decimal import Decimal

ACTIVE = "waiting_targets"


@dataclass
class Target:
    """A price at which a share of the position, in percent, is sold."""

    price: Decimal
    share: Decimal
    is_done: bool = False


@dataclass
class ReferenceTrade:
    """One SmartTrade after its entry."""

    entered: Decimal
    targets: list[Target]
    stop: Decimal | None
    status: str = ACTIVE
    note: str | None = None
    closed: Decimal = field(default=Decimal(0))

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it."""
        return self.status == ACTIVE

    def see(self, price: Decimal) -> None:
        """Take notice of a new price."""
        if not self.is_open:
            return
        if self.stop is not None and price <= self.stop:
            self._end("stop_loss_finished", sells=True)
            return
        for target in self.targets:
            if not target.is_done and price >= target.price:
                target.is_done = True
                self.closed += self.entered * target.share / 100
        if self.targets and all(target.is_done for target in self.targets):
            self.status = "finished"

    def cancel(self) -> None:
        """Leave the position as it is."""
        self._end("cancelled", sells=False)

    def close(self) -> None:
        """Sell what is left."""
        self._end("panic_sold", sells=True)

    def _end(self, status: str, *, sells: bool) -> None:
        self.status = status
        if sells:
            self.closed = self.entered
