"""Calls of the typed client, sync and async, and of an operation whose name is only known at run time."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Any

import httpx
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas, models
from threecommas_rest import OPERATIONS
from threecommas_rest.json_text import loads

from tests.property.validity import DOCUMENT, at
from tests.sampling import rotated, sampled

Json = dict[str, Any]
KEY, SECRET = "key-of-the-property-tests", "secret-of-the-property-tests"
URL = "https://api.3commas.io/public/api"


class Tap(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the last exchange that went through, whichever way it went."""

    def __init__(self, inner: Any, async_inner: Any = None) -> None:
        self._sync, self._async = inner, async_inner or inner
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


def call_sync(
    tap: Tap,
    use: Callable[[Any], Any],
    key: str = KEY,
    secret: str = SECRET,
    url: str = URL,
    **options: Any,
) -> Any:
    signer = HmacSigner(secret)
    with ThreeCommas(
        key, signer, base_url=url, transport=tap, rate_budget=None, retries=None, **options
    ) as client:
        return use(client)


def call_async(
    tap: Tap,
    use: Callable[[Any], Any],
    key: str = KEY,
    secret: str = SECRET,
    url: str = URL,
    **options: Any,
) -> Any:
    signer = HmacSigner(secret)

    async def call() -> Any:
        async with AsyncThreeCommas(
            key, signer, base_url=url, transport=tap, rate_budget=None, retries=None, **options
        ) as client:
            return await use(client)

    return asyncio.run(call())


FLAVOURS = {"sync": call_sync, "async": call_async}
# Operations that a test of a run tries, of all there are.
PER_RUN = 16


def calls(test: str) -> list[tuple[str, str]]:
    """Return operations and flavours for a test that makes many cases of each: sync and async take turns."""
    return rotated(test, sampled(test, sorted(OPERATIONS), PER_RUN), FLAVOURS)


def operation_of(operation_id: str) -> Json:
    """Return the operation as the document has it."""
    place = OPERATIONS[operation_id]
    operation: Json = DOCUMENT["paths"][place.path][place.method.lower()]
    return operation


def method_of(operation: Json) -> Callable[[Any], Callable[..., Any]]:
    """Return what fetches the operation's method from a client."""
    sdk = operation["x-sdk"]
    return attrgetter(".".join(filter(None, (sdk["resource"], sdk["method"]))))


def body_model(operation: Json) -> Any:
    """Return the class of the operation's request body, None if it has none."""
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return getattr(models, schema["$ref"].rpartition("/")[2])


def documented_call(operation: Json, answer: bytes = b"") -> Callable[[Any], Any]:
    """Return a call of the operation with the document's examples, and what it must have alone.

    If there is an answer with an id, the call asks for that: the client takes no other for its answer.
    """
    parameters = [at(parameter) for parameter in operation.get("parameters", [])]
    values = {each["name"]: shown(at(each["schema"])) for each in parameters if each.get("required")}
    ids = [values.pop(each["name"]) for each in parameters if each["in"] == "path"]
    number = id_in(answer)
    if ids and number is not None:
        ids[0] = number
    model = body_model(operation)
    bodies = []
    if model is not None:
        examples = operation["requestBody"]["content"]["application/json"]["examples"]
        bodies = [model.from_json(json.dumps(at(next(iter(examples.values())))["value"]))]
    return lambda client: method_of(operation)(client)(*ids, *bodies, **values)


def shown(schema: Json) -> Any:
    """Return the example of a schema as a program gives it to the client: a moment is a datetime."""
    example = schema["example"]
    return datetime.fromisoformat(example) if schema.get("format") == "date-time" else example


def id_in(answer: bytes) -> int | None:
    """Return the id of the object that an answer is, None if it has none."""
    try:
        value = loads(answer)
    except ValueError:
        return None
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None
