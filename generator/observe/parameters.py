"""The parameters of a request held against an operation: those in the address and those in the headers.

Parameters arrive as text. A text is taken for the number or truth value it spells where the document has one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from generator.document.json_pointer import pointer
from generator.observe.comparison import compare, types_of
from generator.observe.document import Document, Operation, Parameter
from generator.observe.drifts import Drift, Kind, SchemaTrace
from generator.observe.http_transactions import Headers
from generator.observe.masked_values import sample
from generator.observe.proposal.seen_shapes import form_of
from generator.observe.redaction import masked_name

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,30})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)

# Headers of HTTP, of browsers and of what stands between client and server: they are nobody's parameters.
_OF_HTTP = frozenset(
    {
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "date",
        "dnt",
        "expect",
        "forwarded",
        "from",
        "host",
        "keep-alive",
        "max-forwards",
        "origin",
        "pragma",
        "priority",
        "range",
        "referer",
        "te",
        "trailer",
        "traceparent",
        "tracestate",
        "transfer-encoding",
        "upgrade",
        "upgrade-insecure-requests",
        "user-agent",
        "via",
        "x-real-ip",
        "x-request-id",
        "x-requested-with",
    }
)
_PREFIXES_OF_HTTP = (":", "if-", "proxy-", "sec-", "x-forwarded-", "x-amzn-", "x-b3-", "cf-", "cdn-")


def compare_path(document: Document, operation: Operation, values: Mapping[str, str]) -> SchemaTrace:
    """Compare the values in the path with their parameters."""
    known = {each.name: each for each in operation.parameters if each.location == "path"}
    trace = SchemaTrace()
    trace.add(_compared(document, known[name], [text]) for name, text in values.items() if name in known)
    return trace


def compare_query(document: Document, operation: Operation, query: str) -> SchemaTrace:
    """Compare a query string with the parameters of an operation."""
    given: dict[str, list[str]] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, []).append(text)
    return _against(document, operation, "query", given)


def compare_headers(document: Document, operation: Operation, headers: Headers) -> SchemaTrace:
    """Compare request headers with the parameters of an operation; those of HTTP itself are passed over."""
    given: dict[str, list[str]] = {}
    for name, text in headers:
        lower = name.lower()
        if lower not in _OF_HTTP | document.security_headers and not lower.startswith(_PREFIXES_OF_HTTP):
            given.setdefault(lower, []).append(text)
    return _against(document, operation, "header", given)


def _against(
    document: Document, operation: Operation, location: str, given: Mapping[str, list[str]]
) -> SchemaTrace:
    parameters = [each for each in operation.parameters if each.location == location]
    known = {_key(each): each for each in parameters}
    trace = SchemaTrace()
    trace.note(_unknown(operation, name, given[name]) for name in given if name not in known)
    trace.note(_missing(each) for each in parameters if each.required and _key(each) not in given)
    trace.add(_compared(document, known[name], texts) for name, texts in given.items() if name in known)
    return trace


def _key(parameter: Parameter) -> str:
    return parameter.name.lower() if parameter.location == "header" else parameter.name


def _unknown(operation: Operation, name: str, texts: Sequence[str]) -> Drift:
    place = f"{operation.pointer}/parameters"
    # Of a name given twice the last one counts, as it does for the server.
    value = spelled(texts[-1], {"integer", "number", "boolean"})
    return Drift(Kind.PARAMETER, "", place, masked_name(name), sample(value, masked_name), form_of(value))


def _missing(parameter: Parameter) -> Drift:
    return Drift(Kind.MISSING, pointer((parameter.name,)), f"{parameter.pointer}/required")


def _compared(document: Document, parameter: Parameter, texts: Sequence[str]) -> SchemaTrace:
    trace = SchemaTrace(seen={parameter.pointer})
    if "schema" not in document.at(parameter.pointer):
        return trace
    schema, at = f"{parameter.pointer}/schema", pointer((parameter.name,))
    types = set().union(*(types_of(nodes) for nodes in document.choices(schema)))
    values: Iterable[Any] = [[*texts]] if "array" in types else (spelled(text, types) for text in texts)
    # A list is compared as one value, repeated others one by one.
    trace.add(compare(document, value, schema, at) for value in values)
    return trace


def spelled(text: str, types: set[str]) -> Any:
    """Return the number or truth value a text spells, if it is one of the types, or the text itself."""
    if "string" in types or not types:
        return text
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        return float(text)
    if "boolean" in types and text in {"true", "false"}:
        return text == "true"
    return text
