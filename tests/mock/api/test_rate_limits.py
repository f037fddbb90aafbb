"""Rate limits by the numbers of the document: when 429, when 418, and for how long."""

from typing import Any

import httpx
import pytest
from threecommas_mock import Credential, MockExchange

from tests.mock.signed_client import DOCUMENT, Signature, cases, example

KEYS = [Credential("first", secret="1"), Credential("second", user=2, secret="2")]
OPERATIONS = {operation.id: operation for operation in DOCUMENT.operations}
REFUSALS = {429: "rate_limit_exceeded", 418: "ip_banned", 401: "api_key_invalid"}


def send(exchange: MockExchange, operation: str, key: str | None) -> httpx.Response:
    secrets = {credential.key: credential.secret or "" for credential in KEYS}
    auth = None if key is None else Signature(key, secrets.get(key, "x"))
    path = OPERATIONS[operation].path.replace("{account_id}", "1").replace("{id}", "1")
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as client:
        return client.request(OPERATIONS[operation].method, path)


@pytest.mark.parametrize("story", cases("rate_limits").values(), ids=cases("rate_limits"))
def test_requests_beyond_the_documented_limits_are_refused(story: dict[str, Any]) -> None:
    exchange = MockExchange(credentials=KEYS, rate_limits="documented")
    for step in story["steps"]:
        exchange.advance(step["advance"])
        answers = [send(exchange, step["operation"], step["key"]) for _ in range(step["times"])]
        assert [answer.status_code for answer in answers] == [step["status"]] * step["times"], step
        if step["status"] in REFUSALS:
            assert answers[0].json() == example(REFUSALS[step["status"]])
            assert "Retry-After" not in answers[0].headers


def test_any_number_of_requests_is_taken_by_default() -> None:
    exchange = MockExchange(credentials=KEYS)
    assert {send(exchange, "validate", "first").status_code for _ in range(150)} == {200}


def test_refusals_by_a_limit_are_in_the_journal() -> None:
    exchange = MockExchange(credentials=KEYS, rate_limits="documented")
    for _ in range(101):
        send(exchange, "validate", "first")
    last = list(exchange.journal)[-1]
    assert (last.status, last.operation, last.signed_with) == (429, "validate", "HMAC")


def test_other_limits_than_the_documented_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="rate_limits must be 'documented' or None, got 'strict'"):
        MockExchange(rate_limits="strict")  # type: ignore[arg-type]
