"""Faults of streams, each as a value: what can become of a frame on its way to a client.

    ConnectionDrop        the connection ends without a word, which clients see as code 1006
    Disconnect            the server says that it ends the connection, and closes it
    DuplicateMessage      a message comes twice
    DelayedMessage        a message comes late; those behind overtake it
    ReorderedMessage      a message and the frame behind it change places
    LostMessage           a message never comes
    Silence               the connection stays open, and nothing comes: no message and no ping
    RefusedSubscription   a subscription that is right is rejected

A fault that ends or silences a connection takes the frame it strikes with it. Drops are recorded by users;
the words of a disconnect are ActionCable's. Left out: faults of the handshake.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from threecommas_mock.faults.durations import require_duration
from threecommas_mock.http.actioncable import (
    ABNORMAL_CLOSE,
    NORMAL_CLOSE,
    Frame,
    FrameKind,
    disconnection,
    rejection,
)

ANY = frozenset(FrameKind)
MESSAGES = frozenset({FrameKind.MESSAGE})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What leaves in place of a frame: *frames*, *delay* seconds late, or after the next one if overtaken.

    Nothing leaves for *silence* seconds. The connection is closed with *code* unless that is None; with 1006
    no close frame is sent.
    """

    frames: tuple[Frame, ...] = ()
    delay: float = 0.0
    is_overtaken: bool = False
    silence: float = 0.0
    code: int | None = None


@dataclass(frozen=True, slots=True)
class StreamFault(ABC):
    """One way to disturb a stream; *kinds* are the frames that it can do something to."""

    kinds: ClassVar[frozenset[FrameKind]] = MESSAGES

    @abstractmethod
    def apply(self, frame: Frame) -> Delivery:
        """Return what becomes of *frame*."""


@dataclass(frozen=True, slots=True)
class ConnectionDrop(StreamFault):
    """The connection ends, without a close frame."""

    kinds: ClassVar[frozenset[FrameKind]] = ANY

    def apply(self, frame: Frame) -> Delivery:
        """Return the end."""
        return Delivery(code=ABNORMAL_CLOSE)


@dataclass(frozen=True, slots=True)
class Disconnect(StreamFault):
    """The server ends the connection for a *reason*, and says whether to *reconnect*."""

    reason: str = "server_restart"
    reconnect: bool = True

    kinds: ClassVar[frozenset[FrameKind]] = ANY

    def apply(self, frame: Frame) -> Delivery:
        """Return the farewell and the end."""
        return Delivery((disconnection(self.reason, reconnect=self.reconnect),), code=NORMAL_CLOSE)


@dataclass(frozen=True, slots=True)
class DuplicateMessage(StreamFault):
    """A message comes twice."""

    def apply(self, frame: Frame) -> Delivery:
        """Return the message, and again."""
        return Delivery((frame, frame))


@dataclass(frozen=True, slots=True)
class DelayedMessage(StreamFault):
    """A message comes *seconds* later, on the exchange's clock."""

    seconds: float

    def __post_init__(self) -> None:
        require_duration("seconds", self.seconds)

    def apply(self, frame: Frame) -> Delivery:
        """Return the message, late."""
        return Delivery((frame,), delay=self.seconds)


@dataclass(frozen=True, slots=True)
class ReorderedMessage(StreamFault):
    """A message leaves right after the frame behind it."""

    def apply(self, frame: Frame) -> Delivery:
        """Return the message, to be overtaken."""
        return Delivery((frame,), is_overtaken=True)


@dataclass(frozen=True, slots=True)
class LostMessage(StreamFault):
    """A message never comes."""

    def apply(self, frame: Frame) -> Delivery:
        """Return nothing."""
        return Delivery()


@dataclass(frozen=True, slots=True)
class Silence(StreamFault):
    """Nothing comes for so many *seconds* of the exchange's clock, None for ever."""

    seconds: float | None = None

    kinds: ClassVar[frozenset[FrameKind]] = ANY

    def __post_init__(self) -> None:
        require_duration("seconds", self.seconds or 0)

    def apply(self, frame: Frame) -> Delivery:
        """Return silence."""
        return Delivery(silence=float("inf") if self.seconds is None else self.seconds)


@dataclass(frozen=True, slots=True)
class RefusedSubscription(StreamFault):
    """A subscription is rejected although its signatures are right."""

    kinds: ClassVar[frozenset[FrameKind]] = frozenset({FrameKind.CONFIRMATION})

    def apply(self, frame: Frame) -> Delivery:
        """Return the rejection."""
        return Delivery((rejection(frame.identifier, frame.channel),))


STREAM_FAULTS: Mapping[str, type[StreamFault]] = {
    "connection_drop": ConnectionDrop,
    "disconnect": Disconnect,
    "duplicate_message": DuplicateMessage,
    "delayed_message": DelayedMessage,
    "reordered_message": ReorderedMessage,
    "lost_message": LostMessage,
    "silence": Silence,
    "refused_subscription": RefusedSubscription,
}
"""Every fault of streams by the name it has in JSON."""
