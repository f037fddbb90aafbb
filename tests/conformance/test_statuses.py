"""The documented statuses that a run does not provoke: the exchange is brought to each.

`make test` does so in some operations and `make prove` in all. Together with what a run meets, no documented
status of any operation is left without an answer or a reason.
"""

from functools import cache
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

from tests.sampling import sampled

DOCUMENT = threecommas_openapi.load()
OPERATIONS = operations(DOCUMENT)
COMPONENTS = DOCUMENT["components"]
KEY = Credential("some-key", secret="some-secret")
POWERLESS = Credential("powerless", secret="some-secret", permissions=frozenset())
# More than the overall limit lets through; a ban begins with the tenth request into a block.
BEYOND = 111


def calls(
    exchange: MockExchange, operation: Operation, credential: Credential, count: int = 1
) -> list[httpx.Response]:
    signer = HmacSigner(credential.secret or "")
    auth = SignatureAuth(credential.key, signer, base_url=httpx.URL(exchange.base_url))
    path = filled_path(operation.path, repeat("1"))
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as client:
        return [client.request(operation.method, path, json=operation.example) for _ in range(count)]


@cache
def validator(response: str) -> jsonschema_rs.Draft202012Validator:
    """Return what judges the answers that refer to a response of the document."""
    schema = COMPONENTS["responses"][response]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": COMPONENTS})


def needs_permission(operation: Operation) -> bool:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return bool(described["x-permission"] != "NONE")


def provoked(operation: Operation, document: Document) -> dict[str, httpx.Response]:
    """Return an answer of each status that a run leaves out."""
    failing = MockExchange(document=document, credentials=[KEY])
    failing.fail_next(ServerError())
    limited = MockExchange(document=document, credentials=[KEY], rate_limits="documented")
    answers = calls(limited, operation, KEY, BEYOND)
    found = {str(answer.status_code): answer for answer in answers if answer.status_code in {418, 429}}
    if needs_permission(operation):
        powerless = MockExchange(document=document, credentials=[POWERLESS])
        (found["403"],) = calls(powerless, operation, POWERLESS)
    return {**found, "5XX": calls(failing, operation, KEY)[0]}


@pytest.mark.parametrize("operation", sampled("statuses", OPERATIONS, 32), ids=lambda operation: operation.id)
def test_exchange_can_be_brought_to_every_refusal_that_no_request_provokes(
    document: Document, operation: Operation
) -> None:
    answers = provoked(operation, document)
    expected = {"418", "429", "5XX"} | ({"403"} if needs_permission(operation) else set())
    assert {status for status in answers if str(answers[status].status_code)[0] == status[0]} == expected
    assert expected <= set(operation.statuses)
    for status, answer in answers.items():
        response = DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"][status]
        judge = validator(response["$ref"].rpartition("/")[2])
        assert [error.message for error in judge.iter_errors(answer.json())] == []
