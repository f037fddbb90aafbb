"""The machine of one stream: what has happened goes in, what is to be done comes out.

`threecommas.streams` draws it. Moments are readings of a clock in seconds, `random` gives the jitter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from threecommas.errors import StreamRefusedError, StreamUnavailableError
from threecommas.messages.hidden import Hidden
from threecommas.streams.channels import Channel, Subscription
from threecommas.streams.connection import Closed
from threecommas.streams.frames import Frame, FrameKind, read_frame

# Seconds, but for the number of tries.
SILENCE = 6.0
GREETING = 10.0
SHORTEST_WAIT, LONGEST_WAIT = 2.0, 30.0
STEADY = 30.0
MOST_TRIES = 10
# Policy violated, unauthorized, forbidden: to come back would end the same way.
REFUSING_CODES = frozenset({1008, 3000, 3003})


class Transmit(NamedTuple):
    """Send this frame."""

    text: Hidden[str]


class Message(NamedTuple):
    """The server tells of something."""

    channel: Channel
    body: Any


class Live(NamedTuple):
    """Every subscription is confirmed: ask for what was missed."""


class Broken(NamedTuple):
    """Close the connection. `connect_at` says when to open the next one."""

    reason: str


class Ended(NamedTuple):
    """Close the connection, and open no other one."""

    error: StreamRefusedError | StreamUnavailableError


Output: TypeAlias = Transmit | Message | Live | Broken | Ended


class StreamProtocol:
    """A stream of some subscriptions. Nothing goes in once it `has_ended`."""

    def __init__(
        self, url: str, subscriptions: Sequence[Subscription], *, random: Callable[[], float], now: float
    ) -> None:
        self._url, self._subscriptions, self._random = url, subscriptions, random
        self.connect_at = now
        self.is_connected = self.is_live = self.has_ended = False
        self._has_been_live = False
        self._alive_until = self._answer_by = math.inf
        self._live_since = now
        self._waits = self._tries = 0
        self._unconfirmed: list[Subscription] = []

    @property
    def deadline(self) -> float:
        """The moment at which silence breaks the connection."""
        return min(self._alive_until, self._answer_by)

    def opened(self, now: float) -> list[Output]:
        """Take notice that a connection is open."""
        self.is_connected = True
        self._alive_until, self._answer_by = now + SILENCE, now + GREETING
        return []

    def failed(self, reason: str, now: float) -> list[Output]:
        """Take notice that no connection could be opened."""
        return self._break_off(reason, now)

    def lost(self, closed: Closed, now: float) -> list[Output]:
        """Take notice that the connection was closed."""
        shown = "without a code" if closed.code is None else f"with code {closed.code}"
        if closed.is_own:
            return self._break_off(f"this client closed it {shown}", now)
        if closed.code in REFUSING_CODES:
            return self._end(StreamRefusedError(self._url, "", f"it was closed {shown}"))
        return self._break_off(f"it was closed {shown}", now)

    def silent(self, now: float) -> list[Output]:
        """Take notice that no frame waits to be read."""
        if now < self.deadline:
            return []
        if now >= self._alive_until:
            return self._break_off(f"nothing was heard for {SILENCE:g} seconds", now)
        return self._break_off(f"it was not confirmed within {GREETING:g} seconds", now)

    def received(self, text: Hidden[str], now: float) -> list[Output]:
        """Take a frame from the server."""
        self._alive_until = now + SILENCE
        frame = read_frame(text)
        match frame.kind:
            case FrameKind.WELCOME:
                return self._greeted(now)
            case FrameKind.CONFIRMATION:
                return self._confirmed(self._of(frame), now)
            case FrameKind.MESSAGE:
                return self._told(frame, now)
            case FrameKind.REJECTION if (rejected := self._of(frame)) is not None:
                reason = "it was rejected"
                return self._end(StreamRefusedError(self._url, rejected.channel.name, reason))
            case FrameKind.DISCONNECT:
                return self._disconnected(frame, now)
        return []

    def _greeted(self, now: float) -> list[Output]:
        self._unconfirmed = list(self._subscriptions)
        self._answer_by = now + GREETING
        return [Transmit(each.frame) for each in self._subscriptions]

    def _confirmed(self, confirmed: Subscription | None, now: float) -> list[Output]:
        if confirmed not in self._unconfirmed:
            return []
        self._unconfirmed.remove(confirmed)
        if self._unconfirmed:
            return []
        self._answer_by = math.inf
        self.is_live = self._has_been_live = True
        self._live_since, self._tries = now, 0
        return [Live()]

    def _told(self, frame: Frame, now: float) -> list[Output]:
        """Return the message. A channel that tells of something needs no word that it will."""
        of = self._of(frame)
        return [] if of is None else [*self._confirmed(of, now), Message(of.channel, frame.body)]

    def _disconnected(self, frame: Frame, now: float) -> list[Output]:
        if frame.may_reconnect:
            return self._break_off(f"the server ended it ({frame.reason})", now)
        return self._end(StreamRefusedError(self._url, "", frame.reason))

    def _of(self, frame: Frame) -> Subscription | None:
        """Return the subscription that a frame is about, by the text of its identifier."""
        found = (each for each in self._subscriptions if each.identifier.value == frame.identifier.value)
        return next(found, None)

    def _break_off(self, reason: str, now: float) -> list[Output]:
        """Go on with another connection, unless none was ever of use, or none was for too often."""
        is_steady = self.is_live and now - self._live_since >= STEADY
        self._waits = 1 if is_steady else self._waits + 1
        self._tries += not self.is_live
        self._let_go()
        if not self._has_been_live or self._tries >= MOST_TRIES:
            return self._end(StreamUnavailableError(self._url, reason))
        bound = min(LONGEST_WAIT, SHORTEST_WAIT * 2.0 ** min(self._waits, 10))
        self.connect_at = now + SHORTEST_WAIT + self._random() * (bound - SHORTEST_WAIT)
        return [Broken(reason)]

    def _end(self, error: StreamRefusedError | StreamUnavailableError) -> list[Output]:
        self._let_go()
        self.has_ended, self.connect_at = True, math.inf
        return [Ended(error)]

    def _let_go(self) -> None:
        self.is_connected = self.is_live = False
        self._alive_until = self._answer_by = math.inf
        self._unconfirmed = []
