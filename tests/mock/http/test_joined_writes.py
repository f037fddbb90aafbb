"""Pieces of an answer on their way to the system: none is lost, and two that belong together go as one."""

import asyncio
import socket
from collections.abc import Callable

from threecommas_mock.http.joined_writes import JoinedWrites


class Counted(asyncio.Protocol):
    """Has its transport wrapped, so that what reaches the system can be counted."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.lost = asyncio.Event()

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.own = transport
        write = transport.write
        transport.write = lambda data: (self.pieces.append(bytes(data)), write(data))[1]  # type: ignore[method-assign, assignment]


def received(use: Callable[[JoinedWrites], None], *, waits: bool = True) -> tuple[bytes, list[bytes]]:
    """Return what the other side reads after *use*, and the pieces in which it was handed over."""
    near, far = socket.socketpair()

    async def talk() -> list[bytes]:
        loop = asyncio.get_running_loop()
        _, protocol = await loop.create_connection(Counted, sock=near)
        joined = JoinedWrites(protocol.own)
        use(joined)
        if waits:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        joined.close()
        await protocol.lost.wait()
        return protocol.pieces

    with far:
        pieces = asyncio.run(talk())
        far.settimeout(5)
        read = b""
        while more := far.recv(4096):
            read += more
    return read, pieces


def both(joined: JoinedWrites) -> None:
    joined.write(b"head ")
    assert joined.get_write_buffer_size() == len("head ")
    joined.write(b"body")
    assert joined.get_write_buffer_size() == 0


def alone(joined: JoinedWrites) -> None:
    joined.write(b"head ")


def test_head_and_body_reach_the_system_as_one_piece() -> None:
    assert received(both) == (b"head body", [b"head body"])


def test_piece_without_another_is_sent_when_other_work_is_due() -> None:
    assert received(alone) == (b"head ", [b"head "])


def test_close_sends_what_was_held_back() -> None:
    assert received(alone, waits=False) == (b"head ", [b"head "])


def test_abort_sends_nothing_more() -> None:
    def aborted(joined: JoinedWrites) -> None:
        joined.write(b"head ")
        joined.abort()

    assert received(aborted) == (b"", [])


def test_empty_piece_is_no_piece() -> None:
    def empty_body(joined: JoinedWrites) -> None:
        joined.write(b"")
        joined.write(b"head ")
        joined.write(b"")

    assert received(empty_body) == (b"head ", [b"head "])
