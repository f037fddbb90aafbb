"""What the lists of SmartTrades show: what is open, and what was placed on a day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from threecommas_rest import api

from threecommas.inquiries import Question
from threecommas.limits.ledger import Claim, Ledger
from threecommas.limits.positions import Position, Shown
from threecommas.steps import Steps
from threecommas.values import Values, pointed

_PER_PAGE = 100
_MOST_PAGES = 50
# A simple order takes no further funds (page "Add funds").
_SIMPLE = frozenset({"simple_buy", "simple_sell"})


@dataclass(frozen=True, slots=True)
class Open:
    """What is in the active SmartTrades: id -> quote currency and worth. `seen` marks when the look began."""

    trades: dict[int, tuple[str, Fraction]]
    seen: int

    def worth(self, currencies: Collection[str]) -> Fraction:
        """Return the sum in these currencies."""
        return sum((worth for quote, worth in self.trades.values() if quote in currencies), Fraction(0))

    def shows_new(self, claim: Claim) -> bool:
        """Tell whether the SmartTrade that a claim made is among these."""
        return claim.is_new and claim.trade in self.trades


def open_now(ask: Question, ledger: Ledger, values: Values) -> Steps[Open]:
    """Return what is open, by the list of active SmartTrades."""
    seen, trades = ledger.look(), {}
    for page in range(1, _MOST_PAGES + 1):
        elements = yield from ask(
            api.list_smart_trades.build(
                status="active", order_by="created_at", order_direction="ASC", page=page, per_page=_PER_PAGE
            )
        )
        for element in _elements(elements, values):
            number = _id(element, values)
            shown = Shown(element, values)
            position = yield from _position(ask, shown, number, ledger)
            trades[number] = (shown.pair.partition("_")[0].upper(), position.worth(shown.market))
        if len(elements) < _PER_PAGE:
            return Open(trades, seen)
    raise values.refused(f"There are more than {_MOST_PAGES * _PER_PAGE} active SmartTrades.")


def placed_today(ask: Question, day: date, ledger: Ledger, values: Values) -> Steps[dict[str, Fraction]]:
    """Return what was placed since midnight UTC, by quote currency."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    placed: dict[str, Fraction] = {}
    for page in range(1, _MOST_PAGES + 1):
        elements = yield from ask(
            api.list_smart_trades.build(
                status="all", order_by="updated_at", order_direction="DESC", page=page, per_page=_PER_PAGE
            )
        )
        for element in _elements(elements, values):
            if _moment(element, "updated_at", values) < start:
                return placed
            shown = Shown(element, values)
            quote = shown.pair.partition("_")[0].upper()
            placed[quote] = placed.get(quote, Fraction(0)) + (
                yield from _placed(ask, element, start, ledger, values)
            )
        if len(elements) < _PER_PAGE:
            return placed
    raise values.refused(f"There are more than {_MOST_PAGES * _PER_PAGE} SmartTrades of this day.")


def _placed(ask: Question, element: Any, start: datetime, ledger: Ledger, values: Values) -> Steps[Fraction]:
    shown = Shown(element, values)
    if _moment(element, "created_at", values) >= start:
        position = yield from _position(ask, shown, _id(element, values), ledger)
        return position.worth(shown.market)
    trades = yield from ask(api.list_trades.build(_id(element, values)))
    return shown.placed_since(trades, start)


def _position(ask: Question, shown: Shown, number: int, ledger: Ledger) -> Steps[Position]:
    """Return what is in a listed SmartTrade; its trades are asked for again once it was updated."""
    if shown.kind in _SIMPLE:
        return shown.position(None)
    updated_at = _moment(shown.content, "updated_at", shown.values)
    trades = ledger.trades_of(number, updated_at)
    if trades is None:
        turn = ledger.look()
        trades = yield from ask(api.list_trades.build(number))
        ledger.keep_trades(number, updated_at, trades, turn)
    return shown.position(trades)


def _elements(answer: Any, values: Values) -> Iterator[Any]:
    if not isinstance(answer, list):
        raise values.untold("the list of SmartTrades", answer)
    yield from answer


def _id(element: Any, values: Values) -> int:
    return values.whole("the id of a listed SmartTrade", next(pointed(element, "/id")))


def _moment(element: Any, name: str, values: Values) -> datetime:
    return values.moment(f"data.{name} of a listed SmartTrade", next(pointed(element, f"/data/{name}")))
