"""Guards that ask 3Commas before they let a write through: what is an account, what costs a pair.

They see a write that is ready to leave and ask through the same delivery, within the same budget. Where a
write goes is told by `x-order` of its operation; a write of which that is not told is refused.
What a client can tell by itself is checked in `threecommas.guards`, what orders are worth in
`threecommas.limits`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

import httpx
from threecommas_rest import OPERATIONS, api
from threecommas_rest.operations import Order
from threecommas_rest.request import Request

from threecommas.calls import Call
from threecommas.routes import path_parameters
from threecommas.steps import Steps
from threecommas.values import ABSENT, Values, pointed

Question: TypeAlias = Callable[[Request], Steps[Any]]
"""Asks 3Commas and results in the JSON of the answer; raises the error of a refused or lost request."""

Outcome = Literal["done", "refused", "unknown"]
"""What became of a request: it was carried out, certainly not, or nobody knows."""


class Permit(Protocol):
    """The leave to send one request, which has to hear what became of it."""

    def settle(self, outcome: Outcome, response: httpx.Response | None) -> None:
        """Say what became of the request, with its answer if it has one."""


Inquiry: TypeAlias = Callable[[Call, Question], Steps[Permit | None]]

PAPER_TRADING = "paper_trading"
OWN_FUNDS = frozenset({"smart_sell", "smart_buy"})
"""Kinds whose position the account has already: their targets are the orders."""
# More than any user has; a program that makes ids up must not fill the memory.
_CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an order goes: its pair, and the code of its market, ``paper_trading`` on a paper account.

    `kind` and `side` are those of the SmartTrade. What the answer does not say is None.
    """

    market_code: str
    pair: str | None
    account_id: int | None
    kind: str | None = None
    side: str | None = None

    @property
    def has_targets_that_count(self) -> bool:
        """Whether what its targets trade counts: they are the orders of own funds, and a short buys back."""
        return self.kind is None or self.kind in OWN_FUNDS or self.side != "buy"


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the place of a write, and remembers it: an account or a SmartTrade never moves (unproven)."""

    _codes: dict[int, str] = field(default_factory=dict)
    _trades: dict[tuple[str, int], Place] = field(default_factory=dict)

    def find(self, call: Call, ask: Question, guard: str) -> Steps[Place]:
        """Return the place; raise `GuardError` in the name of a guard if it cannot be told."""
        values = Values(call, guard)
        told = None if call.operation is None else call.operation.order
        if call.has_query:
            raise values.refused("It has parameters in its query, so where it goes cannot be told.")
        if told is not None and told.account:
            account = values.whole(_named(told.account), _said(call, told.account, values))
            pair = _said(call, told.pair, values)
            code = yield from self._of_account(account, ask, values)
            return Place(code, pair if isinstance(pair, str) else None, account)
        if told is not None and told.of:
            return (yield from self._of_object(told, self.number(call, guard), ask, values))
        raise values.refused("It does not say which account it works on.")

    def number(self, call: Call, guard: str) -> int:
        """Return the number of the object that a write is about."""
        values = Values(call, guard)
        told = None if call.operation is None else call.operation.order
        expression = told.id if told else ""
        return values.whole(_named(expression), _said(call, expression, values))

    def _of_account(self, number: int, ask: Question, values: Values) -> Steps[str]:
        if number not in self._codes:
            account = yield from ask(api.get_account.build(number))
            code = next(pointed(account, "/market_code"))
            if not isinstance(code, str) or not code:
                raise values.refused(f"3Commas did not say of what kind account {number} is.")
            _remember(self._codes, number, code)
        return self._codes[number]

    def _of_object(self, told: Order, number: int, ask: Question, values: Values) -> Steps[Place]:
        key = (told.of, number)
        if key not in self._trades:
            operation = OPERATIONS[told.of]
            shown = operation.order
            path = operation.path.replace("{id}", str(number))
            answer = yield from ask(Request(operation=operation, path=path))
            place = None if shown is None else _shown(answer, shown)
            if place is None or "{" in path:
                raise values.refused(
                    f"3Commas did not say on what kind of account {_spoken(told.of)} {number} is."
                )
            _remember(self._trades, key, place)
        return self._trades[key]


def _shown(answer: Any, shown: Order) -> Place | None:
    def said(expression: str) -> Any:
        return next(pointed(answer, expression.partition("#")[2])) if expression else ABSENT

    def text(expression: str) -> str | None:
        found = said(expression)
        return found if isinstance(found, str) and found else None

    code, account = text(shown.market), said(shown.account)
    if code is None or text(shown.pair) is None:
        return None
    number = account if type(account) is int else None
    return Place(code, text(shown.pair), number, text(shown.kind), text(shown.side))


def _said(call: Call, expression: str, values: Values) -> Any:
    """Return what a call says at the place of an expression; `ABSENT` if nothing."""
    if expression.startswith("$request.path.") and call.operation is not None:
        name = expression.removeprefix("$request.path.")
        return path_parameters(call.operation, call.path).get(name, ABSENT)
    if expression.startswith("$request.body#"):
        return next(pointed(values.body(), expression.partition("#")[2]))
    return ABSENT


def _named(expression: str) -> str:
    return expression.partition("#/")[2].replace("/", ".") or expression.rpartition(".")[2] or "its number"


def _spoken(operation_id: str) -> str:
    return "SmartTrade" if operation_id == "get_smart_trade" else operation_id.removeprefix("get_")


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
            raise Values(call, "mode").refused(reason)

    return inquire


def _remember(memory: dict[Any, Any], number: Any, value: Any) -> None:
    if len(memory) >= _CAPACITY:
        memory.clear()
    memory[number] = value
