"""A call as a program that signs and sends it: in the shell, in Python, and with this project's client."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.document.operations import DocumentedOperation, resolved
from generator.publish.example_calls import Call, Parameter, all_arguments, parameters
from generator.publish.rendering import template

_INDENT = "    "
_MOMENT = "datetime.fromisoformat"


@dataclass(frozen=True, slots=True)
class Sample:
    """A program: the name of its language for people, and for the page's own use, and its text."""

    title: str
    language: str
    text: str


def samples(document: Mapping[str, Any], call: Call) -> list[Sample]:
    """Return the programs for one call."""
    given = {"call": call, "shell_body": _shell_quoted(call.body)}
    return [
        Sample("curl", "curl", template("sample.sh.jinja").render(given)),
        Sample("Python", "python", template("sample.py.jinja").render(given)),
        Sample(
            "Python with threecommas",
            "sdk",
            template("sample_sdk.py.jinja").render(_client_call(document, call)),
        ),
    ]


def _shell_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _client_call(document: Mapping[str, Any], call: Call) -> dict[str, Any]:
    place = call.operation.value["x-sdk"]
    method = ".".join(filter(None, ("client", place["resource"], place["method"])))
    given = parameters(document, call.operation)
    listed = [_literal(each.example, "") for each in given if each.location == "path"]
    if call.example:
        listed.append("body")
    named = _named(document, call)
    model = _model(document, call.operation)
    body = _literal(call.example.value, "\n" + _INDENT) if call.example else ""
    return {
        "method": method,
        "arguments": ", ".join(listed + named),
        "has_moment": any(_MOMENT in each for each in named),
        "model": model,
        "body": body,
    }


def _named(document: Mapping[str, Any], call: Call) -> list[str]:
    shown = all_arguments(document, call.operation)
    return [f"{each.name}={_argument(document, each)}" for each in shown]


def _argument(document: Mapping[str, Any], parameter: Parameter) -> str:
    """Return an argument as the client takes it, which for a moment is no text."""
    literal = _literal(parameter.example, "")
    is_moment = resolved(document, parameter.schema).get("format") == "date-time"
    return f"{_MOMENT}({literal})" if is_moment else literal


def _model(document: Mapping[str, Any], operation: DocumentedOperation) -> str:
    body = resolved(document, operation.value.get("requestBody", {}))
    reference = body.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return str(reference).rpartition("/")[2]


def _literal(value: Any, newline: str) -> str:
    """Return a JSON value as Python writes it, one member to a line."""
    inner = newline + _INDENT
    match value:
        case dict() if value:
            members = "".join(
                f"{inner}{json.dumps(key)}: {_literal(item, inner)}," for key, item in value.items()
            )
            return f"{{{members}{newline}}}"
        case list() if value:
            return f"[{''.join(f'{inner}{_literal(item, inner)},' for item in value)}{newline}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return repr(value)
