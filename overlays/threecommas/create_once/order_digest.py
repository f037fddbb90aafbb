"""A digest of what makes an order the one it is, by the traits of its kind.

A program that repeats itself may work out some things anew, such as the targets of a SmartTrade. Those are no
traits. The digest of the rest stands in the note. Fields change when what was made is edited later, and the
digest does not. So the digest decides, and the fields explain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from threecommas.errors.create_once import Difference
from threecommas.note_key import Seal, mark_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The paths of the fields that make an order the one it is, by how they are compared.

    `only_if` names for a path the switch without which it does not count.
    """

    switches: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    only_if: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderDigest:
    """The traits of an order by the paths of its fields, as plain text, and their digest."""

    traits: Mapping[str, str]
    kinds: Traits

    @classmethod
    def of(cls, body: Mapping[str, Any], kinds: Traits) -> OrderDigest:
        """Read a JSON object that creates something; a switch that it leaves out counts as off."""
        return cls(dict(_traits(body, kinds)), kinds)

    @property
    def text(self) -> str:
        """Eight hex digits, the same for the same order in every process and version."""
        written = json.dumps(dict(self.traits), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()[:8]

    def differences(
        self, found_body: Mapping[str, Any], key: str, seal: Seal | None
    ) -> tuple[Difference, ...]:
        """Tell in which traits something of the list is another order, or else that its seal is.

        A trait that this order leaves out is no difference: the exchange fills it in.
        """
        found = dict(_traits(found_body, self.kinds))
        unequal = [path for path, asked in sorted(self.traits.items()) if asked != found.get(path)]
        if unequal:
            return tuple(Difference(path, self.traits[path], found.get(path)) for path in unequal)
        own = Seal(digest=self.text, call="*")
        return (Difference("note", f"[once:{key}{own}]", mark_note("", key, seal)),)


def _traits(body: Mapping[str, Any], kinds: Traits) -> Iterator[tuple[str, str]]:
    for path in (*kinds.switches, *kinds.numbers, *kinds.texts):
        if path in kinds.only_if and _switch(_at(body, kinds.only_if[path])) != "true":
            continue
        value = _at(body, path)
        if path in kinds.switches:
            yield path, _switch(value)
        elif value is not None:
            yield path, _number(value) if path in kinds.numbers else str(value)


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
