"""The changes of a state since the one that somebody has: a program asks again and again, and gets little.

A version is the digest of a state. So the same state has the same version, in any process, and nobody takes
the state of another exchange for an older one of this.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

import orjson

from threecommas_mock.dashboard.merge_patch import Json, difference

KEPT = 8
"""How many states are remembered: a few pages may be open at once."""


class Changes:
    """The newest states that were asked for, by version."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, Json] = OrderedDict()

    def answer(self, state: Json, since: str | None) -> Json:
        """Return *state* for somebody who has the version *since*.

        That is its `version`, and its `patch` (see `merge_patch`), or the `whole` state where *since* is not
        remembered.
        """
        version = sha256(orjson.dumps(state, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
        older = self._states.get(since or "")
        self._remember(version, state)
        if older is None:
            return {"version": version, "whole": state}
        return {"version": version, "patch": difference(older, state)}

    def _remember(self, version: str, state: Json) -> None:
        self._states[version] = state
        self._states.move_to_end(version)
        while len(self._states) > KEPT:
            self._states.popitem(last=False)
