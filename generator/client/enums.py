"""The facts about each enum of the document that the template needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import EnumProperty

from generator.client.docstrings import docstring, title_and_rest


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumClass:
    """One enum of the document. `base` is the class it is made of.

    A member is its name, its value as a Python literal, and the docstring of its meaning, "" without one.
    """

    name: str
    base: str
    module: str
    docstring: str
    members: list[tuple[str, str, str]]


def enum_class(prop: EnumProperty, schemas: Mapping[str, Any], *, is_open: bool) -> EnumClass:
    """Return what the template needs of an enum; an open one keeps values that are added later."""
    name = str(prop.class_info.name)
    # The values of the document, because the parser leaves control characters out of its own.
    values = [value for value in schemas[name]["enum"] if value is not None]
    meanings = schemas[name].get("x-enum-descriptions", [""] * len(values))
    members = [
        (member, repr(value), docstring(meaning) if meaning else "")
        for member, value, meaning in zip(prop.values, values, meanings, strict=True)
    ]
    title, rest = title_and_rest(str(schemas[name].get("description", "")), otherwise=f"The enum {name}.")
    return EnumClass(
        name=name,
        base="OpenEnum" if is_open else "ClosedEnum",
        module=str(prop.class_info.module_name),
        docstring=docstring(title, rest),
        members=members,
    )
