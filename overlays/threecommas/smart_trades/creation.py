"""The creation of a SmartTrade by `create_once`: its list, its note, and what makes it the order it is."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from threecommas_rest import api, models
from threecommas_rest.request import Request

from threecommas.create_once.creatable import Creatable, Element
from threecommas.create_once.order_digest import Traits
from threecommas.smart_trades.statuses import status_of

_GIVEN_UP = frozenset(
    {
        "cancellation_pending",
        "cancellation_in_progress",
        "cancelled",
        "panic_sell_pending",
        "panic_sell_in_progress",
        "panic_sold",
        "failed",
    }
)
_ACCOUNT = "account_id"
_SWITCHES = ("instant", "skip_enter_step", "leverage.enabled")
_NUMBERS = (_ACCOUNT, "position.units.value", "leverage.value")
_TEXTS = ("pair", "position.type", "position.order_type", "leverage.type")


def smart_trade() -> Creatable:
    """Return how a SmartTrade is created once.

    Its prices, targets and stop loss are no traits: a program that repeats itself may have worked them out
    anew.
    """
    return Creatable(
        name="SmartTrade",
        body=models.CreateSmartTrade,
        made=models.SmartTrade,
        build=api.create_smart_trade.build,
        parse=api.create_smart_trade.parse,
        page=_page,
        note=note_of,
        note_member="note_raw",
        created_at=_created_at,
        is_given_up=_is_given_up,
        traits=smart_trade_traits(),
        as_body=as_body,
        cancel=api.cancel_smart_trade.build,
    )


def smart_trade_traits() -> Traits:
    """Return what makes a SmartTrade the order it is."""
    leverage = dict.fromkeys(("leverage.value", "leverage.type"), "leverage.enabled")
    return Traits(switches=_SWITCHES, numbers=_NUMBERS, texts=_TEXTS, only_if=leverage)


def as_body(element: Element) -> Element:
    """Return an element of the list with the account where a body has it."""
    account = element.get("account")
    return {**element, _ACCOUNT: account.get("id") if isinstance(account, dict) else None}


def note_of(element: Mapping[str, Any]) -> str | None:
    """Return the note as it was entered, "" for none; None if the answer does not say in a way to be read."""
    raw, escaped = element.get("note_raw"), element.get("note")
    if isinstance(raw, str):
        return raw
    if isinstance(escaped, str):
        return html.unescape(escaped)
    # Documented: null when there is none.
    return "" if "note_raw" in element and raw is None else None


def _page(number: int, _: int) -> Request:
    # Not narrowed by `from`: a clock or a time zone gone wrong would hide the very one.
    return api.list_smart_trades.build(
        status="all", order_by="created_at", order_direction="desc", page=number, per_page=100
    )


def _created_at(element: Element) -> Any:
    data = element.get("data")
    return data.get("created_at") if isinstance(data, dict) else None


def _is_given_up(element: Element) -> bool | None:
    """Tell whether it failed, or is cancelled or closed at market; None if its status cannot be read."""
    kind = status_of(element)
    return None if kind is None else kind in _GIVEN_UP
