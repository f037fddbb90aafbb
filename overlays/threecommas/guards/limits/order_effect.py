"""The effect of a write: the order as it will be, and all that is in its SmartTrade then."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from threecommas_rest import api
from threecommas_rest.operations.order import Order
from threecommas_rest.request import Request

from threecommas.flow import Flow
from threecommas.guards.limits.claims import Ledger
from threecommas.guards.limits.deal_effect import OF_DEALS, DealJudge
from threecommas.guards.limits.judged import Judged
from threecommas.guards.limits.positions import Shown, highest
from threecommas.guards.limits.stated_order import Body, Changed, Message, Part, part_of
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.lookups import OWN_FUNDS, Instrument, InstrumentCache
from threecommas.guards.permits import Lookup
from threecommas.guards.strict_values import Values
from threecommas.messages.request import RequestInfo

_OF_SMART_TRADES = "get_smart_trade"
_NEW_SMART_TRADE = "create_smart_trade"


class Judge:
    """Judges one write: it reads the request, and asks for what the request does not say."""

    def __init__(
        self, call: RequestInfo, order: Order, ask: Lookup, instruments: InstrumentCache, values: Values
    ) -> None:
        self._call, self._order, self._ask, self._instruments, self._values = (
            call,
            order,
            ask,
            instruments,
            values,
        )

    def judged(self, ledger: Ledger) -> Flow[Judged | None]:
        """Return what the request comes to, None if it takes a position down or leaves it as it is."""
        order = self._order
        if order.effect in {"none", "cancels"}:
            return None
        if order.effect == "places" and not order.of:
            return (yield from self._new(ledger))
        if order.effect not in {"places", "changes", "closes"} or order.of not in {
            _OF_SMART_TRADES,
            OF_DEALS,
        }:
            raise self._values.refused(
                f"The limits know what SmartTrades and deals come to, and x-order of "
                f"{self._call.operation_id} says {order.effect!r} of {order.of or 'nothing'!r}."
            )
        if order.of == OF_DEALS:
            deal = DealJudge(order, self._number(), self._reply, self._market, self._values)
            return (yield from deal.judged(ledger))
        if (yield from self._is_harmless()):
            return None
        seen, number = ledger.look(), self._number()
        shown = Shown((yield from self._reply(api.get_smart_trade.build(number))))
        if order.effect == "closes":
            return (yield from self._closing(shown, seen))
        change = self._change(shown)
        return None if change is None else (yield from self._grown(change, shown, number, seen))

    def _number(self) -> int:
        return self._instruments.number(self._call, self._values.guard)

    @property
    def _request(self) -> Message:
        return Message(self._order, Body(self._values.body()), self._values)

    def _new(self, ledger: Ledger) -> Flow[Judged]:
        message, values = self._request, self._values
        side = message.side()
        own = values.switch(message.place("own_funds"), message.get("own_funds"))
        part = part_of(message, values, side=side, with_targets=own or side == "sell")
        pair = values.text(message.place("pair"), message.get("pair"))
        worth = part.worth((yield from self._market(part.bounded)))
        listed = self._call.operation_id == _NEW_SMART_TRADE
        return Judged(
            pair=pair,
            order=worth,
            position=worth,
            spends=worth,
            opens=worth,
            seen=ledger.look(),
            listed=listed,
        )

    def _is_harmless(self) -> Flow[bool]:
        """Tell by the kind of the SmartTrade, which never changes, whether nothing has to be judged."""
        order = self._order
        closes, updates = order.effect == "closes", order.effect == "changes" and not order.at_market
        if not closes and (not updates or "position" in self._values.body()):
            return False
        place: Instrument = yield from self._instruments.find(self._call, self._ask, self._values.guard)
        if closes:
            return bool(place.get("kind", self._values) != "smart_buy")
        return not place.has_targets_that_count(self._values)

    def _change(self, shown: Shown) -> Part | None:
        """Return the order that is added, or what becomes of the entry; None if that is nothing more."""
        if self._order.effect == "places":
            counts = shown.has_targets_that_count
            return part_of(self._request, self._values, side=shown.side, with_targets=counts)
        if self._order.at_market:
            part = shown.part()
            return Part(part.units, part.stated, reach=part.reach)
        return _as_it_will_be(self._values.body(), shown)

    def _grown(self, change: Part, shown: Shown, number: int, seen: int) -> Flow[Judged]:
        """Return what a SmartTrade comes to with an order that is added, or with another entry.

        Own funds are traded by their targets, whatever was added: the whole is the order.
        """
        adds = self._order.effect == "places"
        before = shown.position((yield from self._reply(api.list_trades.build(number))))
        after = before.with_added(change) if adds else before.with_entry(change)
        market = yield from self._market(after.is_settled and before.is_settled)
        grows = max(Fraction(0), after.worth(market) - before.worth(market))
        return Judged(
            pair=shown.pair,
            order=(after if shown.kind in OWN_FUNDS else change).worth(market),
            position=after.worth(market),
            spends=grows,
            opens=grows or None,
            seen=seen,
            trade=number,
            changes=not adds,
        )

    def _closing(self, shown: Shown, seen: int) -> Flow[Judged]:
        """Judge what closes a smart_buy, or a part of it: it buys."""
        # Of a single step all units count: those of the step are not known before it is armed.
        whole = part = Part(shown.units, Fraction(0))
        if self._order.units:
            part = part_of(self._request, self._values, side="buy", with_targets=False)
        market = yield from self._market(part.bounded)
        worth = part.worth(market)
        return Judged(
            pair=shown.pair,
            order=worth,
            position=whole.units * (part.stated if part.bounded else market),
            spends=worth,
            # It is in the open total already, at the market of this moment.
            opens=Fraction(0),
            seen=seen,
        )

    def _market(self, is_bounded: bool) -> Flow[Fraction]:
        """Return the highest price of the pair now; 0 where all is bounded by its own price."""
        if is_bounded:
            return Fraction(0)
        place: Instrument = yield from self._instruments.find(self._call, self._ask, self._values.guard)
        market, pair = place.get("market", self._values), place.get("pair", self._values)
        return highest((yield from self._reply(api.get_currency_rates.build(market_code=market, pair=pair))))

    def _reply(self, request: Request) -> Flow[Reply]:
        return Reply.of(request.operation.id, (yield from self._ask(request)), self._values)


def _as_it_will_be(body: Mapping[str, Any], shown: Shown) -> Part | None:
    """Return the entry that an update makes; None if no more can be traded than without it."""
    values = shown.values
    if "position" in body and not isinstance(body["position"], Mapping):
        raise values.unknown("position", body["position"])
    merged = Message(shown.order, Changed(shown.reply, body), values)
    if shown.has_targets_that_count:
        made, present = shown.part(merged), shown.part()
        is_more = made.units > present.units or made.stated * made.reach > present.stated * present.reach
        return made if is_more or ("position" in body and not shown.is_entered) else None
    # Once it is filled the settings of the entry change nothing (page "Edit SmartTrade"); more units might.
    units = values.above_zero(merged.place("units"), merged.get("units"))
    return None if shown.is_entered and units <= shown.units else shown.part(merged)
