"""Requests that are refused, with the status and the words of 3Commas."""

from collections.abc import Iterator

import pytest
from threecommas_mock import MockExchange

from tests.mock.signed_client import PLAIN, SignedClient, cases, example

REFUSALS = cases("refusals")
OPEN = PLAIN
LIMIT = {"type": "buy", "order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "50000"}}


@pytest.fixture(scope="module")
def client() -> SignedClient:
    return SignedClient(MockExchange(web_mode="paper"))


@pytest.fixture(scope="module")
def numbers(client: SignedClient) -> Iterator[dict[str, int]]:
    """SmartTrades by what is special about them."""
    opened = client.at_rest(OPEN)["id"]
    waiting = client.at_rest(OPEN | {"position": LIMIT})["id"]
    simple = client.at_rest({**OPEN, "instant": True, "position": LIMIT})["id"]
    yield {"id": opened, "waiting": waiting, "simple": simple, "new": client.create(OPEN)}
    # Whatever was refused has left no trace.
    assert client.get(opened)["data"]["entered_amount"] == "0.01"
    assert len(client.send("GET", "?per_page=100").json()) == 4


@pytest.mark.parametrize("name", REFUSALS)
def test_request_is_refused_in_the_words_of_3commas(
    name: str, client: SignedClient, numbers: dict[str, int]
) -> None:
    case = REFUSALS[name]
    options = {option: case[option] for option in ("headers",) if option in case}
    if "body" in case:
        options["json"] = case["body"]
    if "content" in case:
        options["content"] = b"\xff" if case["content"] == "latin" else case["content"].encode()
    answer = client.send(case["method"], case["path"].format(**numbers), **options)
    assert answer.status_code == case["status"]
    if "example" in case:
        assert answer.json() == example(case["example"])
    if "attributes" in case:
        assert answer.json() == {
            "error": "record_invalid",
            "error_description": "Invalid parameters",
            "error_attributes": case["attributes"],
        }
    if "says" in case:
        assert answer.json()["error_description"] == case["says"]


def test_body_as_deep_as_may_be_is_read() -> None:
    client = SignedClient(MockExchange(web_mode="paper"))
    path = f"/{client.at_rest(OPEN)['id']}/set_note"
    content = b'{"note": "x", "more": ' + b"[" * 99 + b"]" * 99 + b"}"
    answer = client.send("POST", path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
