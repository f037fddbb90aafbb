"""Whatever the document allows can be said with the typed client, and arrives as it was meant."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from threecommas import AsyncThreeCommas, HmacSigner, RefusedError, ThreeCommas, models
from threecommas_mock import MockExchange
from threecommas_rest import OPERATIONS

from tests.property.nursery import DOCUMENT, SETTINGS, Nursery, existing

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config.from_path(SETTINGS))
# Refusals a document-valid request may meet: rules that no schema can state, status, limits, foreign ids.
REFUSALS = {400, 403, 404, 422}
EXAMPLES = 40

generated = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Tap(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the last exchange that went through, whichever way it went."""

    def __init__(self, exchange: MockExchange) -> None:
        self._sync, self._async = exchange.transport(), exchange.async_transport()
        self.request: httpx.Request
        self.response: httpx.Response

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.request, self.response = request, self._sync.handle_request(request)
        self.response.read()
        return self.response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.request, self.response = request, await self._async.handle_async_request(request)
        await self.response.aread()
        return self.response


def call_sync(exchange: MockExchange, tap: Tap, use: Callable[[Any], Any]) -> Any:
    key = exchange.credentials[0]
    signer = HmacSigner(key.secret or "")
    with ThreeCommas(
        key.key, signer, base_url=exchange.base_url, transport=tap, budget=None, retries=None
    ) as client:
        return use(client)


def call_async(exchange: MockExchange, tap: Tap, use: Callable[[Any], Any]) -> Any:
    key = exchange.credentials[0]
    signer = HmacSigner(key.secret or "")

    async def call() -> Any:
        async with AsyncThreeCommas(
            key.key, signer, base_url=exchange.base_url, transport=tap, budget=None, retries=None
        ) as client:
            return await use(client)

    return asyncio.run(call())


def method_of(operation: dict[str, Any]) -> Callable[[Any], Any]:
    """Return what fetches the operation's method from a client."""
    sdk = operation["x-sdk"]
    return attrgetter(".".join(filter(None, (sdk["resource"], sdk["method"]))))


def typed_body(operation: dict[str, Any], case: schemathesis.Case) -> list[Any]:
    if "requestBody" not in operation:
        return []
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return [getattr(models, schema["$ref"].rpartition("/")[2]).from_dict(case.body)]


def typed_options(case: schemathesis.Case) -> dict[str, Any]:
    """Return query and header parameters as keyword arguments, moments as datetime."""
    options = {"from_" if name == "from" else name: value for name, value in (case.query or {}).items()}
    for name in {"from_", "to"} & options.keys():
        options[name] = datetime.fromisoformat(options[name])
    if "Forced-Mode" in (case.headers or {}):
        options["forced_mode"] = case.headers["Forced-Mode"]
    return options


def comparable(query: dict[str, Any]) -> dict[str, Any]:
    """Return parameters as they stand in a URL, moments as such: one moment has several spellings."""
    return {
        name: datetime.fromisoformat(value) if name in {"from", "to"} else str(value)
        for name, value in query.items()
    }


def canonical(text: str) -> str:
    """Return JSON with every number as an exact fraction: 1e-8 and 0.00000001 are one number."""

    def exactly(number: str) -> str:
        return f"number {Fraction(number)}"

    return json.dumps(json.loads(text, parse_int=exactly, parse_float=exactly), sort_keys=True)


def assert_sent_as_meant(request: httpx.Request, case: schemathesis.Case) -> None:
    assert comparable(dict(parse_qsl(request.url.query.decode(), keep_blank_values=True))) == comparable(
        case.query or {}
    )
    assert request.headers.get("Forced-Mode") == (case.headers or {}).get("Forced-Mode")
    if request.content:
        assert canonical(request.content.decode()) == canonical(json.dumps(case.body))


def assert_told_as_answered(value: Any, response: httpx.Response) -> None:
    items = value if isinstance(value, list) else [value]
    written = [item if isinstance(item, str) else item.to_dict() for item in items]
    told = written if isinstance(value, list) else written[0]
    assert json.dumps(told, sort_keys=True) == json.dumps(response.json(), sort_keys=True)


@pytest.mark.parametrize("flavour", [call_sync, call_async], ids=["sync", "async"])
@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_every_valid_request_goes_out_and_its_answer_comes_back_unchanged(
    operation_id: str, flavour: Callable[[MockExchange, Tap, Callable[[Any], Any]], Any]
) -> None:
    place = OPERATIONS[operation_id]
    operation = DOCUMENT["paths"][place.path][place.method.lower()]
    exchange = MockExchange()
    nursery, tap = Nursery(exchange), Tap(exchange)
    succeeded: list[schemathesis.Case] = []
    refused: list[int] = []

    @seed(20)
    @generated
    @given(case=SCHEMA[place.path][place.method].as_strategy())
    def call(case: schemathesis.Case) -> None:
        ids = nursery.ids_for(case) if case.path_parameters else {}
        case.query = existing(case.query or {})
        arguments = [ids[name] for name in case.path_parameters or {}] + typed_body(operation, case)
        method, options = method_of(operation), typed_options(case)
        try:
            value = flavour(exchange, tap, lambda client: method(client)(*arguments, **options))
        except RefusedError:
            refused.append(tap.response.status_code)
        else:
            succeeded.append(case)
            assert_told_as_answered(value, tap.response)
        assert_sent_as_meant(tap.request, case)

    call()
    assert succeeded, "only refusals: nothing was decoded"
    assert set(refused) <= REFUSALS
