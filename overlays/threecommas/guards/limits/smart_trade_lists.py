"""The lists of SmartTrades as limits read them: what is open, and what was placed on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Literal

from threecommas_rest import api

from threecommas.flow import Flow
from threecommas.guards.limits.claims import Claim, Ledger
from threecommas.guards.limits.positions import Position, Shown
from threecommas.guards.lookup_responses import Reply
from threecommas.guards.permits import Lookup
from threecommas.guards.strict_values import Values

_PER_PAGE = 100
_MOST_PAGES = 50
_MOST_TURNS = 5
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


def open_now(ask: Lookup, ledger: Ledger, values: Values) -> Flow[Open]:
    """Return what is open, by the list of active SmartTrades.

    While it is read, what ends moves the rest to earlier pages, so that a page may leave some out. So pages
    are read once more from the last to the first: who moves towards those yet to be read is met there.
    """
    seen, trades, page = ledger.look(), dict[int, tuple[str, Fraction]](), 1
    while (yield from _add_page(page, trades, ask, ledger, values)) >= _PER_PAGE:
        page += 1
        if page > _MOST_PAGES:
            raise values.refused(f"There are {_MOST_PAGES * _PER_PAGE} active SmartTrades or more.")
    for earlier in range(page - 1, 0, -1):
        yield from _add_page(earlier, trades, ask, ledger, values)
    return Open(trades, seen)


def _add_page(
    page: int, trades: dict[int, tuple[str, Fraction]], ask: Lookup, ledger: Ledger, values: Values
) -> Flow[int]:
    """Add what is on a page of active SmartTrades and not among them yet; return how many are on it."""
    elements = yield from _elements(ask, values, page, status="active", by="created_at", direction="ASC")
    for element in elements:
        number = _id(element)
        if number not in trades:
            shown = Shown(element)
            position = yield from _position(ask, shown, number, ledger)
            trades[number] = (_quote(shown), position.worth(shown.market))
    return len(elements)


def placed_today(ask: Lookup, day: date, ledger: Ledger, values: Values) -> Flow[dict[str, Fraction]]:
    """Return what was placed since midnight UTC, by quote currency.

    The list is sorted by the last change. What changes while it is read moves to the front, where it is
    looked for again until no page is left out.
    """
    start = edge = datetime(day.year, day.month, day.day, tzinfo=UTC)
    placed: dict[int, tuple[str, Fraction]] = {}
    for _ in range(_MOST_TURNS):
        pages, newest = 0, edge
        is_left = True
        while is_left:
            pages += 1
            changes = yield from _changes(ask, values, pages)
            newest = max([newest, *(moment for moment, _ in changes)]) if pages == 1 else newest
            yield from _add_placed(placed, changes, ask, start, ledger)
            is_left = len(changes) >= _PER_PAGE and not _reaches([moment for moment, _ in changes], edge)
        if pages == 1:
            return _by_currency(placed)
        edge = newest
    raise values.refused("The list of SmartTrades changes faster than it can be read.")


def _changes(ask: Lookup, values: Values, page: int) -> Flow[list[tuple[datetime, Reply]]]:
    """Return a page of all SmartTrades, each with the moment of its last change, the latest first."""
    if page > _MOST_PAGES:
        raise values.refused(f"There are {_MOST_PAGES * _PER_PAGE} SmartTrades of this day or more.")
    elements = yield from _elements(ask, values, page, status="all", by="updated_at", direction="DESC")
    return [(_moment(element, "updated_at"), element) for element in elements]


def _add_placed(
    placed: dict[int, tuple[str, Fraction]],
    changes: list[tuple[datetime, Reply]],
    ask: Lookup,
    start: datetime,
    ledger: Ledger,
) -> Flow[None]:
    """Add what was placed with those that changed since the start and are not among them yet."""
    for moment, element in changes:
        if moment >= start and (number := _id(element)) not in placed:
            placed[number] = yield from _placed(ask, element, number, start, ledger)


def _reaches(moments: list[datetime], edge: datetime) -> bool:
    """Tell whether a page that is sorted as it was asked for ends with what is older."""
    return moments == sorted(moments, reverse=True) and moments[-1] < edge


def _by_currency(placed: dict[int, tuple[str, Fraction]]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for quote, worth in placed.values():
        found[quote] = found.get(quote, Fraction(0)) + worth
    return found


def _placed(
    ask: Lookup, element: Reply, number: int, start: datetime, ledger: Ledger
) -> Flow[tuple[str, Fraction]]:
    shown = Shown(element)
    if _moment(element, "created_at") >= start:
        position = yield from _position(ask, shown, number, ledger)
        return _quote(shown), position.worth(shown.market)
    trades = yield from _trades(ask, number, element.values)
    return _quote(shown), shown.placed_since(trades, start)


def _position(ask: Lookup, shown: Shown, number: int, ledger: Ledger) -> Flow[Position]:
    """Return what is in a listed SmartTrade; its trades are asked for again once it was updated."""
    if shown.kind in _SIMPLE:
        return shown.position(None)
    updated_at = _moment(shown.reply, "updated_at")
    trades: Reply | None = ledger.trades_of(number, updated_at)
    if trades is None:
        turn = ledger.look()
        trades = yield from _trades(ask, number, shown.values)
        ledger.keep_trades(number, updated_at, trades, turn)
    return shown.position(trades.on_behalf_of(shown.values))


def _trades(ask: Lookup, number: int, values: Values) -> Flow[Reply]:
    request = api.list_trades.build(number)
    return Reply.of(request.operation.id, (yield from ask(request)), values)


def _elements(
    ask: Lookup,
    values: Values,
    page: int,
    *,
    status: Literal["active", "all"],
    by: Literal["created_at", "updated_at"],
    direction: Literal["ASC", "DESC"],
) -> Flow[list[Reply]]:
    request = api.list_smart_trades.build(
        status=status, order_by=by, order_direction=direction, page=page, per_page=_PER_PAGE
    )
    return list(Reply.of(request.operation.id, (yield from ask(request)), values).elements())


def _quote(shown: Shown) -> str:
    return shown.pair.partition("_")[0].upper()


def _id(element: Reply) -> int:
    return element.values.whole(element.place("/id"), element.get("/id"))


def _moment(element: Reply, name: str) -> datetime:
    pointer = f"/data/{name}"
    return element.values.moment(element.place(pointer), element.get(pointer))
