"""Guards that first have to look something up: which account a write goes to, and of which exchange that is.

Lookups go through the same pipeline and count in the same rate budget. Where a
write goes stands in `x-order` of its operation; a write whose document does not say it is refused.
What a client can tell by itself is checked in `threecommas.guards.local`, what orders are worth in
`threecommas.guards.limits`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from threecommas_rest import OPERATIONS, api
from threecommas_rest.operations import Operation
from threecommas_rest.operations.order import Order
from threecommas_rest.request import Request

from threecommas.errors import GuardError
from threecommas.flow import Flow
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.permits import Lookup
from threecommas.guards.strict_values import ABSENT, Values, pointed
from threecommas.messages.request import RequestInfo
from threecommas.messages.routes import path_parameters

OWN_FUNDS = frozenset({"smart_sell", "smart_buy"})
"""Kinds whose position the account has already: their targets are the orders."""
# More than any user has; a program that makes ids up must not fill the memory.
_CAPACITY = 10_000
_PARAMETER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Instrument:
    """Where an order goes, by members of `x-order`: account, market, pair, pairs, kind and side.

    ``market`` is the code of its exchange, ``paper_trading`` on a paper account. ``pairs`` are all pairs, one
    or several. `known` has the members that are known, `unknown` why others are not.
    """

    known: Mapping[str, Any]
    unknown: Mapping[str, str]

    def get(self, member: str, values: Values) -> Any:
        """Return a member; raise `GuardError` if it cannot be determined."""
        if member in self.unknown:
            raise values.refused(self.unknown[member])
        return self.known[member]

    def with_market(self, code: str) -> Self:
        """Return the same at the exchange of this code."""
        unknown = {member: why for member, why in self.unknown.items() if member != "market"}
        return replace(self, known={**self.known, "market": code}, unknown=unknown)

    def has_targets_that_count(self, values: Values) -> bool:
        """Whether what its targets trade counts: they are the orders of own funds, and a short buys back."""
        return self.get("kind", values) in OWN_FUNDS or self.get("side", values) != "buy"


@dataclass(frozen=True, slots=True)
class InstrumentCache:
    """Finds the place of a write, and remembers it: an account or a SmartTrade never moves (unproven).

    What has several pairs is looked at each time, as they can be changed.
    """

    _codes: dict[int, str] = field(default_factory=dict)
    _trades: dict[tuple[str, str], Instrument] = field(default_factory=dict)

    def find(self, call: RequestInfo, ask: Lookup, guard: str) -> Flow[Instrument]:
        """Return the place; raise `GuardError` in the name of a guard if it cannot be determined."""
        values = Values(call, guard, "Where it goes")
        if call.unknown_query:
            raise values.refused(
                "It has parameters in its query that it does not take, so where it goes cannot be determined."
            )
        order = _order_of(call, values)
        if order.of:
            place = yield from self._of_object(order, _id(call, order, values), ask, values)
            return _with_said(place, call, order, values)
        if order.account:
            account = values.whole(_named(order.account), _said(call, order.account, values))
            code = yield from self._of_account(account, ask, values)
            readers = {
                "pair": lambda: values.text("pair", _said(call, order.pair, values)),
                "pairs": lambda: _pairs(_said(call, order.pairs or order.pair, values), values),
            }
            return _instrument({"account": account, "market": code}, readers)
        raise values.refused(
            f"The document does not say which account it works on: x-order of {call.operation_id} needs "
            "account, or of and id."
        )

    def number(self, call: RequestInfo, guard: str) -> int:
        """Return the number of the object that a write is about."""
        values = Values(call, guard)
        return _number(call, _order_of(call, values), values)

    def _of_account(self, number: int, ask: Lookup, values: Values) -> Flow[str]:
        if number not in self._codes:
            request = api.get_account.build(number)
            reply = Reply.of(request.operation.id, (yield from ask(request)), values)
            code = values.text(reply.place("/market_code"), reply.get("/market_code"))
            _remember(self._codes, number, code)
        return self._codes[number]

    def _of_object(self, order: Order, known_by: str, ask: Lookup, values: Values) -> Flow[Instrument]:
        key = (order.of, known_by)
        if key in self._trades:
            return self._trades[key]
        shown = OPERATIONS.get(order.of)
        if shown is None or shown.order is None or shown.path.count("{") != 1:
            raise values.refused(
                f"x-order of {values.call.operation_id} names {order.of!r}: that is not an operation with an "
                "x-order that shows an object by its id."
            )
        path = _PARAMETER.sub(known_by, shown.path)
        reply = Reply.of(shown.id, (yield from ask(Request(operation=shown, path=path))), values)
        place = _shown(reply, shown, values)
        if not shown.order.market and "account" in place.known:
            code = yield from self._of_account(place.known["account"], ask, values)
            place = place.with_market(code)
        elif not shown.order.market:
            # Its account would tell.
            place = replace(place, unknown={**place.unknown, "market": place.unknown["account"]})
        # What this answer does not say another one may; pairs in a list can be changed.
        if not shown.order.pairs and not any(getattr(shown.order, member) for member in place.unknown):
            _remember(self._trades, key, place)
        return place


def _order_of(call: RequestInfo, values: Values) -> Order:
    """Return what the document says about orders of a call; raise `GuardError` if it says nothing."""
    if call.operation is None:
        raise values.refused(
            "The document describes no such operation, so where it goes cannot be determined."
        )
    if call.operation.order is None:
        raise values.refused(
            f"The document does not say where it goes: {call.operation_id} has no x-order, "
            "or an unknown effect."
        )
    return call.operation.order


def _number(call: RequestInfo, order: Order, values: Values) -> int:
    return values.whole(_named(order.id), _said(call, order.id, values))


def _id(call: RequestInfo, order: Order, values: Values) -> str:
    """Return the id of the object that a call is about: a number, or letters, digits and hyphens."""
    return values.name(_named(order.id), _said(call, order.id, values))


def _with_said(place: Instrument, call: RequestInfo, order: Order, values: Values) -> Instrument:
    """Return the place of an object with the pairs that a request gives it; it may not move it elsewhere."""
    if order.account and (said := _said(call, order.account, values)) is not ABSENT:
        account, here = values.whole(_named(order.account), said), place.get("account", values)
        if account != here:
            raise values.refused(
                f"It names account {account}, while what it changes is on account {here}. Whether that "
                "moves it is documented nowhere."
            )
    if not order.pairs:
        return place
    both = {"pairs": lambda: (*place.get("pairs", values), *_pairs(_said(call, order.pairs, values), values))}
    with_both, others = _instrument({}, both), {**place.known}
    others.pop("pairs", None)
    return Instrument({**others, **with_both.known}, {**place.unknown, **with_both.unknown})


def _pairs(said: object, values: Values) -> tuple[str, ...]:
    listed = said if isinstance(said, list) and said else [said]
    return tuple(values.text("pairs", each) for each in listed)


def _shown(reply: Reply, shown: Operation, values: Values) -> Instrument:
    def reader(member: str) -> Callable[[], Any]:
        told = getattr(shown.order, member) or (shown.order.pair if shown.order and member == "pairs" else "")
        pointer = told.partition("#")[2]

        def find() -> Any:
            if not pointer:
                raise values.refused(f"x-order of {shown.id} does not say where its {member} stands.")
            return _value(member, reply.place(pointer), reply.get(pointer), values)

        return find

    return _instrument(
        {}, {member: reader(member) for member in ("account", "market", "pair", "pairs", "kind", "side")}
    )


def _value(member: str, place: str, said: object, values: Values) -> Any:
    if member == "pairs":
        return _pairs(said, values)
    return values.whole(place, said) if member == "account" else values.text(place, said)


def _instrument(known: Mapping[str, Any], readers: Mapping[str, Callable[[], Any]]) -> Instrument:
    known, unknown = dict(known), {}
    for member, read in readers.items():
        try:
            known[member] = read()
        except GuardError as error:
            unknown[member] = error.reason
    return Instrument(known, unknown)


def _said(call: RequestInfo, expression: str, values: Values) -> Any:
    """Return what a call says at the place of an expression; `ABSENT` if nothing."""
    if expression.startswith("$request.path.") and call.operation is not None:
        name = expression.removeprefix("$request.path.")
        return path_parameters(call.operation, call.path).get(name, ABSENT)
    if expression.startswith("$request.body#"):
        return next(pointed(values.body(), expression.partition("#")[2]))
    return ABSENT


def _named(expression: str) -> str:
    return expression.partition("#/")[2].replace("/", ".") or expression.rpartition(".")[2] or "its number"


def _remember(memory: dict[Any, Any], number: Any, value: Any) -> None:
    if len(memory) >= _CAPACITY:
        memory.clear()
    memory[number] = value
