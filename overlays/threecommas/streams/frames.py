"""Frames from the server: text in, what it says out. Whatever came, something is made of it.

Their form is that of ActionCable (subprotocol ``actioncable-v1-json``). Recorded are welcome, ping, confirm
and message; the others are ActionCable's own.
"""

import enum
import re
from dataclasses import dataclass, field
from typing import Any

from threecommas_rest.json_text import loads

from threecommas.messages.hidden import Hidden

# A reason goes into errors and logs, so it has to be a word. A server could repeat a key in a longer one.
_REASON = re.compile(r"[a-z][a-z_]{0,40}")


class FrameKind(enum.Enum):
    """The kinds of frames, by their `type`; a message has none."""

    WELCOME = "welcome"
    PING = "ping"
    CONFIRMATION = "confirm_subscription"
    REJECTION = "reject_subscription"
    DISCONNECT = "disconnect"
    MESSAGE = "message"
    OTHER = "other"


_TYPES = {kind.value: kind for kind in FrameKind if kind not in {FrameKind.MESSAGE, FrameKind.OTHER}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame: `identifier` is the text of a subscription, `body` what a message tells.

    `reason` and `may_reconnect` belong to a disconnect. One that does not say whether to come back allows it.
    """

    kind: FrameKind
    identifier: Hidden[Any] = field(default_factory=lambda: Hidden(None))
    body: Any = field(default=None, repr=False)
    reason: str = ""
    may_reconnect: bool = True


def read_frame(text: Hidden[str]) -> Frame:
    """Return what a frame says, one of the kind OTHER for what is none."""
    try:
        content = Hidden(loads(text.value.encode("utf-8", "surrogatepass")))
    except ValueError:
        return Frame(kind=FrameKind.OTHER)
    if not isinstance(content.value, dict):
        return Frame(kind=FrameKind.OTHER)
    identifier = Hidden(content.value.get("identifier"))
    stated = content.value.get("type")
    if stated is None and "message" in content.value:
        return Frame(kind=FrameKind.MESSAGE, identifier=identifier, body=content.value["message"])
    kind = _TYPES.get(stated, FrameKind.OTHER) if isinstance(stated, str) else FrameKind.OTHER
    return Frame(
        kind=kind,
        identifier=identifier,
        reason=_reason(content.value.get("reason")),
        may_reconnect=content.value.get("reconnect") is not False,
    )


def _reason(stated: object) -> str:
    return stated if isinstance(stated, str) and _REASON.fullmatch(stated) else "no reason given"
