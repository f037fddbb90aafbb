"""The two transports under a client: they run the flow of `RequestPipeline` over another transport."""

import contextlib
from collections.abc import Callable
from typing import Any, cast

import httpx

from threecommas.errors import ConfigurationError
from threecommas.flow import Run, Send, Sleep, run_flow, run_flow_async
from threecommas.messages.request import TransportFailure
from threecommas.process_local import PerProcess
from threecommas.transport.bounded_content import Content
from threecommas.transport.delivery import RequestPipeline
from threecommas.transport.httpx_messages import transport_failure
from threecommas.transport.send_trace import trace
from threecommas.transport.socket_deadlines import BoundedStream, DeadlineExceeded, shrink_timeouts

# Seconds for which the time-outs of an attempt are given the precedence at its deadline.
_GRACE = 0.1


class PipelineTransport(httpx.BaseTransport):
    """Sends through `inner`, as often as `delivery` says. Its responses have been read to the end."""

    def __init__(self, inner: PerProcess[httpx.BaseTransport], delivery: RequestPipeline) -> None:
        self._inner, self._pipeline = inner, delivery

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer; raise one of the errors of `threecommas.errors` if there is none."""
        request.read()
        return run_flow(self._pipeline.send(request), self._perform)

    def _perform(self, step: Send | Sleep | Run) -> Any:
        match step:
            case Send(request, ends):
                return self._send(request, ends)
            case Sleep(seconds):
                return self._pipeline.timing.sleep(seconds)
            case Run(function):
                return function()

    def _send(self, request: httpx.Request, ends: float | None) -> httpx.Response | TransportFailure:
        response: httpx.Response | None = None
        try:
            inner = self._inner.get()
            trace(request, inner)
            if ends is None:
                response = inner.handle_request(request)
            else:
                clock = self._pipeline.timing.clock
                shrink_timeouts(request, ends, clock)
                response = inner.handle_request(request)
                response.stream = BoundedStream(response, ends, clock)
            self._read(response)
            return response
        except ConfigurationError:
            raise  # A transport that found it out before it sent anything.
        except BaseException as error:
            if response is not None:
                with contextlib.suppress(Exception):
                    response.close()
            return _loss(request, error, response)

    def _read(self, response: httpx.Response) -> None:
        # Here and not in httpx's client: a body that breaks off belongs to the attempt.
        content = Content(self._pipeline.max_response_bytes)
        if response.is_stream_consumed:
            content.check(response)
            return
        with contextlib.closing(cast("httpx.SyncByteStream", response.stream)) as stream:
            for chunk in stream:
                content.add(chunk)
        content.give(response)

    def close(self) -> None:
        """Close the transport behind."""
        if self._inner.is_here():
            self._inner.get().close()


class AsyncPipelineTransport(httpx.AsyncBaseTransport):
    """`PipelineTransport` for asyncio and trio."""

    def __init__(self, inner: PerProcess[httpx.AsyncBaseTransport], delivery: RequestPipeline) -> None:
        self._inner, self._pipeline = inner, delivery

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer; raise one of the errors of `threecommas.errors` if there is none."""
        await request.aread()
        return await run_flow_async(self._pipeline.send(request), self._perform)

    async def _perform(self, step: Send | Sleep | Run) -> Any:
        match step:
            case Send(request, ends):
                return await (self._send(request) if ends is None else self._send_until(request, ends))
            case Sleep(seconds):
                return await self._pipeline.timing.async_sleep(seconds)
            case Run(function, is_nonblocking):
                return function() if is_nonblocking else await _in_thread(function)

    async def _send_until(self, request: httpx.Request, ends: float) -> httpx.Response | TransportFailure:
        # Deferred for the same reason as in `threecommas.flow`.
        import anyio  # noqa: PLC0415

        left = ends - self._pipeline.timing.clock()
        # The time-outs come first, as they tell whether anything has left. This ends what keeps to none.
        with anyio.move_on_after(max(0.0, left) + _GRACE):
            return await self._send(request, ends)
        return TransportFailure(cause=DeadlineExceeded.__name__)

    async def _send(
        self, request: httpx.Request, ends: float | None = None
    ) -> httpx.Response | TransportFailure:
        response: httpx.Response | None = None
        try:
            inner = self._inner.get()
            trace(request, inner, is_async=True)
            if ends is None:
                response = await inner.handle_async_request(request)
            else:
                clock = self._pipeline.timing.clock
                shrink_timeouts(request, ends, clock)
                response = await inner.handle_async_request(request)
                response.stream = BoundedStream(response, ends, clock)
            await self._read(response)
            return response
        except ConfigurationError:
            raise  # A transport that found it out before it sent anything.
        except BaseException as error:
            if response is not None:
                with contextlib.suppress(Exception):
                    await response.aclose()
            return _loss(request, error, response)

    async def _read(self, response: httpx.Response) -> None:
        content = Content(self._pipeline.max_response_bytes)
        if response.is_stream_consumed:
            content.check(response)
            return
        async with contextlib.aclosing(cast("httpx.AsyncByteStream", response.stream)) as stream:
            async for chunk in stream:
                content.add(chunk)
        content.give(response)

    async def aclose(self) -> None:
        """Close the transport behind."""
        if self._inner.is_here():
            await self._inner.get().aclose()


async def _in_thread(function: Callable[[], Any]) -> Any:
    # Deferred for the same reason as in `threecommas.flow`.
    import anyio.to_thread  # noqa: PLC0415

    return await anyio.to_thread.run_sync(function)


def _loss(request: httpx.Request, error: BaseException, response: httpx.Response | None) -> TransportFailure:
    """Return the loss an error is, whatever its class; a cancelled call or an exit goes on its way."""
    if not isinstance(error, Exception):
        raise error
    return transport_failure(request, error, status=None if response is None else response.status_code)
