"""The bodies of control requests, as values; a ValueError names the field that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from threecommas_mock.dashboard.dashboard import ROWS
from threecommas_mock.venue.accounts import Mode


@dataclass(frozen=True, slots=True)
class Advance:
    """Let time pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Move:
    """Move the prices of a pair."""

    pair: str
    price: Decimal | None = None
    bid: Decimal | None = None
    ask: Decimal | None = None
    last: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Arming:
    """When a fault strikes."""

    operation: str | None = None
    times: int | None = None
    probability: float | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.times is not None and (self.probability, self.seed) != (None, None):
            raise ValueError("times: give either times, or probability and seed")


@dataclass(frozen=True, slots=True)
class OneBot:
    """The bot that is asked about; all without a number."""

    bot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """Conditions that hold on a pair for one moment."""

    pair: str
    conditions: tuple[str, ...] = ()
    bot_id: int | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """The mode of the web application."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class Newest:
    """Which requests of the journal are asked for: the newest ones, or one by its number; all without."""

    newest: int | None = None
    number: int | None = None

    def __post_init__(self) -> None:
        if self.newest is not None and self.newest < 0:
            raise ValueError(f"newest: must be 0 or more, got {self.newest}")


MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Watched:
    """What a page shows, and the version it has; rows are those of each room."""

    since: str | None = None
    pair: str | None = None
    rows: int = ROWS

    def __post_init__(self) -> None:
        if not 1 <= self.rows <= MOST_ROWS:
            raise ValueError(f"rows: must be 1 to {MOST_ROWS}, got {self.rows}")
