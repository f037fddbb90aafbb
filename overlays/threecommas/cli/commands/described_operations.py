"""Operations as the document describes them: what a command line needs to offer one.

The document is read once, when the first operation is asked for.
"""

import functools
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import threecommas_openapi
import typer
from threecommas_rest import api

_HEADER = "header"
_TYPES = {"integer": int, "number": str, "boolean": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of the path or the query; `argument` is its name in the client."""

    name: str
    argument: str
    description: str
    is_required: bool
    schema: Mapping[str, Any]

    @property
    def flag(self) -> str:
        """The option of a command line."""
        return f"--{self.name.replace('_', '-')}"

    def option(self) -> Any:
        """Return what typer takes for the type of an option."""
        kind = self._type()
        names = (f"{self.flag}/--no-{self.flag.removeprefix('--')}",) if kind is bool else (self.flag,)
        limits = self.schema if kind is int else {}
        option = typer.Option(
            *names,
            help=self.description,
            metavar="TIME" if self._is_moment else None,
            show_default=False,
            min=limits.get("minimum"),
            max=limits.get("maximum"),
        )
        return Annotated[kind if self.is_required else kind | None, option]

    def value(self, given: Any) -> Any:
        """Return the value for the client; raise `typer.BadParameter` for a text that is no time."""
        if not self._is_moment:
            return given
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            raise typer.BadParameter(
                f"{given!r} is not a time such as 2024-11-08T00:15:26Z", param_hint=self.flag
            ) from None

    @property
    def _is_moment(self) -> bool:
        return self.schema.get("format") == "date-time"

    def _type(self) -> Any:
        known = [value for value in self.schema.get("enum", ()) if value is not None]
        if known:
            return Literal[tuple(known)]
        return _TYPES.get(_type_of(self.schema), str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation in words; `body` is the model of its body, "" for none."""

    summary: str
    description: str
    group: str
    parameters: tuple[Parameter, ...]
    body: str = ""
    needs_body: bool = False


def described(operation_id: str) -> Described:
    """Return what the document says about an operation."""
    document = _document()
    operation = _operations()[operation_id]
    body = _resolved(document, operation.get("requestBody", {}))
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return Described(
        summary=operation["summary"],
        description=operation["description"],
        group=" and ".join(operation["tags"]),
        parameters=tuple(_parameters(document, operation)),
        body=schema.get("$ref", "").rpartition("/")[2],
        needs_body=bool(body.get("required", False)),
    )


@functools.cache
def _document() -> Mapping[str, Any]:
    return threecommas_openapi.load()


@functools.cache
def _operations() -> Mapping[str, Mapping[str, Any]]:
    """Return the operations by their names, each with the parameters of its URL."""
    return {
        operation["operationId"]: operation
        | {"parameters": [*item.get("parameters", ()), *operation.get("parameters", ())]}
        for item in _document()["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }


def _parameters(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[Parameter]:
    arguments = {_plain(name): name for name in inspect.signature(_build(operation)).parameters}
    for each in operation["parameters"]:
        stated = _resolved(document, each)
        # The mode is an option of the whole command.
        if stated["in"] == _HEADER:
            continue
        yield Parameter(
            name=stated["name"],
            argument=arguments[_plain(stated["name"])],
            description=stated["description"],
            is_required=stated.get("required", False),
            schema=_resolved(document, stated["schema"]),
        )


def _build(operation: Mapping[str, Any]) -> Any:
    return getattr(api, operation["operationId"]).build


def _plain(name: str) -> str:
    """Return a name without what differs between the document and Python, such as ``from`` and ``from_``."""
    return "".join(character for character in name.lower() if character.isalnum())


def _resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object of the document with what its reference leads to; its own members come first."""
    if "$ref" not in value:
        return value
    target: Any = document
    for token in value["$ref"].removeprefix("#/").split("/"):
        target = target[token.replace("~1", "/").replace("~0", "~")]
    return {**_resolved(document, target), **{name: inner for name, inner in value.items() if name != "$ref"}}


def _type_of(schema: Mapping[str, Any]) -> str:
    """Return the type of a schema; of several, as inputs have them, text stands for all."""
    kind = schema.get("type", "string")
    return kind if isinstance(kind, str) else "string"
