"""A digest of what makes an order the one it is: account, pair, kind, side, order type, units, leverage.

Prices, targets and the stop loss are left out, because a program that repeats itself may have worked them out
anew. The digest of the rest stands in the note; it stays the same when the SmartTrade is edited later, while
its fields do not. So the digest decides, and the fields explain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from threecommas.errors.create_once import Difference
from threecommas.orders.note_key import Seal, mark_note

_ACCOUNT = "account_id"
_SWITCHES = ("instant", "skip_enter_step", "leverage.enabled")
_NUMBERS = (_ACCOUNT, "position.units.value", "leverage.value")
_TEXTS = ("pair", "position.type", "position.order_type", "leverage.type")
_LEVERAGE = ("leverage.value", "leverage.type")


@dataclass(frozen=True, slots=True)
class OrderDigest:
    """The traits of an order by the paths of its fields, as plain text, and their digest."""

    traits: Mapping[str, str]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> OrderDigest:
        """Read a JSON object that creates a SmartTrade; what it leaves out counts as switched off."""
        return cls(dict(_traits(body)))

    @property
    def text(self) -> str:
        """Eight hex digits, the same for the same order in every process and version."""
        written = json.dumps(dict(self.traits), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:8]

    def differences(self, element: Mapping[str, Any], key: str, seal: Seal | None) -> tuple[Difference, ...]:
        """Tell in which traits a SmartTrade of the list is another order, or else that its seal is."""
        account = element.get("account")
        number = account.get("id") if isinstance(account, dict) else None
        found = dict(_traits({**element, _ACCOUNT: number}))
        paths = sorted(self.traits.keys() | found.keys())
        unequal = [path for path in paths if self.traits.get(path) != found.get(path)]
        if unequal:
            return tuple(Difference(path, self.traits.get(path), found.get(path)) for path in unequal)
        own = Seal(digest=self.text, call="*")
        return (Difference("note", f"[once:{key}{own}]", mark_note("", key, seal)),)


def _traits(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    leveraged = _switch(_at(body, "leverage.enabled")) == "true"
    for path in (*_SWITCHES, *_NUMBERS, *_TEXTS):
        if path in _LEVERAGE and not leveraged:
            continue
        value = _at(body, path)
        if path in _SWITCHES:
            yield path, _switch(value)
        elif value is not None:
            yield path, _number(value) if path in _NUMBERS else str(value)


def _at(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _switch(value: Any) -> str:
    return "true" if value is True or value == "true" else "false"


def _number(value: Any) -> str:
    """Write 0.010, "0.01" and 1e-2 alike; anything that is no number as it is."""
    try:
        number = Decimal(str(value))
        return f"{number.normalize():f}" if number.is_finite() else str(value)
    except InvalidOperation:
        return str(value)
