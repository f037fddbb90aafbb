"""The worth of a request, as the limits compare it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a request comes to, in quote currency of its pair.

    `order` is the order as it will be, `position` all that is in its SmartTrade or deal then. `spends` is
    what it adds to the day, and `opens` what it adds to the open total, None where neither can become more
    by it. `seen` marks when the look began that says so. `trade` is the number of a SmartTrade, or text such
    as ``deal 42``. `listed` tells whether the lists of SmartTrades show it.
    """

    pair: str
    order: Fraction
    position: Fraction
    spends: Fraction
    opens: Fraction | None
    seen: int
    trade: int | str | None = None
    changes: bool = False
    listed: bool = True

    @property
    def is_of_deal(self) -> bool:
        """Whether a deal holds the order."""
        return isinstance(self.trade, str)

    @property
    def holder(self) -> str:
        """The kind of what holds the order, for an error."""
        return "The deal" if self.is_of_deal else "The SmartTrade"

    @property
    def named(self) -> str:
        """What holds the order, for an error."""
        return f"{self.trade}" if self.is_of_deal else f"SmartTrade {self.trade}"
