"""What is in a SmartTrade: what was filled, and the orders that wait to add to it.

The answer of a SmartTrade does not show added funds before they are filled (page "Add funds"), so its trades
are looked at too. That its entry is the oldest of them is inferred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from threecommas_rest import OPERATIONS
from threecommas_rest.operations import Order

from threecommas.inquiries import OWN_FUNDS
from threecommas.limits.stated import Message, Part, part_of
from threecommas.values import ABSENT, Values, pointed

# What will not be filled any more, or has been. Every other status, a new one too, may still be.
_SETTLED = frozenset({"finished", "failed", "cancelled", "panic_sold", "smart_sell", "inactive"})
# Purposes of trades that take a position down; one that nobody knows may add to it.
_CLOSING = frozenset({"take_profit", "stop_loss", "reduce_funds", "market_close"})
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

    def __init__(self, content: Any, values: Values) -> None:
        self.content, self.values, self.order = content, values, _SHOWN
        self.message = Message(_SHOWN, content, values, name="the answer")
        self.kind = values.text(self.message.place("kind"), self.message.get("kind"))
        self.side = self.message.side()
        self.pair = values.text(self.message.place("pair"), self.message.get("pair"))

    @property
    def has_targets_that_count(self) -> bool:
        """Whether what its targets trade counts: they are the orders of own funds, and a short buys back."""
        return self.kind in OWN_FUNDS or self.side == "sell"

    @property
    def is_entered(self) -> bool:
        """Whether the entry is filled, or was not needed."""
        waits = self._at("/is_position_not_filled")
        if not isinstance(waits, bool):
            raise self.values.untold("the answer.is_position_not_filled", waits)
        return not waits

    @property
    def market(self) -> Fraction:
        """The highest price of the pair, as the answer has it."""
        return highest(self._at("/data/current_price"), self.values)

    def part(self, message: Message | None = None) -> Part:
        """Return the entry as it stands, or as another message would make it."""
        # Once it was forced to start, a limit order goes out at market price.
        forced = str(self._at("/position/status/type")).startswith("panic_sell")
        return part_of(
            message or self.message,
            self.values,
            side=self.side,
            with_targets=self.has_targets_that_count,
            at_market=forced,
        )

    def position(self, trades: Any) -> Position:
        """Return what is in the SmartTrade, with its trades, None where they are not asked for.

        The trades are seen later than the answer, so what was filled in between stands in them alone.
        """
        entering = [] if trades is None else self._entering(trades)
        has_entry = bool(entering) and (self.is_entered or self._is_entry(entering[0]))
        waiting = [each for each in entering[has_entry:] if each.get("status") not in _SETTLED]
        added = tuple(self._waiting(each) for each in waiting)
        if self.kind in OWN_FUNDS:
            entry = self.part()
            units = max(entry.units, self._realised("realised_amount", entering))
            return Position(filled=Fraction(0), entry=replace(entry, units=units), added=added)
        filled = max(self._number("/data/entered_total"), self._realised("realised_total", entering))
        is_entered = self.is_entered or (has_entry and entering[0].get("status") in _SETTLED)
        return Position(
            filled=self._without_commission(filled), entry=None if is_entered else self.part(), added=added
        )

    def placed_since(self, trades: Any, start: datetime) -> Fraction:
        """Return what the orders are worth that were made since then and add to the position."""
        found = Fraction(0)
        for each in self._entering(trades):
            if self.values.moment("created_at of a trade", each.get("created_at", ABSENT)) >= start:
                total = self._without_commission(self._realised("realised_total", [each]))
                found += max(total, self._waiting(each).worth(self.market))
        return found

    def _without_commission(self, total: Fraction) -> Fraction:
        """Return the total of a short before its commission was taken off; a long's has it on top."""
        if self.side == "buy" or not total:
            return total
        commission = self._number("/data/commission")
        return total / (1 - commission) if 0 <= commission < 1 else total

    def _entering(self, trades: Any) -> list[Mapping[str, Any]]:
        """Return the trades that open the position or add to it, oldest first."""
        if not isinstance(trades, list) or not all(isinstance(each, Mapping) for each in trades):
            raise self.values.untold("the list of its trades", trades)
        entering = [each for each in trades if each.get("trade_purpose") not in _CLOSING]
        return sorted(entering, key=lambda each: self.values.whole("id of a trade", each.get("id", ABSENT)))

    def _realised(self, name: str, trades: Iterable[Mapping[str, Any]]) -> Fraction:
        told = [each.get(name) for each in trades]
        return sum((self.values.number(f"{name} of a trade", each) for each in told if each), Fraction(0))

    def _is_entry(self, trade: Mapping[str, Any]) -> bool:
        amount = self.values.number("initial_amount of a trade", trade.get("initial_amount", ABSENT))
        return amount == self._number("/position/units/value")

    def _waiting(self, trade: Mapping[str, Any]) -> Part:
        values = self.values
        units = values.above_zero("initial_amount of a trade", trade.get("initial_amount", ABSENT))
        is_resting = trade.get("order_type") == "limit" and trade.get("trigger_price") is None
        forced = str(trade.get("status")).startswith("panic_sell")
        if is_resting and trade.get("order_side") == "buy" and not forced:
            price = values.above_zero("order_price of a trade", trade.get("order_price"))
            return Part(units, price, bounded=True)
        named = [(name, trade.get(name)) for name in ("order_price", "initial_price", "trigger_price")]
        stated = [values.number(f"{name} of a trade", value) for name, value in named if value is not None]
        return Part(units, max(stated, default=Fraction(0)))

    def _number(self, pointer: str) -> Fraction:
        return self.values.number(f"the answer{pointer.replace('/', '.')}", self._at(pointer))

    def _at(self, pointer: str) -> Any:
        return next(pointed(self.content, pointer))


def highest(rates: Any, values: Values) -> Fraction:
    """Return the highest of bid, ask and last, each of which has to be there and above zero."""
    return max(
        values.above_zero(f"the {name} of its pair", next(pointed(rates, f"/{name}")))
        for name in ("bid", "ask", "last")
    )
