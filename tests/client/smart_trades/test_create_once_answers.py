"""What `create_once` makes of an attempt whose answer is neither yes nor no, and what it tells of it."""

import json
from typing import Any

import httpx
import pytest
from threecommas import CreateOncePolicy, InvalidRequestError, OutcomeUnknownError

from tests.client.smart_trades.test_create_once import LOOK, LOST, methods, once
from tests.client.smart_trades.test_key_search import ACCOUNT, element
from tests.client.transport.calls import CALLS, order
from tests.client.transport.faults import Broken
from tests.client.transport.faulty_client import FaultyClient

TWICE = CreateOncePolicy(attempts=2, poll_delays=(1.0,))


class Poster(httpx.MockTransport):
    """Lists what the test says after an attempt, which gets a status and half a body."""

    def __init__(self, status: int, listed: list[Any]) -> None:
        self.posts = 0
        self._status, self._listed = status, listed
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.posts += 1
            broken = Broken(b"{", httpx.ReadError("of the test"), at_close=False)
            return httpx.Response(self._status, stream=broken)
        if "/ver1/accounts/" in request.url.path:
            return ACCOUNT
        shown = self._listed if self.posts and request.url.params["page"] == "1" else []
        return httpx.Response(200, json=shown)


@pytest.mark.parametrize(("status", "posts"), [(200, 1), (299, 1), (300, 2), (500, 2)])
def test_only_a_success_that_breaks_off_is_not_sent_again(status: int, posts: int) -> None:
    transport = Poster(status, [])
    error = FaultyClient().outcome(CALLS[0], once(), transport=transport, create_once=TWICE)
    assert type(error) is OutcomeUnknownError
    assert transport.posts == posts


def test_note_that_appeared_since_and_cannot_be_read_is_no_proof_that_the_order_is_not_there() -> None:
    transport = Poster(
        500, [element(2, day=31, note_raw=5) | {"data": {"created_at": "2026-01-01T00:00:00Z"}}]
    )
    error = FaultyClient().outcome(CALLS[0], once(), transport=transport, create_once=TWICE)
    assert type(error) is OutcomeUnknownError
    assert "the list of SmartTrades could not be read (" in str(error)
    assert "SmartTrade 2 of the list has no note that can be read" in str(error)
    assert transport.posts == 1


def test_refusal_of_another_attempt_is_raised_where_the_first_one_is_not_found() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, LOST, None, {"answers": 422, "arrives": False}, None])
    error = faulty.outcome(CALLS[0], once(), create_once=CreateOncePolicy(attempts=3, poll_delays=(1.0,)))
    assert type(error) is InvalidRequestError
    assert methods(faulty) == ["GET", "POST", "GET", "POST", "GET"]


@pytest.mark.parametrize("fault", [LOST, {"answers": 502, "arrives": False}])
def test_order_that_nobody_finds_is_told_with_its_request(fault: Any) -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, fault, None, fault, None])
    error = faulty.outcome(CALLS[0], once(), create_once=TWICE)
    assert type(error) is OutcomeUnknownError
    assert "It may have been carried out, but was not found in the list of SmartTrades." in str(error)
    assert json.loads(error.call.body)["pair"] == order().pair


def test_order_is_tried_three_times_unless_told_otherwise() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, *3 * [LOST, *6 * [None]]])
    assert type(faulty.outcome(CALLS[0], once())) is OutcomeUnknownError
    assert methods(faulty).count("POST") == 3
