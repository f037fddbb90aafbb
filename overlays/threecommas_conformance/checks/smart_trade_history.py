"""Rules from one call of a SmartTrade to the next: a closed one stays closed, flags say what is possible.

A server works on between calls, so a flag may be out of date by the next one. A contradiction needs the same
flag in the same status before the call and after it. Then no change in between explains it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from threecommas_conformance.checks.smart_trades import CLOSED, answered_trades
from threecommas_conformance.findings import Finding, finding
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

_ID = re.compile(r"/v2/smart_trades/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    status: str
    flags: dict[str, Any]


class SmartTradeHistory:
    """The SmartTrades of a run as they were last seen."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}
        self._refused: dict[int, RecordedCall] = {}

    def check(self, call: RecordedCall) -> Iterator[Finding]:
        """Take the next call of the run; gives what contradicts those before it."""
        if (number := _number(call)) is not None and call.interaction.operation in ACTIONS:
            yield from self._acted(number, call)
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
            yield _finding(call, "closed_means_closed", "Acted on a closed SmartTrade", message)
        self._refused.pop(number, None)
        flag = ACTIONS[call.interaction.operation or ""]
        if call.interaction.status == 400 and before.flags.get(flag) is True and _is_about_the_state(call):
            self._refused[number] = call
        after = get_in(call.answered, "data")
        is_same = get_in(call.answered, "status", "type") == before.status
        if call.succeeded and is_same and before.flags.get(flag) is False and get_in(after, flag) is False:
            message = f"SmartTrade {number} has {flag} false before and after."
            yield _finding(call, "flags_say_what_goes", "Did what its flag rules out", message)

    def _compared(self, number: int, now: _Seen, call: RecordedCall) -> Iterator[Finding]:
        before = self._seen.get(number)
        if before is not None and before.status in CLOSED and now.status != before.status:
            message = f"SmartTrade {number} was {before.status} and is {now.status}."
            yield _finding(call, "closed_means_closed", "A closed SmartTrade goes on", message)
        refused = self._refused.pop(number, None)
        if refused is None or before is None or now.status != before.status:
            return
        flag = ACTIONS[refused.interaction.operation or ""]
        if now.flags.get(flag) is True:
            message = f"SmartTrade {number} has {flag} true before and after, in the status {now.status}."
            yield _finding(refused, "flags_say_what_goes", "Refused what its flag offers", message)


def _number(call: RecordedCall) -> int | None:
    found = _ID.search(urlsplit(call.interaction.url).path)
    return int(found[1]) if found is not None else None


def _is_about_the_state(call: RecordedCall) -> bool:
    """Whether a refusal names no field: then the status of the SmartTrade is the reason."""
    return not get_in(call.answered, "error_attributes")


def _finding(call: RecordedCall, check: str, title: str, message: str) -> Finding:
    return finding(
        operation=call.interaction.operation or "",
        phase=call.interaction.phase,
        check=check,
        title=title,
        message=message,
        interaction=call.interaction,
    )
