"""The operations of a bundled document, each with the pointer to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.document.json_pointer import follow, pointer
from generator.document.openapi_objects import METHODS


@dataclass(frozen=True, slots=True)
class DocumentedOperation:
    """An operation object with what it inherits from its place: method, URL and pointer."""

    method: str
    url: str
    value: Mapping[str, Any]

    @property
    def pointer(self) -> str:
        """The operation's place in the bundled document."""
        return pointer(("paths", self.url, self.method))

    @property
    def id(self) -> str:
        """The operationId, "" if there is none."""
        return str(self.value.get("operationId", ""))


def operations(document: Mapping[str, Any]) -> Iterator[DocumentedOperation]:
    """Yield every operation in the order of the document."""
    for url, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield DocumentedOperation(method, url, item[method])


def resolved(document: Mapping[str, Any], value: Any) -> Any:
    """Return the component a reference leads to, or the value itself if it is none."""
    while isinstance(value, dict) and "$ref" in value:
        value = follow(document, value["$ref"].removeprefix("#"))
    return value
