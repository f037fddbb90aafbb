"""The parts of a change of a deal: steps of the take profit, safety orders, stop loss.

Percentages are out of 100, times in seconds. What is left out stays as the deal has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from threecommas_rest.models import BreakevenDataInput, CustomSafetyStepInput, DealTakeProfitStepInput
from threecommas_rest.types import UNSET

from threecommas.orders.field_checks import Amount, error_path

Fields: TypeAlias = dict[str, Any]
"""Fields of a change by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeProfitStep:
    """A step that closes `amount` percent of the coins at a profit of `profit` percent.

    `id` is the number of a step that the deal has already; without it the step is a new one (inferred).
    """

    profit: Amount
    amount: Amount
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyStep:
    """A safety order by its distance from the base order in percent, below zero for below, and its size.

    The size is in the unit of the deal's `safety_order_volume_type`. An order that was carried out is sent
    back as the deal shows it, with `editable` false.
    """

    deviation: Amount
    size: Amount
    editable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLoss:
    """Close the deal at a loss of `percent`, counted from its base order; 0 takes the stop loss away.

    With `disable_bot` the bot is disabled then. With `trailing` the stop follows the price. It waits so many
    seconds as `timeout` says, 0 for none. `breakeven` moves it as steps of the take profit are done, of which
    there must be two at least: to the average price (0), the first step (1) or the second (2).
    """

    percent: Amount | None = None
    disable_bot: bool | None = None
    trailing: bool | None = None
    timeout: int | None = None
    breakeven: Literal[0, 1, 2] | None = None

    def fields(self) -> Fields:
        """Return the fields of a change that say so."""
        fields: Fields = {}
        if self.percent is not None:
            fields["stop_loss_percentage"] = self.percent
        if self.disable_bot is not None:
            fields["stop_loss_type"] = "stop_loss_and_disable_bot" if self.disable_bot else "stop_loss"
        if self.trailing is not None:
            fields["tsl_enabled"] = self.trailing
        if self.timeout is not None:
            fields["stop_loss_timeout_enabled"] = self.timeout != 0
        if self.timeout:
            fields["stop_loss_timeout_in_seconds"] = self.timeout
        if self.breakeven is not None:
            place = BreakevenDataInput(upper_breakeven_limit=self.breakeven)
            fields |= {"sl_to_breakeven_enabled": True, "sl_to_breakeven_data": place}
        return fields


def take_profit_steps(steps: Sequence[TakeProfitStep]) -> Iterator[DealTakeProfitStepInput]:
    """Yield the steps as they are sent; raise `EncodeError` with the path of the step."""
    for index, step in enumerate(steps):
        with error_path(f"take_profit_steps[{index}]"):
            yield DealTakeProfitStepInput(
                amount_percentage=step.amount,
                profit_percentage=step.profit,
                id=UNSET if step.id is None else step.id,
            )


def safety_steps(steps: Sequence[SafetyStep]) -> Iterator[CustomSafetyStepInput]:
    """Yield the safety orders as they are sent; raise `EncodeError` with the path of the order."""
    for index, step in enumerate(steps):
        with error_path(f"custom_safety_steps[{index}]"):
            yield CustomSafetyStepInput(
                deviation=step.deviation,
                size=step.size,
                editable=UNSET if step.editable is None else step.editable,
            )
