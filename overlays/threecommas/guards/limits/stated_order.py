"""The order that a message states, read by the places that `x-order` gives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from threecommas_rest.operations.order import Order

from threecommas.guards.lookup_responses import Reply, worded
from threecommas.guards.strict_values import ABSENT, Values, pointed


@dataclass(frozen=True, slots=True)
class Part:
    """So many coins that are still to be traded, at a price that is stated.

    `bounded` tells a buy limit, which costs no more than its price. Everything else may cost the market's,
    and `reach` times as much where a target stands so far away.
    """

    units: Fraction
    stated: Fraction
    bounded: bool = False
    reach: Fraction = Fraction(1)

    def worth(self, market: Fraction) -> Fraction:
        """Return what it may come to, in quote currency."""
        return self.units * (self.stated if self.bounded else max(self.stated, market) * self.reach)


class Source(Protocol):
    """What a message says, place by place."""

    def each(self, pointer: str) -> list[tuple[str, Any]]:
        """Return what stands at a JSON pointer with its place in words, more than one thing for a ``*``."""

    def place(self, pointer: str) -> str:
        """Return what to call a place in an error."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request."""

    content: Mapping[str, Any]

    def each(self, pointer: str) -> list[tuple[str, Any]]:
        """Return what stands at a place; `ABSENT` where nothing does."""
        return [(self.place(pointer), value) for value in pointed(self.content, pointer)]

    def place(self, pointer: str) -> str:
        """Return what to call a place in an error."""
        return worded(tuple(pointer.split("/")[1:]))


@dataclass(frozen=True, slots=True)
class Changed:
    """The answer of a SmartTrade with the body of an update laid over it; lists are replaced."""

    reply: Reply
    body: Mapping[str, Any]

    def each(self, pointer: str) -> list[tuple[str, Any]]:
        """Return what stands at a place."""
        return self._source(pointer).each(pointer)

    def place(self, pointer: str) -> str:
        """Return what to call a place in an error."""
        return self._source(pointer).place(pointer)

    def _source(self, pointer: str) -> Source:
        inner: Any = self.body
        for name in pointer.split("/")[1:]:
            if not isinstance(inner, Mapping):
                break
            if name not in inner:
                return self.reply
            inner = inner[name]
        return Body(self.body)


class Message:
    """A request's body, or an answer, with the places at which it says what an order is."""

    def __init__(self, order: Order, source: Source, values: Values) -> None:
        self._order, self._source, self._values = order, source, values

    def get(self, member: str) -> Any:
        """Return what stands at the place of a member of x-order; `ABSENT` if it has none or it is empty."""
        expression: str = getattr(self._order, member)
        return self._source.each(expression.partition("#")[2])[0][1] if "#" in expression else ABSENT

    def place(self, member: str) -> str:
        """Return what to call the place in an error."""
        pointer = getattr(self._order, member).partition("#")[2]
        return self._source.place(pointer) if pointer else f"the {member}"

    def side(self) -> str:
        """Return buy or sell."""
        return self._values.one_of(self.place("side"), self.get("side"), "buy", "sell")

    def targets(self) -> list[Fraction]:
        """Return the prices at which the position is to be closed."""
        return [self._values.above_zero(place, value) for place, value in self._stated(self._order.targets)]

    def farthest(self) -> Fraction:
        """Return the largest distance of a target that is given in percent, as a fraction of the price."""
        stated = self._stated(self._order.target_percents)
        return max((abs(self._values.number(*each)) / 100 for each in stated), default=Fraction(0))

    def _stated(self, expressions: Iterable[str]) -> list[tuple[str, Any]]:
        found = (
            each for expression in expressions for each in self._source.each(expression.partition("#")[2])
        )
        return [(place, value) for place, value in found if value not in (ABSENT, None)]


def part_of(
    message: Message, values: Values, *, side: str, with_targets: bool, at_market: Callable[[], bool] = bool
) -> Part:
    """Return the order that a message states; `at_market` tells whether a limit order goes out as none.

    `with_targets` lets its targets count too: for own funds they are the orders, a short buys back at them.
    """
    units = values.above_zero(message.place("units"), message.get("units"))
    kind = values.one_of(
        message.place("order_type"), message.get("order_type"), "market", "limit", "conditional"
    )
    price, trigger = _prices(message, values, kind)
    if with_targets:
        highest = max(price, trigger, *message.targets())
        return Part(units, highest, reach=1 + message.farthest())
    # A simple trade is a limit order with a trigger: whether it is sent at its price is documented nowhere.
    if kind == "limit" and side == "buy" and not trigger and not at_market():
        return Part(units, price, bounded=True)
    return Part(units, max(price, trigger))


def _prices(message: Message, values: Values, kind: str) -> tuple[Fraction, Fraction]:
    """Return price and trigger, 0 where none is stated; what the kind of order needs has to be there."""
    needed = {"limit": ["price"], "market": [], "conditional": ["trigger"]}[kind]
    if kind == "conditional":
        inner = message.get("trigger_order_type")
        if values.one_of(message.place("trigger_order_type"), inner, "market", "limit") == "limit":
            needed.append("price")
    price = _price(message, values, "price", is_needed="price" in needed)
    return price, _price(message, values, "trigger", is_needed="trigger" in needed)


def _price(message: Message, values: Values, member: str, *, is_needed: bool) -> Fraction:
    value = message.get(member)
    if value in (ABSENT, None) and not is_needed:
        return Fraction(0)
    return values.above_zero(message.place(member), value)
