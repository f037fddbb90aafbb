"""The documented statuses that a run does not provoke: the exchange is brought to each, in every operation.

Together with what a run meets, no documented status of any operation is left without an answer or a reason.
"""

from itertools import repeat

import httpx
import jsonschema_rs
import pytest
import threecommas_openapi
from threecommas import HmacSigner
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas_conformance.document.operations import Operation, filled_path, operations
from threecommas_mock import Credential, Document, MockExchange
from threecommas_mock.faults import ServerError

DOCUMENT = threecommas_openapi.load()
OPERATIONS = operations(DOCUMENT)
COMPONENTS = DOCUMENT["components"]
KEY = Credential("some-key", secret="some-secret")
POWERLESS = Credential("powerless", secret="some-secret", permissions=frozenset())
# More than the overall limit lets through; a ban begins with the tenth request into a block.
BEYOND = 111


def call(exchange: MockExchange, operation: Operation, credential: Credential) -> httpx.Response:
    signer = HmacSigner(credential.secret or "")
    auth = SignatureAuth(credential.key, signer, base_url=httpx.URL(exchange.base_url))
    path = filled_path(operation.path, repeat("1"))
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as client:
        return client.request(operation.method, path, json=operation.example)


def needs_permission(operation: Operation) -> bool:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return bool(described["x-permission"] != "NONE")


def provoked(operation: Operation, document: Document) -> dict[str, httpx.Response]:
    """Return an answer of each status that a run leaves out."""
    failing = MockExchange(document=document, credentials=[KEY])
    failing.fail_next(ServerError())
    limited = MockExchange(document=document, credentials=[KEY], rate_limits="documented")
    answers = [call(limited, operation, KEY) for _ in range(BEYOND)]
    found = {str(answer.status_code): answer for answer in answers if answer.status_code in {418, 429}}
    if needs_permission(operation):
        found["403"] = call(MockExchange(document=document, credentials=[POWERLESS]), operation, POWERLESS)
    return {**found, "5XX": call(failing, operation, KEY)}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_exchange_can_be_brought_to_every_refusal_that_no_request_provokes(
    document: Document, operation: Operation
) -> None:
    answers = provoked(operation, document)
    expected = {"418", "429", "5XX"} | ({"403"} if needs_permission(operation) else set())
    assert {status for status in answers if str(answers[status].status_code)[0] == status[0]} == expected
    assert expected <= set(operation.statuses)
    for status, answer in answers.items():
        response = DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"][status]
        described = COMPONENTS["responses"][response["$ref"].rpartition("/")[2]]
        schema = described["content"]["application/json"]["schema"]
        validator = jsonschema_rs.Draft202012Validator({**schema, "components": COMPONENTS})
        assert [error.message for error in validator.iter_errors(answer.json())] == []
