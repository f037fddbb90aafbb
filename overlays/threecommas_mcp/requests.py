"""The arguments of a tool as a request: path, query and body, or an error that says which argument is wrong.

An amount has to be text. A number with a fraction would already have lost digits on its way to this program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from threecommas_rest.json_text import dumps

from threecommas_mcp.body_members import unknown_members
from threecommas_mcp.tools import BODY, FIELDS, ToolDescription


class ArgumentError(ValueError):
    """An argument of a tool cannot be sent; the message names it and says what to give."""


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """What is sent for a call of a tool; `path` is relative to the address of the API."""

    method: str
    path: str
    query: Mapping[str, str]
    content: bytes | None


def request_of(tool: ToolDescription, arguments: Mapping[str, Any]) -> ToolRequest:
    """Return the request of a call; raise `ArgumentError` for arguments that the tool does not take."""
    _check_names(tool, arguments)
    path = tool.operation.path
    for name in tool.path_names:
        path = path.replace(f"{{{name}}}", quote(_text(name, arguments[name]), safe=""))
    given = [name for name in tool.query_names if arguments.get(name) is not None]
    return ToolRequest(
        method=tool.operation.method,
        path=path,
        query={name: _text(name, arguments[name]) for name in given},
        content=_content(tool, arguments[BODY]) if arguments.get(BODY) is not None else None,
    )


def fields_of(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the members that the answer is to have, none for as many as fit."""
    asked = arguments.get(FIELDS) or ()
    if not isinstance(asked, list | tuple) or not all(isinstance(each, str) for each in asked):
        raise ArgumentError(f'{FIELDS} must be a list of paths, such as ["id", "status.type"].')
    return tuple(asked)


def _check_names(tool: ToolDescription, arguments: Mapping[str, Any]) -> None:
    known, needed = tool.parameters["properties"], tool.parameters["required"]
    for name in arguments:
        if name not in known:
            raise ArgumentError(f"{name} is no argument of {tool.name}. It has: {', '.join(known)}.")
    for name in needed:
        if arguments.get(name) is None:
            raise ArgumentError(f"{tool.name} needs {name}.")


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    raise ArgumentError(f"{name} must be text or a whole number, got {type(value).__name__}.")


def _content(tool: ToolDescription, body: Any) -> bytes:
    if not isinstance(body, dict):
        raise ArgumentError(f"{BODY} must be an object, got {type(body).__name__}.")
    for place in _fractions(body, BODY):
        raise ArgumentError(f'{place} must be text, such as "0.1": a number may have lost digits already.')
    schema, definitions = tool.parameters["properties"][BODY], tool.parameters.get("$defs", {})
    for unknown in unknown_members(body, [schema], definitions, BODY):
        raise ArgumentError(f"{unknown.place} is unknown. There are: {', '.join(unknown.known)}.")
    return dumps(body).encode("utf-8")


def _fractions(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, float):
        yield place
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _fractions(inner, f"{place}.{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _fractions(inner, f"{place}[{index}]")
