"""Guards that have to ask 3Commas before they let a write through: what is an account, what costs a pair.

They see a write that is ready to leave and ask through the same delivery, within the same budget.
What a client can tell by itself is checked in `threecommas.guards`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from threecommas_rest import api
from threecommas_rest.json_text import loads
from threecommas_rest.request import Request

from threecommas.calls import Call
from threecommas.errors import GuardError
from threecommas.steps import Steps

Question: TypeAlias = Callable[[Request], Steps[Any]]
"""Asks 3Commas and results in the JSON of the answer; raises the error of a refused or lost request."""

Inquiry: TypeAlias = Callable[[Call, Question], Steps[None]]

PAPER_TRADING = "paper_trading"
_TRADE = re.compile(r"/v2/smart_trades/(\d+)(?:/|$)")
# More than any user has; a program that makes ids up must not fill the memory.
_CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an order goes: its pair, and the code of its market, ``paper_trading`` on a paper account."""

    market_code: str
    pair: str


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the place of a write, and remembers it: an account or a SmartTrade never moves (unproven)."""

    _codes: dict[int, str] = field(default_factory=dict)
    _trades: dict[int, Place] = field(default_factory=dict)

    def find(self, call: Call, ask: Question, guard: str) -> Steps[Place]:
        """Return the place; raise `GuardError` in the name of a guard if it cannot be told."""
        found = _TRADE.search(call.path)
        if found:
            return (yield from self._of_trade(int(found[1]), call, ask, guard))
        body = json_body(call)
        account, pair = body.get("account_id"), body.get("pair")
        if call.operation_id != "create_smart_trade" or not str(account).isdecimal():
            raise GuardError(call, "It does not say which account it works on.", guard)
        code = yield from self._of_account(int(str(account)), call, ask, guard)
        return Place(code, str(pair))

    def _of_account(self, number: int, call: Call, ask: Question, guard: str) -> Steps[str]:
        if number not in self._codes:
            account = yield from ask(api.get_account.build(number))
            code = _text(account, "market_code")
            if code is None:
                raise GuardError(call, f"3Commas did not say of what kind account {number} is.", guard)
            _remember(self._codes, number, code)
        return self._codes[number]

    def _of_trade(self, number: int, call: Call, ask: Question, guard: str) -> Steps[Place]:
        if number not in self._trades:
            trade = yield from ask(api.get_smart_trade.build(number))
            account = trade.get("account") if isinstance(trade, dict) else None
            code, pair = _text(account, "type"), _text(trade, "pair")
            if code is None or pair is None:
                reason = f"3Commas did not say on what kind of account SmartTrade {number} is."
                raise GuardError(call, reason, guard)
            _remember(self._trades, number, Place(code, pair))
        return self._trades[number]


def paper_inquiry(places: Places) -> Inquiry:
    """Return the guard of the mode paper: it refuses a write that does not go to a paper account.

    The header Forced-Mode alone does not do it: a SmartTrade is created on whatever account its body names
    (issue 146 of the documentation repository).
    """

    def inquire(call: Call, ask: Question) -> Steps[None]:
        if not call.is_write:
            return
        place = yield from places.find(call, ask, "mode")
        if place.market_code != PAPER_TRADING:
            reason = (
                f"It goes to an account of {place.market_code}, and this client is for paper accounts "
                "(mode='paper')."
            )
            raise GuardError(call, reason, "mode")

    return inquire


def json_body(call: Call) -> Mapping[str, Any]:
    """Return the object that a request sends, an empty one if it sends none."""
    try:
        body = loads(call.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _text(value: Any, name: str) -> str | None:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def _remember(memory: dict[int, Any], number: int, value: Any) -> None:
    if len(memory) >= _CAPACITY:
        memory.clear()
    memory[number] = value
