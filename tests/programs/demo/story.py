"""What the steps of a scene know of each other."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from threecommas import models

T = TypeVar("T")


@dataclass(slots=True)
class Story:
    """The things a scene is about as answered last, a SmartTrade also as before that, and what was learnt."""

    answers: list[models.SmartTrade] = field(default_factory=list)
    trades: list[models.Trade] = field(default_factory=list)
    sellable: Decimal | None = None
    last: dict[type, Any] = field(default_factory=dict)

    def take(self, answer: Any) -> None:
        """Keep the answer, each SmartTrade and the last of everything else."""
        self.last[type(answer)] = answer
        if isinstance(answer, models.SmartTrade):
            self.answers.append(answer)

    def of(self, kind: type[T]) -> T:
        """Return the object of a kind as answered last."""
        answer: T = self.last[kind]
        return answer

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
