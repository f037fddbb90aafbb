"""What an answer's JSON means by the document, field by field, in the words of the README."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from threecommas_rest.json_text import dumps
from threecommas_rest.types import OpenEnum

from tests.property.meaning import kind_of, resolved

Json = dict[str, Any]


def value_of(schema: Json, body: str) -> dict[str, Json]:
    """Return what is at each path of an answer."""
    return dict(_fields(schema, json.loads(body, parse_float=Decimal), ""))


def _fields(schema: Json, raw: Any, path: str) -> Iterator[tuple[str, Json]]:
    schema, _ = resolved(schema)
    if raw is None:
        yield path, {"null": True}
    elif isinstance(raw, list):
        yield path, {"array": len(raw)}
        for index, item in enumerate(raw):
            yield from _fields(schema["items"], item, f"{path}[{index}]")
    elif isinstance(raw, dict):
        yield from _members(schema, raw, path)
    else:
        yield path, _scalar(schema, raw)


def _members(schema: Json, raw: Json, path: str) -> Iterator[tuple[str, Json]]:
    if not raw:
        yield path, {"object": 0}
    for name, item in raw.items():
        inner = f"{path}.{name}".lstrip(".")
        if name in schema.get("properties", {}):
            yield from _fields(schema["properties"][name], item, inner)
        else:
            yield inner, {"undocumented": json.dumps(item, default=float, separators=(",", ":"))}


def _scalar(schema: Json, raw: Any) -> Json:
    match kind_of(schema):
        case "decimal":
            return {"decimal": format(Decimal(str(raw)), "f")}
        case "date-time":
            return {"moment": _moment(datetime.fromisoformat(raw))}
        case "integer":
            return {"integer": str(int(raw))}
        case "string" if "known" in schema:
            return {"enum" if raw in schema["known"] else "new_enum": raw}
    return {"boolean" if isinstance(raw, bool) else "text": raw}


def described(value: Any) -> Json:
    """Return what a value of the typed client is, in the same words."""
    if isinstance(value, OpenEnum):
        return {"enum" if value.is_known else "new_enum": value.value}
    for kind, name, told in _KINDS:
        if isinstance(value, kind):
            return {name: told(value)}
    return {"object": len(value.additional_properties)}


def undocumented(value: Any) -> Json:
    """Return what the typed client keeps of a field that the document does not have."""
    return {"undocumented": dumps(value)}


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# True is an int as well, so it comes first.
_KINDS: list[tuple[type, str, Callable[[Any], Any]]] = [
    (type(None), "null", lambda _: True),
    (bool, "boolean", bool),
    (int, "integer", str),
    (Decimal, "decimal", lambda value: format(value, "f")),
    (datetime, "moment", _moment),
    (str, "text", str),
    (list, "array", len),
]
