"""The facts of an operation as text: its docstring, and its record in the registry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.client.docstrings import docstring, sentence
from generator.client.headers import headers_of, query_names
from generator.document.operations import DocumentedOperation, resolved
from generator.document.schema_shapes import types_of

_RETRY = {
    "safe": "It may be sent again if no answer came.",
    "never": "It must not simply be sent again if no answer came: it may have been carried out.",
}


def operation_docstring(
    operation: DocumentedOperation, document: Mapping[str, Any], arguments: Sequence[tuple[str, str]]
) -> str:
    """Return the docstring of the method: what it does, its facts, arguments, answer and errors."""
    value = operation.value
    return docstring(
        sentence(str(value["summary"])),
        str(value.get("description", "")),
        " ".join(_facts(value)),
        _source(value),
        sections={
            "Args": arguments,
            "Returns": [("", _success(operation, document))],
            "Raises": list(_errors(operation, document["info"].get("x-client-name", ""))),
        },
        indent=8,
    )


def _facts(value: Mapping[str, Any]) -> Iterator[str]:
    if value.get("deprecated"):
        yield "Deprecated."
    permission = value.get("x-permission", "NONE")
    yield "It needs no permission." if permission == "NONE" else f"The API key needs {permission}."
    limits = [_limit(limit) for limit in value.get("x-rate-limit", [])]
    yield f"At most {', and '.join(limits)}." if limits else ""
    yield _RETRY.get(value.get("x-retry", ""), "")


def _limit(limit: Mapping[str, Any]) -> str:
    scope = "to all operations together" if limit["scope"] == "overall" else "to this one"
    return f"{limit['requests']} requests in {limit['period']} s {scope} (more block for {limit['block']} s)"


def _source(value: Mapping[str, Any]) -> str:
    documentation = value.get("externalDocs")
    return (
        f"See {documentation['url']}"
        if documentation
        else f"Source: {sentence(str(value.get('x-source', '')))}"
    )


def _success(operation: DocumentedOperation, document: Mapping[str, Any]) -> str:
    answers = operation.value["responses"]
    success = next(answers[status] for status in answers if status.startswith("2"))
    described = resolved(document, success)
    return f"{described.get('description', '')} {_tolerance(described, document)}".strip()


def _tolerance(success: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    schema = success.get("content", {}).get("application/json", {}).get("schema", {})
    if not schema.get("items"):
        return ""
    is_object = "object" in types_of(resolved(document, schema["items"]))
    return f"An element that is {'no object' if is_object else 'not as documented'} is an `Undecoded`."


def _errors(operation: DocumentedOperation, client: str) -> Iterator[tuple[str, str]]:
    statuses = ", ".join(status for status in operation.value["responses"] if not status.startswith("2"))
    yield "ApiError", f"The answer is not a success; {statuses} are documented."
    done = " The request was carried out all the same." if operation.value.get("x-retry") == "never" else ""
    yield (
        "DecodeError",
        f"The answer is not JSON, or JSON of another kind. A strict client raises it for a deviation.{done}",
    )
    yield "EncodeError", "An argument cannot be sent; nothing has left."
    lost = "There is no answer; the request may have arrived."
    # A name of its own is what the document has for a client that is laid over this one.
    instead = f" `{client.lower()}.{client}` raises `NotExecutedError` or `OutcomeUnknownError` in its place."
    yield "httpx.TransportError", lost + instead * bool(client)


def operation_record(operation: DocumentedOperation, document: Mapping[str, Any]) -> str:
    """Return the operation's entry in the registry as a Python expression."""
    value = operation.value
    members = {
        "id": repr(operation.id),
        "method": repr(operation.method.upper()),
        "path": repr(operation.url),
        "permission": repr(value["x-permission"]),
        "rate_limits": _tuple(_call("RateLimit", limit) for limit in value["x-rate-limit"]),
        "retry": repr(value["x-retry"]),
    }
    if "x-shown-by" in value:
        members["shown_by"] = repr(value["x-shown-by"])
    # What is unknown to the document is None in the client, whose guards refuse such a write.
    if value.get("x-order", {}).get("effect", "unknown") != "unknown":
        members["order"] = _order(value["x-order"])
    if headers := headers_of(operation, document):
        members["headers"] = _tuple(map(repr, headers))
    if value["x-retry"] == "never" and (names := query_names(operation, document)):
        members["query"] = _tuple(map(repr, names))
    if "x-pagination" in value:
        members["pagination"] = _call("Pagination", value["x-pagination"])
    if value.get("deprecated"):
        members["deprecated"] = "True"
    return f"Operation({', '.join(f'{name}={text}' for name, text in members.items())})"


def _order(told: Mapping[str, Any]) -> str:
    arguments = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return _call("Order", arguments)


def _call(name: str, arguments: Mapping[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={value!r}' for key, value in arguments.items())})"


def _tuple(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"
