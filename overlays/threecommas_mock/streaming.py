"""The part of an exchange that streams: connections without a socket, and what goes wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any

from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.faults.stream_faults import StreamFault
from threecommas_mock.faults.stream_schedule import StreamInjection
from threecommas_mock.streams.service import Streams
from threecommas_mock.streams.stream import Stream
from threecommas_mock.streams.subscriptions import CHANNELS
from threecommas_mock.venue.clock import timestamp
from threecommas_mock.venue.desk import TradingDesk


class Streaming:
    """An exchange whose changes can be listened to."""

    _desk: TradingDesk
    _dca_bots: DcaBots
    _streams: Streams
    _lock: RLock

    def open_stream(self, wake: Callable[[], object] = lambda: None) -> Stream:
        """Open a connection to the streams, without a socket.

        *wake* is called whenever there may be a frame to take, in the thread of whoever caused it.
        """
        with self._lock:
            connection = self._streams.open(wake)
        return Stream(connection, self._desk.clock, self._lock, self._settle_due, self._desk.next_due)

    def fail_streams(
        self,
        fault: StreamFault,
        times: int = 1,
        channel: str | None = None,
        *,
        after_messages: int = 0,
        after_seconds: float = 0.0,
    ) -> None:
        """Let the next frames meet *fault*: as many as *times* says, those of *channel* if it is given.

        A connection is spared until it has sent *after_messages* messages, and is *after_seconds* old. Raises
        ValueError for a channel that is not there.
        """
        self._arm_streams(
            StreamInjection(
                fault, channel, after_messages=after_messages, after_seconds=after_seconds, remaining=times
            )
        )

    def inject_into_streams(
        self,
        fault: StreamFault,
        *,
        channel: str | None = None,
        probability: float = 1.0,
        seed: int = 0,
        after_messages: int = 0,
        after_seconds: float = 0.0,
    ) -> None:
        """Let frames meet *fault* until `clear_faults`, each with *probability* as drawn from *seed*."""
        self._arm_streams(
            StreamInjection(
                fault,
                channel,
                after_messages=after_messages,
                after_seconds=after_seconds,
                probability=probability,
                seed=seed,
            )
        )

    @property
    def stream_faults(self) -> tuple[StreamInjection, ...]:
        """The faults that wait for frames."""
        with self._lock:
            return tuple(self._streams.faults)

    def streams(self) -> list[dict[str, Any]]:
        """Tell which connections are open: since when, to which channels, and what went each way."""
        with self._lock:
            return [
                {
                    "number": each.number,
                    "opened_at": timestamp(each.opened_at),
                    "channels": [one.channel.name for one in each.subscriptions],
                    "messages": each.messages_sent,
                    "frames_received": each.frames_received,
                }
                for each in self._streams.connections
            ]

    def _settle_due(self) -> None:
        self._desk.settle_due()
        self._dca_bots.look()

    def _arm_streams(self, injection: StreamInjection) -> None:
        if injection.channel not in (None, *CHANNELS):
            raise ValueError(f"channel: {injection.channel!r} is none of {', '.join(CHANNELS)}")
        with self._lock:
            self._streams.faults.add(injection)
