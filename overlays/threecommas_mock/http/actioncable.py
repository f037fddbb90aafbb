"""The frames of a stream as text: JSON in the form of Rails' ActionCable, without spaces."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

NORMAL_CLOSE = 1000
ABNORMAL_CLOSE = 1006
"""What a client calls the end of a connection without a close frame."""


class FrameKind(StrEnum):
    """The kinds of frames that a server sends; a message is the only one without a type."""

    WELCOME = "welcome"
    PING = "ping"
    CONFIRMATION = "confirm_subscription"
    REJECTION = "reject_subscription"
    MESSAGE = "message"
    DISCONNECTION = "disconnect"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the server; *identifier* and *channel* are those of the subscription it belongs to.

    An identifier holds keys and signatures, so nothing here shows it.
    """

    kind: FrameKind
    text: str = field(repr=False)
    identifier: str = field(default="", repr=False)
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What a client asks for; *identifier* is the JSON text that names a subscription."""

    name: str
    identifier: str = field(repr=False)


def read_command(text: str) -> Command | None:
    """Read a frame of a client; None for one that the server ignores without a word.

    An identifier that is an object instead of text is ignored too (recorded, docs issue 91).
    """
    match read_object(text):
        case {"command": str(name), "identifier": str(identifier)}:
            return Command(name, identifier)
    return None


def read_object(text: str) -> dict[str, Any] | None:
    """Return the object that *text* is as JSON, None if it is something else."""
    try:
        # Unlike that of the standard library it refuses half characters, which no frame could repeat.
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def welcome() -> Frame:
    """Greet a client."""
    return Frame(FrameKind.WELCOME, _text({"type": "welcome"}))


def ping(moment: datetime) -> Frame:
    """Ping at *moment*, which is told in whole seconds since 1970 (recorded)."""
    return Frame(FrameKind.PING, _text({"type": "ping", "message": int(moment.timestamp())}))


def confirmation(identifier: str, channel: str) -> Frame:
    """Confirm a subscription by the very text that asked for it (recorded)."""
    text = _text({"identifier": identifier, "type": "confirm_subscription"})
    return Frame(FrameKind.CONFIRMATION, text, identifier, channel)


def rejection(identifier: str, channel: str | None) -> Frame:
    """Reject a subscription; inferred from ActionCable, as nobody has recorded one."""
    text = _text({"identifier": identifier, "type": "reject_subscription"})
    return Frame(FrameKind.REJECTION, text, identifier, channel)


def message(identifier: str, channel: str, entity: bytes) -> Frame:
    """Send an entity, which is JSON already, to a subscription (recorded)."""
    text = _text({"identifier": identifier, "message": orjson.Fragment(entity)})
    return Frame(FrameKind.MESSAGE, text, identifier, channel)


def disconnection(reason: str, *, reconnect: bool) -> Frame:
    """Tell that the server ends the connection, and whether to come again; inferred from ActionCable."""
    text = _text({"type": "disconnect", "reason": reason, "reconnect": reconnect})
    return Frame(FrameKind.DISCONNECTION, text)


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()
