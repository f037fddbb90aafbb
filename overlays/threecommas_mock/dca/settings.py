"""The settings that a DCA bot hands to each of its deals: frozen values, and the words of their fields.

The fields bear the names of the document (spec/schemas/dca_bots and deals). Volumes are in the unit of their
volume type, percentages in percent, delays in seconds. What only a bot knows is left out: pairs, start
conditions, cooldown, counters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO, ONE = Decimal(0), Decimal(1)


class Strategy(StrEnum):
    """`strategy`: the direction of a bot and its deals."""

    LONG = "long"
    SHORT = "short"


class VolumeType(StrEnum):
    """`base_order_volume_type` and `safety_order_volume_type`: the unit of a volume."""

    QUOTE = "quote_currency"
    BASE = "base_currency"
    PERCENT = "percent"
    XBT = "xbt"


class TakeProfitType(StrEnum):
    """`take_profit_type`: what the take profit is a percentage of."""

    BASE = "base"
    TOTAL = "total"


class MinProfitType(StrEnum):
    """`min_profit_type`: what the minimum profit is a percentage of."""

    BASE = "base_order_volume"
    TOTAL = "total_bought_volume"


class ProfitCurrency(StrEnum):
    """`profit_currency`: the currency in which the profit is kept."""

    QUOTE = "quote_currency"
    BASE = "base_currency"


class StopLossType(StrEnum):
    """`stop_loss_type`: what a stop loss does besides closing the deal."""

    STOP_LOSS = "stop_loss"
    AND_DISABLE_BOT = "stop_loss_and_disable_bot"


class StartOrderType(StrEnum):
    """`start_order_type`: how the base order is placed."""

    LIMIT = "limit"
    MARKET = "market"


class LeverageType(StrEnum):
    """`leverage_type`: the margin mode; custom is stored as isolated."""

    CROSS = "cross"
    ISOLATED = "isolated"
    NOT_SPECIFIED = "not_specified"


@dataclass(frozen=True, slots=True)
class Condition:
    """A start, close or safety condition; *options* are text, whatever was sent."""

    strategy: str
    options: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class TakeProfitStep:
    """A step of the take profit: the share of the coins that it closes, and its distance, in percent."""

    amount_percentage: Decimal
    profit_percentage: Decimal


@dataclass(frozen=True, slots=True)
class SafetyStep:
    """A safety order of its own: *deviation* from the base price in percent, negative below; and its size."""

    deviation: Decimal
    size: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DcaSettings:
    """The settings of one deal. The defaults are those of the document.

    *reinvested* is what the bot adds to every order, in quote currency: a share of its profits, or below zero
    a reduction for its losses. *breakeven_limit* is `upper_breakeven_limit`, None unless
    `sl_to_breakeven_enabled`. *close_timeout* is how many seconds after its start a deal is closed.
    """

    strategy: Strategy = Strategy.LONG
    profit_currency: ProfitCurrency = ProfitCurrency.QUOTE
    base_order_volume: Decimal
    base_order_volume_type: VolumeType = VolumeType.QUOTE
    start_order_type: StartOrderType = StartOrderType.LIMIT
    safety_order_volume: Decimal = ZERO
    safety_order_volume_type: VolumeType = VolumeType.QUOTE
    safety_order_step_percentage: Decimal = ONE
    martingale_volume_coefficient: Decimal = ONE
    martingale_step_coefficient: Decimal = ONE
    max_safety_orders: int = 0
    active_safety_orders_count: int = 0
    custom_safety_steps: tuple[SafetyStep, ...] = ()
    safety_strategy_list: tuple[Condition, ...] = ()
    take_profit: Decimal | None = None
    take_profit_type: TakeProfitType = TakeProfitType.TOTAL
    take_profit_steps: tuple[TakeProfitStep, ...] = ()
    trailing_enabled: bool | None = False
    trailing_deviation: Decimal = ZERO
    close_strategy_list: tuple[Condition, ...] = ()
    min_profit_percentage: Decimal = ZERO
    min_profit_type: MinProfitType | None = None
    stop_loss_percentage: Decimal = ZERO
    stop_loss_type: StopLossType = StopLossType.STOP_LOSS
    stop_loss_timeout_enabled: bool = False
    stop_loss_timeout_in_seconds: int = 0
    tsl_enabled: bool = False
    breakeven_limit: int | None = None
    leverage_type: LeverageType = LeverageType.NOT_SPECIFIED
    leverage_custom_value: Decimal | None = None
    reinvesting_percentage: Decimal | None = None
    risk_reduction_percentage: Decimal | None = None
    reinvested: Decimal = ZERO
    close_timeout: int | None = None

    @property
    def is_long(self) -> bool:
        """Bought first, to be sold later."""
        return self.strategy is Strategy.LONG

    @property
    def steps(self) -> tuple[TakeProfitStep, ...]:
        """The steps of the take profit; one for all coins if there is a single one, none without any."""
        if self.take_profit_steps:
            return self.take_profit_steps
        return (TakeProfitStep(Decimal(100), self.take_profit),) if self.take_profit else ()

    @property
    def safety_order_count(self) -> int:
        """How many safety orders a deal may use."""
        return len(self.custom_safety_steps) or self.max_safety_orders

    @property
    def leverage(self) -> Decimal:
        """How many times its margin the position is worth; 1 if nothing asks for leverage."""
        if self.leverage_type is LeverageType.NOT_SPECIFIED:
            return ONE
        return self.leverage_custom_value or ONE
