"""Names that the document chooses for attributes and arguments, by x-attribute, for openapi-python-client.

That parser makes every name from the key in JSON. It has no setting for single ones. So its class for names
is told the chosen ones while a document is parsed. One key has one name everywhere, which lint sees to.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from generator.document.openapi_objects import walk

ATTRIBUTE = "x-attribute"


def chosen_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the chosen name of each key that has one."""
    names: dict[str, str] = {}
    for node in walk(document, "document"):
        if isinstance(node.value, dict) and ATTRIBUTE in node.value:
            names[key_of(node.parts, node.value)] = node.value[ATTRIBUTE]
    return names


def key_of(parts: tuple[str | int, ...], value: Mapping[str, Any]) -> str:
    """Return the key in JSON of a property, or the name of a parameter."""
    return str(value.get("name", parts[-1]) if "in" in value else parts[-1])


@contextmanager
def attribute_names(document: Mapping[str, Any]) -> Iterator[None]:
    """Let a document be parsed with the names it chooses, and messages say names instead of addresses."""
    names, stock = chosen_names(document), PythonIdentifier.__new__

    def named(
        cls: type[PythonIdentifier], value: UntrustedString | str, prefix: str, skip_snake_case: bool = False
    ) -> PythonIdentifier:
        key = value.get_untrusted_value() if isinstance(value, UntrustedString) else value
        return str.__new__(cls, names[key]) if key in names else stock(cls, value, prefix, skip_snake_case)

    classes: tuple[Any, Any] = (PythonIdentifier, UntrustedString)
    classes[0].__new__ = named
    # Its messages quote names, which have no text of their own lest they get into code.
    classes[1].__str__ = classes[1].__repr__ = lambda name: repr(name.get_untrusted_value())
    try:
        yield
    finally:
        classes[0].__new__ = stock
        del classes[1].__str__, classes[1].__repr__
