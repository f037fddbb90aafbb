"""An element of the list of SmartTrades, read for what identifies it and nothing else.

Reading the whole of it is left out on purpose: one element that nobody can decode must not hide another.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from threecommas_rest import models
from threecommas_rest.json_text import loads

from threecommas.notes import split_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A SmartTrade as the list has it: `key` is that of `create_once`, None without one.

    `created_at` is None if the answer does not say, or not in a way that can be read.
    """

    id: int
    key: str | None
    created_at: datetime | None
    element: Mapping[str, Any] = field(repr=False)

    def smart_trade(self) -> models.SmartTrade:
        """Return the whole; raise `DecodeError` if it is not as documented."""
        return models.SmartTrade.from_dict(self.element)


def read_listed(content: bytes) -> list[Listed]:
    """Return the elements of a list's body; raise ValueError if it is no list of objects with ids."""
    elements = loads(content)
    if not isinstance(elements, list):
        raise ValueError("the list of SmartTrades is no JSON array")
    return [_listed(element) for element in elements]


def _listed(element: Any) -> Listed:
    if not isinstance(element, dict) or not isinstance(element.get("id"), int):
        raise ValueError("an element of the list of SmartTrades has no id")
    return Listed(
        id=element["id"],
        key=split_note(_note(element))[1],
        created_at=_moment(element.get("data")),
        element=element,
    )


def _note(element: Mapping[str, Any]) -> str:
    raw, escaped = element.get("note_raw"), element.get("note")
    if isinstance(raw, str):
        return raw
    return html.unescape(escaped) if isinstance(escaped, str) else ""


def _moment(data: object) -> datetime | None:
    text = data.get("created_at") if isinstance(data, dict) else None
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
