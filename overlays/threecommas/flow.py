"""Flows: code that sends and waits, written once for sync and async callers.

A flow is a generator. It yields steps, such as `Send` and `Sleep`, and is sent their results; it does no
input or output itself. `run_flow` performs the steps of a sync client, `run_flow_async` those of an async
one.
"""

import functools
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import httpx
from threecommas_rest.options import RequestOptions
from threecommas_rest.request import Request

from threecommas.arguments import FUNCTION, check
from threecommas.errors import ThreeCommasError

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading

T = TypeVar("T")


class Send(NamedTuple):
    """Send the request once. The result is a response that has been read, or a `TransportFailure`.

    It has to be there when the client's clock shows `ends`; None is for no deadline.
    """

    request: httpx.Request
    ends: float | None = None


class Sleep(NamedTuple):
    """Let this many seconds pass."""

    seconds: float


class Run(NamedTuple):
    """Call the function. It may block, unless `is_nonblocking`."""

    function: Callable[[], Any]
    is_nonblocking: bool = False


Flow = Generator[Send | Sleep | Run, Any, T]
"""A flow over HTTP requests, with a result of type T."""


class CallOperation(NamedTuple):
    """Send the request of an operation. The result is what `parse` makes of the answer's body."""

    request: Request
    parse: Callable[[bytes, "Reading"], Any]
    options: RequestOptions | None = None


OperationFlow = Generator[CallOperation | Sleep, Any, T]
"""A flow over operations, with a result of type T."""


def catching(flow: OperationFlow[T]) -> OperationFlow[T | ThreeCommasError]:
    """Return a flow that hands back the error it would raise."""
    try:
        return (yield from flow)
    except ThreeCommasError as error:
        return error


def sync_steps(send: Callable[..., Any], timing: "Timing") -> Callable[[Any], object]:
    """Return what takes the steps of a flow over operations; `send` is that of a sync resource."""

    def perform(step: CallOperation | Sleep) -> object:
        if isinstance(step, CallOperation):
            return send(step.request, step.parse, step.options)
        timing.sleep(step.seconds)
        return None

    return perform


def async_steps(send: Callable[..., Awaitable[Any]], timing: "Timing") -> Callable[[Any], Awaitable[object]]:
    """Return what takes the steps of a flow over operations; `send` is that of an async resource."""

    async def perform(step: CallOperation | Sleep) -> object:
        if isinstance(step, CallOperation):
            return await send(step.request, step.parse, step.options)
        await timing.async_sleep(step.seconds)
        return None

    return perform


def _utc() -> datetime:
    return datetime.now(UTC)


async def _pause(seconds: float) -> None:
    # Deferred, because it takes a tenth of the time of importing httpx and sync programs never need it.
    import anyio  # noqa: PLC0415

    await anyio.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Where a client gets time and chance from. Replace them to test a program in no time at all.

    `clock` counts seconds from anywhere, `now` is the time of day, `sleep` and `async_sleep` let seconds
    pass, and `random` returns a number from 0 up to, but not including, 1.
    """

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc
    sleep: Callable[[float], None] = time.sleep
    async_sleep: Callable[[float], Awaitable[None]] = _pause
    random: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        for field in fields(self):
            check(f"timing.{field.name}", getattr(self, field.name), FUNCTION)


def run_flow(flow: Generator[Any, Any, T], perform: Callable[[Any], Any]) -> T:
    """Take the steps of a flow with `perform` and return its result; what a step raises reaches the flow.

    So does what cancels or interrupts it. A flow lets that go on its way, and takes no further step.
    """
    go_on: Callable[[], Any] = functools.partial(next, flow)
    try:
        while True:
            step = go_on()
            try:
                go_on = functools.partial(flow.send, perform(step))
            except BaseException as error:
                go_on = functools.partial(flow.throw, error)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        flow.close()


async def run_flow_async(flow: Generator[Any, Any, T], perform: Callable[[Any], Awaitable[Any]]) -> T:
    """Take the steps of a flow as `run_flow` does, awaiting each."""
    go_on: Callable[[], Any] = functools.partial(next, flow)
    try:
        while True:
            step = go_on()
            try:
                go_on = functools.partial(flow.send, await perform(step))
            except BaseException as error:
                go_on = functools.partial(flow.throw, error)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        flow.close()


def items_of(
    flow: Callable[[], Generator[Any, Any, Sequence[T] | None]], perform: Callable[[Any], Any]
) -> Iterator[T]:
    """Yield the items that flows result in, one flow after the other, until one results in None."""
    while (items := run_flow(flow(), perform)) is not None:
        yield from items


async def async_items_of(
    flow: Callable[[], Generator[Any, Any, Sequence[T] | None]], perform: Callable[[Any], Awaitable[Any]]
) -> AsyncIterator[T]:
    """Yield items as `items_of` does, awaiting each step."""
    while (items := await run_flow_async(flow(), perform)) is not None:
        for item in items:
            yield item
