"""The bundled OpenAPI document as the mock uses it: operations, their parameters and compiled validators.

Only what answering a request needs is read. Everything is compiled here, once, so that no request pays for
it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import threecommas_openapi
from jsonschema_rs import Draft202012Validator, Registry

from threecommas_mock.json_codec import FormatError

Pointer = tuple[str | int, ...]

_URI = "mock:document"
_INNER = ("items", "allOf", "anyOf", "oneOf")
_METHODS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One path, query or header parameter; *type* is the JSON type its text stands for.

    *key* is its name as that of a header comes in.
    """

    name: str
    key: bytes
    location: str
    required: bool
    type: str | Sequence[str]
    validator: Draft202012Validator = field(repr=False)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most *requests* within *period*, then a block; both in seconds, *scope* is overall or route."""

    scope: str
    requests: int
    period: int
    block: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """How a list is asked for page by page: by page number, or by the number of items before it.

    *page* and *size* are query parameters, *first* is the number of the first page. The answer holds its list
    in the member *items*, or is the list itself; each element is known by its member *id*.
    """

    style: str
    page: str
    size: str
    first: int
    max_size: int
    items: str = ""
    id: str = "id"
    usual_size: int = 0

    def page_of(self, items: list[Any], query: Mapping[str, Any]) -> list[Any]:
        """Return the items that *query* asks for; without a size all that follow."""
        size = query.get(self.size, len(items))
        skipped = query.get(self.page, self.first) - self.first
        start = skipped * size if self.style == "page" else skipped
        return items[start : start + size]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document, which stands there at *pointer*."""

    id: str
    pointer: Pointer
    method: str
    path: str
    permission: str
    signed: bool
    success: int
    parameters: tuple[Parameter, ...]
    rate_limits: tuple[RateLimit, ...]
    body: Draft202012Validator | None = field(repr=False)
    switches: frozenset[str] = frozenset()
    """Names in the body whose values are true or false."""
    pagination: Pagination | None = None
    needs_body: bool = False
    has_secrets: bool = False
    """A parameter, or a member of the body, is a secret."""


class DocumentMissingError(FileNotFoundError):
    """There is no bundled document at the path that was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no bundled document at {path}; `python -m generator build` writes one")


class Document:
    """The parsed document; *operations* in its own order."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self._registry = Registry([(_URI, content)])
        self.operations: tuple[Operation, ...] = tuple(self._operations())

    @classmethod
    def load(cls, path: Path | None = None) -> Document:
        """Read the document at *path*, or take the one that came along; raise DocumentMissingError."""
        if path is None:
            return cls(threecommas_openapi.load())
        if not path.is_file():
            raise DocumentMissingError(path)
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def at(self, pointer: Sequence[str | int]) -> Any:
        """Return what stands at *pointer*."""
        found: Any = self._content
        for key in pointer:
            found = found[key]
        return found

    def resolve(self, pointer: Pointer) -> tuple[Pointer, Any]:
        """Follow the references starting at *pointer*; gives where they end and what stands there."""
        found = self.at(pointer)
        while isinstance(found, Mapping) and "$ref" in found:
            pointer = tuple(found["$ref"].removeprefix("#/").split("/"))
            found = self.at(pointer)
        return pointer, found

    def validator(self, pointer: Pointer) -> Draft202012Validator:
        """Compile the schema at *pointer*."""
        escaped = "/".join(str(key).replace("~", "~0").replace("/", "~1") for key in pointer)
        reference = {"$ref": f"{_URI}#/{quote(escaped)}"}
        # The registry makes errors point into the document itself, which `validation_messages` reads.
        return Draft202012Validator(reference, registry=self._registry, validate_formats=True)

    def require_operation(self, name: str | None, field: str) -> None:
        """Raise FormatError at *field* for an operationId that no operation has; None names none."""
        known = [operation.id for operation in self.operations]
        if name not in (None, *known):
            raise FormatError(field, f"no operationId {name!r}; known are {', '.join(sorted(known))}")

    def sample_path(self) -> str | None:
        """Return the path of a read that only needs a signature, None if there is none."""
        for operation in self.operations:
            needed = any(parameter.required for parameter in operation.parameters)
            if (
                operation.method == "GET"
                and operation.signed
                and operation.permission == "NONE"
                and not needed
            ):
                return operation.path
        return None

    def _operations(self) -> Iterator[Operation]:
        for path, item in self._content["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(("paths", path, method), path, method)

    def _operation(self, pointer: Pointer, path: str, method: str) -> Operation:
        operation = self.at(pointer)
        shared = (*pointer[:-1], "parameters")
        own = (*pointer, "parameters")
        schema = self._body_schema((*pointer, "requestBody"))
        pages = operation.get("x-pagination")
        return Operation(
            id=operation["operationId"],
            pointer=pointer,
            method=method.upper(),
            path=path,
            permission=operation["x-permission"],
            signed=bool(operation.get("security")),
            success=int(next(status for status in operation["responses"] if status.startswith("2"))),
            parameters=(*self._parameters(shared), *self._parameters(own)),
            rate_limits=tuple(RateLimit(**limit) for limit in operation.get("x-rate-limit", ())),
            body=None if schema is None else self.validator(schema),
            switches=frozenset(() if schema is None else self._switches(self.at(schema), set())),
            pagination=None if pages is None else Pagination(**pages),
            has_secrets=self._has_secrets(own, schema),
            needs_body=schema is not None and self.at(schema[:-3]).get("required", False),
        )

    def _parameters(self, pointer: Pointer) -> Iterator[Parameter]:
        holder = self.at(pointer[:-1])
        for index in range(len(holder.get(pointer[-1], ()))):
            place, parameter = self.resolve((*pointer, index))
            schema = (*place, "schema")
            yield Parameter(
                name=parameter["name"],
                key=parameter["name"].lower().encode(),
                location=parameter["in"],
                required=parameter.get("required", False),
                type=self.resolve(schema)[1].get("type", "string"),
                validator=self.validator(schema),
            )

    def _has_secrets(self, parameters: Pointer, body: Pointer | None) -> bool:
        holder = self.at(parameters[:-1]).get(parameters[-1], ())
        schemas = [self.resolve((*parameters, index))[1]["schema"] for index in range(len(holder))]
        if body is not None:
            schemas += self.resolve(body)[1].get("properties", {}).values()
        return any(schema.get("format") == "password" for schema in schemas)

    def _body_schema(self, pointer: Pointer) -> Pointer | None:
        if pointer[-1] not in self.at(pointer[:-1]):
            return None
        return (*self.resolve(pointer)[0], "content", "application/json", "schema")

    def _switches(self, schema: Any, seen: set[str]) -> Iterator[str]:
        """Yield the names of properties below *schema* that may be booleans."""
        if isinstance(schema, list):
            for each in schema:
                yield from self._switches(each, seen)
        if not isinstance(schema, Mapping) or schema.get("$ref") in seen:
            return
        if "$ref" in schema:
            seen.add(schema["$ref"])
            yield from self._switches(self._followed(schema), seen)
        properties = schema.get("properties", {})
        yield from (name for name, each in properties.items() if self._is_switch(each))
        for each in (*properties.values(), *(schema[name] for name in _INNER if name in schema)):
            yield from self._switches(each, seen)

    def _is_switch(self, schema: Mapping[str, Any]) -> bool:
        found = self._followed(schema)
        kinds = (found, *found.get("anyOf", ()), *found.get("oneOf", ()))
        return any("boolean" in self._followed(kind).get("type", ()) for kind in kinds)

    def _followed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            schema = self.at(schema["$ref"].removeprefix("#/").split("/"))
        return schema


def document_of(given: Document | Path | None) -> Document:
    """Return the document that an exchange was given, or the one that came along, which is read once."""
    if isinstance(given, Document):
        return given
    return _bundled() if given is None else Document.load(given)


@cache
def _bundled() -> Document:
    # An exchange only reads it, so that all of a test run can share it.
    return Document.load()
