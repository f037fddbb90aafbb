"""The bundled document as `observe` needs it: operations, and schemas split into the choices they give.

Every place is named by its JSON pointer in the document, so that a report can say which line of it is wrong.
Checking the document itself is the work of `lint`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.document.circles import circles
from generator.document.depth import ADVICE, TooDeep, check_depth, read_json
from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import follow, parts, pointer
from generator.document.openapi_objects import walk
from generator.document.operations import DocumentedOperation, operations
from generator.document.schema_shapes import is_constraint
from generator.document.secret_names import secret_names
from generator.document.yaml_io import YamlError, read_yaml
from generator.observe.recordings.located_json import RULE


@dataclass(frozen=True, slots=True)
class Node:
    """A schema object and the pointer that leads to it."""

    pointer: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; `pointer` leads to where it is defined."""

    name: str
    location: str
    required: bool
    pointer: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: its place in the document and what it takes and gives.

    `body` and each of `responses` lead to an object with `content`; `body` is "" if none is taken.
    """

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...]
    body: str
    body_required: bool
    responses: Mapping[str, str]

    def response(self, status: int) -> str | None:
        """Return the documented status that covers this one: 404, 4XX or default."""
        candidates = (str(status), f"{status // 100}XX", "default")
        return next((key for key in candidates if key in self.responses), None)


class Document:
    """A bundled OpenAPI 3.1 document, read once; nothing in it is changed."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.operations = tuple(self._operation(found) for found in operations(content))
        self._choices: dict[str, tuple[tuple[Node, ...], ...]] = {}

    @property
    def base_paths(self) -> tuple[str, ...]:
        """The paths of the servers, below which the operations live."""
        servers = self.content.get("servers") or [{"url": "/"}]
        return tuple(urlsplit(server["url"]).path.rstrip("/") for server in servers)

    @property
    def security_headers(self) -> frozenset[str]:
        """The names of the headers that authenticate, in lower case."""
        schemes = self.content.get("components", {}).get("securitySchemes", {}).values()
        return frozenset(scheme["name"].lower() for scheme in schemes if scheme.get("in") == "header")

    @property
    def secrets(self) -> Sequence[str]:
        """The names of parameters and members that are secrets."""
        return secret_names(self.content)

    def at(self, place: str) -> Any:
        """Return what a pointer leads to."""
        return follow(self.content, place)

    def resolved(self, place: str) -> str:
        """Return the pointer of what is meant at a place, references followed."""
        value = self.at(place)
        while isinstance(value, dict) and "$ref" in value:
            place = value["$ref"].removeprefix("#")
            value = self.at(place)
        return place

    def media_type(self, holder: str, content_type: str) -> str | None:
        """Return the pointer of the media type object that covers a content type, None if there is none."""
        held = self.at(holder).get("content", {})
        name = next((name for name in held if _covers(name, content_type)), None)
        return None if name is None else f"{holder}/content{pointer((name,))}"

    def choices(self, place: str) -> tuple[tuple[Node, ...], ...]:
        """Return what a schema lets a value be; a choice is the schemas that hold together, outermost first.

        `$ref` and `allOf` add to a choice, `anyOf` and `oneOf` make several. Branches that only relate
        properties to each other (see `rules`) do not: they are checked as a whole.
        Raises InvalidSpecError for a schema that has itself among its parts or choices.
        """
        if place not in self._choices:
            try:
                self._choices[place] = tuple(self._split(place))
            # What leads on for long was refused before.
            except RecursionError:
                reason = "the schema is a part or a choice of itself"
                raise InvalidSpecError(
                    [Finding("DOCUMENT", place, RULE, reason, "Run `lint` on it.")]
                ) from None
        return self._choices[place]

    def _split(self, place: str) -> Iterator[tuple[Node, ...]]:
        schema = self.at(place)
        groups: list[list[tuple[Node, ...]]] = []
        if "$ref" in schema:
            groups.append(list(self._split(schema["$ref"].removeprefix("#"))))
        groups += [list(self._split(f"{place}/allOf/{i}")) for i, _ in enumerate(schema.get("allOf", []))]
        for keyword in ("anyOf", "oneOf"):
            branches = schema.get(keyword, [])
            if branches and not all(is_constraint(branch) for branch in branches):
                found = (self._split(f"{place}/{keyword}/{i}") for i, _ in enumerate(branches))
                groups.append([choice for choices in found for choice in choices])
        # One of each group holds at a time; without groups, the schema alone.
        for chosen in product(*groups):
            yield (Node(place, schema), *(node for choice in chosen for node in choice))

    def _operation(self, found: DocumentedOperation) -> Operation:
        place, item = found.pointer, pointer(("paths", found.url))
        body = self.resolved(f"{place}/requestBody") if "requestBody" in found.value else ""
        return Operation(
            id=found.value["operationId"],
            method=found.method.upper(),
            path=found.url,
            pointer=place,
            parameters=(*self._parameters(item), *self._parameters(place)),
            body=body,
            body_required=bool(body and self.at(body).get("required")),
            responses={key: self.resolved(f"{place}/responses/{key}") for key in found.value["responses"]},
        )

    def _parameters(self, holder: str) -> Iterator[Parameter]:
        for index, _ in enumerate(self.at(holder).get("parameters", [])):
            place = self.resolved(f"{holder}/parameters/{index}")
            found = self.at(place)
            yield Parameter(found["name"], found["in"], bool(found.get("required")), place)


def _covers(documented: str, content_type: str) -> bool:
    kind, _, subtype = documented.lower().partition("/")
    seen_kind, _, seen_subtype = content_type.partition("/")
    return kind in {"*", seen_kind} and subtype in {"*", seen_subtype}


def last_step(place: str) -> str:
    """Return the last name of a pointer."""
    return parts(place)[-1]


def read_document(path: Path) -> Document:
    """Return the bundled document of a JSON or YAML file; raise InvalidSpecError if it is none."""
    try:
        text = path.read_text("utf-8")
        content = read_json(text) if path.suffix == ".json" else read_yaml(text)
        _follow_references(content)
        check_depth(content)
        if ring := next(circles(content), None):
            reason = "the schema is a part or a choice of itself"
            raise InvalidSpecError([Finding(str(path), ring, RULE, reason, "Run `lint` on it.")])
        return Document(content)
    except OSError as error:
        advice = "Run `make generate`, or name the bundled document with --document."
        raise _refused(path, f"cannot be read: {error.strerror}", advice) from None
    except TooDeep as error:
        raise InvalidSpecError([Finding(str(path), error.pointer, RULE, str(error), ADVICE)]) from None
    except (YamlError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _refused(path, f"is neither JSON nor YAML: {error}", "Name the bundled document.") from None
    except (LookupError, TypeError, AttributeError, ValueError):
        advice = "Name a bundle: `python -m generator build` writes one from spec/."
        raise _refused(path, "is no bundled OpenAPI 3.1 document", advice) from None


def _follow_references(content: Any) -> None:
    """Raise LookupError if the document is of another version, or refers to what is not in it."""
    if not str(content["openapi"]).startswith("3.1."):
        raise LookupError
    for node in walk(content, "document"):
        reference = node.value.get("$ref", "") if isinstance(node.value, dict) else ""
        follow(content, reference.removeprefix("#"))
        if reference and not reference.startswith("#"):
            raise LookupError


def _refused(path: Path, reason: str, advice: str) -> InvalidSpecError:
    return InvalidSpecError([Finding(str(path), "", RULE, reason, advice)])
