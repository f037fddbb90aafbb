"""The parts of a DCA bot: safety orders, take profit, stop loss.

Percentages are out of 100, times in seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from threecommas_rest.models import (
    BotSafetyStepInput,
    BotTakeProfitStepInput,
    StopLossToBreakevenInput,
)

from threecommas.dca_bots.conditions import Condition
from threecommas.dca_bots.lists import check_list, conditions_of
from threecommas.orders.field_checks import Amount, error_path, fail

Fields: TypeAlias = dict[str, Any]
"""Fields of a bot by name."""

VolumeType: TypeAlias = Literal["quote_currency", "base_currency", "percent"]
"""What a volume is counted in: quote currency, base currency, or percent of what is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyOrders:
    """Orders that average a deal: each further away than the one before, and larger.

    The first stands `step` percent from the base order and is worth `volume`, counted in `volume_type`. Each
    next distance is `step_scale` times the one before, each next volume `volume_scale` times; both are 0.1 to
    10. A deal has at most `count` of them, 0 to 200, of which `active` rest on the exchange at once, all
    without it. With `conditions` none rests: one is placed at market when they hold together.
    """

    volume: Amount
    step: Amount
    count: int | str
    active: int | str | None = None
    volume_scale: Amount = 1
    step_scale: Amount = 1
    volume_type: VolumeType | None = None
    conditions: Sequence[Condition] = ()

    def fields(self) -> Fields:
        """Return the fields of a bot that say so."""
        fields: Fields = {
            "max_safety_orders": self.count,
            "active_safety_orders_count": self.count if self.active is None else self.active,
            "safety_order_volume": self.volume,
            "safety_order_step_percentage": self.step,
            "martingale_volume_coefficient": self.volume_scale,
            "martingale_step_coefficient": self.step_scale,
        }
        if self.volume_type is not None:
            fields["safety_order_volume_type"] = self.volume_type
        if self.conditions:
            fields["safety_strategy_list"] = conditions_of(self.conditions, "safety_strategy_list")
        return fields


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyStep:
    """A safety order by its distance from the base order in percent, below zero for below, and its size."""

    deviation: Amount
    size: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSafetyOrders:
    """Safety orders that are given singly.

    The server demands the fields of `SafetyOrders` beside them all the same: their count is sent, and the
    first step stands for volume and distance (unproven).
    """

    steps: Sequence[SafetyStep]
    active: int | str | None = None
    volume_type: VolumeType | None = None

    def fields(self) -> Fields:
        """Return the fields of a bot that say so."""
        check_list(self.steps, "custom_safety_steps", SafetyStep)
        if not self.steps:
            fail("custom_safety_steps", "is empty: give at least one, or no safety orders at all")
        made = []
        for index, step in enumerate(self.steps):
            with error_path(f"custom_safety_steps[{index}]"):
                made.append(BotSafetyStepInput(deviation=step.deviation, size=step.size))
        first = made[0]
        count = len(made)
        orders = SafetyOrders(
            volume=first.size,
            step=abs(first.deviation),
            count=count,
            active=self.active,
            volume_type=self.volume_type,
        )
        return {**orders.fields(), "custom_safety_steps": made}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeProfitStep:
    """A step that closes `amount` percent of a deal at a profit of `profit` percent."""

    profit: Amount
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeProfit:
    """Where a deal is closed with a profit: at `percent`, or in two to four `steps` that come to 100 percent.

    The profit is counted from all that the deal bought, or with `of` ``base`` from its base order. With
    `trailing`, in percent, the target follows the price. `conditions` close the deal when they hold together,
    if there is a profit of `min_profit` percent, counted as `min_profit_of` says.
    """

    percent: Amount | None = None
    steps: Sequence[TakeProfitStep] = ()
    of: Literal["base", "total"] = "total"
    trailing: Amount | None = None
    conditions: Sequence[Condition] = ()
    min_profit: Amount | None = None
    min_profit_of: Literal["base_order_volume", "total_bought_volume"] | None = None

    def fields(self) -> Fields:
        """Return the fields of a bot that say so."""
        # The documented request sends null where there is no minimum.
        fields: Fields = {
            "take_profit_type": self.of,
            "take_profit": self._percent(),
            "min_profit_type": self.min_profit_of,
        }
        if self.steps:
            fields["take_profit_steps"] = list(self._steps())
        if self.trailing is not None:
            fields |= {"trailing_enabled": True, "trailing_deviation": self.trailing}
        if self.conditions:
            fields["close_strategy_list"] = conditions_of(self.conditions, "close_strategy_list")
        if self.min_profit is not None:
            fields["min_profit_percentage"] = self.min_profit
        return fields

    def _steps(self) -> Iterator[BotTakeProfitStepInput]:
        check_list(self.steps, "take_profit_steps", TakeProfitStep)
        for index, step in enumerate(self.steps):
            with error_path(f"take_profit_steps[{index}]"):
                yield BotTakeProfitStepInput(amount_percentage=step.amount, profit_percentage=step.profit)

    def _percent(self) -> Amount | None:
        if self.steps and self.percent is not None:
            fail("take_profit", "and take_profit_steps are mutually exclusive")
        # A bot that closes by conditions alone has 0, as a documented answer shows.
        return 0 if self.percent is None and not self.steps else self.percent


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLoss:
    """Close a deal at a loss of `percent`, counted from its base order; beyond the last safety order.

    With `disable_bot` the bot is disabled then. With `trailing` the stop follows the price, `timeout` makes
    it wait so many seconds. `breakeven` moves it as take profit steps are done, of which there must be two at
    least: to the average price (0), the first step (1) or the second (2).
    """

    percent: Amount
    disable_bot: bool | None = None
    trailing: bool = False
    timeout: int | None = None
    breakeven: Literal[0, 1, 2] | None = None

    def fields(self) -> Fields:
        """Return the fields of a bot that say so."""
        fields: Fields = {"stop_loss_percentage": self.percent}
        if self.disable_bot is not None:
            fields["stop_loss_type"] = "stop_loss_and_disable_bot" if self.disable_bot else "stop_loss"
        if self.trailing:
            fields["tsl_enabled"] = True
        if self.timeout is not None:
            fields |= {"stop_loss_timeout_enabled": True, "stop_loss_timeout_in_seconds": self.timeout}
        if self.breakeven is not None:
            place = StopLossToBreakevenInput(upper_breakeven_limit=self.breakeven)
            fields |= {"sl_to_breakeven_enabled": True, "sl_to_breakeven_data": place}
        return fields
