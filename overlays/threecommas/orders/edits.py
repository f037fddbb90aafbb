"""From an answer to a request: a SmartTrade as the update that changes nothing yet, or as an order like it.

    change = orders.update_of(client.smart_trades.get(number), "stop_loss")
    change.stop_loss.timeout = models.TimeoutInput(enabled=True, value=30)
    client.smart_trades.update(number, change)

Both are made of what the answer shows. Whatever is set at 3Commas and cannot be carried over, be it unknown,
unreadable or no longer shown, raises an error with its path.
"""

import html
from collections.abc import Collection
from typing import Literal, TypeAlias, get_args

from threecommas_rest.models import (
    CreateSmartTrade,
    PositionConditionalUpdate,
    PositionInput,
    PositionUpdate,
    SmartTrade,
    SmartTradeStatusType,
    TakeProfitInput,
    TakeProfitStepUpdate,
    TakeProfitUpdate,
    UpdateSmartTrade,
)
from threecommas_rest.types import UNSET, Unset

from threecommas.note_key import split_note
from threecommas.orders.field_checks import fail
from threecommas.orders.rules import check_order
from threecommas.orders.settings import (
    entry_trails,
    leverage_settings,
    position_settings,
    step_settings,
    steps_in_force,
    stop_loss_settings,
)

Group: TypeAlias = Literal["leverage", "position", "take_profit", "stop_loss"]
"""A group of settings that can be changed."""

# Documented and recorded answers show no steps and no stop loss in the others, and an unknown one may not.
_EDITABLE = frozenset(
    {
        SmartTradeStatusType.CREATED,
        SmartTradeStatusType.WAITING_POSITION,
        SmartTradeStatusType.WAITING_TARGETS,
        SmartTradeStatusType.PENDING_REDUCE_FUNDS,
        SmartTradeStatusType.REDUCE_FUNDS_IN_PROGRESS,
    }
)
_SHOWN = _EDITABLE | {SmartTradeStatusType.PANIC_SELL_PENDING, SmartTradeStatusType.CANCELLATION_PENDING}


def update_of(trade: SmartTrade, groups: Group | Collection[Group] = ()) -> UpdateSmartTrade:
    """Return the update that leaves a SmartTrade as it is, to be changed and sent.

    It has the groups named, one or several, or all that can be changed: `take_profit` and `stop_loss`, which
    a simple buy or sell does not have, and until the position is filled `position` and, on futures accounts,
    `leverage`.
    Every group that is sent replaces the present one (inferred), so name the ones that you change: targets
    are placed anew, and an entry or a stop loss that trails may begin anew. `trade` should be fresh, as
    settings that were changed since it was read are set back; see ``client.smart_trades.move_stop_loss``.

    Steps keep their ids, also those that were carried out, as the volumes of all are 100 percent together
    (inferred); steps that were cancelled are left out, and until their share is given to the others
    `check_update` refuses the update. A target that was given in percent is sent as the price it stands at by
    now, as a percentage is accepted until a trailing entry is filled alone (docs issue 17); it no longer
    moves when funds are added (inferred).

    Raises:
        EncodeError: The SmartTrade has come to its end, a group cannot be changed, or something that is set
            cannot be sent: `path` says what. Nothing has left.
        DecodeError: A field of the answer that is needed is not as documented.
    """
    if trade.status.type not in _EDITABLE:
        fail("status.type", f"is {trade.status.type}: SmartTrade {trade.id} can no longer be changed")
    in_percent = trade.is_position_not_filled and entry_trails(trade)
    update = UpdateSmartTrade()
    named: Collection[Group] = (groups,) if isinstance(groups, str) else groups
    for group in named or _changeable(trade):
        match _refuse_unchangeable(trade, group):
            case "leverage":
                update.leverage = leverage_settings(trade.leverage)
            case "position":
                update.position = _position_update(position_settings(trade))
            case "take_profit":
                update.take_profit = _take_profit_update(trade, in_percent=in_percent)
            case "stop_loss":
                update.stop_loss = stop_loss_settings(trade.stop_loss, in_percent=in_percent)
    return update


def copy_of(trade: SmartTrade) -> CreateSmartTrade:
    """Return an order like a SmartTrade: same account, pair, kind, entry, targets and note, to be changed.

    It is for the SmartTrade as the answer shows it: amounts after the fill and after funds were added or
    taken out, a limit order's price as it was filled, a stop where break-even or trailing has moved it. All
    steps come without ids and with their whole volume. The key of `create_once` is taken out of the note, as
    it is the name of another order.

    Raises:
        EncodeError: Something that is set is no longer shown or cannot be sent: `path` says what. Targets
            and stop loss are shown until a SmartTrade closes or is cancelled. A documented rule may be broken
            too, as by steps whose volumes are no longer 100 percent together because one was cancelled.
        DecodeError: A field of the answer that is needed is not as documented.
    """
    order = CreateSmartTrade(
        account_id=trade.account.id,
        pair=trade.pair,
        instant=trade.instant,
        skip_enter_step=trade.skip_enter_step,
        leverage=leverage_settings(trade.leverage),
        position=position_settings(trade),
        note=_note(trade),
    )
    for name, value in trade.additional_properties.items():
        if value is not None:
            fail(name, "is not a documented field, and would be lost: make the order by hand")
    if not trade.instant:
        if trade.status.type not in _SHOWN:
            what = "its answers no longer show its targets and stop loss"
            fail("status.type", f"is {trade.status.type}: {what}, so that a copy would go without")
        has_trailing_entry = entry_trails(trade)
        steps = [
            step_settings(step, path, in_percent=has_trailing_entry) for path, step in steps_in_force(trade)
        ]
        enabled = trade.take_profit.enabled
        order.take_profit = TakeProfitInput(enabled=enabled, steps=steps if enabled else UNSET)
        order.stop_loss = stop_loss_settings(trade.stop_loss, in_percent=has_trailing_entry)
    check_order(order)
    return order


def _changeable(trade: SmartTrade) -> tuple[Group, ...]:
    entry: tuple[Group, ...] = ("leverage", "position") if trade.is_position_not_filled else ()
    return entry if trade.instant else (*entry, "take_profit", "stop_loss")


def _refuse_unchangeable(trade: SmartTrade, group: Group) -> Group:
    if group not in get_args(Group):
        fail("groups", f"{group!r} is not one of {', '.join(get_args(Group))}")
    if group not in _changeable(trade):
        why = "a simple buy or sell has none" if trade.instant else "the position is filled"
        fail(group, f"cannot be changed: {why}")
    return group


def _position_update(position: PositionInput) -> PositionUpdate:
    trigger = position.conditional
    return PositionUpdate(
        type=position.type,
        order_type=position.order_type,
        units=position.units,
        price=position.price,
        conditional=UNSET
        if isinstance(trigger, Unset)
        else PositionConditionalUpdate(
            price=trigger.price, order_type=trigger.order_type, trailing=trigger.trailing
        ),
    )


def _take_profit_update(trade: SmartTrade, *, in_percent: bool) -> TakeProfitUpdate:
    if not trade.take_profit.enabled:
        return TakeProfitUpdate(enabled=False)
    steps = []
    for path, step in steps_in_force(trade):
        made = step_settings(step, path, in_percent=in_percent)
        steps.append(
            TakeProfitStepUpdate(
                id=step.id,
                order_type=made.order_type,
                price=made.price,
                volume=made.volume,
                trailing=made.trailing,
            )
        )
    return TakeProfitUpdate(enabled=True, steps=steps)


def _note(trade: SmartTrade) -> str | Unset:
    note = html.unescape(trade.note) if trade.note_raw is None else trade.note_raw
    return split_note(note)[0] or UNSET
