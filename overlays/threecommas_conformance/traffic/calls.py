"""A recorded request and its answer as JSON values, for the checks of a whole run."""

import json
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from threecommas_conformance.traffic.interactions import Interaction

_MEDIA_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """One call of an operation. `sent` and `answered` are JSON values, None for what is no JSON."""

    interaction: Interaction
    sent: Any = field(repr=False)
    answered: Any = field(repr=False)

    @property
    def succeeded(self) -> bool:
        """Whether it was answered 2xx."""
        return 200 <= self.interaction.status < 300

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query, the last of each name."""
        return dict(parse_qsl(urlsplit(self.interaction.url).query, keep_blank_values=True))


def parse_call(interaction: Interaction) -> RecordedCall:
    """Read what was sent and answered. A body that is said to be of another type is no JSON."""
    types = [value for name, value in interaction.headers if name.lower() == "content-type"]
    is_json = all(each.partition(";")[0].strip().lower() == _MEDIA_TYPE for each in types)
    sent = _value(interaction.body) if is_json else None
    return RecordedCall(interaction=interaction, sent=sent, answered=_value(interaction.answer))


def get_in(value: Any, *names: str) -> Any:
    """Return the member of a member, None if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def items(value: Any) -> list[Any]:
    """Return the items of an array, none of anything else."""
    return value if isinstance(value, list) else []


def is_on(value: Any) -> bool:
    """Whether a switch of a request is on; it may be written as text."""
    return value is True or value == "true"


def number(value: Any) -> Decimal | None:
    """Return a number of a request or an answer exactly; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
