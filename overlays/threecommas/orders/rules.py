"""The documented rules of a SmartTrade to create, checked before it is sent.

A rule names its source: "page" is the current page Create SmartTrade unless another is named, "older
document" the flat one with the commented request, "issue" one of the documentation's repository. Left out is
what only 3Commas knows: balances, the limits of an exchange, what an account may do.
"""

from threecommas_rest.models import CreateSmartTrade, LeverageInput
from threecommas_rest.types import Unset

from threecommas.errors import EncodeError
from threecommas.orders.entry_rules import check_position, has_trailing_entry
from threecommas.orders.field_checks import (
    error_path,
    fail,
    is_on,
    require,
    require_known_value,
    require_pair,
    require_positive_integer,
)
from threecommas.orders.target_rules import check_stop_loss, check_take_profit

_LONGEST_NOTE = 300


def check_order(order: CreateSmartTrade) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    The builders of this package call it themselves. Call it for an order made of models or read from JSON.
    """
    if not isinstance(order, CreateSmartTrade):
        raise EncodeError(f"expected a CreateSmartTrade, got a {type(order).__name__}")
    order.to_dict()  # refuses values that are of no documented type at all
    _check_whole(order)
    with error_path("position"):
        check_position(order.position, is_held=is_on(order.skip_enter_step))
    if not isinstance(order.leverage, Unset):
        with error_path("leverage"):
            check_leverage(order.leverage)
    if is_on(order.instant):
        _check_no_targets(order)
    else:
        _check_targets(order)


def _check_whole(order: CreateSmartTrade) -> None:
    require_positive_integer(order.account_id, "account_id")
    require_pair(order.pair, "pair")
    # Page set_note: 1 to 300 characters, refused with "too long. Max is 300 symbols".
    if not isinstance(order.note, Unset) and not 1 <= len(order.note) <= _LONGEST_NOTE:
        fail("note", f"must have 1 to {_LONGEST_NOTE} characters, got {len(order.note)}")
    # Unproven: the table of types on the SmartTrade entity page has no kind for both at once.
    if is_on(order.instant) and is_on(order.skip_enter_step):
        fail("skip_enter_step", "and instant are mutually exclusive")


def check_leverage(leverage: LeverageInput) -> None:
    """Check the leverage, if enabled; paths begin at `leverage`."""
    if not is_on(leverage.enabled):
        return
    # Page: they count only if enabled; older document: "required only if enabled".
    require_known_value(leverage.type, "type", "leverage is enabled")
    factor = require(leverage.value, "value", "leverage is enabled")
    if factor < 1:
        fail("value", f"must be at least 1, got {factor:f}")


def _check_no_targets(order: CreateSmartTrade) -> None:
    # Page: a simple buy or sell is a position without targets, so a stop loss would be lost on the way.
    for name, group in (("take_profit", order.take_profit), ("stop_loss", order.stop_loss)):
        if not isinstance(group, Unset) and is_on(group.enabled):
            fail(name, "is not allowed: a simple buy or sell (instant) has no targets")


def _check_targets(order: CreateSmartTrade) -> None:
    # Older document: "required only when instant is false", each with `enabled`.
    why = "only a simple buy or sell (instant) goes without it; to have none, give it with enabled false"
    take_profit = require(order.take_profit, "take_profit", why)
    stop_loss = require(order.stop_loss, "stop_loss", why)
    in_percent = has_trailing_entry(order.position)
    with error_path("take_profit"):
        check_take_profit(take_profit, in_percent=in_percent)
    if is_on(stop_loss.enabled):
        with error_path("stop_loss"):
            check_stop_loss(stop_loss, take_profit, in_percent=in_percent)
