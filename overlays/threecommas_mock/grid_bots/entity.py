"""The grid bot: a frozen value with its settings, its lines, the orders on them and what they brought."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO
from threecommas_mock.venue.order_types import Side
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.positions import Position

MOST_LINES = 1000
"""Inferred: no source has a bound, and a grid without one would fill the memory."""


class Signal(StrEnum):
    """A price beyond the lines that the bot has seen and not yet acted upon."""

    UPPER_STOP = "upper_stop"
    LOWER_STOP = "lower_stop"
    TRAIL_UP = "trail_up"
    TRAIL_DOWN = "trail_down"
    EXPAND_UP = "expand_up"
    EXPAND_DOWN = "expand_down"


@dataclass(frozen=True, slots=True)
class GridSettings:
    """What a body sets; prices in quote currency, *quantity* per line in *order_currency*.

    A stop or growth that is switched off has the price None.
    """

    name: str
    upper_price: Decimal
    lower_price: Decimal
    grids_quantity: int
    quantity: Decimal
    grid_type: str = "arithmetic"
    order_currency: str = "base"
    profit_currency: str = "quote"
    upper_stop: Decimal | None = None
    upper_stop_action: str = "stop_bot"
    lower_stop: Decimal | None = None
    lower_stop_action: str = "stop_bot"
    leverage_type: str = "not_specified"
    leverage: Decimal | None = None
    mode: str | None = None
    max_buy_lines: int = 0
    max_sell_lines: int = 0
    trailing_up: bool = False
    trailing_down: bool = False
    expansion_down_to: Decimal | None = None
    expansion_up_to: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Opener:
    """The fill that the order of a line answers: coins, and quote currency with the fee."""

    amount: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line. *side* is None next to the price; *units* is what its order trades, in base currency."""

    id: int
    price: Decimal
    side: Side | None = None
    units: Decimal = ZERO
    order: Order | None = None
    opener: Opener | None = None


@dataclass(frozen=True, slots=True)
class GridProfit:
    """What a closed pair of orders brought, in the bot's profit currency and in dollars."""

    line_id: int
    price: Decimal
    profit: Decimal
    usd: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class GridEvent:
    """A line of the list of events."""

    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GridBot:
    """One grid bot. *lines* stand by price, lowest first.

    *is_starting* says that it was enabled and its orders are not placed yet. *coins* and *money* are what
    all fills moved, in base and quote currency. On a futures account *position* and *realised* are, without
    commissions. *finished* are orders that ended, *balancing* those that fetched what the lines needed.
    """

    id: int
    account: Account
    pair: str
    settings: GridSettings
    created_at: datetime
    updated_at: datetime
    lines: tuple[GridLine, ...]
    is_enabled: bool = False
    is_starting: bool = False
    is_deleted: bool = False
    signal: Signal | None = None
    start_price: Decimal | None = None
    invested_base: Decimal = ZERO
    invested_quote: Decimal = ZERO
    coins: Decimal = ZERO
    money: Decimal = ZERO
    position: Position = field(default_factory=Position)
    realised: Decimal = ZERO
    finished: tuple[Order, ...] = ()
    balancing: tuple[Order, ...] = ()
    profits: tuple[GridProfit, ...] = ()
    events: tuple[GridEvent, ...] = ()

    @property
    def resting(self) -> tuple[Order, ...]:
        """The orders at the exchange, by price."""
        return tuple(line.order for line in self.lines if line.order is not None)

    @property
    def orders(self) -> tuple[Order, ...]:
        """All orders, but for those that balanced the funds."""
        return (*self.finished, *self.resting)

    @property
    def factor(self) -> Decimal:
        """The leverage, 1 without any."""
        return self.settings.leverage or Decimal(1)

    def same_state_as(self, other: GridBot) -> bool:
        """Tell whether nothing happened between *other* and this."""
        return self is other or _state(self) == _state(other)

    def with_line(self, changed: GridLine) -> GridBot:
        """Replace the line that has the same number."""
        return replace(self, lines=tuple(changed if line.id == changed.id else line for line in self.lines))

    def with_event(self, message: str, at: datetime) -> GridBot:
        """Add an event."""
        return replace(self, events=(*self.events, GridEvent(message, at)), updated_at=at)


def _state(bot: GridBot) -> tuple[object, ...]:
    return (bot.is_enabled, bot.is_starting, bot.signal, bot.lines, bot.settings)
