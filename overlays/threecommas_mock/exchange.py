"""The exchange in one object: what tests, demos and the server hold on to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import RLock
from typing import Any, Literal
from uuid import UUID

import httpx
from starlette.applications import Starlette

from threecommas_mock import defaults
from threecommas_mock.accounts import Account
from threecommas_mock.app import build_app
from threecommas_mock.clock import Clock, SteppedClock
from threecommas_mock.credentials import Credential, Keyring
from threecommas_mock.desk import Desk
from threecommas_mock.document import Document
from threecommas_mock.errors import Refusal
from threecommas_mock.gate import Gate
from threecommas_mock.journal import CAPACITY, Journal, Passage
from threecommas_mock.market import Market, Money, Pair, Quote
from threecommas_mock.operations import HANDLERS
from threecommas_mock.price_series import Point
from threecommas_mock.rate_limits import RateLimiter
from threecommas_mock.routes import PREFIX
from threecommas_mock.signing import Join, Strictness
from threecommas_mock.transport import InProcessTransport
from threecommas_mock.wire import Reply, Request


class MockExchange:
    """A stateful stand-in for 3Commas: the real signatures, permissions, validation, statuses and arithmetic.

    Everything it needs is passed in; two exchanges share nothing. *accounts*, *pairs* and *credentials*
    default to those of `threecommas_mock.defaults`, *clock* to one that stands still until `advance`,
    *document* to the bundled one. *delay* is how long 3Commas takes for each transition (see `desk`). The
    *journal* holds the newest requests, as many as *journal_capacity* says.

    *rate_limits* "documented" answers 429 and 418 by the document's numbers and the exchange's clock (see the
    module `rate_limits`); by default any number of requests is taken, so that tests may send thousands.
    """

    base_url = f"https://threecommas.mock{PREFIX}"
    """Base address for clients that use the transports."""

    def __init__(
        self,
        *,
        accounts: Iterable[Account] | None = None,
        pairs: Iterable[Pair] | None = None,
        credentials: Iterable[Credential] | None = None,
        clock: Clock | None = None,
        delay: timedelta = timedelta(),
        signing: Strictness | str = Strictness.LENIENT,
        document: Document | Path | None = None,
        journal_capacity: int = CAPACITY,
        rate_limits: Literal["documented"] | None = None,
    ) -> None:
        self._document = document if isinstance(document, Document) else Document.load(document)
        _demand_handlers(self._document)
        self.credentials = tuple(defaults.credentials() if credentials is None else credentials)
        self._desk = Desk(
            accounts=defaults.accounts() if accounts is None else accounts,
            market=Market(defaults.pairs() if pairs is None else pairs),
            clock=SteppedClock() if clock is None else clock,
            delay=delay,
        )
        limiter = _limiter(rate_limits)
        self._gate = Gate(self._document, Keyring(self.credentials), Strictness(signing), limiter)
        self.journal = Journal(self.credentials, journal_capacity)
        self._request_ids = count(1)
        self._lock = RLock()
        self.app: Starlette = build_app(self.answer)

    @property
    def joins(self) -> Mapping[tuple[str, Join], int]:
        """How signatures matched so far: (key, join) -> number of requests."""
        return self._gate.joins

    def transport(self) -> httpx.BaseTransport:
        """Make a transport for `httpx.Client`: no socket, no thread, no event loop."""
        return InProcessTransport(self.app)

    def async_transport(self) -> httpx.AsyncBaseTransport:
        """Make a transport for `httpx.AsyncClient`: no socket."""
        return httpx.ASGITransport(self.app)

    def quote(self, pair: str) -> Quote:
        """Tell what *pair* costs now, or raise UnknownPairError."""
        with self._lock:
            return self._desk.market[pair].quote

    def set_price(
        self,
        pair: str,
        price: Money | None = None,
        *,
        bid: Money | None = None,
        ask: Money | None = None,
        last: Money | None = None,
    ) -> Quote:
        """Move a pair's prices (quote currency): *price* moves all three, the others one of them.

        What was due before is settled first; then every open SmartTrade on the pair sees the new prices.
        What they set off is pending and shows when it is polled.
        """
        with self._lock:
            # Orders that were due before the move must not be filled at prices after it.
            self._desk.settle_due()
            moved = self._desk.market.set_price(pair, price, bid=bid, ask=ask, last=last)
            self._desk.price_moved(pair)
            return moved.quote

    def play(self, pair: str, points: Iterable[Point]) -> int:
        """Move a pair's prices from point to point, as fast as the clock runs; gives how many there were.

        A stepped clock is moved along, a real or scaled one is waited for; while that lasts other threads get
        their answers. *points* come from the module `price_series`, and `itertools.islice` takes a few only.
        """
        clock, played = self._desk.clock, 0
        due = clock.now()
        for point in points:
            due += point.after
            # What the moves themselves took is not waited for once more.
            early = (due - clock.now()).total_seconds()
            if early > 0:
                clock.wait(early)
            self.set_price(pair, point.price, bid=point.bid, ask=point.ask, last=point.last)
            played += 1
        return played

    def advance(self, seconds: float) -> None:
        """Let time pass, then settle everything that is due."""
        with self._lock:
            self._desk.clock.advance(seconds)
            self._desk.settle_due()

    def settle(self) -> None:
        """Settle everything pending at once, whatever the delay."""
        with self._lock:
            self._desk.settle_all()

    def answer(self, request: Request) -> Reply:
        """Answer one request; refusals included, so that only a defect raises."""
        with self._lock:
            # Counted, not random: the same calls get the same answers.
            identity = {"X-Request-Id": str(UUID(int=next(self._request_ids)))}
            passage = Passage()
            try:
                status, value = self._handle(request, passage)
            except Refusal as refusal:
                reply = Reply(refusal.status, _json(refusal.body()), identity | refusal.headers())
            else:
                reply = Reply(status, _json(value), identity)
            self.journal.record(request, reply, passage, self._desk.clock.now())
            return reply

    def _handle(self, request: Request, passage: Passage) -> tuple[int, Any]:
        operation, call = self._gate.admit(request, passage, self._desk.clock.now())
        user = 0 if passage.credential is None else passage.credential.user
        return operation.success, HANDLERS[operation.id](self._desk, user, call)


def _demand_handlers(document: Document) -> None:
    missing = [operation.id for operation in document.operations if operation.id not in HANDLERS]
    if missing:
        raise ValueError(f"the document has operations the mock does not know: {', '.join(missing)}")


def _limiter(rate_limits: str | None) -> RateLimiter | None:
    if rate_limits not in ("documented", None):
        raise ValueError(f"rate_limits is {rate_limits!r}: choose 'documented' or None")
    return None if rate_limits is None else RateLimiter()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
