"""The search for a key through the list: how far it reads, and what it takes for proof."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from threecommas import DecodeError, mark_note
from threecommas.create_once.order_digest import OrderDigest
from threecommas.note_key import Seal
from threecommas.smart_trades.creation import smart_trade_traits

from tests.client.transport.calls import CALLS, order
from tests.client.transport.faulty_client import FaultyClient


def once(note: str | None = None) -> Callable[[Any], Any]:
    return lambda client: client.smart_trades.create_once(order(note), key="key")


ACCOUNT = httpx.Response(200, json={"market_code": "binance"})


class Lister(httpx.MockTransport):
    """Answers lists with pages made up by the test, and creates with a defect."""

    def __init__(self, page: Callable[[int], list[Any]]) -> None:
        self.pages: list[int] = []
        self._page = page
        super().__init__(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            return httpx.Response(418)
        if "/ver1/accounts/" in request.url.path:
            return ACCOUNT
        number = int(request.url.params["page"])
        self.pages.append(number)
        return httpx.Response(200, json=self._page(number))


def sealed() -> str:
    """Return the note that create_once gives the order of these tests."""
    body = order().to_dict()
    return mark_note("", "key", Seal(digest=OrderDigest.of(body, smart_trade_traits()).text, call="0" * 8))


NOTE = sealed()


def element(number: int, *, day: int, note: str = "", **more: Any) -> dict[str, Any]:
    return {"id": number, "note_raw": note, "data": {"created_at": f"2025-12-{day:02}T00:00:00.000Z"}} | more


@pytest.mark.parametrize(
    ("page", "read"),
    [
        (lambda page: [], [1]),
        (lambda page: [element(1, day=31)] if page == 1 else [], [1, 2]),
        (lambda page: [element(100 - page, day=32 - page)], [1, 2]),
        (lambda page: [element(2, day=31), element(1, day=30)], [1]),
        (lambda page: [element(1, day=30, data={"created_at": "2025-12-30T23:50:00Z"})], [1, 2]),
        (lambda page: [element(7, day=31)], [1, 2]),
        (lambda page: [element(1, day=1), element(2, day=31)] if page == 1 else [], [1, 2]),
        (lambda page: [element(1, day=1, data=None)] if page == 1 else [], [1, 2]),
    ],
    ids=[
        "an empty list ends it",
        "an empty page ends it",
        "a page that reaches back far enough ends it",
        "a page of several that reaches back far enough ends it",
        "a page that reaches back just as far does not end it",
        "a server that repeats itself ends it",
        "a page that is not sorted proves nothing",
        "an element without a moment proves nothing",
    ],
)
def test_search_reads_as_many_pages_as_could_have_the_key(page: Any, read: list[int]) -> None:
    faulty, lister = FaultyClient(), Lister(page)
    error = faulty.outcome(CALLS[0], once(), transport=lister)
    assert type(error).__name__ == "BannedError"
    assert lister.pages == read


def test_search_finds_the_key_behind_elements_that_nobody_can_decode() -> None:
    def page(number: int) -> list[Any]:
        return [element(1, day=31, status="no object"), element(2, day=31, note=NOTE)]

    faulty, lister = FaultyClient(), Lister(page)
    found = faulty.outcome(CALLS[0], once(), transport=lister)
    assert (found.id, found.deviations[0].operation_id) == (2, "list_smart_trades")
    assert lister.pages == [1, 2]


@pytest.mark.parametrize("content", [{"trades": "no list"}, [1], [{"note": "without an id"}]])
def test_list_that_nobody_can_read_is_no_proof_that_the_order_is_not_there(content: Any) -> None:
    posts = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            posts.append(request)
        if "/ver1/accounts/" in request.url.path:
            return ACCOUNT
        return httpx.Response(200, json=content)

    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], once(), transport=httpx.MockTransport(answer))
    assert type(error) is DecodeError
    assert posts == []


def test_search_reads_the_escaped_note_where_the_raw_one_is_missing() -> None:
    faulty = FaultyClient()
    trade = faulty.outcome(CALLS[0], once("a & b"))
    send = faulty.transport.handle_request

    def without_raw(request: httpx.Request) -> httpx.Response:
        response = send(request)
        elements = json.loads(response.content)
        if not isinstance(elements, list):
            return response
        for each in elements:
            del each["note_raw"]
        return httpx.Response(200, json=elements)

    faulty.transport.handle_request = without_raw  # type: ignore[method-assign]
    error = faulty.outcome(CALLS[0], once("a & b"))
    # It is found; that the answer is not as documented shows only when the whole of it is read.
    assert isinstance(error, DecodeError) or error.id == trade.id
    assert sum(faulty.transport.orders.values()) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"note_raw": 5},
        {"note_raw": ["[once:key]"], "note": None},
        {"note_raw": {}, "data": {}},
        {"note_raw": 5, "data": {"created_at": "2025-12-30T23:50:00Z"}},
    ],
)
def test_recent_smart_trade_whose_note_cannot_be_read_is_named_before_anything_is_sent(more: Any) -> None:
    pages = Lister(lambda number: [element(1, day=31), element(2, day=31) | more])
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], once(), transport=pages)
    assert (type(error), error.path) == (DecodeError, "[1].note_raw")
    assert "SmartTrade 2 of the list has no note that can be read" in str(error)


@pytest.mark.parametrize(
    "more",
    [
        {"note_raw": None},
        {"note_raw": None, "note": None},
        {"note_raw": 5, "note": ""},
        {"note_raw": 5, "data": {"created_at": "2021-01-01T00:00:00Z"}},
        {"account": 5, "pair": None, "position": [], "status": "?", "profit": "?"},
    ],
    ids=["no note", "neither", "the escaped one alone", "too old to matter", "others than the note"],
)
def test_what_the_search_does_not_need_may_be_anything(more: Any) -> None:
    pages = Lister(lambda number: [element(2, day=31) | more] if number == 1 else [])
    assert type(FaultyClient().outcome(CALLS[0], once(), transport=pages)).__name__ == "BannedError"
