"""A SmartTrade's note with the key of `create_once` at its end, and the way back to both.

    Buy the dip [once:signal-4711#3f9a0c1d.7b20e6a4]

Behind the key stands a seal: a digest of the order (see `threecommas.create_once.order_digest`) and a number
that each call draws. The digest tells the order of the key from another one. It also tells it from a note by
somebody who knows nothing of all this. The number tells which SmartTrades a call made itself.

All of it stands in letters that HTML leaves alone. 3Commas answers the note escaped in ``note``, and as it
was in ``note_raw``. Give `split_note` the latter to get the user's own text back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from threecommas.errors import EncodeError

MAX_NOTE_LENGTH = 300
"""Characters in a note, by the error text of the set_note page."""

_KEY = r"[A-Za-z0-9._:-]{1,64}"
_SEAL = r"(?P<digest>[0-9a-f]{8})\.(?P<call>[0-9a-f]{8})"
_MARKED = re.compile(rf"(?:(?P<note>.*) )?\[once:(?P<key>{_KEY})(?:#{_SEAL})?\]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What stands behind the key: digest of the order and number of the call, 8 hex digits each."""

    digest: str
    call: str

    def __str__(self) -> str:
        return f"#{self.digest}.{self.call}"


def mark_note(note: str, key: str, seal: Seal | None = None) -> str:
    """Return the note with the key at its end; raise `EncodeError` if either does not fit.

    Only a note with a seal is one that `create_once` takes for its own.
    """
    if not isinstance(key, str) or not re.fullmatch(_KEY, key):
        raise EncodeError(
            f"{key!r} cannot stand in a note: give 1 to 64 letters, digits and any of . _ : -", path="key"
        )
    token = f"[once:{key}{seal or ''}]"
    room = MAX_NOTE_LENGTH - len(token) - 1
    if len(note) > room:
        raise EncodeError(
            f"has {len(note)} characters; {room} of {MAX_NOTE_LENGTH} are left beside the key", path="note"
        )
    return f"{note} {token}" if note else token


def split_note(note: str) -> tuple[str, str | None]:
    """Return the user's own note, "" for none, and the key; the whole note and None if it has no key."""
    found = _MARKED.fullmatch(note)
    return (found["note"] or "", found["key"]) if found else (note, None)


def seal_of(note: str) -> Seal | None:
    """Return what stands behind the key, None if there is no key or nothing behind it."""
    found = _MARKED.fullmatch(note)
    return Seal(digest=found["digest"], call=found["call"]) if found and found["digest"] else None
