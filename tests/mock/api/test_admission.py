"""What a request must pass before anything is looked up, and in which order."""

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from threecommas_mock import Credential, MockExchange
from threecommas_mock.api.document import Operation
from threecommas_mock.http.messages import Request

from tests.mock.signed_client import DOCUMENT, Signature, SignedClient, example

READER = Credential("reader", secret="r", permissions=frozenset({"SMART_TRADES_READ"}))
WRITER = Credential("writer", secret="w", permissions=frozenset({"SMART_TRADES_WRITE"}))
NEITHER = Credential("neither", secret="n", permissions=frozenset())
OTHER = Credential("other", user=2, secret="o")
OPERATIONS = {operation.id: operation for operation in DOCUMENT.operations}
SIGNED = [operation.id for operation in DOCUMENT.operations if operation.signed]
GUARDED = [operation.id for operation in DOCUMENT.operations if operation.permission != "NONE"]
OPEN = [operation.id for operation in DOCUMENT.operations if not operation.signed]


def call(exchange: MockExchange, method: str, path: str, credential: Credential, **options: Any) -> Any:
    auth = Signature(credential.key, credential.secret or "")
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as client:
        return client.request(method, path, **options)


def renamed(**sent: Any) -> Any:
    exchange = MockExchange()
    return call(exchange, "POST", "/ver1/accounts/32199203/rename", exchange.credentials[0], **sent)


def path_of(operation: Operation) -> str:
    return re.sub(r"\{[a-z_]*id\}", "x", operation.path)


def unsigned(method: str, path: str, headers: Mapping[bytes, bytes] = {}) -> tuple[int, Any]:
    answer = MockExchange().answer(Request(method, f"/public/api{path}".encode(), b"", headers))
    return answer.status, json.loads(answer.body)


def test_valid_key_and_signature_are_confirmed() -> None:
    answer = call(MockExchange(credentials=[NEITHER]), "GET", "/ver1/validate", NEITHER)
    assert (answer.status_code, answer.json()) == (200, example("validation_passed"))


@pytest.mark.parametrize("name", SIGNED)
def test_unsigned_call_is_refused_before_anything_else(name: str) -> None:
    operation = OPERATIONS[name]
    path = path_of(operation)
    assert unsigned(operation.method, path) == (401, example("api_key_invalid"))
    headers = {b"apikey": b"threecommas-mock-key"}
    assert unsigned(operation.method, path, headers) == (401, example("signature_invalid"))


@pytest.mark.parametrize("name", OPEN)
def test_market_data_needs_neither_key_nor_signature(name: str) -> None:
    status, body = unsigned("GET", OPERATIONS[name].path)
    # Those with parameters are refused for the lack of them, which nobody without a signature would be told.
    assert (status, body if status == 200 else body["error"]) in [(200, body), (400, "record_invalid")]


@pytest.mark.parametrize("name", GUARDED)
def test_permission_is_checked_before_the_parameters(name: str) -> None:
    operation = OPERATIONS[name]
    others = {each.permission for each in DOCUMENT.operations} - {operation.permission, "NONE"}
    may = Credential("may", secret="m", permissions=frozenset({operation.permission}))
    may_not = Credential("may not", secret="n", permissions=frozenset(others))
    exchange = MockExchange(credentials=[may, may_not])
    path = path_of(operation)
    refused = call(exchange, operation.method, path, may_not)
    assert (refused.status_code, refused.json()) == (403, example("permission_missing"))
    assert call(exchange, operation.method, path, may).status_code in (200, 400)


def test_unknown_path_is_not_found_without_a_signature() -> None:
    for path in ("/", "/ver1", "/ver1/validate/", "/v2/smart_trades/1/", "/v2//smart_trades"):
        assert unsigned("GET", path) == (404, example("not_found"))
    answer = MockExchange().answer(Request("GET", b"/ver1/validate"))
    assert answer.status == 404


def test_unknown_path_with_a_wrong_signature_is_a_wrong_signature() -> None:
    headers = {b"apikey": b"threecommas-mock-key", b"signature": b"00"}
    assert unsigned("GET", "/ver1/nothing", headers) == (401, example("signature_invalid"))


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PURGE"])
def test_other_methods_are_refused_with_those_that_are_allowed(method: str) -> None:
    answer = MockExchange().answer(Request(method, b"/public/api/ver1/validate"))
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET"
    refusal = json.loads(answer.body)
    assert refusal["error"] == "invalid_request_method"
    assert refusal["error_description"].endswith("by this endpoint. Please use one of [GET].")


def test_allow_names_every_method_of_the_path() -> None:
    answer = MockExchange().answer(Request("PUT", b"/public/api/v2/smart_trades/7"))
    assert answer.headers["Allow"] == "DELETE, GET, PATCH"


def test_users_see_their_own_smart_trades_alone() -> None:
    exchange = MockExchange(credentials=[WRITER, OTHER, READER])
    body = {
        "account_id": 1,
        "pair": "USDT_BTC",
        "instant": True,
        "position": {"type": "buy", "order_type": "market", "units": {"value": 1}},
    }
    number = call(exchange, "POST", "/v2/smart_trades", WRITER, json=body).json()["id"]
    assert call(exchange, "GET", f"/v2/smart_trades/{number}", READER).status_code == 200
    assert call(exchange, "GET", f"/v2/smart_trades/{number}", OTHER).status_code == 404
    assert call(exchange, "GET", "/v2/smart_trades", OTHER).json() == []
    assert call(exchange, "POST", "/v2/smart_trades", OTHER, json=body).status_code == 403


def test_forced_mode_is_taken_and_not_signed() -> None:
    answer = SignedClient(MockExchange()).send("GET", "", headers={"Forced-Mode": "paper"})
    assert answer.status_code == 200


def test_of_a_parameter_given_twice_the_last_counts() -> None:
    assert SignedClient(MockExchange()).send("GET", "?page=x&page=1").status_code == 200


def test_unknown_parameters_are_ignored() -> None:
    assert SignedClient(MockExchange()).send("GET", "?limit=5&status=all").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [{"json": {"name": "x"}}, {"data": {"name": "x"}}, {"params": {"name": "x"}}],
    ids=["JSON", "a form", "the query"],
)
def test_parameter_of_the_query_may_stand_in_a_body_without_other_use(sent: dict[str, Any]) -> None:
    answer = renamed(**sent)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"name": null}', b'{"name": {}}'])
def test_body_without_the_parameter_of_the_query_is_refused_by_its_name(body: bytes) -> None:
    answer = renamed(content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, list(answer.json()["error_attributes"])) == (400, ["name"])


def test_key_is_known_once() -> None:
    with pytest.raises(ValueError, match="given twice"):
        MockExchange(credentials=[READER, READER])
