"""Stopping a SmartTrade: it is closed at market price if it holds a position, and cancelled if not yet."""

from threecommas_rest import api
from threecommas_rest.models.smart_trade_status_type import SmartTradeStatusType
from threecommas_rest.request import Request

from threecommas.kill_switch.list_elements import wrong_member
from threecommas.kill_switch.report import SMART_TRADE
from threecommas.kill_switch.stoppable import Action, Chosen, Element, Stoppable
from threecommas.smart_trades.statuses import status_of

_SIZE = 100
# The rules in words for the flags (gitbook, "Create"; the page of the entity), which every example keeps.
_CLOSABLE = frozenset(
    {"waiting_targets", "stop_loss_in_progress", "reduce_funds_in_progress", "pending_reduce_funds"}
)
_CANCELABLE = _CLOSABLE | {"waiting_position"}
_KNOWN = frozenset(status.value for status in SmartTradeStatusType)
_ENDING = frozenset(
    {
        "panic_sell_pending",
        "panic_sell_in_progress",
        "cancellation_pending",
        "cancellation_in_progress",
    }
)


def smart_trades() -> Stoppable:
    """Return how SmartTrades are stopped."""
    return Stoppable(
        kind=SMART_TRADE,
        list_operation="list_smart_trades",
        page=_page,
        is_ending=lambda element: status_of(element) in _ENDING,
        choose=_choose,
        is_listed_by_pair=True,
    )


def _page(chosen: Chosen, number: int, _: int) -> Request:
    return api.list_smart_trades.build(
        account_id=chosen.account_id, pair=chosen.pair, status="active", page=number, per_page=_SIZE
    )


def _choose(element: Element, number: int, path: str) -> Action | None:
    """Return what stops a SmartTrade; raise `DecodeError` if that cannot be determined.

    One that holds a position is not cancelled only because its flag for closing cannot be read.
    """
    if _is_available("panic_sell_available", _CLOSABLE, element, path):
        return Action("close", api.close_smart_trade_by_market.build(number))
    if _is_available("cancel_available", _CANCELABLE, element, path):
        return Action("cancel", api.cancel_smart_trade.build(number))
    if status_of(element) is None:
        raise wrong_member(element.get("status"), "type", "text", f"{path}.status")
    return None


def _is_available(flag: str, statuses: frozenset[str], element: Element, path: str) -> bool:
    """Tell whether an action is allowed: by its flag, or by the status if that cannot be read."""
    data = element.get("data")
    found = data.get(flag) if isinstance(data, dict) else None
    if isinstance(found, bool):
        return found
    status = status_of(element)
    if status not in _KNOWN:
        raise wrong_member(data, flag, "a boolean", f"{path}.data")
    return status in statuses
