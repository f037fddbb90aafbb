"""A SmartTrade from bytes and back: our models, and the same fields as pydantic models and msgspec Structs.

Theirs are made from the schemas of the document: the same Decimals and moments, enums as plain text. They
keep no unknown field and no form of a number, ours do. Prints a JSON object: way -> library -> seconds.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import pydantic
import threecommas_openapi
from threecommas_rest.api import get_smart_trade
from threecommas_rest.json_text import dumps

DOCUMENT = threecommas_openapi.load()
SCHEMAS = DOCUMENT["components"]["schemas"]
SCALARS = {"integer": int, "number": float, "boolean": bool, "string": str}
FORMATS = {"decimal": Decimal, "date-time": datetime}
Make = Callable[[str, dict[str, Any], set[str]], type]


class Types:
    """The types of a library for the schemas of the document, each object made once."""

    def __init__(self, make: Make) -> None:
        self._make, self._made = make, dict[str, Any]()

    def of(self, schema: Mapping[str, Any], name: str = "") -> Any:
        """Return the type of a schema."""
        if "$ref" in schema:
            target = schema["$ref"].rpartition("/")[2]
            if target not in self._made:
                self._made[target] = self.of(SCHEMAS[target], target)
            return self._made[target]
        choices = schema.get("anyOf") or schema.get("oneOf")
        if choices:
            forms = [one for one in choices if one.get("type") != "null"]
            found = self._choice([self.of(one, name) for one in forms])
            return found | None if len(forms) < len(choices) else found
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        found = self._plain(schema, next(kind for kind in kinds if kind != "null"), name)
        return found | None if "null" in kinds else found

    def _plain(self, schema: Mapping[str, Any], kind: str, name: str) -> Any:
        if kind == "array":
            return list[self.of(schema["items"])]  # type: ignore[misc]
        if kind == "object" and schema.get("properties"):
            fields = {key: self.of(each) for key, each in schema["properties"].items()}
            return self._make(name, fields, set(schema.get("required", ())))
        if kind == "object":
            return dict[str, Any]
        return FORMATS.get(schema.get("format", ""), SCALARS[kind])

    def _choice(self, choices: list[Any]) -> Any:
        # An open enum is text, and an amount as text or number is a Decimal.
        for one in (Decimal, datetime, str):
            if one in choices:
                return one
        return choices[0]


def pydantic_model(name: str, fields: dict[str, Any], required: set[str]) -> type:
    """Return a pydantic model."""
    made: dict[str, Any] = {
        key: (kind, ...) if key in required else (kind | None, None) for key, kind in fields.items()
    }
    return pydantic.create_model(name, **made)


def msgspec_struct(name: str, fields: dict[str, Any], required: set[str]) -> type:
    """Return a msgspec Struct."""
    made = [
        (key, kind) if key in required else (key, kind | msgspec.UnsetType, msgspec.UNSET)
        for key, kind in fields.items()
    ]
    return msgspec.defstruct(name, made, kw_only=True)


def seconds(work: Callable[[], object], count: int) -> float:
    """Return the seconds of one of so many repetitions."""
    start = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - start) / count


def main() -> None:
    """Print the figures: decoding.py COUNT, the bytes on standard input."""
    count, content = int(sys.argv[1]), sys.stdin.buffer.read()
    reference = {"$ref": "#/components/schemas/SmartTrade"}
    model, struct = Types(pydantic_model).of(reference), Types(msgspec_struct).of(reference)
    decoder, encoder = msgspec.json.Decoder(struct), msgspec.json.Encoder()
    ours, theirs, third = (
        get_smart_trade.parse(content),
        model.model_validate_json(content),
        decoder.decode(content),
    )
    if not ours.position.units.value == theirs.position.units.value == third.position.units.value:
        raise SystemExit("the three do not say the same")
    ways: dict[str, dict[str, Callable[[], object]]] = {
        "decode": {
            "threecommas": lambda: get_smart_trade.parse(content),
            "pydantic": lambda: model.model_validate_json(content),
            "msgspec": lambda: decoder.decode(content),
            "json": lambda: json.loads(content),
        },
        "encode": {
            "threecommas": lambda: dumps(ours.to_dict()).encode(),
            "pydantic": lambda: theirs.model_dump_json().encode(),
            "msgspec": lambda: encoder.encode(third),
            "json": lambda: json.dumps(json.loads(content)).encode(),
        },
    }
    for each in ways.values():
        for work in each.values():
            seconds(work, count // 10)
    print(
        json.dumps(
            {way: {name: seconds(work, count) for name, work in each.items()} for way, each in ways.items()}
        )
    )


if __name__ == "__main__":
    main()
