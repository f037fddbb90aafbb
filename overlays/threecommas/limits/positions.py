"""What is in a SmartTrade: what was filled, and the orders that wait to add to it.

The answer of a SmartTrade does not show added funds before they are filled (page "Add funds"), so its trades
are looked at too. That its entry is the oldest of them is inferred.
"""

from collections.abc import Mapping
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
        """Return what is in the SmartTrade, with its trades, None where they are not asked for."""
        added = () if trades is None else self._added(trades)
        if self.kind in OWN_FUNDS:
            return Position(filled=Fraction(0), entry=self.part(), added=added)
        if self.is_entered:
            return Position(filled=self._filled(), entry=None, added=added)
        return Position(filled=Fraction(0), entry=self.part(), added=added)

    def placed_since(self, trades: Any, start: datetime) -> Fraction:
        """Return what the orders are worth that were made since then and add to the position."""
        found = Fraction(0)
        for each in self._entering(trades):
            if self.values.moment("created_at of a trade", each.get("created_at", ABSENT)) >= start:
                filled = each.get("realised_total") or "0"
                total = self.values.number("realised_total of a trade", filled)
                found += max(total, self._waiting(each).worth(self.market))
        return found

    def _filled(self) -> Fraction:
        total = self._number("/data/entered_total")
        if self.side == "buy":
            return total
        # The total of a short is less its commission.
        commission = self._number("/data/commission")
        return total / (1 - commission) if 0 <= commission < 1 else total

    def _added(self, trades: Any) -> tuple[Part, ...]:
        """Return the orders that wait to add to the position, the entry itself left out."""
        entering = self._entering(trades)
        entering.sort(key=lambda each: self.values.whole("id of a trade", next(pointed(each, "/id"))))
        if not self.is_entered and entering and self._is_entry(entering[0]):
            entering = entering[1:]
        return tuple(self._waiting(each) for each in entering if each.get("status") not in _SETTLED)

    def _entering(self, trades: Any) -> list[Mapping[str, Any]]:
        """Return the trades that open the position or add to it."""
        if not isinstance(trades, list) or not all(isinstance(each, Mapping) for each in trades):
            raise self.values.untold("the list of its trades", trades)
        return [each for each in trades if each.get("trade_purpose") in (None, "position")]

    def _is_entry(self, trade: Mapping[str, Any]) -> bool:
        units = self._number("/position/units/value")
        return self.values.number("initial_amount", trade.get("initial_amount", ABSENT)) == units

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
