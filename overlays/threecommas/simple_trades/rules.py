"""The documented rules of a simple trade, checked before it is sent.

"page" is the current page Create Trade. Left out is what only 3Commas knows: balances, the limits of an
exchange, what an account may do.
"""

from threecommas_rest.models import (
    CreateSimpleTrade,
    SimpleTradeConditionalInput,
    SimpleTradeOrderInput,
    SimpleTradeTrailingInput,
)
from threecommas_rest.types import Unset

from threecommas.errors import EncodeError
from threecommas.orders.field_checks import (
    error_path,
    fail,
    forbid,
    is_on,
    positive,
    require,
    require_known_value,
    require_pair,
    require_positive_integer,
)


def check_order(order: CreateSimpleTrade) -> None:
    """Raise `EncodeError` for the first field that breaks a documented rule; nothing is sent.

    `market` and `limit` call it themselves. Call it for an order made of models or read from JSON.
    """
    if not isinstance(order, CreateSimpleTrade):
        raise EncodeError(f"expected a CreateSimpleTrade, got a {type(order).__name__}")
    order.to_dict()  # refuses values that are of no documented type at all
    require_positive_integer(order.account_id, "account_id")
    require_pair(order.pair, "pair")
    with error_path("order"):
        _check_kind(order.order)
    positive(order.units.value, "units.value")
    _check_price(order)
    with error_path("conditional"):
        _check_trigger(order.conditional)
    with error_path("trailing"):
        _check_trailing(order.trailing)
    if is_on(order.timeout.enabled):
        if isinstance(seconds := order.timeout.value, Unset):
            fail("timeout.value", "is missing: the timeout is on")
        require_positive_integer(seconds, "timeout.value")
    if not isinstance(order.leverage, Unset) and not isinstance(order.leverage.type, Unset):
        require_known_value(order.leverage.type, "leverage.type", "it is the margin mode")


def _check_kind(kind: SimpleTradeOrderInput) -> None:
    require_known_value(kind.type, "type", "it is the kind of the order")
    require_known_value(kind.side, "side", "it is the side of the order")
    # Page: gtc, ioc, fok, post_only, and both, long, short; neither has to be there.
    if not isinstance(kind.strategy, Unset):
        require_known_value(kind.strategy, "strategy", "it is the time in force")
    if not isinstance(kind.position_side, Unset):
        require_known_value(kind.position_side, "position_side", "it is the side of the position")


def _check_price(order: CreateSimpleTrade) -> None:
    # Page: "price settings, for limit orders".
    if order.order.type == "limit":
        positive(require(order.price, "price", "a limit order needs it").value, "price.value")
    else:
        forbid(order.price, "price", "an order at market price has none")


def _check_trigger(trigger: SimpleTradeConditionalInput) -> None:
    if not is_on(trigger.enabled):
        return
    # Page: the comparison is optional. Every example with a trigger has it; without it nothing is compared.
    require_known_value(trigger.value, "value", "a trigger compares the market with its price")
    price = require(trigger.price, "price", "a trigger needs it")
    positive(price.value, "price.value")
    require_known_value(price.type, "price.type", "it is the market price that is watched")


def _check_trailing(trailing: SimpleTradeTrailingInput) -> None:
    if not is_on(trailing.enabled):
        return
    # Unproven: the page says neither that one is needed nor that both are refused.
    given = {"value": trailing.value, "percent": trailing.percent}
    there = {name: value for name, value in given.items() if not isinstance(value, Unset)}
    if not there:
        fail("percent", "is missing: trailing needs a distance, percent or value")
    if len(there) > 1:
        fail("value", "and percent are mutually exclusive")
    for name, value in there.items():
        positive(value, name)
