"""The tree of resources that the x-sdk of the operations describes.

They become the classes of the facade.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openapi_python_client.strings import pascal_case

from generator.client.docstrings import docstring
from generator.client.endpoints import Endpoint

ROOT = "Root"


@dataclass(frozen=True, slots=True)
class Child:
    """A resource as an attribute of another."""

    attribute: str
    name: str
    docstring: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One class of the facade, in a `module` with its asynchronous twin; the `path` of the root is ""."""

    path: str
    module: str
    name: str
    docstring: str
    children: list[Child]
    endpoints: list[Endpoint]


def resources(endpoints: Sequence[Endpoint], document: Mapping[str, Any]) -> list[Resource]:
    """Return the classes, the root first, each with its operations in the order of the document."""
    paths = _paths(endpoint.resource for endpoint in endpoints)
    tags = {tag["name"]: str(tag.get("description", "")) for tag in document.get("tags", [])}
    return [
        Resource(
            path=path,
            module=module_name(path),
            name=class_name(path),
            docstring=docstring(_summary(path, tags)),
            children=[_child(child, tags) for child in _children(path, paths)],
            endpoints=[endpoint for endpoint in endpoints if endpoint.resource == path],
        )
        for path in paths
    ]


def _paths(named: Iterable[str]) -> list[str]:
    """Return every resource's path, those of enclosing ones included; the root's is ""."""
    found = {""}
    for path in named:
        steps = path.split(".")
        found.update(".".join(steps[:length]) for length in range(1, len(steps) + 1))
    return sorted(found)


def _children(path: str, paths: Iterable[str]) -> Iterator[str]:
    for candidate in paths:
        if candidate and candidate.rpartition(".")[0] == path:
            yield candidate


def _child(path: str, tags: Mapping[str, str]) -> Child:
    return Child(path.rpartition(".")[2], class_name(path), docstring(_summary(path, tags), indent=8))


def module_name(path: str) -> str:
    """Return the name of the module for a resource, such as smart_trades_trades for smart_trades.trades."""
    return path.replace(".", "_") or ROOT.lower()


def class_name(path: str) -> str:
    """Return the name of the class for a resource, such as SmartTradesTrades for smart_trades.trades."""
    return "".join(pascal_case(step) for step in path.split(".")) if path else ROOT


def _summary(path: str, tags: Mapping[str, str]) -> str:
    if not path:
        return "The operations of the client itself, and the way to all others."
    return tags.get(path) or f"The operations of `{path}`."
