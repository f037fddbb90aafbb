"""A request's parameters, as values, once the document has accepted them.

What belongs into the body may be JSON or a form, or stand in the query string (see `form_data`). What belongs
into the query may stand in a body that has no other use. Both are inferred: 3Commas runs on Rails, which puts
them together, and clients of others rely on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from threecommas_mock.api.document import Document, Operation, Parameter
from threecommas_mock.api.errors import InvalidParameters, MalformedBody
from threecommas_mock.api.form_data import MEDIA_TYPE, form, merged, nested, switched
from threecommas_mock.api.validation_messages import field_errors
from threecommas_mock.http.messages import Request
from threecommas_mock.venue.accounts import Mode

# ASCII digits only, and not more than int() would read; what does not match stays text and fails as such.
_WHOLE = re.compile(r"-?[0-9]{1,400}")
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
# Ruby's own `max_nesting`. Inferred: the web application of 3Commas is one of Rails.
_DEEPEST = 100
_EXPONENT_LIMIT = 400  # beyond every double; written out in full, larger ones would fill the memory


@dataclass(frozen=True, slots=True)
class Parameters:
    """One valid call: the parameters by location, numbers in *body* exact."""

    path: Mapping[str, int] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)

    def mode(self, otherwise: Mode) -> Mode:
        """Return the mode that the request asks for, else that chosen in the web application."""
        return Mode(self.header.get("Forced-Mode", otherwise))


def decode(request: Request, operation: Operation, path: Mapping[str, str], document: Document) -> Parameters:
    """Read the call *request* makes, or raise InvalidParameters or MalformedBody."""
    query = _query(request.query)
    if operation.body is None and request.body:
        query = {**_stated_in_body(request), **query}
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    found: dict[str, list[str]] = {}
    for parameter in operation.parameters:
        text = _given(parameter, request, path, query)
        if text is None:
            found |= {parameter.name: ["is missing"]} if parameter.required else {}
            continue
        value = _typed(text, parameter.type)
        values[parameter.location][parameter.name] = value
        if not parameter.validator.is_valid(value):
            errors = parameter.validator.iter_errors(value)
            found |= field_errors(errors, value, document, name=parameter.name)
    # A body that no operation asked for is signed like any other; it can state query parameters, no more.
    body = {} if operation.body is None else _body(request, operation, query)
    if operation.body is not None and not operation.body.is_valid(body):
        found |= field_errors(operation.body.iter_errors(body), body, document)
    # Where every member may be left out, only the document says that an empty request lacks something.
    if not found and operation.needs_body and not body and not request.body:
        found = {"body": ["is missing"]}
    if found:
        raise InvalidParameters(found)
    return Parameters(values["path"], values["query"], body, values["header"])


def _typed(text: str, types: Collection[str]) -> int | bool | str:
    """Return what a text says by the types that are allowed; another stays as it is, to be refused."""
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return text


def _query(query: bytes) -> dict[str, str]:
    """Query parameters; of a name given twice the last one counts, as in every Rails application."""
    if not query:
        return {}
    try:
        return dict(parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict"))
    except UnicodeError:
        raise InvalidParameters({"query": ["is not percent-encoded UTF-8"]}) from None


def _stated_in_body(request: Request) -> dict[str, str]:
    """Return the scalars of a body that no operation asked for, as text; none if it cannot be read."""
    try:
        body = form(request.body) if request.media_type == MEDIA_TYPE else _object(request)
    except (MalformedBody, InvalidParameters):
        return {}
    texts = {name: value for name, value in body.items() if isinstance(value, str)}
    others = {
        name: str(value).lower() for name, value in body.items() if isinstance(value, bool | int | Decimal)
    }
    return texts | others


def _given(
    parameter: Parameter, request: Request, path: Mapping[str, str], query: Mapping[str, str]
) -> str | None:
    """Return the text of a parameter, None if it is not there; undeclared ones are never asked for."""
    if parameter.location == "header":
        value = request.headers.get(parameter.key)
        return None if value is None else value.decode("latin-1")
    return (path if parameter.location == "path" else query).get(parameter.name)


def _body(request: Request, operation: Operation, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the parameters of the body, wherever they stand."""
    is_form = request.media_type == MEDIA_TYPE
    body = switched(form(request.body), operation.switches) if is_form else _object(request)
    if not query:
        return body
    declared = {parameter.name for parameter in operation.parameters if parameter.location == "query"}
    pairs = parse_qsl(request.query.decode("ascii"), keep_blank_values=True)
    stated = nested(pair for pair in pairs if pair[0] not in declared)
    return merged(body, switched(stated, operation.switches))


def _object(request: Request) -> dict[str, Any]:
    """Parse the JSON object of the body; an empty body has no parameters at all."""
    if not request.body:
        return {}
    if not request.is_json:
        raise MalformedBody("Content-Type must be application/json or application/x-www-form-urlencoded")
    try:
        # Decoded here, as json would take UTF-16 and UTF-32 as well.
        value = _JSON.decode(request.body.decode("utf-8"))
        # Half a character passes the parser but could never be answered: it has no UTF-8 form.
        if _LONE_SURROGATE.search(request.body):
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise MalformedBody("Request body is not valid JSON") from error
    if _may_be_deep(request.body) and _is_deep(value):
        raise MalformedBody("Request body is nested too deep")
    if not isinstance(value, dict):
        raise MalformedBody("Request body must be a JSON object")
    return value


def _may_be_deep(text: bytes) -> bool:
    """Tell whether there are enough brackets at all: what has few is looked through at no cost."""
    return text.count(b"{") + text.count(b"[") > _DEEPEST


def _is_deep(value: object) -> bool:
    """Tell whether more objects and arrays stand inside each other than Ruby's parser takes."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(_DEEPEST):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _number(text: str) -> Decimal:
    value = Decimal(text)
    if abs(value.adjusted()) > _EXPONENT_LIMIT:
        raise ValueError(f"{text} is out of range")
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_JSON = json.JSONDecoder(parse_float=_number, parse_constant=_refuse_constant)
