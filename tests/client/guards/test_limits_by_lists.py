"""Limits that add up the lists of SmartTrades: each page, what moves meanwhile, and lists without an end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from threecommas import GuardError, Limits, ThreeCommas
from threecommas.guards.limits import smart_trade_lists
from threecommas.models import SetNote

from tests.client.guards.limited import OFF, attempted, buy, client_options, prepare
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient


def shifting(faulty: FaultyClient, page_read: str, happens: Callable[[], object]) -> httpx.MockTransport:
    """Return a way on which something happens right after a page of the list was read for the first time."""
    left = [happens]

    def answer(request: httpx.Request) -> httpx.Response:
        answered = faulty.transport.handle_request(request)
        is_list = request.method == "GET" and request.url.path.endswith("/v2/smart_trades")
        if is_list and request.url.params["page"] == page_read and left:
            left.pop()()
        return answered

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("open_total", "There are 4 active SmartTrades or more."),
        ("per_day", "There are 4 SmartTrades of this day or more."),
    ],
)
@pytest.mark.parametrize(("listed", "is_refused"), [(3, False), (4, True), (5, True)])
def test_list_is_read_up_to_its_most_pages(
    limit: str, says: str, listed: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smart_trade_lists, "_PER_PAGE", 2)
    monkeypatch.setattr(smart_trade_lists, "_MOST_PAGES", 2)
    faulty = FaultyClient()
    for _ in range(listed):
        prepare(faulty, [SIMPLE], [])
        faulty.time.advance(1)
    given: dict[str, Any] = {limit: "1000"}
    made = faulty.outcome(CALLS[0], lambda client: attempted(client, "2"), limits=Limits(**given))
    assert isinstance(made, GuardError) == is_refused, made
    assert (says in str(made)) == is_refused


LISTED = 101
SIMPLE = {
    "json": {key: value for key, value in buy("2").to_dict().items() if key not in OFF} | {"instant": True}
}


@pytest.mark.parametrize("missing", [0, 1])
@pytest.mark.parametrize(("listed", "page_read"), [(LISTED, "1"), (201, "1"), (201, "2")])
def test_open_total_counts_what_moves_to_a_page_that_was_read(
    listed: int, page_read: str, missing: int
) -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [SIMPLE] * listed, trades)

    def first_ends() -> None:
        CALLS[0](lambda client: client.smart_trades.cancel(trades[0]), **faulty.options)
        faulty.transport.exchange.settle()

    options = client_options(faulty) | {"transport": shifting(faulty, page_read, first_ends)}
    with ThreeCommas(**options, limits=Limits(open_total=2 * listed + 2 - missing)) as client:
        made = attempted(client, "2")
    # What ended meanwhile still counts: it was open when the look began.
    assert isinstance(made, GuardError) == bool(missing), made


def test_open_total_reads_each_page_and_those_before_the_last_again() -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [SIMPLE] * LISTED, trades)
    faulty.transport.requests.clear()
    with ThreeCommas(**client_options(faulty), limits=Limits(open_total="1000")) as client:
        attempted(client, "2")
    reads = [each.url.params for each in faulty.transport.requests if each.method == "GET"]
    assert [each["page"] for each in reads if "page" in each] == ["1", "2", "1"]


@pytest.mark.parametrize(("limit", "is_refused"), [("204", False), ("203", True)])
def test_day_counts_once_what_moves_to_the_front_while_the_list_is_read(limit: str, is_refused: bool) -> None:
    faulty, trades = FaultyClient(), list[int]()
    prepare(faulty, [SIMPLE] * LISTED, trades)
    faulty.time.advance(60)

    def oldest_changes() -> None:
        note = SetNote(note="moved")
        CALLS[0](lambda client: client.smart_trades.set_note(trades[0], note), **faulty.options)

    options = client_options(faulty) | {"transport": shifting(faulty, "1", oldest_changes)}
    with ThreeCommas(**options, limits=Limits(per_day=limit)) as client:
        made = attempted(client, "2")
    assert isinstance(made, GuardError) == is_refused, made


class EndlessList(httpx.BaseTransport):
    """A way to a list that begins again with each page, all of it changed a second later than the last.

    `pages` are how many pages it has; None for no end.
    """

    def __init__(self, faulty: FaultyClient, pages: int | None) -> None:
        prepare(faulty, [SIMPLE] * 100, [])
        self._faulty, self._pages = faulty, pages
        self._listed: list[Any] = []
        self.read: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request for a page of the list, and leave any other to the server."""
        if request.method != "GET" or not request.url.path.endswith("/v2/smart_trades"):
            return self._faulty.transport.handle_request(request)
        page = int(request.url.params["page"])
        self.read.append(page)
        self._listed = self._listed or self._faulty.transport.handle_request(request).json()
        moment = self._faulty.time.now() + timedelta(seconds=len(self.read))
        for each in self._listed:
            each["data"]["updated_at"] = moment.isoformat()
        ended = self._pages is not None and page > self._pages
        return httpx.Response(200, json=[] if ended else self._listed)


@pytest.mark.parametrize(
    ("limit", "pages", "read", "says"),
    [
        ("open_total", None, list(range(1, 51)), "There are 5000 active SmartTrades or more."),
        ("per_day", None, list(range(1, 51)), "There are 5000 SmartTrades of this day or more."),
        ("per_day", 1, [1, 2] * 5, "changes faster than it can be read"),
    ],
    ids=["of what is open", "of the day", "that changes all the time"],
)
def test_list_without_an_end_is_given_up(limit: str, pages: int | None, read: list[int], says: str) -> None:
    faulty = FaultyClient()
    endless, given = EndlessList(faulty, pages), dict[str, Any]({limit: "1000000"})
    options = client_options(faulty) | {"transport": endless, "rate_budget": None}
    with ThreeCommas(**options, limits=Limits(**given)) as client:
        made = attempted(client, "2")
    assert isinstance(made, GuardError), made
    assert says in str(made)
    assert endless.read == read
