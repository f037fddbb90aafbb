"""A transport on which an exchange of requests and answers goes wrong at a chosen point.

It stands where httpx's own would, and counts the orders that arrive at the exchange behind it.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from threecommas import mark_note, split_note
from threecommas_mock import MockExchange

from tests.client.transport.fake_time import FakeTime

Fault = dict[str, Any]
"""``raises`` (what httpx raises), ``arrives`` (whether the exchange gets the request all the same),
``breaks_after`` (bytes of the answer), ``answers`` with ``body`` and ``headers`` (instead of the exchange's).
"""

FAULTS: list[Fault] = json.loads(Path(__file__).with_name("data").joinpath("faults.json").read_text("utf-8"))
OTHERS: dict[str, type[BaseException]] = {
    each.__name__: each for each in (OSError, RuntimeError, KeyboardInterrupt, asyncio.CancelledError)
}


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that ends in an error, or raises it when it is closed."""

    def __init__(self, piece: bytes, error: BaseException, *, at_close: bool) -> None:
        self._piece, self._error, self._at_close = piece, error, at_close

    def __iter__(self) -> Iterator[bytes]:
        yield self._piece
        if not self._at_close:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        if self._at_close:
            raise self._error

    async def aclose(self) -> None:
        self.close()


@dataclass
class FaultyTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Meets each request with the next of `faults`, None for none, and with none when they are used up."""

    exchange: MockExchange
    time: FakeTime
    faults: Iterator[Fault | None]
    look_faults: Iterator[Fault | None] | None = None
    """Faults that a GET meets in place of those."""

    hidden_for: float = 0.0
    """Seconds for which lists leave out a new SmartTrade."""

    requests: list[httpx.Request] = field(default_factory=list)
    orders: Counter[str] = field(default_factory=Counter)
    """SmartTrades that were really made, by their note; a key in it is without its seal."""

    def __post_init__(self) -> None:
        self._behind = self.exchange.transport()
        self._late: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        looks = self.look_faults is not None and request.method == "GET"
        fault = next(self.look_faults if looks and self.look_faults else self.faults, None) or {}
        error = _error(fault)
        if not fault.get("arrives", True):
            return _answered(fault, error)
        if fault.get("late"):
            self._late.append(request)
            return _answered(fault, error)
        response = self._arrived(request)
        if "breaks_after" in fault and error is not None:
            content = response.content[: fault["breaks_after"]] if fault["breaks_after"] else b""
            stream = Broken(content, error, at_close=bool(fault.get("at_close")))
            return httpx.Response(response.status_code, stream=stream)
        return _answered(fault, error) if fault.keys() & {"raises", "answers"} else response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    def deliver_late(self) -> None:
        """Let what was held up arrive."""
        while self._late:
            self._arrived(self._late.pop(0))

    def _arrived(self, request: httpx.Request) -> httpx.Response:
        response = self._behind.handle_request(request)
        is_create = request.method == "POST" and request.url.path.endswith("/v2/smart_trades")
        if is_create and response.status_code == 201:
            self.orders[named(json.loads(request.content).get("note", ""))] += 1
        if request.method == "GET" and self.hidden_for and isinstance(response.json(), list):
            return httpx.Response(200, json=[each for each in response.json() if self._is_listed(each)])
        return response

    def _is_listed(self, element: dict[str, Any]) -> bool:
        age = self.time.now() - datetime.fromisoformat(element["data"]["created_at"])
        return age.total_seconds() > self.hidden_for


def named(note: str) -> str:
    """Return a note with its key, without what stands behind the key."""
    own, key = split_note(note)
    return note if key is None else mark_note(own, key)


def _error(fault: Fault) -> BaseException | None:
    name = fault.get("raises")
    if name is None:
        return None
    kind: Callable[[str], BaseException] = OTHERS[name] if name in OTHERS else getattr(httpx, name)
    return kind(f"{name} of the test")


def _answered(fault: Fault, error: BaseException | None) -> httpx.Response:
    if error is not None:
        raise error
    return httpx.Response(fault["answers"], text=fault.get("body", ""), headers=fault.get("headers", {}))
