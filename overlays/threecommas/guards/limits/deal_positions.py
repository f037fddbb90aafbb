"""The content of a deal: what went in, and what its orders and its settings may still add.

    filled     what was bought by a long deal, or sold by a short one, in quote currency
    resting    orders on the exchange that add to it, at their own prices
    to come    safety orders that are not placed yet, by the settings of the deal

The k-th safety order is worth safety_order_volume * martingale_volume_coefficient ** (k - 1): 612 of 612
recorded ones. Profit that the bot reinvests comes on top of every order alike (documented examples,
inferred), so what the first order had above its setting is added to each that is to come.
"""

from fractions import Fraction

from threecommas_rest import OPERATIONS
from threecommas_rest.operations.order import Order

from threecommas.guards.limits.positions import Position
from threecommas.guards.limits.stated_order import Message, Part
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.strict_values import ABSENT

MOST_SAFETY_ORDERS = 200
"""The largest number that a deal may be given (page "Update deal")."""

_SHOWN = OPERATIONS["get_deal"].order or Order(effect="shows")
# What will not be filled any more. Every other status, a new one too, may still be.
_SETTLED = frozenset({"Filled", "Finished", "Cancelled"})
_QUOTE = "quote_currency"


class ShownDeal:
    """The answers of a deal and of its orders, read as far as the limits need them."""

    def __init__(self, deal: Reply, orders: Reply) -> None:
        self._deal, self._values = deal, deal.values
        message = Message(_SHOWN, deal, self._values)
        self.pair = self._values.text(message.place("pair"), message.get("pair"))
        direction = self._values.one_of(message.place("direction"), message.get("direction"), "long", "short")
        self.is_long = direction == "long"
        self._adding = [each for each in orders.elements() if self._adds(each)]

    @property
    def most_safety_orders(self) -> int:
        """The number of safety orders that the deal may use."""
        return self._whole("/max_safety_orders")

    @property
    def most_at_a_time(self) -> int:
        """The number of safety orders that may rest on the exchange at a time."""
        return self._whole("/active_safety_orders_count")

    def position(self, to_come: list[Fraction]) -> Position:
        """Return what went in and rests, and the worth of the safety orders that are to come."""
        resting = (
            self._resting(each) for each in self._adding if _text(each, "/status_string") not in _SETTLED
        )
        added = tuple(part for part in resting if part.units)
        return Position(filled=self._filled() + sum(to_come, Fraction(0)), entry=None, added=added)

    def to_come(self, most: int) -> list[Fraction]:
        """Return the worth of each safety order that is not placed yet, if so many may be used.

        Raise `GuardError` where their worth does not follow from the settings.
        """
        if most > MOST_SAFETY_ORDERS:
            raise self._values.unknown("max_safety_orders", most)
        placed = self._whole("/completed_safety_orders_count") + self._resting_safety_orders()
        if placed >= most:
            return []
        if self._deal.get("/custom_safety_steps") not in (ABSENT, None, []):
            raise self._values.refused(
                "The deal has safety orders of its own sizes, which nobody recorded yet."
            )
        for name in ("/safety_order_volume_type", "/base_order_volume_type"):
            self._values.one_of(self._deal.place(name), self._deal.get(name), _QUOTE)
        first, factor = (
            self._above_zero("/safety_order_volume"),
            self._above_zero("/martingale_volume_coefficient"),
        )
        return [first * factor**index + self._reinvested() for index in range(placed, most)]

    def _reinvested(self) -> Fraction:
        base = [_worth(each) for each in self._adding if _text(each, "/deal_order_type") == "Base"]
        return max(Fraction(0), sum(base, Fraction(0)) - self._above_zero("/base_order_volume"))

    def _filled(self) -> Fraction:
        """Return the larger of what the deal says and of what its orders say: a fee is on top, or is off."""
        place = "/bought_volume" if self.is_long else "/sold_volume"
        value = self._deal.get(place)
        told = Fraction(0) if value is None else self._values.number(self._deal.place(place), value)
        return max(told, sum((_worth(each, filled=True) for each in self._adding), Fraction(0)))

    def _adds(self, order: Reply) -> bool:
        said = self._values.text(order.place("/order_type"), order.get("/order_type")).upper()
        side = self._values.one_of(order.place("/order_type"), said, "BUY", "SELL")
        return (side == "BUY") == self.is_long

    def _resting(self, order: Reply) -> Part:
        price = _number(order, "/rate")
        return Part(_number(order, "/quantity_remaining"), price, bounded=self.is_long and price > 0)

    def _resting_safety_orders(self) -> int:
        return sum(
            _text(each, "/deal_order_type") == "Safety" and _text(each, "/status_string") not in _SETTLED
            for each in self._adding
        )

    def _whole(self, pointer: str) -> int:
        return self._values.whole(self._deal.place(pointer), self._deal.get(pointer))

    def _above_zero(self, pointer: str) -> Fraction:
        return self._values.above_zero(self._deal.place(pointer), self._deal.get(pointer))


def _worth(order: Reply, *, filled: bool = False) -> Fraction:
    """Return what an order asks for, or what of it was filled, without the fee."""
    units = _number(order, "/quantity") - (_number(order, "/quantity_remaining") if filled else 0)
    return units * _number(order, "/rate")


def _number(order: Reply, pointer: str) -> Fraction:
    return order.values.number(order.place(pointer), order.get(pointer))


def _text(order: Reply, pointer: str) -> str:
    return order.values.text(order.place(pointer), order.get(pointer))
