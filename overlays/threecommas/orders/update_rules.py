"""The documented rules of an update, checked before it is sent. For the names of sources see `rules`.

What only 3Commas knows is left out, such as whether the status allows a change.
"""

from threecommas_rest.models import (
    PositionConditionalUpdate,
    PositionUpdate,
    TakeProfitUpdate,
    UpdateSmartTrade,
)
from threecommas_rest.types import Unset

from threecommas.errors import EncodeError
from threecommas.orders.entry_rules import check_entry_trailing
from threecommas.orders.field_checks import (
    error_path,
    fail,
    is_on,
    positive,
    require_known_value,
    require_positive_integer,
)
from threecommas.orders.rules import check_leverage
from threecommas.orders.target_rules import check_stop_loss, check_take_profit


def check_update(update: UpdateSmartTrade, *, in_percent: bool | None = None) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    `in_percent` tells whether targets are given in percent, which they are while the SmartTrade waits for an
    entry that trails, and as prices otherwise; None allows both.
    """
    if not isinstance(update, UpdateSmartTrade):
        raise EncodeError(f"expected an UpdateSmartTrade, got a {type(update).__name__}")
    if not update.to_dict():
        fail("", "changes nothing: give leverage, position, take_profit or stop_loss")
    if not isinstance(update.leverage, Unset):
        with error_path("leverage"):
            check_leverage(update.leverage)
    if not isinstance(update.position, Unset):
        with error_path("position"):
            _check_position(update.position)
    if not isinstance(update.take_profit, Unset):
        with error_path("take_profit"):
            check_take_profit(update.take_profit, in_percent=in_percent)
            _check_ids(update.take_profit)
    if not isinstance(update.stop_loss, Unset) and is_on(update.stop_loss.enabled):
        with error_path("stop_loss"):
            check_stop_loss(update.stop_loss, update.take_profit, in_percent=in_percent)


def _check_position(position: PositionUpdate) -> None:
    """Check the parts that are there; the page requires none of them."""
    if not isinstance(position.type, Unset):
        require_known_value(position.type, "type", "it is the side of the entry")
    if not isinstance(position.order_type, Unset):
        order_type = require_known_value(position.order_type, "order_type", "it is the way of entering")
        if order_type != "conditional" and not isinstance(position.conditional, Unset):
            fail("conditional", f"is not allowed: a {order_type.value} order has no trigger")
    if not isinstance(position.units, Unset):
        positive(position.units.value, "units.value")
    if not isinstance(position.price, Unset):
        positive(position.price.value, "price.value")
    if not isinstance(position.conditional, Unset):
        with error_path("conditional"):
            _check_trigger(position.conditional)


def _check_trigger(trigger: PositionConditionalUpdate) -> None:
    if not isinstance(trigger.price, Unset):
        positive(trigger.price.value, "price.value")
        if not isinstance(trigger.price.type, Unset):
            require_known_value(trigger.price.type, "price.type", "it is the price to watch")
    if not isinstance(trigger.order_type, Unset):
        require_known_value(trigger.order_type, "order_type", "it is the order that the trigger sends")
    check_entry_trailing(trigger.trailing, trigger.order_type)


def _check_ids(take_profit: TakeProfitUpdate) -> None:
    """Refuse an id that stands on two steps: only one can keep it."""
    seen: set[int] = set()
    for index, step in enumerate([] if isinstance(take_profit.steps, Unset) else take_profit.steps):
        if isinstance(step.id, Unset):
            continue
        require_positive_integer(step.id, f"steps[{index}].id")
        if int(step.id) in seen:
            fail(f"steps[{index}].id", f"is {step.id}, as that of another step: an id stands once")
        seen.add(int(step.id))
