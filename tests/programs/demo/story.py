"""What the steps of a scene know of each other."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from threecommas import models


@dataclass(slots=True)
class Story:
    """The SmartTrade a scene is about, as answered last and before that, and what was learnt of it."""

    answers: list[models.SmartTrade] = field(default_factory=list)
    trades: list[models.Trade] = field(default_factory=list)
    sellable: Decimal | None = None

    def take(self, answer: Any) -> None:
        """Keep the answer if it is a SmartTrade."""
        if isinstance(answer, models.SmartTrade):
            self.answers.append(answer)

    @property
    def trade(self) -> models.SmartTrade:
        """The SmartTrade as answered last."""
        return self.answers[-1]

    @property
    def before(self) -> models.SmartTrade:
        """The SmartTrade as answered before that."""
        return self.answers[-2]

    @property
    def target(self) -> int:
        """The number of the first target that waits for its price."""
        waiting = [
            trade.id for trade in self.trades if trade.trade_purpose == "take_profit" and trade.cancelable
        ]
        return waiting[0]
