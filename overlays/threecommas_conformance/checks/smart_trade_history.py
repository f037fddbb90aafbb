"""Rules from one call of a SmartTrade to the next: nothing acts on a closed one, flags say what is possible.

A server works on between calls, so a flag may be out of date by the next one. A contradiction needs the same
flag in the same status before the call and after it, and no change in between. There may have been one where
another write got no clear answer, or where the status can be left and come to again and `updated_at` differs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from threecommas_conformance.checks.call_findings import call_finding
from threecommas_conformance.checks.smart_trades import CLOSED, answered_trades
from threecommas_conformance.document.transitions import Transitions
from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.calls import RecordedCall, get_in

ACTIONS = {
    "update_smart_trade": "editable",
    "cancel_smart_trade": "cancel_available",
    "close_smart_trade_by_market": "panic_sell_available",
    "force_start_smart_trade": "force_start_available",
    "force_process_smart_trade": "force_process_available",
    "add_funds": "add_funds_available",
    "reduce_funds": "reduce_funds_available",
    "cancel_trade": "",
    "close_trade_by_market": "",
}
"""The flag that announces each action, "" where the SmartTrade has none."""

_STATUSES = "KnownSmartTradeStatusType"
_ID = re.compile(r"/v2/smart_trades/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    status: str
    flags: dict[str, Any]

    @property
    def updated_at(self) -> Any:
        """The moment of the last change."""
        return self.flags.get("updated_at")


class SmartTradeHistory:
    """The SmartTrades of a run as they were last seen; `tables` are the transitions of the document."""

    def __init__(self, tables: Mapping[str, Transitions]) -> None:
        self._table = tables.get(_STATUSES, Transitions({}))
        self._seen: dict[int, _Seen] = {}
        self._refused: dict[int, RecordedCall] = {}

    def check(self, call: RecordedCall) -> Iterator[Finding]:
        """Take the next call of the run; gives what contradicts those before it."""
        number = _number(call)
        if number is not None and call.interaction.operation in ACTIONS:
            yield from self._acted(number, call)
        if number is not None and _may_have_changed(call):
            self._seen.pop(number, None)
            self._refused.pop(number, None)
        for trade in answered_trades(call):
            now = _Seen(status=get_in(trade, "status", "type"), flags=get_in(trade, "data"))
            yield from self._compared(get_in(trade, "id"), now, call)
            self._seen[get_in(trade, "id")] = now

    def _acted(self, number: int, call: RecordedCall) -> Iterator[Finding]:
        before = self._seen.get(number)
        if before is None:
            return
        if call.succeeded and before.status in CLOSED:
            message = f"SmartTrade {number} was {before.status} before the call."
            yield call_finding(call, "closed_means_closed", "Acted on a closed SmartTrade", message)
        self._refused.pop(number, None)
        flag = ACTIONS[call.interaction.operation or ""]
        if call.interaction.status == 400 and before.flags.get(flag) is True and _is_about_the_state(call):
            self._refused[number] = call
        after = get_in(call.answered, "data")
        is_same = get_in(call.answered, "status", "type") == before.status
        if call.succeeded and is_same and before.flags.get(flag) is False and get_in(after, flag) is False:
            message = f"SmartTrade {number} has {flag} false before and after."
            yield call_finding(call, "flags_say_what_goes", "Did what its flag rules out", message)

    def _compared(self, number: int, now: _Seen, call: RecordedCall) -> Iterator[Finding]:
        before, refused = self._seen.get(number), self._refused.pop(number, None)
        if refused is None or before is None or now.status != before.status:
            return
        if now.updated_at != before.updated_at and self._table.returns(now.status):
            return
        flag = ACTIONS[refused.interaction.operation or ""]
        if now.flags.get(flag) is True:
            message = f"SmartTrade {number} has {flag} true before and after, in the status {now.status}."
            yield call_finding(refused, "flags_say_what_goes", "Refused what its flag offers", message)


def _number(call: RecordedCall) -> int | None:
    found = _ID.search(urlsplit(call.interaction.url).path)
    return int(found[1]) if found is not None else None


def _may_have_changed(call: RecordedCall) -> bool:
    """Whether a write may have changed the SmartTrade, and its answer does not show it."""
    status = call.interaction.status
    is_unclear = status == 0 or status >= 500 or call.succeeded
    return call.interaction.method != "GET" and is_unclear and not any(answered_trades(call))


def _is_about_the_state(call: RecordedCall) -> bool:
    """Whether a refusal names no field: then the status of the SmartTrade is the reason."""
    return not get_in(call.answered, "error_attributes")
