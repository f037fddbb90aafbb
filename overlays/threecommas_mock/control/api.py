"""An exchange under control over HTTP: its time, prices, faults and state, below `/__mock__/`.

    GET                  the page of `live_page`
    POST   advance       {"seconds": 8}
    POST   settle        {}
    GET    quotes        what each pair costs
    POST   prices        {"pair": "USDT_BTC", "price": "60000"} or bid, ask, last
    GET    balances      what accounts with limited funds have left, by account and currency
    GET    smart_trades  all of them, as answers show them
    GET    simple_trades  the same of simple trades
    GET    dca_bots      the same of DCA bots; ?bot_id=7 tells why that one opens no deal
    POST   signals       {"pair": "USDT_BTC", "conditions": ["rsi"], "bot_id": 7}; pair alone will do
    GET    deals         the same of deals
    GET    grid_bots      the same of grid bots
    GET    faults        those that wait for requests
    POST   faults        {"fault": {"name": "timeout"}, "operation": …, "times": 2}, or probability and seed
    DELETE faults        let nothing fail any more, requests and streams
    GET    streams       the open connections: since when, to which channels, how many messages
    GET    stream_faults  those that wait for frames of streams
    POST   stream_faults  {"fault": {"name": "connection_drop"}, "channel": …, "after_messages": 5}
    GET    web_mode      the mode of requests without Forced-Mode, as chosen in the web application
    PUT    web_mode      {"mode": "paper"} or real
    GET    assumptions   how it decides what the documents leave open
    PUT    assumptions   {"closed_at": "while_waiting"}; what is not named stays
    GET    snapshot      what `MockExchange.save` writes
    PUT    snapshot      the same, to be restored
    GET    journal       as HAR, without secrets; ?newest=25 for the last ones, ?number=7 for one
    GET    changes       what the page shows, as changes since ?since=…; see `dashboard.changes`
    GET    replay        where the replay of candles stands; null without one
    PUT    replay        {"speed": 60} or "max", {"paused": true}; what is not named stays
    POST   replay        {"candles": 10}: plays so many at once, paused or not
    GET    report        what everything came to until now; see `reports.report_json`
    GET    report_page   the same as a page
    GET    state         moment, mode, quotes, balances, what trades, faults and number of requests

JSON goes in and comes out. A bad request is a 400 that names the field. Who may ask is in `local_only`; other
machines are answered as if none of this existed. These requests are not in the journal, and no fault strikes
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.control.bodies import Advance, Arming, Move, Newest, OneBot, Signal, Switch, Watched
from threecommas_mock.control.controllable import Controllable
from threecommas_mock.control.live_page import page_file, way_to_the_page
from threecommas_mock.control.local_only import access_error, is_loopback
from threecommas_mock.control.replay_routes import replay_routes
from threecommas_mock.control.stream_routes import stream_routes
from threecommas_mock.dashboard.changes import Changes
from threecommas_mock.dashboard.rows import row
from threecommas_mock.faults.faults import Fault
from threecommas_mock.faults.json import fault_codec
from threecommas_mock.http.app import CONTROL
from threecommas_mock.http.messages import Request, Response
from threecommas_mock.json_codec import FormatError
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.market import UnknownPairError

PATH = CONTROL
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Control:
    """The handle on *exchange* that requests turn."""

    def __init__(self, exchange: Controllable) -> None:
        self._exchange = exchange
        self._changes = Changes()
        self._json = fault_codec()
        self._routes: Mapping[str, Mapping[str, Callable[[dict[str, Any]], Any]]] = {
            "": {"GET": lambda _: page_file("")},
            "advance": {"POST": self._advance},
            "settle": {"POST": self._settle},
            "quotes": {"GET": self._quotes},
            "prices": {"POST": self._move},
            "balances": {"GET": self._balances},
            "smart_trades": {"GET": lambda _: exchange.smart_trades()},
            "simple_trades": {"GET": lambda _: exchange.simple_trades()},
            "dca_bots": {"GET": self._dca_bots},
            "signals": {"POST": self._signal},
            "deals": {"GET": lambda _: exchange.deals()},
            "grid_bots": {"GET": lambda _: exchange.grid_bots()},
            "faults": {"GET": self._faults, "POST": self._arm, "DELETE": self._disarm},
            "web_mode": {"GET": self._web_mode, "PUT": self._switch},
            "assumptions": {"GET": self._assumptions, "PUT": self._choose},
            "snapshot": {"GET": self._snapshot, "PUT": self._restore},
            "journal": {"GET": self._journal},
            "state": {"GET": self._state},
            "changes": {"GET": self._changes_since},
            **replay_routes(exchange, self._json),
            **stream_routes(exchange, self._json),
        }

    def answer(self, request: Request, peer: str | None) -> Response | None:
        """Answer a request of *peer*, an address; None if it is none of this module's business."""
        path = request.path.decode("latin-1")
        if not (path.startswith(PATH) or path == "/") or not is_loopback(peer):
            return None
        refused = access_error(request.headers)
        if refused is not None:
            return _error(403, "forbidden", refused)
        if path == "/":
            return way_to_the_page()
        file = page_file(path.removeprefix(PATH)) if request.method == "GET" else None
        return self._do(request, path) if file is None else file

    def _do(self, request: Request, path: str) -> Response:
        methods = self._routes.get(path.removeprefix(PATH))
        if methods is None:
            return _error(
                404, "not_found", f"no {path}; there are {', '.join(filter(None, self._routes))} below {PATH}"
            )
        if request.method not in methods:
            allowed = ", ".join(methods)
            return _error(405, "method_not_allowed", f"{path} takes {allowed}", {"Allow": allowed})
        try:
            value = methods[request.method](_arguments(request))
            return value if isinstance(value, Response) else _reply(200, value)
        except UnknownPairError as error:
            return _error(400, "invalid_request", f"pair: {error.args[0]}")
        except ValueError as error:
            return _error(400, "invalid_request", str(error))

    def _advance(self, body: dict[str, Any]) -> Any:
        seconds = self._json.decode(Advance, body).seconds
        try:
            self._exchange.advance(seconds)
        except OverflowError:
            raise FormatError("seconds", "is more than a clock can show") from None
        return self._now(body)

    def _settle(self, body: dict[str, Any]) -> Any:
        _require_empty(body)
        self._exchange.settle()
        return self._now(body)

    def _now(self, body: dict[str, Any]) -> Any:
        return {"moment": timestamp(self._exchange.now())}

    def _quotes(self, body: dict[str, Any]) -> Any:
        return self._json.encode(self._exchange.quotes())

    def _move(self, body: dict[str, Any]) -> Any:
        move: Move = self._json.decode(Move, body)
        if (move.price, move.bid, move.ask, move.last) == (None, None, None, None):
            raise FormatError("price", "is missing; give price, or one of bid, ask and last")
        moved = self._exchange.set_price(move.pair, move.price, bid=move.bid, ask=move.ask, last=move.last)
        return self._json.encode(moved)

    def _balances(self, body: dict[str, Any]) -> Any:
        limited = [each.id for each in self._exchange.accounts.values() if each.funds is not None]
        return {str(number): _wallet(self._exchange.balances(number)) for number in limited}

    def _dca_bots(self, body: dict[str, Any]) -> Any:
        number = self._json.decode(OneBot, body).bot_id
        return self._exchange.dca_bots() if number is None else self._exchange.why_no_deal(number)

    def _signal(self, body: dict[str, Any]) -> Any:
        signal: Signal = self._json.decode(Signal, body)
        opened = self._exchange.signal(signal.pair, *signal.conditions, bot_id=signal.bot_id)
        return {"deals": opened}

    def _faults(self, body: dict[str, Any]) -> Any:
        return self._json.encode(self._exchange.faults)

    def _arm(self, body: dict[str, Any]) -> Any:
        fault: Fault = self._json.decode(Fault, body.pop("fault", None), "fault")
        arming: Arming = self._json.decode(Arming, body)
        if arming.probability is None and arming.seed is None:
            self._exchange.fail_next(fault, 1 if arming.times is None else arming.times, arming.operation)
        else:
            probability = 1.0 if arming.probability is None else arming.probability
            self._exchange.inject(
                fault, operation=arming.operation, probability=probability, seed=arming.seed or 0
            )
        return self._faults(body)

    def _disarm(self, body: dict[str, Any]) -> Any:
        self._exchange.clear_faults()
        return []

    def _web_mode(self, body: dict[str, Any]) -> Any:
        return self._json.encode(Switch(self._exchange.web_mode))

    def _switch(self, body: dict[str, Any]) -> Any:
        switch: Switch = self._json.decode(Switch, body)
        self._exchange.web_mode = switch.mode
        return self._web_mode(body)

    def _assumptions(self, body: dict[str, Any]) -> Any:
        return self._json.encode(self._exchange.assumptions)

    def _choose(self, body: dict[str, Any]) -> Any:
        chosen = self._json.encode(self._exchange.assumptions) | body
        self._exchange.assumptions = self._json.decode(Assumptions, chosen)
        return self._assumptions(body)

    def _snapshot(self, body: dict[str, Any]) -> Any:
        return self._exchange.snapshot_json()

    def _restore(self, body: dict[str, Any]) -> Any:
        self._exchange.restore_json(body)
        return self._now(body)

    def _journal(self, body: dict[str, Any]) -> Any:
        asked: Newest = self._json.decode(Newest, body)
        return self._exchange.journal.har(asked.newest, number=asked.number)

    def _changes_since(self, body: dict[str, Any]) -> Any:
        watched: Watched = self._json.decode(Watched, body)
        state = self._exchange.dashboard(watched.pair, watched.rows)
        playback = self._exchange.playback
        if playback is not None:
            state["replay"] = row(**playback.state())
        return self._changes.answer(state, watched.since)

    def _state(self, body: dict[str, Any]) -> Any:
        journal = self._exchange.journal
        return {
            **self._now(body),
            "web_mode": self._exchange.web_mode,
            "quotes": self._quotes(body),
            "balances": self._balances(body),
            "smart_trades": self._exchange.smart_trades(),
            "simple_trades": self._exchange.simple_trades(),
            "dca_bots": self._dca_bots({}),
            "deals": self._exchange.deals(),
            "grid_bots": self._exchange.grid_bots(),
            "faults": self._faults(body),
            "requests": journal.dropped + len(journal),
        }


def _wallet(balances: Balances) -> dict[str, Any]:
    return {
        name: {
            "total": format_decimal(held.total),
            "reserved": format_decimal(held.reserved),
            "free": format_decimal(held.free),
        }
        for name, held in balances.items()
    }


def _arguments(request: Request) -> dict[str, Any]:
    """Return the fields of the body; without one, those of the query, whole numbers as such."""
    if not request.body:
        given = parse_qsl(request.query.decode("latin-1"), keep_blank_values=True)
        return {name: int(text) if _WHOLE.fullmatch(text) else text for name, text in given}
    # A form of any page can be sent without asking first; JSON cannot.
    if not request.is_json:
        raise FormatError("Content-Type", "must be application/json")
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise FormatError("body", f"is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise FormatError("body", "must be a JSON object")
    return value


def _require_empty(body: dict[str, Any]) -> None:
    for name in body:
        raise FormatError(name, "there is no such field; send {}")


def _reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8")
    return Response(status, body, {**_HEADERS, **(headers or {})})


def _error(status: int, error: str, description: str, headers: Mapping[str, str] | None = None) -> Response:
    return _reply(status, {"error": error, "error_description": description}, headers)
