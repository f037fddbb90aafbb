"""A call that is cancelled or interrupted while it is under way leaves word of what may have been done."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import httpx
import pytest
from threecommas import AsyncThreeCommas, Attempt, HmacSigner, OutcomeUnknownError, RateBudget, ThreeCommas

from tests.client.transport.calls import API_KEY, CALLS, SECRET, order, valid
from tests.client.transport.faulty_client import FaultyClient

CREATE: Any = lambda client: client.smart_trades.create(order())  # noqa: E731
LIST: Any = lambda client: client.smart_trades.list()  # noqa: E731
ENDS = [(CALLS[0], KeyboardInterrupt), (CALLS[0], SystemExit), (CALLS[1], asyncio.CancelledError)]
TOLD = "create_smart_trade (POST /public/api/v2/smart_trades) was under way"


def notes(error: BaseException) -> list[str]:
    return getattr(error, "__notes__", [])


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.levelno >= logging.WARNING]


def interrupted(call: Any, use: Any, transport: Any, end: type[BaseException], **options: Any) -> Any:
    """Return what came out of a call that something ended, and the attempts that the hook was told of."""
    attempts: list[Attempt] = []
    options = {"base_url": "https://api.3commas.io/public/api", "on_attempt": attempts.append} | options
    with pytest.raises(end) as info:
        call(use, transport=transport, **options)
    return info.value, attempts


def ending(end: type[BaseException]) -> httpx.MockTransport:
    """Return a transport of both kinds that is ended with every request."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise end

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(("call", "end"), ENDS)
def test_write_that_was_interrupted_may_have_been_carried_out(
    call: Any, end: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    error, attempts = interrupted(call, CREATE, ending(end), end)
    assert [note for note in notes(error) if note.startswith(TOLD)]
    assert "look before you send it again" in notes(error)[0]
    assert [told for told in warnings(caplog) if told.startswith(TOLD)]
    (attempt,) = attempts
    assert attempt.loss.is_interrupted
    assert attempt.loss.may_have_been_sent
    assert attempt.may_have_written
    assert "cancelled or interrupted" in str(attempt)


@pytest.mark.parametrize(("call", "end"), ENDS)
def test_read_that_was_interrupted_is_reported_and_nothing_more(
    call: Any, end: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    error, attempts = interrupted(call, LIST, ending(end), end)
    assert (notes(error), warnings(caplog)) == ([], [])
    assert attempts[0].loss.is_interrupted
    assert not attempts[0].may_have_written


def test_hook_that_is_interrupted_after_an_order_was_placed_leaves_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def hook(attempt: Attempt) -> None:
        raise KeyboardInterrupt

    faulty = FaultyClient()
    with pytest.raises(KeyboardInterrupt) as info:
        faulty.outcome(CALLS[0], CREATE, on_attempt=hook)
    assert "was under way and had been answered 201" in notes(info.value)[0]
    assert warnings(caplog)


def test_interruption_while_it_waits_for_the_budget_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def sleep(seconds: float) -> None:
        raise KeyboardInterrupt

    faulty = FaultyClient()
    timing = faulty.time.timing()
    object.__setattr__(timing, "sleep", sleep)
    budget = RateBudget(plan="starter", clock=faulty.time.clock, reserve=0)
    for _ in range(5):
        faulty.outcome(CALLS[0], LIST, rate_budget=budget)
    faulty.time.advance(59)
    with pytest.raises(KeyboardInterrupt) as info:
        faulty.outcome(CALLS[0], CREATE, rate_budget=budget, timing=timing)
    assert notes(info.value) == []
    assert [told for told in warnings(caplog) if "was under way" in told] == []


@contextlib.asynccontextmanager
async def served(received: Callable[[], None]) -> AsyncIterator[str]:
    """Serve the check of the key; a POST is read and never answered."""

    ended: list[asyncio.Event] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended.append(asyncio.Event())
        end = ended[-1]
        with contextlib.suppress(asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                if head.startswith(b"POST"):
                    received()
                    await reader.read()
                    break
                body = valid(httpx.Request("GET", "http://x")).content
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
                await writer.drain()
        writer.close()
        await writer.wait_closed()
        end.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/public/api"
        for end in ended:
            await end.wait()


def test_cancelled_write_over_a_connection_leaves_word_and_the_client_in_order(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks: list[asyncio.Task[Any]] = []

    def cancel() -> None:
        tasks[0].cancel()

    async def run() -> BaseException:
        async with (
            served(cancel) as url,
            AsyncThreeCommas(API_KEY, HmacSigner(SECRET), base_url=url) as client,
        ):
            await client.validate()
            tasks.append(asyncio.create_task(client.smart_trades.create(order())))
            with pytest.raises(asyncio.CancelledError) as info:
                await tasks[0]
            assert (await client.validate()).valid
        return info.value

    assert notes(asyncio.run(run()))[0].startswith(TOLD)
    assert warnings(caplog)


def test_write_cancelled_by_a_scope_of_anyio_leaves_word(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        scope = anyio.CancelScope()
        async with (
            served(scope.cancel) as url,
            AsyncThreeCommas(API_KEY, HmacSigner(SECRET), base_url=url) as client,
        ):
            with scope:
                await client.smart_trades.create(order())
            assert (await client.validate()).valid
        assert scope.cancelled_caught

    asyncio.run(run())
    assert [told for told in warnings(caplog) if told.startswith(TOLD)]


def test_write_cancelled_before_anything_was_sent_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    attempts: list[Attempt] = []

    async def run(url: str) -> BaseException:
        async with AsyncThreeCommas(
            API_KEY, HmacSigner(SECRET), base_url=url, on_attempt=attempts.append
        ) as client:
            task = asyncio.create_task(client.smart_trades.create(order()))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as info:
                await task
            return info.value

    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        # Nobody accepts these, so that the next one hangs in its connect.
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        error = asyncio.run(run(f"http://127.0.0.1:{listener.getsockname()[1]}/public/api"))
    assert (notes(error), warnings(caplog)) == ([], [])
    (attempt,) = attempts
    assert attempt.loss is not None
    assert not attempt.loss.may_have_been_sent


def test_trace_of_the_caller_sees_what_it_would_see() -> None:
    seen: list[str] = []
    extensions = {"trace": lambda name, info: seen.append(name)}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/public/api"
        client = ThreeCommas(API_KEY, HmacSigner(SECRET), base_url=url, timeout=0.2, retries=None)
        with client, pytest.raises(OutcomeUnknownError, match="ReadTimeout"):
            client.http.post("/v2/smart_trades", extensions=extensions)
    assert "http11.send_request_headers.started" in seen
