"""The type of a value in words, each word leading to the schema it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.document.schema_shapes import COMPOSITIONS, is_constraint, types_of

_WORDS = {"string": "text", "boolean": "true or false", "object": "object", "array": "list", "null": "null"}
_FORMATS = {"decimal": "decimal", "date-time": "moment"}
_LIMITS = (
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("minLength", "characters at least"),
    ("maxLength", "characters at most"),
    ("minItems", "items at least"),
    ("maxItems", "items at most"),
    ("pattern", "of the form"),
)


@dataclass(frozen=True, slots=True)
class TypeToken:
    """A word of a type; `schema` is the name of the component it leads to, "" for none."""

    text: str
    schema: str = ""


def words(schema: Mapping[str, Any]) -> list[TypeToken]:
    """Return the kinds of value a schema allows, the same word once."""
    return list(dict.fromkeys(_words(schema)))


def limits(schema: Mapping[str, Any]) -> list[str]:
    """Return what narrows the values of a scalar, such as "at least 1"."""
    return [f"{meaning} {schema[keyword]}" for keyword, meaning in _LIMITS if keyword in schema]


def component_of(reference: str) -> str:
    """Return the name of the component a reference leads to."""
    return reference.rpartition("/")[2]


def _words(schema: Mapping[str, Any]) -> Iterator[TypeToken]:
    if "$ref" in schema:
        yield TypeToken(component_of(schema["$ref"]), component_of(schema["$ref"]))
    for name in types_of(schema):
        if name == "array":
            yield from (TypeToken(f"list of {word.text}", word.schema) for word in _words(schema["items"]))
        else:
            yield TypeToken(_scalar(name, schema.get("format", "")))
    for keyword in COMPOSITIONS:
        for branch in schema.get(keyword, []):
            if not is_constraint(branch):
                yield from _words(branch)


def _scalar(name: str, form: str) -> str:
    word = _WORDS.get(name, name)
    return f"{word} ({_FORMATS[form]})" if form in _FORMATS and name != "null" else word
