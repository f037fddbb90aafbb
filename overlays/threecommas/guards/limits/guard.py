"""The guard that holds orders to the limits: it looks, judges, and claims before a write leaves."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

import httpx
from threecommas_rest.json_text import loads

from threecommas.flow import Flow
from threecommas.guards.limits.claims import Claim, Ledger
from threecommas.guards.limits.judged import Judged
from threecommas.guards.limits.limits import Limits
from threecommas.guards.limits.order_effect import Judge
from threecommas.guards.limits.smart_trade_lists import Open, open_now, placed_today
from threecommas.guards.lookups import InstrumentCache
from threecommas.guards.permits import Lookup, Outcome
from threecommas.guards.strict_values import Values, pointed
from threecommas.messages.request import RequestInfo
from threecommas.note_key import split_note

_OF_BOTS = "get_dca_bot"
_SUMS = {
    "per_order": "The order comes to",
    "per_position": "{holder} would come to",
    "open_total": "All active SmartTrades would come to",
    "per_day": "The orders of this day would come to",
}


class ClaimPermit:
    """The leave to send one order, which has to hear what became of it."""

    def __init__(self, ledger: Ledger, claim: Claim) -> None:
        self._ledger, self._claim = ledger, claim

    def settle(self, outcome: Outcome, response: httpx.Response | None) -> None:
        """Say what became of the request, with its answer if it has one."""
        self._ledger.settle(self._claim, outcome, None if response is None else _id_of(response))


class LimitsGuard:
    """Holds the writes of one client to its limits; `name` is what its errors call it."""

    def __init__(self, limits: Limits, instruments: InstrumentCache, ledger: Ledger, *, name: str) -> None:
        self._limits, self._instruments, self._ledger, self._name = limits, instruments, ledger, name

    def __call__(self, call: RequestInfo, ask: Lookup) -> Flow[ClaimPermit | None]:
        """Return the permit of an order, None for a write that places none; raise `GuardError`."""
        if not call.is_write:
            return None
        values = Values(call, self._name)
        order = None if call.operation is None else call.operation.order
        if order is None:
            raise values.refused("Nothing says what it does to orders, so it cannot be held to limits.")
        if call.unknown_query:
            raise values.refused("It has parameters in its query that it does not take.")
        yield from self._check_place(call, ask, values)
        if order.effect == "closes" and order.of == _OF_BOTS:
            # It takes down deals that are there, and must always be possible.
            return None
        if order.effect == "places_later":
            self._check_later(values)
            return None
        judged = yield from Judge(call, order, ask, self._instruments, values).judged(self._ledger)
        return None if judged is None else (yield from self._admitted(judged, ask, values))

    def _check_place(self, call: RequestInfo, ask: Lookup, values: Values) -> Flow[None]:
        limits = self._limits
        if limits.accounts is None and limits.pairs is None:
            return
        place = yield from self._instruments.find(call, ask, self._name)
        if limits.accounts is not None and (account := place.get("account", values)) not in limits.accounts:
            raise values.refused(f"Account {account} is not among limits.accounts.")
        if limits.pairs is None:
            return
        for pair in place.get("pairs", values):
            if pair not in limits.pairs:
                raise values.refused(f"The pair {pair!r} is not among limits.pairs.")

    def _check_later(self, values: Values) -> None:
        """Refuse what lets 3Commas place orders by itself, if there are limits that those get past."""
        limits = self._limits
        if limits.amounts.all or limits.orders_per_minute is not None:
            # Both limits of worth of `max_total` have its name.
            names = [*dict.fromkeys(map(self._named, limits.amounts.all))] or ["limits.orders_per_minute"]
            raise values.refused(
                "It lets 3Commas place orders by itself from now on, which no limit of this client sees "
                f"({', '.join(names)}). Send it with a client whose limits are accounts and pairs alone."
            )

    def _admitted(self, judged: Judged, ask: Lookup, values: Values) -> Flow[ClaimPermit]:
        """Return the permit of an order for which every limit leaves room."""
        amounts, ledger = self._limits.amounts, self._ledger
        currency = _currency(judged.pair, values)
        for name, each in amounts.all.items():
            if each.limit(currency) is None:
                raise values.refused(f"{self._named(name)} has no limit for {currency}, the quote currency.")
        if not judged.listed and self._limits.needs_lists:
            raise values.refused(
                "limits.open_total and limits.per_day read the lists of SmartTrades, and these do not show "
                f"what {values.call.operation_id} places. Use a client without them for it."
            )
        opened = Open({}, ledger.look())
        if amounts.open_total is not None and judged.opens is not None:
            opened = yield from open_now(ask, ledger, values)
        day = ledger.today()
        if amounts.per_day is not None and not ledger.knows_day(day):
            ledger.learn_day(day, (yield from placed_today(ask, day, ledger, values)))
        claim = Claim(
            key=_key(values.call),
            currency=currency,
            trade=judged.trade,
            spends=judged.spends,
            opens=judged.opens or Fraction(0),
            day=day,
            changes=judged.changes,
        )
        with ledger.lock, ledger.without_earlier(claim):
            self._check(judged, currency, opened, values)
            ledger.claim(claim)
        return ClaimPermit(ledger, claim)

    def _check(self, judged: Judged, currency: str, opened: Open, values: Values) -> None:
        """Raise unless every limit leaves room; called under the lock of the ledger."""
        ledger, most = self._ledger, self._limits.orders_per_minute
        if most is not None and ledger.orders_of_last_minute() >= most:
            name = self._named("orders_per_minute")
            raise values.refused(f"{name}={most}, and as many orders went out in the last 60 seconds.")
        if judged.trade is not None and ledger.under_way(judged.trade, judged.seen):
            raise values.refused(
                f"Another request is changing {judged.named}. Repeat it when that is answered."
            )
        for name, each in self._limits.amounts.all.items():
            limit = each.limit(currency)
            total = self._sum(name, judged, each.counts_with(currency), opened)
            if total is not None and limit is not None and total > Fraction(limit):
                sum_of = _SUMS[name].format(holder=judged.holder)
                raise values.refused(
                    f"{sum_of} {float(total):.10g} {currency}, which is more than "
                    f"{self._named(name)}={limit} in quote currency."
                )

    def _sum(self, name: str, judged: Judged, shared: Collection[str], opened: Open) -> Fraction | None:
        """Return what has to stay within a limit, None if the order does not add to it."""
        ledger = self._ledger
        if name == "per_order":
            return judged.order
        if name == "per_day":
            return ledger.spent(shared) + judged.spends if judged.spends else None
        if name == "per_position":
            unseen = [] if judged.trade is None else ledger.unseen(judged.seen)
            return judged.position + sum(each.opens for each in unseen if each.trade == judged.trade)
        if judged.opens is None:
            return None
        unseen = [each for each in ledger.unseen(opened.seen) if each.currency in shared]
        hidden = sum(each.opens for each in unseen if not opened.shows_new(each))
        return opened.worth(shared) + hidden + judged.opens

    def _named(self, name: str) -> str:
        return self._name if self._name == "max_total" else f"limits.{name}"


def _key(call: RequestInfo) -> bytes | None:
    """Return what tells an order of `create_once` from others: it is sent again where it did not arrive."""
    body = loads(call.body) if call.body else {}
    note = body.get("note")
    return call.body if isinstance(note, str) and split_note(note)[1] is not None else None


def _currency(pair: str, values: Values) -> str:
    quote, line, base = pair.partition("_")
    if not (quote and line and base):
        raise values.unknown("pair", pair)
    return quote.upper()


def _id_of(response: httpx.Response) -> int | None:
    try:
        found: Any = next(pointed(loads(response.content), "/id"))
    except ValueError:
        return None
    return found if type(found) is int else None
