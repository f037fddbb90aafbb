"""Whatever the document allows can be said with the typed client, and arrives as it was meant."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import schemathesis
from hypothesis import assume, example, given
from schemathesis.core import NOT_SET
from threecommas import ApiStatusError
from threecommas_mock import Document, MockExchange
from threecommas_rest import OPERATIONS
from threecommas_rest.composites import is_absent
from threecommas_rest.json_text import loads

from tests.existing_objects import Call, ExistingObjects, documented_body, required_query
from tests.property.effort import generated
from tests.property.exact import exact
from tests.property.fixtures import SETTINGS
from tests.property.typed_calls import (
    FLAVOURS,
    Json,
    Tap,
    body_model,
    calls,
    method_of,
    operation_of,
)
from tests.property.validity import DOCUMENT, at, complaints

MOCK_DOCUMENT = Document.load()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config.from_path(SETTINGS))
# Refusals a document-valid request may meet: rules that no schema can state, status, limits, foreign ids.
REFUSALS = {400, 403, 404, 422}
FEW, MANY = 8, 125


def documented_case(operation_id: str) -> schemathesis.Case:
    """Return the documented call of an operation as schemathesis makes one."""
    place, body = OPERATIONS[operation_id], documented_body(operation_id)
    case: schemathesis.Case = SCHEMA[place.path][place.method].Case(
        query=required_query(operation_id), body=NOT_SET if body is None else body
    )
    return case


def typed_body(operation: Json, case: schemathesis.Case) -> list[Any]:
    """Return the body as the client's model, which has all of it."""
    model = body_model(operation)
    if model is None:
        return []
    made = model.from_json(json.dumps(case.body))
    assert canonical(json.dumps(made.to_dict())) == canonical(json.dumps(case.body))
    return [made]


def typed_query(operation: Json, query: dict[str, Any]) -> dict[str, Any]:
    """Return parameters as a program gives them: a moment is a datetime, a switch True or False."""
    parameters = map(at, operation.get("parameters", []))
    schemas = {each["name"]: at(each["schema"]) for each in parameters if each["in"] == "query"}
    return {name: typed_value(schemas.get(name, {}), value) for name, value in query.items()}


def typed_value(schema: Json, value: Any) -> Any:
    if schema.get("type") == "boolean":
        return str(value).lower() == "true"
    return datetime.fromisoformat(value) if schema.get("format") == "date-time" else value


def can_be_meant(case: schemathesis.Case) -> bool:
    """Whether a program can say it: no moment without a year in UTC, nothing that reads as left out."""
    return not any(map(_is_before_all_years, (case.query or {}).values())) and not _leaves_out(case.body)


def _is_before_all_years(value: Any) -> bool:
    try:
        datetime.fromisoformat(value).astimezone(UTC)
    except OverflowError:
        return True
    except (TypeError, ValueError):
        pass
    return False


def _leaves_out(value: Any) -> bool:
    """Whether somewhere inside is an object of nothing but nulls, which `from_json` takes for nothing."""
    if not isinstance(value, dict):
        return isinstance(value, list) and any(map(_leaves_out, value))
    return is_absent(value) or any(map(_leaves_out, value.values()))


def typed_options(operation: Json, case: schemathesis.Case) -> dict[str, Any]:
    """Return query and header parameters as keyword arguments."""
    typed = typed_query(operation, case.query or {})
    options = {"from_" if name == "from" else name: value for name, value in typed.items()}
    if "Forced-Mode" in (case.headers or {}):
        options["forced_mode"] = case.headers["Forced-Mode"]
    return options


def typed_call(operation: Json, there: Call) -> Callable[[Any], Any]:
    """Return a call of the client's method."""
    model = body_model(operation)
    bodies = [] if model is None else [model.from_json(json.dumps(there.body))]
    query = typed_query(operation, there.query)
    return lambda client: method_of(operation)(client)(*there.ids, *bodies, **query)


def comparable(operation: Json, query: dict[str, Any]) -> dict[str, Any]:
    """Return parameters as they stand in a URL, moments as such: one moment has several spellings."""
    return {
        name: str(value) if isinstance(value, int | str) and not isinstance(value, bool) else value
        for name, value in typed_query(operation, query).items()
    }


def canonical(text: str) -> str:
    """Return JSON with every number as an exact fraction: 1e-8 and 0.00000001 are one number."""

    def exactly(number: str) -> str:
        return f"number {Fraction(number)}"

    return json.dumps(json.loads(text, parse_int=exactly, parse_float=exactly), sort_keys=True)


def assert_sent_as_meant(request: httpx.Request, operation: Json, case: schemathesis.Case) -> None:
    sent = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
    assert comparable(operation, sent) == comparable(operation, case.query or {})
    assert request.headers.get("Forced-Mode") == (case.headers or {}).get("Forced-Mode")
    if request.content:
        assert canonical(request.content.decode()) == canonical(json.dumps(case.body))


def assert_allowed(request: httpx.Request, operation: Json) -> None:
    """Assert that the document allows what is on the wire, whatever the client was asked to send."""
    query = dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))
    for parameter in map(at, operation.get("parameters", [])):
        place = query if parameter["in"] == "query" else request.headers
        if parameter["name"] in place and parameter["in"] in {"query", "header"}:
            whole = at(parameter["schema"])["type"] in {"integer", "boolean"}
            text = place[parameter["name"]]
            assert complaints(parameter["schema"], text if whole else json.dumps(text)) == []
        else:
            assert parameter["in"] == "path" or not parameter.get("required")
    body = operation.get("requestBody")
    assert bool(request.content) is bool(body)
    if body:
        assert request.headers["Content-Type"] == "application/json"
        schema = body["content"]["application/json"]["schema"]
        assert complaints(schema, request.content.decode()) == []


def assert_signed(request: httpx.Request, key: str, secret: str) -> None:
    """Assert that the signature covers the path, the query and the body that left."""
    target, body = request.url.raw_path, request.content
    joined = target + (b"&" if b"?" in target else b"?") + body if body else target
    assert request.headers["Apikey"] == key
    assert request.headers["Signature"] == hmac.new(secret.encode(), joined, hashlib.sha256).hexdigest()


def assert_told_as_answered(value: Any, response: httpx.Response) -> None:
    if not response.content:
        assert value is None
        return
    items = value if isinstance(value, list) else [value]
    plain = (str, bool, type(None))
    written = [item if isinstance(item, plain) else item.to_dict() for item in items]
    told = written if isinstance(value, list) else written[0]
    assert exact(told) == exact(loads(response.content))


@pytest.mark.parametrize(("operation_id", "flavour"), calls("requests"))
def test_every_valid_request_goes_out_and_its_answer_comes_back_unchanged(
    operation_id: str, flavour: str, record_property: Any
) -> None:
    place, operation = OPERATIONS[operation_id], operation_of(operation_id)
    exchange = MockExchange(document=MOCK_DOCUMENT)
    key, secret = exchange.credentials[0].key, exchange.credentials[0].secret or ""
    objects, tap = ExistingObjects(exchange), Tap(exchange.transport(), exchange.async_transport())
    succeeded: list[schemathesis.Case] = []
    refused: list[int] = []

    @generated(FEW, MANY, part=f"requests {operation_id} {flavour}", shrinks=False)
    @given(case=SCHEMA[place.path][place.method].as_strategy())
    # What is drawn is hardly ever an order or a bot that an exchange takes.
    @example(case=documented_case(operation_id))
    def call(case: schemathesis.Case) -> None:
        assume(can_be_meant(case))
        drawn = case.body if "requestBody" in operation else None
        # Without objects nearly every call would end as 404 and prove nothing.
        there = objects.call(operation_id, query=case.query or {}, body=drawn)
        case.query, case.body = there.query, there.body
        arguments = [*there.ids, *typed_body(operation, case)]
        method, options = method_of(operation), typed_options(operation, case)
        try:
            value = FLAVOURS[flavour](
                tap, lambda client: method(client)(*arguments, **options), key, secret, exchange.base_url
            )
        except ApiStatusError:
            refused.append(tap.response.status_code)
        else:
            succeeded.append(case)
            assert_told_as_answered(value, tap.response)
        assert_sent_as_meant(tap.request, operation, case)
        assert_allowed(tap.request, operation)
        if operation["security"]:
            assert_signed(tap.request, key, secret)

    call()
    assert succeeded, "only refusals: nothing was decoded"
    assert set(refused) <= REFUSALS
    record_property("generated requests", len(succeeded) + len(refused))


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_documented_call_of_every_operation_is_allowed_and_signed_and_succeeds(operation_id: str) -> None:
    operation, exchange = operation_of(operation_id), MockExchange(document=MOCK_DOCUMENT)
    key, secret = exchange.credentials[0].key, exchange.credentials[0].secret or ""
    objects = ExistingObjects(exchange)
    for call in FLAVOURS.values():
        tap = Tap(exchange.transport(), exchange.async_transport())
        there = objects.documented_call(operation_id)
        call(tap, typed_call(operation, there), key, secret, exchange.base_url)
        assert_allowed(tap.request, operation)
        if operation["security"]:
            assert_signed(tap.request, key, secret)
