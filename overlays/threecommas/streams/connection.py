"""A connection of a stream, as the machine needs it, and the steps of a flow that use one.

Any object with these members will do: a websocket (`websocket`), or that of an exchange in process.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Generator
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from threecommas.flow import CallOperation, Sleep
from threecommas.messages.hidden import Hidden

T = TypeVar("T")


class StreamConnection(Protocol):
    """An open connection. What it raises once it is closed has a `code`, the number of the close or None."""

    def send(self, text: str) -> object:
        """Send a text frame."""
        ...

    def receive(self, timeout: float) -> str | None:
        """Return the next text frame, None if none comes within so many seconds."""
        ...

    def close(self) -> object:
        """Close the connection."""
        ...


class AsyncStreamConnection(Protocol):
    """`StreamConnection` for asyncio, each member awaited."""

    def send(self, text: str) -> Awaitable[object]:
        """Send a text frame."""
        ...

    def receive(self, timeout: float) -> Awaitable[str | None]:
        """Return the next text frame, None if none comes within so many seconds."""
        ...

    def close(self) -> Awaitable[object]:
        """Close the connection."""
        ...


class StreamClosedError(Exception):
    """The connection is closed. `code` is the number of its close, None if it came to none.

    `is_own` tells that this side closed it, as what came breaks the rules of websockets.
    """

    def __init__(self, code: int | None, *, is_own: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_own = code, is_own


class StreamNotOpenedError(Exception):
    """No connection could be opened; `reason` says why, in words that hold no secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OpenStream(NamedTuple):
    """Open a connection within so many seconds. The result is None, or why there is none."""

    timeout: float


class SendText(NamedTuple):
    """Send a frame. The result is None, or a `Closed`."""

    text: Hidden[str]


class ReceiveText(NamedTuple):
    """Wait for a frame so many seconds. The result is the frame, None for none, or a `Closed`."""

    timeout: float


class CloseStream(NamedTuple):
    """Close the connection, if there is one."""


class Closed(NamedTuple):
    """The connection was closed: by the other side, on the way, or by this side if that `is_own`."""

    code: int | None
    is_own: bool = False


StreamStep: TypeAlias = OpenStream | SendText | ReceiveText | CloseStream

StreamFlow = Generator[CallOperation | Sleep | StreamStep, Any, T]
"""A flow over operations and one connection, with a result of type T."""

Open: TypeAlias = Callable[[float], StreamConnection]
AsyncOpen: TypeAlias = Callable[[float], Awaitable[AsyncStreamConnection | StreamConnection]]


def closed_by(error: Exception) -> Closed:
    """Return the close that an exception tells of; raise it if it tells of none."""
    if not hasattr(error, "code"):
        raise error
    return Closed(error.code, getattr(error, "is_own", False))


class StreamSteps:
    """Takes the steps of a sync flow: those of a connection, which it holds, and all others by `perform`."""

    def __init__(self, perform: Callable[[Any], Any], open_connection: Open) -> None:
        self._perform, self._open = perform, open_connection
        self._connection: StreamConnection | None = None

    def __call__(self, step: Any) -> object:
        """Take a step and return its result."""
        match step:
            case OpenStream():
                return self._opened(step.timeout)
            case CloseStream():
                self.close()
                return None
            case SendText() | ReceiveText() if self._connection is not None:
                return self._use(self._connection, step)
        return self._perform(step)

    def close(self) -> None:
        """Close the connection that is open, if any."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _opened(self, timeout: float) -> str | None:
        try:
            self._connection = self._open(timeout)
        except StreamNotOpenedError as error:
            return error.reason
        return None

    def _use(self, connection: StreamConnection, step: SendText | ReceiveText) -> object:
        try:
            if isinstance(step, SendText):
                connection.send(step.text.value)
                return None
            return _hidden(Hidden(connection.receive(step.timeout)))
        except Exception as error:
            return closed_by(error)


class AsyncStreamSteps:
    """`StreamSteps` for an async flow. A connection of an exchange in process need not be awaited."""

    def __init__(self, perform: Callable[[Any], Awaitable[Any]], open_connection: AsyncOpen) -> None:
        self._perform, self._open = perform, open_connection
        self._connection: AsyncStreamConnection | StreamConnection | None = None

    async def __call__(self, step: Any) -> object:
        """Take a step and return its result."""
        match step:
            case OpenStream():
                return await self._opened(step.timeout)
            case CloseStream():
                await self.close()
                return None
            case SendText() | ReceiveText() if self._connection is not None:
                return await self._use(self._connection, step)
        return await self._perform(step)

    async def close(self) -> None:
        """Close the connection that is open, if any."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await awaited(connection.close())

    async def _opened(self, timeout: float) -> str | None:  # noqa: ASYNC109  (that of the step)
        try:
            self._connection = await self._open(timeout)
        except StreamNotOpenedError as error:
            return error.reason
        return None

    async def _use(
        self, connection: AsyncStreamConnection | StreamConnection, step: SendText | ReceiveText
    ) -> object:
        try:
            if isinstance(step, SendText):
                await awaited(connection.send(step.text.value))
                return None
            return _hidden(Hidden(await awaited(connection.receive(step.timeout))))
        except Exception as error:
            return closed_by(error)


async def awaited(made: Any) -> Any:
    """Return what was made, awaited if it can be."""
    return await made if inspect.isawaitable(made) else made


def _hidden(text: Hidden[Any]) -> Hidden[str] | None:
    return None if text.value is None else text
