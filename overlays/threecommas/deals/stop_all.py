"""Stopping a deal: it is closed at market price if it holds coins, and cancelled if not yet.

A deal that is closed may be followed by another one of its bot within seconds, so bots are disabled first.
"""

from threecommas_rest import api
from threecommas_rest.request import Request

from threecommas.kill_switch.list_elements import has_value, wrong_member
from threecommas.kill_switch.offset_pages import PAGE_SIZE, offset_after
from threecommas.kill_switch.stoppable import Action, Chosen, Element, Stoppable

KIND = "deal"
_ENDING = frozenset({"panic_sell_pending", "panic_sell_order_placed", "cancel_pending"})
# The flags by status, as far as any source shows them (documented examples, recordings of 2025).
_CLOSABLE = frozenset({"bought"})
_CANCELLABLE = _CLOSABLE | {"panic_sell_pending"}
_KNOWN = _CANCELLABLE | {"cancel_pending", "completed", "stop_loss_finished"}


def deals() -> Stoppable:
    """Return how deals are stopped."""
    return Stoppable(
        kind=KIND,
        list_operation="list_deals",
        page=_page,
        is_ending=lambda element: _status(element) in _ENDING,
        choose=_choose,
        is_chosen=_is_chosen,
    )


def _page(chosen: Chosen, _: int, seen: int) -> Request:
    return api.list_deals.build(
        account_id=chosen.account_id, scope="active", limit=PAGE_SIZE, offset=offset_after(seen)
    )


def _is_chosen(element: Element, chosen: Chosen, path: str) -> bool:
    """Tell whether a deal is of the pair, which no recording shows the list to be asked for."""
    return has_value(element, "pair", chosen.pair, path)


def _choose(element: Element, number: int, path: str) -> Action | None:
    """Return what stops a deal; raise `DecodeError` if that cannot be determined."""
    if _is_available("panic_sellable?", _CLOSABLE, element, path):
        return Action("close", api.panic_sell_deal.build(number))
    if _is_available("cancellable?", _CANCELLABLE, element, path):
        return Action("cancel", api.cancel_deal.build(number))
    return None


def _is_available(flag: str, statuses: frozenset[str], element: Element, path: str) -> bool:
    """Tell whether an action is allowed: by its flag, or by the status if that cannot be read."""
    found = element.get(flag)
    if isinstance(found, bool):
        return found
    status = _status(element)
    if status not in _KNOWN:
        raise wrong_member(element, flag, "a boolean", path)
    return status in statuses


def _status(element: Element) -> str | None:
    """Return the status, None for what is no text."""
    status = element.get("status")
    return status if isinstance(status, str) else None
