"""The settings of a SmartTrade, read from an answer as the groups of a request.

What has come of the settings so far, such as statuses, moments, amounts and totals, is left out on purpose.
A setting that the request cannot hold raises `EncodeError` with its path in the answer: nothing is lost.
"""

from decimal import Decimal
from typing import Any, Protocol, TypeVar

from threecommas_rest.models import (
    ConditionalPriceInput,
    EntryTrailingInput,
    Leverage,
    LeverageInput,
    Position,
    PositionConditionalInput,
    PositionInput,
    PriceInput,
    SmartTrade,
    StopLoss,
    StopLossConditionalInput,
    StopLossInput,
    StopLossPrice,
    StopLossTrailingInput,
    TakeProfitStep,
    TakeProfitStepInput,
    TargetPrice,
    TargetPriceInput,
    TargetTrailingInput,
    Timeout,
    TimeoutInput,
    TradeStatusType,
    Trailing,
    UnitsInput,
)
from threecommas_rest.types import UNSET, Unset

from threecommas.orders.field_checks import error_path, fail, require, require_known_value

T = TypeVar("T")
_SETTING = "it is a setting of the SmartTrade, and the answer does not show it"
_CALLED_OFF = frozenset(
    {TradeStatusType.CANCELLED, TradeStatusType.PENDING_CANCELLATION, TradeStatusType.FAILED}
)


class Answered(Protocol):
    """An object of an answer."""

    additional_properties: dict[str, Any]


def entry_trails(trade: SmartTrade) -> bool:
    """Tell whether the entry trails, or did until it was filled."""
    trigger = trade.position.conditional
    return not isinstance(trigger, Unset) and trigger.trailing.enabled


def position_settings(trade: SmartTrade) -> PositionInput:
    """Return the entry.

    The price of a limit order is the one without commission, which is the price asked for until the order
    is filled (computed from recorded answers); later it is the price at which it was filled (inferred).
    """
    position = trade.position
    require_known_value(position.type, "position.type", _SETTING)
    order_type = require_known_value(position.order_type, "position.order_type", _SETTING).value
    trigger = _entry_trigger(position) if order_type == "conditional" else UNSET
    sent = order_type if isinstance(trigger, Unset) else trigger.order_type.value
    units, price = position.units.value, position.price.value_without_commission
    price = position.price.value if price is None else price
    has_price = sent == "limit" or trade.skip_enter_step
    for path, entity in (
        ("position", position),
        ("position.units", position.units),
        ("position.price", position.price),
    ):
        _refuse_unknown(entity, path)
    with error_path("position"):
        return PositionInput(
            type=position.type,
            order_type=position.order_type,
            units=UnitsInput(value=units),
            price=PriceInput(value=price) if has_price else UNSET,
            conditional=trigger,
        )


def leverage_settings(leverage: Leverage) -> LeverageInput | Unset:
    """Return the leverage, absent while it is off, as it always is on spot accounts."""
    _refuse_unknown(leverage, "leverage")
    if not leverage.enabled:
        return UNSET
    kind = require_known_value(leverage.type, "leverage.type", _SETTING)
    value = require(leverage.value, "leverage.value", _SETTING)
    with error_path("leverage"):
        return LeverageInput(enabled=True, type=kind, value=value)


def steps_in_force(trade: SmartTrade) -> list[tuple[str, TakeProfitStep]]:
    """Return the steps with their paths, without those that were cancelled or failed."""
    _refuse_unknown(trade.take_profit, "take_profit")
    require_known_value(trade.take_profit.price_type, "take_profit.price_type", _SETTING)
    paths = ((f"take_profit.steps[{index}]", step) for index, step in enumerate(trade.take_profit.steps))
    return [(path, step) for path, step in paths if step.status.type not in _CALLED_OFF]


def step_settings(step: TakeProfitStep, path: str, *, in_percent: bool) -> TakeProfitStepInput:
    """Return one target. Units and total are left out: they follow from volume and price (inferred)."""
    order_type = require_known_value(step.order_type, f"{path}.order_type", _SETTING)
    price = target_settings(step.price, f"{path}.price", in_percent=in_percent)
    enabled, percent = _trailing(step.trailing, f"{path}.trailing")
    _refuse_unknown(step, path)
    volume = step.volume
    with error_path(path):
        trailing = TargetTrailingInput(enabled=enabled, percent=percent)
        return TakeProfitStepInput(order_type=order_type, price=price, volume=volume, trailing=trailing)


def stop_loss_settings(stop_loss: StopLoss, *, in_percent: bool) -> StopLossInput:
    """Return the stop loss, switched off if it is."""
    _refuse_unknown(stop_loss, "stop_loss")
    if not stop_loss.enabled:
        return StopLossInput(enabled=False)
    if not isinstance(stop_loss.price_type, Unset):
        require_known_value(stop_loss.price_type, "stop_loss.price_type", _SETTING)
    order_type = require_known_value(stop_loss.order_type, "stop_loss.order_type", _SETTING)
    trigger = require(stop_loss.conditional, "stop_loss.conditional", _SETTING)
    _refuse_unknown(trigger, "stop_loss.conditional")
    path = "stop_loss.conditional"
    target = target_settings(trigger.price, f"{path}.price", in_percent=in_percent)
    enabled, percent = _trailing(trigger.trailing, f"{path}.trailing")
    with error_path(path):
        trailing = StopLossTrailingInput(enabled=enabled, percent=percent)
    return StopLossInput(
        enabled=True,
        breakeven=stop_loss.breakeven,
        order_type=order_type,
        price=_limit_price(stop_loss.price),
        conditional=StopLossConditionalInput(price=target, trailing=trailing),
        timeout=_timeout(stop_loss.timeout),
    )


def target_settings(price: TargetPrice, path: str, *, in_percent: bool) -> TargetPriceInput:
    """Return a target: in percent while the entry trails, else the price it stands at."""
    watched = require_known_value(price.type, f"{path}.type", _SETTING)
    _refuse_unknown(price, path)
    # Read before `error_path`, which would take what cannot be read for something that cannot be sent.
    amount = price.percent if in_percent else price.value
    if amount is None:
        fail(f"{path}.percent", "is null: while the entry trails only a percentage can be sent")
    with error_path(path):
        if in_percent:
            return TargetPriceInput(type=watched, percent=amount)
        return TargetPriceInput(type=watched, value=amount)


def _entry_trigger(position: Position) -> PositionConditionalInput:
    path = "position.conditional"
    trigger = require(position.conditional, path, _SETTING)
    order_type = require_known_value(trigger.order_type, f"{path}.order_type", _SETTING)
    watched = require_known_value(trigger.price.type, f"{path}.price.type", _SETTING)
    enabled, percent = _trailing(trigger.trailing, f"{path}.trailing")
    value = trigger.price.value
    _refuse_unknown(trigger, path)
    _refuse_unknown(trigger.price, f"{path}.price")
    with error_path(path):
        return PositionConditionalInput(
            price=ConditionalPriceInput(value=value, type=watched),
            order_type=order_type,
            trailing=EntryTrailingInput(enabled=enabled, percent=percent),
        )


def _trailing(trailing: Trailing, path: str) -> tuple[bool, Decimal | Unset]:
    _refuse_unknown(trailing, path)
    return trailing.enabled, _given(trailing.percent)


def _limit_price(price: StopLossPrice | Unset) -> PriceInput | Unset:
    """Return the price of a limit order, absent for a market order."""
    if isinstance(price, Unset):
        return UNSET
    _refuse_unknown(price, "stop_loss.price")
    if price.value is not None:
        value = price.value
        with error_path("stop_loss.price"):
            return PriceInput(value=value)
    if price.percent is not None:
        fail("stop_loss.price.percent", "cannot be sent: a request has a price only")
    return UNSET


def _timeout(timeout: Timeout | Unset) -> TimeoutInput | Unset:
    if isinstance(timeout, Unset):
        return UNSET
    _refuse_unknown(timeout, "stop_loss.timeout")
    return TimeoutInput(enabled=timeout.enabled, value=_given(timeout.value))


def _given(value: T | None) -> T | Unset:
    """Return what an answer shows, absent for its null."""
    return UNSET if value is None else value


def _refuse_unknown(entity: Answered, path: str) -> None:
    """Refuse a field that nobody has documented, unless it says nothing: it may be a setting."""
    for name, value in entity.additional_properties.items():
        if value is not None:
            fail(f"{path}.{name}", "is not a documented field, and would be lost: send the group by hand")
