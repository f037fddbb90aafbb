"""The streams over sockets: an ASGI endpoint that carries frames, and no rule.

Addresses are `/websocket`, and the same with the two endings that some clients append (recorded: harmless).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from threecommas_mock.http.actioncable import ABNORMAL_CLOSE
from threecommas_mock.http.uvicorn_websocket import drop_of
from threecommas_mock.streams.stream import Stream, StreamClosedError

PATH = "/websocket"
PATHS = frozenset({PATH, f"{PATH}/deals", f"{PATH}/smart_trades"})
SUBPROTOCOL = "actioncable-v1-json"
_LOOK_SECONDS = 0.05

OpenStream = Callable[[Callable[[], object]], Stream]
"""Opens a stream; calls what it is given whenever there may be a frame to send."""


class StreamEndpoint:
    """Serves streams that *open_stream* opens; other addresses are refused."""

    def __init__(self, open_stream: OpenStream) -> None:
        self._open_stream = open_stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry the frames of one connection until either side closes it."""
        websocket = WebSocket(scope, receive, send)
        if scope["path"] not in PATHS:
            await websocket.close()
            return
        offered = SUBPROTOCOL in scope["subprotocols"]
        await websocket.accept(subprotocol=SUBPROTOCOL if offered else None)
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        # Prices may be moved by other threads than the one of the sockets.
        stream = self._open_stream(lambda: loop.call_soon_threadsafe(wake.set))
        reading = asyncio.create_task(_read(websocket, stream, wake))
        try:
            await _write(websocket, stream, wake, reading)
        except StreamClosedError as closed:
            await _close(websocket, closed.code)
        except WebSocketDisconnect:
            pass
        finally:
            stream.close()
            reading.cancel()


async def _read(websocket: WebSocket, stream: Stream, wake: asyncio.Event) -> None:
    """Hand on what the client sends, until it closes or the stream has ended."""
    with suppress(StreamClosedError):
        while (message := await websocket.receive())["type"] != "websocket.disconnect":
            if message.get("text") is not None:
                stream.send(message["text"])
    wake.set()


async def _write(
    websocket: WebSocket, stream: Stream, wake: asyncio.Event, reading: asyncio.Task[None]
) -> None:
    """Send frames as they come; the clock is looked at so often that pings are in time."""
    while not reading.done():
        wake.clear()
        text = stream.look()
        while text is not None:
            await websocket.send_text(text)
            text = stream.receive(0)
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), _LOOK_SECONDS)
    await reading


async def _close(websocket: WebSocket, code: int) -> None:
    drop = drop_of(websocket.scope)
    if code == ABNORMAL_CLOSE and drop is not None:
        drop()
    else:
        # The client may have closed at the same moment.
        with suppress(WebSocketDisconnect):
            await websocket.close(code)
