"""The content of a SmartTrade: what was filled, and the orders that wait to add to it.

The answer of a SmartTrade does not show added funds before they are filled (page "Add funds"), so its trades
are looked at too. That its entry is the oldest of them is inferred.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from threecommas_rest import OPERATIONS
from threecommas_rest.operations.order import Order

from threecommas.guards.limits.stated_order import Message, Part, part_of
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.lookups import OWN_FUNDS

# What will not be filled any more, or has been. Every other status, a new one too, may still be.
_SETTLED = frozenset({"finished", "failed", "cancelled", "panic_sold", "smart_sell", "inactive"})
# Purposes of trades that take a position down; one that nobody knows may add to it.
_CLOSING = frozenset({"take_profit", "stop_loss", "reduce_funds", "market_close"})
_PRICES = ("order_price", "initial_price", "trigger_price")
_SHOWN = OPERATIONS["get_smart_trade"].order or Order(effect="shows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A SmartTrade's position: what was filled, in quote currency, and what waits.

    `entry` is the order that opens it, None once it is filled and brings nothing further.
    """

    filled: Fraction
    entry: Part | None
    added: tuple[Part, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is worth the same at every price of the market."""
        return all(part.bounded for part in self._parts)

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self.added if self.entry is None else (self.entry, *self.added)

    def worth(self, market: Fraction) -> Fraction:
        """Return all that went in and may go in."""
        return self.filled + sum(part.worth(market) for part in self._parts)

    def with_entry(self, entry: Part) -> "Position":
        """Return the position that another entry makes."""
        return replace(self, entry=entry)

    def with_added(self, part: Part) -> "Position":
        """Return the position with another order that adds to it."""
        return replace(self, added=(*self.added, part))


class Shown:
    """An answer of a SmartTrade, read as far as the limits need it."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.values, self.order = reply, reply.values, _SHOWN
        self.message = Message(_SHOWN, reply, self.values)
        self.kind = self.values.text(self.message.place("kind"), self.message.get("kind"))
        self.side = self.message.side()
        self.pair = self.values.text(self.message.place("pair"), self.message.get("pair"))

    @property
    def has_targets_that_count(self) -> bool:
        """Whether what its targets trade counts: they are the orders of own funds, and a short buys back."""
        return self.kind in OWN_FUNDS or self.side == "sell"

    @property
    def units(self) -> Fraction:
        """The units of the entry, in base currency."""
        return self.values.above_zero(self.message.place("units"), self.message.get("units"))

    @property
    def is_entered(self) -> bool:
        """Whether the entry is filled, or was not needed."""
        waits = self.reply.get("/is_position_not_filled")
        if not isinstance(waits, bool):
            raise self.values.unknown(self.reply.place("/is_position_not_filled"), waits)
        return not waits

    @property
    def market(self) -> Fraction:
        """The highest price of the pair, as the answer has it."""
        return highest(self.reply, "/data/current_price")

    def part(self, message: Message | None = None) -> Part:
        """Return the entry as it stands, or as another message would make it."""
        return part_of(
            message or self.message,
            self.values,
            side=self.side,
            with_targets=self.has_targets_that_count,
            at_market=self._is_forced,
        )

    def _is_forced(self) -> bool:
        # Once it was forced to start, a limit order goes out at market price.
        return _text(self.reply, "/position/status/type").startswith("panic_sell")

    def position(self, trades: Reply | None) -> Position:
        """Return what is in the SmartTrade, with its trades, None where they are not asked for.

        The trades are seen later than the answer, so what was filled in between stands in them alone.
        """
        entering = [] if trades is None else self._entering(trades)
        has_entry = bool(entering) and (self.is_entered or self._is_entry(entering[0]))
        waiting = [each for each in entering[has_entry:] if not _is_settled(each)]
        added = tuple(self._waiting(each) for each in waiting)
        if self.kind in OWN_FUNDS:
            entry = self.part()
            units = max(entry.units, self._realised("/realised_amount", entering))
            return Position(filled=Fraction(0), entry=replace(entry, units=units), added=added)
        filled = max(self._number("/data/entered_total"), self._realised("/realised_total", entering))
        is_entered = self.is_entered or (has_entry and _is_settled(entering[0]))
        return Position(
            filled=self._without_commission(filled), entry=None if is_entered else self.part(), added=added
        )

    def placed_since(self, trades: Reply, start: datetime) -> Fraction:
        """Return what the orders are worth that were made since then and add to the position."""
        found = Fraction(0)
        for each in self._entering(trades):
            if self.values.moment(each.place("/created_at"), each.get("/created_at")) >= start:
                total = self._without_commission(self._realised("/realised_total", [each]))
                found += max(total, self._waiting(each).worth(self.market))
        return found

    def _without_commission(self, total: Fraction) -> Fraction:
        """Return the total of a short before its commission was taken off; a long's has it on top."""
        if self.side == "buy" or not total:
            return total
        commission = self._number("/data/commission")
        return total / (1 - commission) if 0 <= commission < 1 else total

    def _entering(self, trades: Reply) -> list[Reply]:
        """Return the trades that open the position or add to it, oldest first."""
        found = [each for each in trades.elements() if _text(each, "/trade_purpose") not in _CLOSING]
        return sorted(found, key=lambda each: self.values.whole(each.place("/id"), each.get("/id")))

    def _realised(self, pointer: str, trades: Iterable[Reply]) -> Fraction:
        reported = [(each.place(pointer), each.get(pointer)) for each in trades]
        return sum((self.values.number(*each) for each in reported if each[1] is not None), Fraction(0))

    def _is_entry(self, trade: Reply) -> bool:
        amount = self.values.number(trade.place("/initial_amount"), trade.get("/initial_amount"))
        return amount == self._number("/position/units/value")

    def _waiting(self, trade: Reply) -> Part:
        values = self.values
        units = values.above_zero(trade.place("/initial_amount"), trade.get("/initial_amount"))
        if self._is_bounded(trade):
            price = values.above_zero(trade.place("/order_price"), trade.get("/order_price"))
            return Part(units, price, bounded=True)
        named = [(trade.place(f"/{name}"), trade.get(f"/{name}")) for name in _PRICES]
        stated = [values.number(place, value) for place, value in named if value is not None]
        return Part(units, max(stated, default=Fraction(0)))

    def _is_bounded(self, trade: Reply) -> bool:
        """Tell whether it is a buy limit that stays one."""
        return (
            _text(trade, "/order_side") == "buy"
            and _text(trade, "/order_type") == "limit"
            and trade.get("/trigger_price") is None
            and not _text(trade, "/status").startswith("panic_sell")
        )

    def _number(self, pointer: str) -> Fraction:
        return self.values.number(self.reply.place(pointer), self.reply.get(pointer))


def highest(rates: Reply, group: str = "") -> Fraction:
    """Return the highest of bid, ask and last, each of which has to be there and above zero."""
    pointers = [f"{group}/{name}" for name in ("bid", "ask", "last")]
    return max(rates.values.above_zero(rates.place(each), rates.get(each)) for each in pointers)


def _is_settled(trade: Reply) -> bool:
    return _text(trade, "/status") in _SETTLED


def _text(reply: Reply, pointer: str) -> str:
    return reply.values.text(reply.place(pointer), reply.get(pointer))
