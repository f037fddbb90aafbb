"""The largest order that a client may send: `max_total`, in quote currency.

The total of an order is its amount times its price: with leverage the size of the position, not the margin.
Commission is left out, and so is what the market does between the question for its price and the order.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from threecommas_rest import api

from threecommas.calls import Call
from threecommas.errors import ConfigurationError, GuardError
from threecommas.inquiries import Inquiry, Places, Question, json_body
from threecommas.steps import Steps

_GUARD = "max_total"
# Every other operation takes a position down or leaves it as it is.
_ORDERS = frozenset({"create_smart_trade", "update_smart_trade", "add_funds"})


def checked_max_total(value: Decimal | int | str) -> Decimal:
    """Return the limit; raise `ConfigurationError` if it is none."""
    try:
        limit = Decimal(value) if isinstance(value, Decimal | int | str) else None
    except InvalidOperation:
        limit = None
    if limit is None or isinstance(value, bool) or not limit.is_finite() or limit <= 0:
        raise ConfigurationError(
            f"The max_total is {value!r}. Give an amount above zero in quote currency as Decimal, int or "
            "text; a float is not the number that was typed."
        )
    return limit


def total_inquiry(limit: Decimal, places: Places) -> Inquiry:
    """Return the guard that refuses an order above the limit, or one whose total nobody can tell."""

    def inquire(call: Call, ask: Question) -> Steps[None]:
        if not call.is_write or (call.operation and call.operation_id not in _ORDERS):
            return
        order = yield from _order(call, ask)
        if order is None:
            return
        units, price = _units(call, order), _stated_price(order)
        if price is None:
            price = yield from _market_price(call, ask, places)
        # As fractions: a rounded product could pass.
        if Fraction(units) * Fraction(_number(call, "price.value", price)) > Fraction(limit):
            reason = f"{units} at {price} is more than max_total={limit} in quote currency."
            raise GuardError(call, reason, _GUARD)

    return inquire


def _order(call: Call, ask: Question) -> Steps[Mapping[str, Any] | None]:
    """Return the order: its units, order_type, price and conditional; None if the call changes none of it."""
    body = json_body(call)
    match call.operation_id:
        case "add_funds":
            return body
        case "create_smart_trade":
            return _object(body, "position")
        case "update_smart_trade":
            if not _object(body, "position"):
                return None
            trade = yield from ask(api.get_smart_trade.build(int(call.path.rpartition("/")[2])))
            return {**_object(trade, "position"), **_object(body, "position")}
    raise GuardError(call, "The total of what no operation describes cannot be told.", _GUARD)


def _stated_price(order: Mapping[str, Any]) -> Any:
    """Return the price that the order itself states, None for an order at market."""
    trigger = _object(order, "conditional")
    if order.get("order_type") == "conditional" and trigger.get("order_type") != "limit":
        return _object(trigger, "price").get("value")
    stated = _object(order, "price").get("value")
    return None if order.get("order_type") == "market" and not stated else stated


def _market_price(call: Call, ask: Question, places: Places) -> Steps[Any]:
    """Return what a buyer pays now, which is the higher of the two prices."""
    place = yield from places.find(call, ask, _GUARD)
    rates = yield from ask(api.get_currency_rates.build(market_code=place.market_code, pair=place.pair))
    return rates.get("ask") if isinstance(rates, dict) else None


def _units(call: Call, order: Mapping[str, Any]) -> Decimal:
    return _number(call, "units.value", _object(order, "units").get("value"))


def _number(call: Call, name: str, value: Any) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, Decimal | int | str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise GuardError(call, f"Its total cannot be told, as {name} is {value!r}.", _GUARD)
    return number


def _object(holder: Any, name: str) -> Mapping[str, Any]:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    return found if isinstance(found, Mapping) else {}
