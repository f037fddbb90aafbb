"""Take profit, stop loss and leverage of an order. Percentages are out of 100, timeouts in seconds.

A target is a price in quote currency (`value`) or, while the entry trails, a distance from it (`percent`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from threecommas_rest.models import (
    LeverageInput,
    LeverageType,
    OrderType,
    StopLossConditionalInput,
    StopLossInput,
    StopLossTrailingInput,
    TakeProfitInput,
    TakeProfitStepInput,
    TargetPriceInput,
    TargetTrailingInput,
    TimeoutInput,
)
from threecommas_rest.types import UNSET

from threecommas.orders.entries import TriggerPriceType, price_input
from threecommas.orders.field_checks import Amount, error_path, fail, require_kind

ExitOrderType: TypeAlias = OrderType | Literal["market", "limit"]
"""The kind of order that is sent to the exchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeProfitStep:
    """One target, at `value` or `percent`, which closes `volume` percent of the position.

    `price_type` is the price that is watched. With `trailing`, a distance of 0.01 to 100 percent, a market
    order follows the market from the target on; only the last step may.
    """

    order_type: ExitOrderType
    price_type: TriggerPriceType
    value: Amount | None = None
    percent: Amount | None = None
    volume: Amount = 100
    trailing: Amount | None = None

    def model(self) -> TakeProfitStepInput:
        """Return one of the `steps`; raise `EncodeError` with a path that begins inside of it."""
        with error_path("price"):
            price = _target(self.price_type, self.value, self.percent)
        made = TakeProfitStepInput(order_type=self.order_type, price=price, volume=self.volume)
        if self.trailing is not None:
            with error_path("trailing"):
                made.trailing = TargetTrailingInput(enabled=True, percent=self.trailing)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLoss:
    """Close the position when the market reaches `value` or `percent`.

    A market order unless `price` makes it a limit order. `price_type` is the price that is watched.
    With `trailing` the trigger follows the market: True, or the distance in percent that the older document
    has and 3Commas seems to ignore. `timeout` is the delay between trigger and order, in seconds.
    `breakeven` moves the trigger to the entry price once the first of at least two targets is reached.
    """

    price_type: TriggerPriceType
    value: Amount | None = None
    percent: Amount | None = None
    price: Amount | None = None
    trailing: Amount | Literal[True] | None = None
    timeout: int | None = None
    breakeven: bool = False

    def model(self) -> StopLossInput:
        """Return `stop_loss`; raise `EncodeError` with a path that begins inside of it."""
        with error_path("conditional.price"):
            trigger = StopLossConditionalInput(price=_target(self.price_type, self.value, self.percent))
        if self.trailing is not None:
            with error_path("conditional.trailing"):
                percent = UNSET if self.trailing is True else self.trailing
                trigger.trailing = StopLossTrailingInput(enabled=True, percent=percent)
        return StopLossInput(
            enabled=True,
            breakeven=True if self.breakeven else UNSET,
            order_type=OrderType.MARKET if self.price is None else OrderType.LIMIT,
            price=UNSET if self.price is None else price_input(self.price),
            conditional=trigger,
            timeout=UNSET if self.timeout is None else TimeoutInput(enabled=True, value=self.timeout),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """The leverage of a position on a futures account, in a margin mode.

    ``custom`` is deprecated and stored as isolated.
    """

    type: LeverageType | Literal["cross", "isolated", "custom"]
    value: Amount

    def model(self) -> LeverageInput:
        """Return `leverage`; raise `EncodeError` with a path that begins inside of it."""
        return LeverageInput(enabled=True, type=self.type, value=self.value)


def take_profit_input(steps: Sequence[TakeProfitStep]) -> TakeProfitInput:
    """Return `take_profit`, which is off without steps."""
    made = []
    if isinstance(steps, str | Mapping) or not isinstance(steps, Iterable):
        fail("", f"must be a list of TakeProfitStep, got {type(steps).__name__}")
    for index, step in enumerate(steps):
        require_kind(step, f"steps[{index}]", TakeProfitStep)
        with error_path(f"steps[{index}]"):
            made.append(step.model())
    return TakeProfitInput(enabled=True, steps=made) if made else TakeProfitInput(enabled=False)


def stop_loss_input(stop_loss: StopLoss | None) -> StopLossInput:
    """Return `stop_loss`, which is off without one."""
    if stop_loss is None:
        return StopLossInput(enabled=False)
    require_kind(stop_loss, "", StopLoss)
    return stop_loss.model()


def _target(watched: TriggerPriceType, value: Amount | None, percent: Amount | None) -> TargetPriceInput:
    return TargetPriceInput(
        type=watched,
        value=UNSET if value is None else value,
        percent=UNSET if percent is None else percent,
    )
