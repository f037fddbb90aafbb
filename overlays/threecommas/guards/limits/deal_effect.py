"""The effect of a write on a deal: an order that is added, or settings that let it place more.

A deal is taken down by what closes or cancels it, so that is not judged. Settings are judged if they are
among those that `x-order` names under `grows`: more safety orders, or more of them at a time. Safety orders
of sizes of their own are refused, as no recorded answer shows them.
"""

from collections.abc import Callable
from fractions import Fraction

from threecommas_rest import api
from threecommas_rest.operations.order import Order
from threecommas_rest.request import Request

from threecommas.flow import Flow
from threecommas.guards.limits.claims import Ledger
from threecommas.guards.limits.deal_positions import ShownDeal
from threecommas.guards.limits.judged import Judged
from threecommas.guards.limits.stated_order import Body, Message, Part
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.strict_values import ABSENT, Values, pointed

Market = Callable[[bool], Flow[Fraction]]
"""Asks for the highest price of the pair now; 0 where all is bounded by its own price."""

OF_DEALS = "get_deal"
_MOST, _AT_A_TIME = "max_safety_orders", "active_safety_orders_count"


class DealJudge:
    """Judges one write on a deal: it reads the request, the deal and its orders."""

    def __init__(
        self, order: Order, number: int, ask: Callable[[Request], Flow[Reply]], market: Market, values: Values
    ) -> None:
        self._order, self._number, self._ask, self._market, self._values = order, number, ask, market, values

    def judged(self, ledger: Ledger) -> Flow[Judged | None]:
        """Return what the request comes to, None if it takes the deal down or leaves it as it is."""
        order = self._order
        if order.effect == "closes" or (order.effect == "changes" and not self._growing()):
            return None
        seen = ledger.look()
        deal = yield from self._ask(api.get_deal.build(self._number))
        shown = ShownDeal(deal, (yield from self._ask(api.list_deal_market_orders.build(self._number))))
        if order.effect == "places":
            return (yield from self._grown(self._added(shown), shown, seen))
        return (yield from self._changed(shown, seen))

    def _growing(self) -> list[str]:
        """Return the names of the settings that are sent and let the deal place more."""
        body = self._values.body()
        named = [(place.partition("#")[2], place.rpartition("/")[2]) for place in self._order.grows]
        return [name for pointer, name in named if next(pointed(body, pointer)) not in (ABSENT, None)]

    def _added(self, shown: ShownDeal) -> Part:
        """Return the order that a request adds."""
        values, message = self._values, Message(self._order, Body(self._values.body()), self._values)
        units = values.above_zero(message.place("units"), message.get("units"))
        at_market, price = message.get("is_market"), message.get("price")
        if at_market in (ABSENT, None):
            raise values.unknown(message.place("is_market"), at_market)
        if values.switch(message.place("is_market"), at_market):
            has_price = price not in (ABSENT, None)
            return Part(units, values.number(message.place("price"), price) if has_price else Fraction(0))
        return Part(units, values.above_zero(message.place("price"), price), bounded=shown.is_long)

    def _grown(self, part: Part, shown: ShownDeal, seen: int) -> Flow[Judged]:
        after = shown.position(shown.to_come(shown.most_safety_orders)).with_added(part)
        price = yield from self._market(after.is_settled)
        worth = part.worth(price)
        return Judged(
            pair=shown.pair,
            order=worth,
            position=after.worth(price),
            spends=worth,
            opens=worth,
            seen=seen,
            trade=f"deal {self._number}",
            listed=False,
        )

    def _changed(self, shown: ShownDeal, seen: int) -> Flow[Judged | None]:
        """Judge settings; None where they ask for no more than before."""
        if unknown := [each for each in self._growing() if each not in (_MOST, _AT_A_TIME)]:
            raise self._values.refused(f"Nobody can tell what {', '.join(unknown)} come to.")
        most = self._asked(_MOST, shown.most_safety_orders)
        at_a_time = self._asked(_AT_A_TIME, shown.most_at_a_time)
        if most <= shown.most_safety_orders and at_a_time <= shown.most_at_a_time:
            return None
        orders, present = shown.to_come(most), shown.to_come(shown.most_safety_orders)
        after = shown.position(orders)
        price = yield from self._market(after.is_settled)
        grows = max(Fraction(0), sum(orders, Fraction(0)) - sum(present, Fraction(0)))
        return Judged(
            pair=shown.pair,
            order=max(orders, default=Fraction(0)),
            position=after.worth(price),
            spends=grows,
            opens=grows or None,
            seen=seen,
            trade=f"deal {self._number}",
            listed=False,
            changes=True,
        )

    def _asked(self, name: str, present: int) -> int:
        value = self._values.body().get(name)
        return present if value is None else self._values.whole(name, value)
