"""The schedule of faults of streams: which frames of which connections they meet."""

from __future__ import annotations

from dataclasses import dataclass

from threecommas_mock.faults.schedule import Chance
from threecommas_mock.faults.stream_faults import StreamFault
from threecommas_mock.http.actioncable import Frame


@dataclass(frozen=True, slots=True)
class StreamInjection(Chance):
    """A fault waiting for frames; *channel* is the name of a channel, None for every frame.

    Each connection is spared until it has sent *after_messages* messages, and for *after_seconds*.
    """

    fault: StreamFault
    channel: str | None = None
    after_messages: int = 0
    after_seconds: float = 0.0

    def __post_init__(self) -> None:
        Chance.__post_init__(self)
        if self.after_messages < 0:
            raise ValueError(f"after_messages: must be 0 or more, got {self.after_messages}")
        if not 0 <= self.after_seconds < float("inf"):
            raise ValueError(f"after_seconds: must be 0 or more, got {self.after_seconds}")

    def concerns(self, frame: Frame, messages_sent: int, age: float) -> bool:
        """Tell whether the fault may strike *frame*, on a connection of *age* seconds."""
        return (
            frame.kind in self.fault.kinds
            and self.channel in (None, frame.channel)
            and messages_sent >= self.after_messages
            and age >= self.after_seconds
        )
