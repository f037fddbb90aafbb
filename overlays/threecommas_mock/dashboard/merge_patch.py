"""The difference of two JSON objects as a merge patch (RFC 7396).

A patch has the members that changed; null removes one. Arrays are replaced as a whole. Objects that hold null
cannot be told apart from those without the member, so there must be none in them.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def difference(old: Json, new: Json) -> Json:
    """Return the patch that makes *new* of *old*; an empty one if they are the same."""
    patch: Json = {name: None for name in old if name not in new}
    for name, value in new.items():
        if name not in old:
            patch[name] = value
        elif isinstance(value, dict) and isinstance(old[name], dict):
            inner = difference(old[name], value)
            if inner:
                patch[name] = inner
        elif value != old[name]:
            patch[name] = value
    return patch


def applied(old: Json, patch: Json) -> Json:
    """Return *old* with *patch* applied to it; neither is changed."""
    new = dict(old)
    for name, value in patch.items():
        if value is None:
            new.pop(name, None)
        elif isinstance(value, dict):
            inner = old.get(name)
            new[name] = applied(inner if isinstance(inner, dict) else {}, value)
        else:
            new[name] = value
    return new
