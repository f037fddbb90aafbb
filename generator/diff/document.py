"""A bundled document that knows where each of its parts stands.

Read from JSON or YAML, OpenAPI 3.0 or 3.1. References inside the document are followed; one to another file
is refused, since the comparison is of what is published: one document.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.diff.annotations import DATA, NAMED_MEMBERS
from generator.document.depth import TooDeep, read_json
from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import follow, pointer
from generator.document.yaml_io import ExactFloat, YamlError, read_yaml

_BUNDLE = "Bundle the document: `python -m generator build` writes such a one."


@dataclass(frozen=True, eq=False)
class Document:
    """A whole document under the name it is spoken of."""

    name: str
    value: Mapping[str, Any] = field(repr=False)

    @property
    def root(self) -> "Node":
        """The document as its own outermost part."""
        return Node(self, "", self.value)

    @property
    def version(self) -> str:
        """`info.version`; raises InvalidSpecError if it is no text."""
        info = self.root.get("info")
        version = info.get("version") if info else None
        if version is None:
            raise (info or self.root).refused(
                "info.version is missing", "Write the version of the document there."
            )
        return version.text()


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document and the JSON pointer to it; equal to another if it is the same place."""

    document: Document
    pointer: str
    value: Any = field(compare=False, repr=False)

    def get(self, key: str) -> "Node | None":
        """Return the member of that name, None if there is none.

        Raises InvalidSpecError if this is no object.
        """
        mapping = self._mapping()
        return Node(self.document, self.pointer + pointer([key]), mapping[key]) if key in mapping else None

    def members(self) -> "dict[str, Node]":
        """Return all members by name; raise InvalidSpecError if this is no object."""
        return {
            key: Node(self.document, self.pointer + pointer([key]), v) for key, v in self._mapping().items()
        }

    def elements(self) -> "list[Node]":
        """Return the elements of a list; raise InvalidSpecError if this is none."""
        if not isinstance(self.value, list):
            raise self.refused(f"a list is needed here, not {_kind(self.value)}", "")
        return [Node(self.document, f"{self.pointer}/{index}", v) for index, v in enumerate(self.value)]

    def text(self) -> str:
        """Return the text that stands here; raise InvalidSpecError if it is something else."""
        if not isinstance(self.value, str):
            raise self.refused(
                f"text is needed here, not {_kind(self.value)}", "Numbers and dates need quotes."
            )
        return self.value

    def number(self) -> float:
        """Return the number that stands here; raise InvalidSpecError if it is something else."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refused(f"a number is needed here, not {_kind(self.value)}", "")
        return self.value

    def flag(self, key: str) -> bool:
        """Return the member if it is there, else False.

        Raises InvalidSpecError if it is neither true nor false.
        """
        node = self.get(key)
        if node is not None and not isinstance(node.value, bool):
            raise node.refused(f"true or false is needed here, not {_kind(node.value)}", "")
        return node is not None and node.value

    def referent(self) -> "Node":
        """Return the place the `$ref` at this place names; raise InvalidSpecError if it leads nowhere."""
        target = self.text()
        if not target.startswith("#"):
            raise self.refused(f"the $ref {target!r} leads out of the document", _BUNDLE)
        try:
            return Node(self.document, target[1:], follow(self.document.value, target[1:]))
        except (LookupError, ValueError, TypeError):
            raise self.refused(
                f"the $ref {target!r} leads nowhere", "Correct it or add what it names."
            ) from None

    def resolved(self) -> "Node":
        """Return this part, or what it refers to if it is a reference."""
        # A reference may lead to a reference.
        seen, node = {self}, self
        while isinstance(node.value, dict) and (reference := node.get("$ref")):
            node = reference.referent()
            if node in seen:
                raise reference.refused("the $ref leads back to itself", "Let it name what it stands for.")
            seen.add(node)
        return node

    def refused(self, reason: str, advice: str) -> InvalidSpecError:
        """Return the error that names this place."""
        return InvalidSpecError([Finding(self.document.name, self.pointer, "diff", reason, advice)])

    def _mapping(self) -> Mapping[str, Any]:
        if not isinstance(self.value, dict):
            raise self.refused(f"an object is needed here, not {_kind(self.value)}", "")
        return self.value


def read_document(name: str, content: bytes) -> Document:
    """Return the document spelled in JSON or YAML; raise InvalidSpecError if it is no OpenAPI 3 document."""
    value = _parsed(name, content)
    document = Document(name, value)
    version = document.root.get("openapi")
    if version is None or not version.text().startswith("3."):
        raise (version or document.root).refused(
            "this is no OpenAPI 3 document", "Give a bundled openapi.json."
        )
    if not document.version:
        raise document.root.refused("info.version is empty", "Write the version of the document there.")
    for reference in _references(document.root):
        reference.referent()
    return document


def _parsed(name: str, content: bytes) -> Any:
    place = ""
    try:
        text = content.decode("utf-8-sig")
        # JSON is read by its own parser: it is faster, and says better what is wrong with JSON.
        return _json(text) if text.lstrip().startswith("{") else read_yaml(text)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
    except (YamlError, TooDeep) as error:
        reason, place = str(error), error.pointer
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno}: {error.msg}"
    except ValueError as error:
        reason = str(error)
    raise InvalidSpecError([Finding(name, place, "diff", reason, "Give a bundled document in JSON or YAML.")])


def _json(text: str) -> Any:
    return read_json(text, parse_float=ExactFloat, parse_constant=_no_number, object_pairs_hook=_unique)


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} is given twice")
    return members


def _references(node: Node, *, names: bool = False) -> Iterator[Node]:
    """Yield each `$ref`, examples and other plain data left out."""
    if isinstance(node.value, list):
        for element in node.elements():
            yield from _references(element)
    elif isinstance(node.value, dict):
        for key, member in node.members().items():
            if not names and key == "$ref":
                yield member
            elif names or key not in DATA:
                yield from _references(member, names=not names and key in NAMED_MEMBERS)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
