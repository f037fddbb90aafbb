"""Rules about the names that members and parameters get in a client's code."""

import keyword
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from openapi_python_client.strings import PythonIdentifier, sanitize

from generator.client.attribute_names import ATTRIBUTE, key_of
from generator.client.names import MODEL_WORDS
from generator.document.all_of import is_object, merged
from generator.document.json_pointer import pointer
from generator.document.openapi_objects import walk
from generator.lint.rule import LintContext, RuleViolation

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def names_are_plain(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every member and parameter whose name has letters outside ASCII, or none, and none is chosen."""
    for node in context.shapes:
        for key, schema in node.value.get("properties", {}).items():
            if reason := _trouble(key, schema):
                yield context.fault(pointer((*node.parts, "properties", key)), reason)
    for node in context.nodes("parameter"):
        if reason := _trouble(str(node.value.get("name", "")), node.value):
            yield context.fault(pointer(node.parts), reason)


def names_differ(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every object two of whose members would have one name."""
    for node in context.shapes:
        if not is_object(context.document, node.value):
            continue
        users: dict[str, list[str]] = defaultdict(list)
        for key, schema in merged(context.document, node.value)["properties"].items():
            users[_name(key, schema)].append(key)
        for name, keys in users.items():
            if len(keys) > 1:
                reason = f"{' and '.join(map(repr, keys))} would both be {name!r}"
                yield context.fault(pointer(node.parts), reason)


def names_are_chosen_once(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-attribute of a key that has another one elsewhere."""
    chosen: dict[str, str] = {}
    for node in walk(context.document, "document"):
        if isinstance(node.value, dict) and ATTRIBUTE in node.value:
            key, name = key_of(node.parts, node.value), node.value[ATTRIBUTE]
            if chosen.setdefault(key, name) != name:
                place = pointer((*node.parts, ATTRIBUTE))
                yield context.fault(place, f"{key!r} is called {chosen[key]!r} elsewhere")


def _trouble(key: str, holder: Mapping[str, Any]) -> str:
    chosen = holder.get(ATTRIBUTE)
    if chosen is not None:
        plain = _NAME.fullmatch(chosen) and not keyword.iskeyword(chosen) and chosen not in MODEL_WORDS
        return "" if plain else f"{chosen!r} cannot be a name in the client"
    if not key.isascii():
        return f"{key!r} has letters outside ASCII"
    return "" if re.search("[A-Za-z0-9]", sanitize(key)) else f"{key!r} has no letter"


def _name(key: str, schema: Mapping[str, Any]) -> str:
    return str(schema.get(ATTRIBUTE) or PythonIdentifier(key, "field_"))
