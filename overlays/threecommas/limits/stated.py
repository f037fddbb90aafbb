"""The order that a message states, read by the places that `x-order` gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from threecommas_rest.operations import Order

from threecommas.values import ABSENT, Values, pointed


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


class Message:
    """A request's body, or an answer, with the places at which it says what an order is."""

    def __init__(self, order: Order, content: Any, values: Values, *, name: str) -> None:
        self._order, self._content, self._values, self._name = order, content, values, name

    def get(self, member: str) -> Any:
        """Return what stands at the place of a member of x-order; `ABSENT` if it has none or it is empty."""
        expression: str = getattr(self._order, member)
        if "#" not in expression:
            return ABSENT
        return next(pointed(self._content, expression.partition("#")[2]))

    def place(self, member: str) -> str:
        """Return what to call the place in an error."""
        pointer = getattr(self._order, member).partition("#")[2]
        return f"{self._name}{pointer.replace('/', '.')}".lstrip(".") if pointer else f"the {member}"

    def side(self) -> str:
        """Return buy or sell."""
        return self._values.one_of(self.place("side"), self.get("side"), "buy", "sell")

    def targets(self) -> list[Fraction]:
        """Return the prices at which the position is to be closed."""
        found = []
        for expression in self._order.targets:
            pointer = expression.partition("#")[2]
            for value in pointed(self._content, pointer):
                if value not in (ABSENT, None):
                    place = f"{self._name}{pointer.replace('/', '.')}".lstrip(".")
                    found.append(self._values.above_zero(place, value))
        return found

    def farthest(self) -> Fraction:
        """Return the largest distance of a target that is given in percent, as a fraction of the price."""
        found = Fraction(0)
        for expression in self._order.target_percents:
            pointer = expression.partition("#")[2]
            for value in pointed(self._content, pointer):
                if value not in (ABSENT, None):
                    found = max(found, abs(self._values.number(pointer.replace("/", "."), value)) / 100)
        return found


def overlaid(under: Any, over: Any) -> Any:
    """Return one object laid over another, group by group; lists are replaced."""
    if not isinstance(under, Mapping) or not isinstance(over, Mapping):
        return over
    both = dict(under)
    for name, value in over.items():
        both[name] = overlaid(both[name], value) if name in both else value
    return both


def part_of(
    message: Message, values: Values, *, side: str, with_targets: bool, at_market: bool = False
) -> Part:
    """Return the order that a message states.

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
    if kind == "limit" and side == "buy" and not at_market:
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
