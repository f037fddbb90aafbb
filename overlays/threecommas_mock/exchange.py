"""The exchange in one object: what tests, demos and the server hold on to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Literal

import httpx
from starlette.types import ASGIApp

from threecommas_mock import defaults
from threecommas_mock.account_trading import AccountTrading
from threecommas_mock.accounts.conversions import Conversions
from threecommas_mock.accounts.service import Accounts
from threecommas_mock.api.admission import Admission
from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.credentials import Credential, Keyring
from threecommas_mock.api.document import Document, document_of
from threecommas_mock.api.rate_limits import limiter
from threecommas_mock.api.router import PREFIX
from threecommas_mock.api.signatures import Join, Strictness
from threecommas_mock.bot_deals import BotDeals
from threecommas_mock.bot_signals import BotSignals
from threecommas_mock.candles.candle import Candle, PathRule
from threecommas_mock.control.api import Control
from threecommas_mock.dashboard.dashboard import ROWS, Dashboard
from threecommas_mock.dashboard.tables import Rooms
from threecommas_mock.dca_bots.account_changes import BotAccounts
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.deals.service import Deals
from threecommas_mock.faults.faults import Fault
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.grid_bots.service import GridBots
from threecommas_mock.http.app import build_app
from threecommas_mock.http.httpx_transports import AsyncInProcessTransport, InProcessTransport
from threecommas_mock.http.messages import Request, Response
from threecommas_mock.journal.journal import CAPACITY, LARGEST, Journal
from threecommas_mock.operations import handlers_of
from threecommas_mock.replay.paced import PacedReplay
from threecommas_mock.replay.replay import Plan, Replay
from threecommas_mock.request_handler import RequestHandler
from threecommas_mock.restoring import Restorable
from threecommas_mock.simple_trades.service import SimpleTrades
from threecommas_mock.smart_trades.service import SmartTrades
from threecommas_mock.stream_events import StreamEvents
from threecommas_mock.streaming import Streaming
from threecommas_mock.streams.handlers import StreamEndpoint
from threecommas_mock.streams.service import Streams
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.clock import Clock, ManualClock
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market import Market, Money, Pair, Quote
from threecommas_mock.venue.price_series import Point
from threecommas_mock.venue.trading_rules import TradingRules


class MockExchange(BotSignals, Restorable, Streaming):
    """A stateful stand-in for 3Commas: the real signatures, permissions, validation, statuses and arithmetic.

    Everything it needs is passed in; two exchanges share nothing. *accounts*, *pairs* and *credentials*
    default to those of `threecommas_mock.defaults`, *clock* to one that stands still until `advance`,
    *document* to the bundled one. *delay* is how long 3Commas takes for each transition (see `venue.desk`).
    The *journal* holds the newest requests, at most *journal_capacity* of *journal_bytes* together.

    *rate_limits* "documented" answers 429 and 418 by the document's numbers and the exchange's clock (see the
    module `api.rate_limits`); by default any number of requests is taken, so that tests may send thousands.
    *control* lets programs on this machine turn it over HTTP (see the module `control`).

    `playback` is the replay that control over HTTP works on, if one was set.

    *trading_rules* are commission, lot and limits of account types, such as
    ``{"paper_trading": TradingRules(...)}``. *assumptions* settle what the documents leave open. *web_mode*
    is the switch of the web application, "real" or "paper": whose accounts and SmartTrades are listed for a
    request without Forced-Mode.
    """

    _request_handler: RequestHandler

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
        journal_bytes: int = LARGEST,
        rate_limits: Literal["documented"] | None = None,
        control: bool = False,
        trading_rules: Mapping[str, TradingRules] | None = None,
        assumptions: Assumptions | None = None,
        web_mode: Mode | str = Mode.REAL,
    ) -> None:
        self._document = document_of(document)
        self.credentials = tuple(defaults.credentials() if credentials is None else credentials)
        self._desk = TradingDesk(
            accounts=defaults.accounts() if accounts is None else accounts,
            market=Market(defaults.pairs() if pairs is None else pairs),
            clock=ManualClock() if clock is None else clock,
            delay=delay,
            trading_rules=trading_rules,
            web_mode=Mode(web_mode),
        )
        self._open_rooms(assumptions or STANDARD)
        self._limiter = limiter(rate_limits)
        keyring = Keyring(self.credentials)
        self._admission = Admission(self._document, keyring, Strictness(signing), self._limiter)
        self._streams = Streams(keyring, self._desk.clock)
        events = StreamEvents(self._streams, self._smart_trades, self._deals)
        self._desk.books.followers.append(events.follow)
        self.journal = Journal(self.credentials, journal_capacity, journal_bytes)
        self._request_handler = self._new_request_handler()
        self.playback: PacedReplay | None = None
        self._keys = [credential.key for credential in self.credentials]
        self._lock = RLock()
        self._dashboard = self._new_dashboard() if control else None
        self.app: ASGIApp = build_app(
            self.answer, Control(self).answer if control else None, StreamEndpoint(self.open_stream)
        )

    def _open_rooms(self, assumptions: Assumptions) -> None:
        """Make what keeps the things of each kind, and join those that act on each other."""
        self._smart_trades = SmartTrades(self._desk, assumptions)
        self._deals = Deals(self._desk, assumptions, open_smart_trade=self._smart_trades.create_json)
        self._grid_bots = GridBots(self._desk, assumptions)
        self._simple_trades = SimpleTrades(self._desk, assumptions)
        self._conversions = Conversions(self._desk, assumptions)
        self._rooms = {
            "smart_trades": self._smart_trades,
            "simple_trades": self._simple_trades,
            "grid_bots": self._grid_bots,
            "deals": self._deals,
            "conversions": self._conversions,
        }
        self._dca_bots = DcaBots(self._desk, BotDeals(self._deals), lambda: self.assumptions)
        self._desk.tell_of_accounts(BotAccounts(self._dca_bots))
        self._deals.stop_bot = self._dca_bots.stop
        trading = AccountTrading(
            self._smart_trades, self._simple_trades, self._grid_bots, self._deals, self._dca_bots
        )
        self._accounts = Accounts(self._conversions, trading, lambda: self.assumptions)

    def _new_request_handler(self) -> RequestHandler:
        rooms = {
            "accounts": self._accounts,
            "dca_bots": self._dca_bots,
            "deals": self._deals,
            "grid_bots": self._grid_bots,
            "simple_trades": self._simple_trades,
            "smart_trades": self._smart_trades,
        }
        handlers = handlers_of(self._document, self._desk, rooms)
        return RequestHandler(
            self._desk.clock, self._admission, self.journal, handlers, self._smart_trades.status_of
        )

    @property
    def joins(self) -> Mapping[tuple[str, Join], int]:
        """How signatures matched so far: (key, join) -> number of requests."""
        return self._admission.joins

    def transport(self, *, sleep: Callable[[float], None] = time.sleep) -> httpx.BaseTransport:
        """Make a transport for `httpx.Client`: no socket, no thread, no event loop.

        *sleep* lets the seconds of an injected latency pass; nothing else waits.
        """
        return InProcessTransport(self.app, sleep)

    def async_transport(
        self, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> httpx.AsyncBaseTransport:
        """Make a transport for `httpx.AsyncClient`: no socket. With trio, *sleep* is `trio.sleep`."""
        return AsyncInProcessTransport(self.app, sleep)

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
            if self._dashboard is not None:
                self._dashboard.price_moved(pair)
            self._desk.price_moved(pair)
            self._dca_bots.price_moved(pair)
            self._desk.books.changes += 1
            return moved.quote

    def play(self, pair: str, points: Iterable[Point]) -> int:
        """Move a pair's prices from point to point, as fast as the clock runs; gives how many there were.

        A stepped clock is moved along, a real or scaled one is waited for; while that lasts other threads get
        their answers. *points* come from the module `venue.price_series`, and `itertools.islice` takes a few
        only.
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

    def replay(
        self,
        candles: Iterable[Candle],
        *,
        pair: str,
        path: PathRule = "nearest_first",
        seed: int = 0,
        interval: timedelta | None = None,
    ) -> Replay:
        """Set clock and price to the first of *candles*; gives the replay, which plays them one by one.

        *path* is the order of prices inside a candle (see `candles.candle`), *seed* is for a random one.
        *interval* is how long a candle lasts; without it, that of a file, or the time between the first two.
        Raises ReplayError if the exchange has bots or trades of a later time, or a clock that runs by itself,
        and UnknownPairError.
        """
        seen = None if self._dashboard is None else self._dashboard.price_seen
        plan = Plan(path, seed, interval, seen=seen)
        return Replay(self._dca_bots, self._lock, candles, self._desk.market[pair].symbol, plan)

    def advance(self, seconds: float) -> None:
        """Let time pass, then settle everything that is due; raise ValueError for a time that is none."""
        if not 0 <= seconds < float("inf"):
            raise ValueError(f"seconds: must be 0 or more, got {seconds}")
        with self._lock:
            self._desk.clock.advance(seconds)
            self._settle_due()

    def settle_contract(self, pair: str) -> None:
        """Let a contract expire: the exchange closes its deals at market price, and they end as `settled`."""
        with self._lock:
            self._deals.settle_contract(pair)

    def settle(self) -> None:
        """Settle everything pending at once, whatever the delay."""
        with self._lock:
            self._desk.settle_all()
            self._dca_bots.look()

    def fail_next(self, fault: Fault, times: int = 1, operation: str | None = None) -> None:
        """Let the next requests meet *fault*: as many as *times* says, those for *operation* if it is given.

        A request meets one fault at most, the first given. One that can do nothing to an answer, say because
        a field is not in it, waits for the next. Raises ValueError for an operationId nobody has.
        """
        self._arm(Injection(fault, operation, remaining=times))

    def inject(
        self, fault: Fault, *, operation: str | None = None, probability: float = 1.0, seed: int = 0
    ) -> None:
        """Let requests meet *fault* until `clear_faults`, each with *probability* as drawn from *seed*."""
        self._arm(Injection(fault, operation, probability=probability, seed=seed))

    def clear_faults(self) -> None:
        """Let nothing fail any more, requests and streams."""
        with self._lock:
            self._request_handler.injections.clear()
            self._streams.faults.clear()

    @property
    def faults(self) -> tuple[Injection, ...]:
        """The faults that wait for requests."""
        with self._lock:
            return tuple(self._request_handler.injections)

    def dashboard(self, pair: str | None = None, limit: int = ROWS) -> dict[str, Any]:
        """Return what the live page shows: the candles of *pair* and *limit* rows of each room.

        Raises UnknownPairError for a pair that no market has, and RuntimeError without *control*.
        """
        if self._dashboard is None:
            raise RuntimeError("make the exchange with control=True: without it no price history is kept")
        with self._lock:
            return self._dashboard.state(pair, limit)

    def answer(self, request: Request) -> Response:
        """Answer one request; refusals and faults included, so that only a defect raises."""
        with self._lock:
            self._dca_bots.look()
            return self._request_handler.answer(request)

    def _new_dashboard(self) -> Dashboard:
        rooms = Rooms(
            smart_trades=self._smart_trades,
            deals=self._deals,
            dca_bots=self._dca_bots,
            grid_bots=self._grid_bots,
            simple_trades=self._simple_trades,
        )
        return Dashboard(self._desk, rooms, self.journal, lambda: self._request_handler.injections)

    def _arm(self, injection: Injection) -> None:
        self._document.require_operation(injection.operation, "operation")
        with self._lock:
            self._request_handler.injections.add(injection)
