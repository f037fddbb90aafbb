"""A SmartTrade's note with the key of `create_once` at its end, and the way back to both.

    Buy the dip [once:signal-4711]

The key stands in letters that HTML leaves alone, because 3Commas answers the note escaped in ``note`` and
as it was in ``note_raw``. Give `split_note` the latter to get the user's own text back.
"""

import re

from threecommas.errors import EncodeError

LONGEST = 300
"""Characters in a note, by the error text of the set_note page."""

_KEY = r"[A-Za-z0-9._:-]{1,64}"
_MARKED = re.compile(rf"(?:(?P<note>.*) )?\[once:(?P<key>{_KEY})\]", re.DOTALL)


def mark_note(note: str, key: str) -> str:
    """Return the note with the key at its end; raise `EncodeError` if either does not fit."""
    if not isinstance(key, str) or not re.fullmatch(_KEY, key):
        raise EncodeError(
            f"{key!r} cannot stand in a note: give 1 to 64 letters, digits and any of . _ : -", path="key"
        )
    token = f"[once:{key}]"
    room = LONGEST - len(token) - 1
    if len(note) > room:
        raise EncodeError(
            f"has {len(note)} characters; {room} of {LONGEST} are left beside the key", path="note"
        )
    return f"{note} {token}" if note else token


def split_note(note: str) -> tuple[str, str | None]:
    """Return the user's own note, "" for none, and the key; the whole note and None if it has no key."""
    found = _MARKED.fullmatch(note)
    return (found["note"] or "", found["key"]) if found else (note, None)
