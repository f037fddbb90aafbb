"""The open connections of one exchange, and the faults that wait for their frames.

Connections are no state: no snapshot has them, and a restore ends them as a restart of the server would.
"""

from __future__ import annotations

from collections.abc import Callable

from threecommas_mock.api.credentials import Keyring
from threecommas_mock.faults.schedule import Injections
from threecommas_mock.faults.stream_schedule import StreamInjection
from threecommas_mock.streams.connection import Connection
from threecommas_mock.streams.subscriptions import Channel
from threecommas_mock.venue.clock import Clock


class Streams:
    """The connections of all users; their time is that of *clock*."""

    def __init__(self, keyring: Keyring, clock: Clock) -> None:
        self.faults: Injections[StreamInjection] = Injections()
        self._keyring = keyring
        self._clock = clock
        self._connections: dict[int, Connection] = {}
        self._next = 1

    def open(self, wake: Callable[[], object] = lambda: None) -> Connection:
        """Open a connection; *wake* is called whenever it has something to send."""
        connection = Connection(self._next, self._keyring, self.faults, self._clock.now(), wake)
        self._connections[self._next] = connection
        self._next += 1
        return connection

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Those that are open, oldest first."""
        ended = [number for number, each in self._connections.items() if each.is_ending]
        for number in ended:
            del self._connections[number]
        return tuple(self._connections.values())

    def publish(self, channel: Channel, owner: int, entity: Callable[[], bytes]) -> None:
        """Tell of a change of *owner*; *entity* gives its JSON, and is asked if anybody wants to know."""
        if not self._connections:
            return
        listening = [each for each in self.connections if each.is_subscribed(channel, owner)]
        if listening:
            now, text = self._clock.now(), entity()
            for connection in listening:
                connection.publish(channel, owner, text, now)

    def restart(self) -> None:
        """End every connection as a server does that starts anew."""
        for connection in self.connections:
            connection.restart(self._clock.now())
