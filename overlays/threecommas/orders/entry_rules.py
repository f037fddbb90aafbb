"""The documented rules of an entry. Paths begin at `position`; for the names of sources see `rules`."""

from threecommas_rest.models import EntryTrailingInput, OrderType, PositionConditionalInput, PositionInput
from threecommas_rest.types import UNSET, Unset

from threecommas.orders.field_checks import (
    between,
    error_path,
    fail,
    is_on,
    positive,
    require,
    require_known_value,
)


def has_trailing_entry(position: PositionInput) -> bool:
    """Tell whether the entry trails, so that its targets are not known as prices yet."""
    trigger = position.conditional
    trailing = UNSET if isinstance(trigger, Unset) else trigger.trailing
    return not isinstance(trailing, Unset) and is_on(trailing.enabled)


def check_position(position: PositionInput, *, is_held: bool) -> None:
    """Check an entry; `is_held` says that there is none, as the coins are held already."""
    require_known_value(position.type, "type", "it is the side of the entry")
    order_type = require_known_value(position.order_type, "order_type", "it is the way of entering")
    positive(position.units.value, "units.value")
    if not isinstance(position.price, Unset):
        positive(position.price.value, "price.value")
    if order_type == "conditional":
        # Older document: "required only if order type is conditional".
        trigger = require(position.conditional, "conditional", "a conditional order needs its trigger")
        with error_path("conditional"):
            _check_trigger(trigger)
        order_type_sent = trigger.order_type.value
    elif position.conditional is not UNSET:
        fail("conditional", f"is not allowed: a {order_type.value} order has no trigger")
    else:
        order_type_sent = order_type.value
    # Older document: "uses for limit orders or price for Smart Sell".
    if order_type_sent == "limit":
        require(position.price, "price", "a limit order needs it")
    if is_held:
        require(position.price, "price", "with skip_enter_step it is the price already paid")


def _check_trigger(trigger: PositionConditionalInput) -> None:
    positive(trigger.price.value, "price.value")
    # Older document: optional, "by default ask for long trades, bid for short trades".
    if not isinstance(trigger.price.type, Unset):
        require_known_value(trigger.price.type, "price.type", "it is the price to watch")
    order_type = require_known_value(
        trigger.order_type, "order_type", "it is the order that the trigger sends"
    )
    check_entry_trailing(trigger.trailing, order_type)


def check_entry_trailing(trailing: EntryTrailingInput | Unset, order_type: OrderType | Unset) -> None:
    """Check the trailing of a trigger, if enabled; an order type that is not there is not looked at."""
    if isinstance(trailing, Unset) or not is_on(trailing.enabled):
        return
    # Older document: "Only for market orders".
    if not isinstance(order_type, Unset) and order_type != "market":
        fail("trailing", "is for market orders only")
    percent = require(trailing.percent, "trailing.percent", "trailing is enabled")
    between(percent, "0", "99", "trailing.percent")  # gitbook edition, the only one to say
