"""A transport that hands two pieces written in one go to the system as one.

uvicorn writes the head of an answer, then its body. To hand each to the system by itself takes a tenth of all
the time that a request takes, and the client is woken twice.
"""

from __future__ import annotations

import asyncio
from typing import Any


class JoinedWrites:
    """Does what *transport* does; a piece waits for the next one, at most until other work is due."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held = b""
        # Asked for with each answer, while `__getattr__` takes its time.
        self.is_closing = transport.is_closing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send what was held back together with this, or hold this back."""
        if self._held:
            self._held += data
            self._flush()
        elif data:
            self._held = data
            self._loop.call_soon(self._flush)

    def get_write_buffer_size(self) -> int:
        """Count the bytes that the system does not have yet."""
        return len(self._held) + self._transport.get_write_buffer_size()

    def close(self) -> None:
        """Send what was held back, then end the connection."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """End the connection at once; what was held back is lost like all that was not sent."""
        self._held = b""
        self._transport.abort()

    def _flush(self) -> None:
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)
