"""The vectors are right by the document, and client and mock keep to them."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import reduce
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from threecommas import (
    ApiStatusError,
    BodySeparator,
    DecodeError,
    FieldError,
    HmacSigner,
    RsaSigner,
    Signer,
    ThreeCommas,
    Undecoded,
    errors,
)
from threecommas_mock import Credential, Document, MockExchange
from threecommas_rest.json_text import loads

from tests.property.exact import exact
from tests.property.typed_calls import FLAVOURS, Tap, body_model, documented_call, method_of, operation_of
from tests.property.validity import complaints, response_schema
from tests.vectors.decoded import described, undocumented, value_of
from tests.vectors.signed import sent, signature, signed

Json = dict[str, Any]
HERE = Path(__file__).parent
DOCUMENT = Document.load()
KINDS = {
    "invalid_request": errors.InvalidRequestError,
    "wrong_state": errors.WrongStateError,
    "not_found": errors.NotFoundError,
    "authentication": errors.AuthenticationError,
    "permission_denied": errors.PermissionDeniedError,
    "rate_limit": errors.RateLimitError,
    "banned": errors.BannedError,
    "server": errors.ServerError,
}


def load(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def each(file: str) -> Callable[[Any], Any]:
    return pytest.mark.parametrize("case", load(file), ids=lambda case: case["name"])


KEYS = load("keys")
PEM = "\n".join(KEYS["rsa"]["private_key"])
both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)


def signer_of(entry: Json) -> Signer:
    join = BodySeparator[entry["join"].upper()]
    return (
        HmacSigner(KEYS["hmac"]["secret"], separator=join)
        if entry["key"] == "hmac"
        else RsaSigner(PEM, separator=join)
    )


def call_of(case: Json) -> Callable[[Any], Any]:
    """Return the call of the typed client with the arguments of a case."""
    operation = operation_of(case["operation_id"])
    body = [body_model(operation).from_json(json.dumps(case["body"]))] if "body" in case else []
    names = {name: f"{name}_" if name == "from" else name for name in case.get("query", {})}
    options = {names[name]: value for name, value in case.get("query", {}).items()}
    for name in {"from_", "to"} & options.keys():
        options[name] = datetime.fromisoformat(options[name])
    if "Forced-Mode" in case.get("header", {}):
        options["forced_mode"] = case["header"]["Forced-Mode"]
    return lambda client: method_of(operation)(client)(*case.get("path", {}).values(), *body, **options)


def refusing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"error": "not_found"}, request=request)


@each("requests")
def test_request_leaves_as_the_vector_says_with_every_key_and_join(case: Json) -> None:
    for entry in case["signed"]:
        tap = Tap(httpx.MockTransport(refusing))
        client = ThreeCommas("key", signer_of(entry), transport=tap, rate_budget=None, retries=None)
        with client, pytest.raises(ApiStatusError):
            call_of(case)(client)
        request = tap.request
        assert request.method == case["sent"]["method"]
        assert request.url.raw_path.decode() == case["sent"]["target"]
        assert request.content.decode() == case["sent"]["body"]
        assert {name: request.headers.get(name) for name in case["sent"]["headers"]} == case["sent"][
            "headers"
        ]
        assert request.headers["Signature"] == entry["signature"]


@each("requests")
def test_request_vector_is_what_the_document_and_the_algorithms_say(case: Json) -> None:
    assert case["sent"] == sent(case)
    assert case["signed"] == signed(case["sent"], KEYS)
    if "body" in case:
        schema = operation_of(case["operation_id"])["requestBody"]["content"]["application/json"]["schema"]
        assert complaints(schema, case["sent"]["body"]) == []


@pytest.fixture
def exchange() -> MockExchange:
    """The mock with the sample keys."""
    public = load_pem_private_key(PEM.encode(), password=None).public_key()
    text = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    keys = [Credential("hmac", secret=KEYS["hmac"]["secret"]), Credential("rsa", public_key=text)]
    return MockExchange(credentials=keys, document=DOCUMENT)


def raw(exchange: MockExchange, request: Json, key: str, signed_with: str) -> httpx.Response:
    """Send the bytes of a request to the mock."""
    headers = {"Apikey": key, "Signature": signed_with} | request["headers"]
    with httpx.Client(transport=exchange.transport()) as http:
        url = httpx.URL(exchange.base_url).copy_with(raw_path=request["target"].encode())
        return http.request(request["method"], url, headers=headers, content=request["body"].encode() or None)


@each("requests")
def test_mock_takes_every_signature_of_the_request_and_no_other(case: Json, exchange: MockExchange) -> None:
    for entry in case["signed"]:
        assert raw(exchange, case["sent"], entry["key"], entry["signature"]).status_code != 401
        assert raw(exchange, case["sent"], entry["key"], "00" + entry["signature"][2:]).status_code == 401


@each("answers")
def test_answer_vector_is_what_the_document_says(case: Json) -> None:
    schema = response_schema(case["operation_id"], case["status"])
    assert complaints(schema, case["body"]) == []
    assert case["value"] == value_of(schema, case["body"])


def answered(case: Json, flavour: str, **options: Any) -> Any:
    body = case["body"].encode()
    tap = Tap(httpx.MockTransport(lambda _: httpx.Response(case["status"], content=body)))
    return FLAVOURS[flavour](tap, documented_call(operation_of(case["operation_id"]), body), **options)


def step_into(value: Any, step: str) -> Any:
    if step.startswith("["):
        return value[int(step[1:-1])]
    name = re.sub(r"([A-Z])", r"_\1", step).lower()
    return getattr(value, name) if hasattr(value, name) else value.additional_properties[step]


@both_flavours
@each("answers")
def test_client_decodes_the_answer_to_the_value_of_the_vector(case: Json, flavour: str) -> None:
    value = answered(case, flavour)
    for path, said in case["value"].items():
        found = reduce(step_into, re.findall(r"\[\d+\]|[^.\[\]]+", path), value)
        assert (undocumented if "undocumented" in said else described)(found) == said, path
    items = value if isinstance(value, list) else [value]
    written = [item if isinstance(item, str) else item.to_dict() for item in items]
    assert exact(written if isinstance(value, list) else written[0]) == exact(loads(case["body"].encode()))


@both_flavours
@each("malformed_answers")
def test_strict_client_says_where_a_malformed_answer_is_wrong(case: Json, flavour: str) -> None:
    if case["error"]["kind"] == "element":
        wrong = [item for item in answered(case, flavour, strict=True) if isinstance(item, Undecoded)]
        assert [item.error.path for item in wrong] == [case["error"]["path"]]
    else:
        with pytest.raises(DecodeError) as caught:
            answered(case, flavour, strict=True)
        assert caught.value.path == case["error"]["path"]


@both_flavours
@each("refusals")
def test_client_makes_the_error_of_a_refusal(case: Json, flavour: str) -> None:
    with pytest.raises(ApiStatusError) as caught:
        answered(case, flavour)
    error, said = caught.value, case["error"]
    assert type(error) is KINDS[said["kind"]]
    assert (error.code, error.description) == (said["code"], said["description"])
    assert error.error_attributes == said["error_attributes"]
    assert (error.status, error.content) == (case["status"], case["body"].encode())


@each("malformed_requests")
def test_client_sends_no_malformed_request_and_names_the_field(case: Json) -> None:
    tap = Tap(httpx.MockTransport(refusing))
    with pytest.raises(FieldError) as caught:
        FLAVOURS["sync"](tap, call_of(case))
    assert caught.value.path == case["error"]["path"]
    assert not hasattr(tap, "request")


@each("refused_requests")
def test_mock_refuses_the_request_as_the_vector_says(case: Json, exchange: MockExchange) -> None:
    key = "rsa" if case["signed_with"] == "rsa" else "hmac"
    mark = "?" if key == "hmac" and case["body"] and "?" not in case["target"] else ""
    text = f"{case['target']}{mark}{case['body']}"
    right = signature(key, text.encode(), KEYS)
    signed_with = {"none": "", "wrong": signature(key, b"something else", KEYS)}.get(
        case["signed_with"], right
    )
    request = case | {"headers": {"Content-Type": "application/json"} if case["body"] else {}}
    answer = raw(exchange, request, "" if case["signed_with"] == "none" else key, signed_with)
    said = answer.json()
    told = {
        "status": answer.status_code,
        "error": said["error"],
        "error_attributes": sorted(said.get("error_attributes", {})),
    }
    assert told == case["answer"]


def test_every_case_has_a_name_of_its_own() -> None:
    for file in sorted(HERE.glob("*.json")):
        cases = json.loads(file.read_text("utf-8"))
        names = [case["name"] for case in cases] if isinstance(cases, list) else []
        assert len(names) == len(set(names)), file.name
