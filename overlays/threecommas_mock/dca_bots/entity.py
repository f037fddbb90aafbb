"""The DCA bot: a frozen value with the settings of its deals, and with what decides when one is opened.

Its only state is enabled or disabled. What its deals have done so far is theirs (see `deals`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from threecommas_mock.dca.settings import Condition, DcaSettings
from threecommas_mock.venue.accounts import Account

SINGLE, MULTI = "Bot::SingleBot", "Bot::MultiBot"
NONSTOP, MANUAL = "nonstop", "manual"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a bot, in words for people."""

    message: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRules:
    """When a bot opens a deal. Prices are in quote currency, the others in percent, seconds and BTC.

    None stands for a bound that was never given.
    """

    strategy_list: tuple[Condition, ...]
    max_active_deals: int = 1
    allowed_deals_on_same_pair: int | None = None
    cooldown: int = 0
    deal_start_delay_seconds: int | None = None
    disable_after_deals_count: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    min_price_percentage: Decimal | None = None
    max_price_percentage: Decimal | None = None
    min_volume_btc_24h: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """One DCA bot.

    *settings* are what each of its deals starts with. *min_profit_percentage* is as it was sent, None if it
    was not. *close_deals_timeout* is in seconds. *deals_counter* counts towards `disable_after_deals_count`.
    *finished_seen* is how many of its deals had ended when it last looked, *stop_losses_seen* how many had by
    a stop loss when it was enabled. *saved_prices* has what each pair cost when the bot was saved: bounds in
    percent are reckoned from it. *waiting* has the pairs whose start
    condition held, and since when, while `deal_start_delay_seconds` runs. *averaged* has the deals that a
    safety condition called for, and the candle at which it last did (seconds since 1970).
    """

    id: int
    account: Account
    name: str
    pairs: tuple[str, ...]
    settings: DcaSettings
    start: StartRules
    created_at: datetime
    updated_at: datetime
    is_enabled: bool = False
    min_profit_percentage: Decimal | None = None
    deals_counter: int = 0
    finished_seen: int = 0
    stop_losses_seen: int = 0
    saved_prices: dict[str, Decimal] = field(default_factory=dict, hash=False)
    waiting: dict[str, datetime] = field(default_factory=dict, hash=False)
    averaged: dict[str, int] = field(default_factory=dict, hash=False)
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def is_single(self) -> bool:
        """A bot of one pair."""
        return len(self.pairs) == 1

    @property
    def kind(self) -> str:
        """The value of `type`."""
        return SINGLE if self.is_single else MULTI

    def starts_by(self, name: str) -> bool:
        """Tell whether a condition of this name is among those that start a deal."""
        return any(each.strategy == name for each in self.start.strategy_list)
