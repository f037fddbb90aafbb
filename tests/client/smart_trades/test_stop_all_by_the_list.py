"""What the kill switch makes of a list, also of one that is not as documented."""

from typing import Any

import httpx
import pytest
from threecommas import (
    HmacSigner,
    StopReport,
    ThreeCommas,
)

from tests.client.transport.fake_time import FakeTime


def element(status: Any, **flags: Any) -> dict[str, Any]:
    return {"id": 7, "pair": "USDT_BTC", "status": {"type": status}, "data": flags}


LOOKS = {
    "created, and can be cancelled a second later": (
        [element("created"), element("waiting_position", cancel_available=True)],
        [200],
        [("cancel", True)],
    ),
    "ending already": ([element("panic_sell_pending")], [], []),
    "entered between look and cancel": (
        [
            element("waiting_position", cancel_available=True),
            element("waiting_targets", panic_sell_available=True),
        ],
        [400, 201],
        [("close", True)],
    ),
    "neither can be done, however often it is looked at": ([element("frozen")] * 4, [], [(None, False)]),
    "without a number": ([{"pair": "USDT_BTC"}], [], []),
    "true for a number": ([element("waiting_targets", panic_sell_available=True) | {"id": True}], [], []),
    "flag for closing cannot be read, but the status": (
        [element("waiting_targets", panic_sell_available=None, cancel_available=True)],
        [201],
        [("close", True)],
    ),
    "flag for cancelling cannot be read, but the status": (
        [element("waiting_position", panic_sell_available=False, cancel_available="true")],
        [200],
        [("cancel", True)],
    ),
    "neither flag nor status can be read": (
        [element("frozen", panic_sell_available=None, cancel_available=True)] * 4,
        [],
        [(None, False)],
    ),
    "status is a list": (
        [element([], panic_sell_available=False, cancel_available=True)],
        [200],
        [("cancel", True)],
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_smart_trade_is_stopped_as_the_list_shows_it(name: str) -> None:
    looks, answers, expected = LOOKS[name]
    time, seen, left = FakeTime(), iter(looks), iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            first = request.url.params["page"] == "1"
            return httpx.Response(200, json=[next(seen)] if first else [])
        wrong_state = {"error": "Wrong param(s)", "error_description": "not allowed in the current status"}
        status = next(left)
        return httpx.Response(status, json=wrong_state if status == 400 else {})

    signer, transport = HmacSigner("secret"), httpx.MockTransport(answer)
    with ThreeCommas(
        "key", signer, transport=transport, rate_budget=None, timing=time.timing(), mode="real"
    ) as client:
        report = client.smart_trades.stop_all()
    assert [(trade.action, trade.is_stopped) for trade in report.trades] == expected
    assert report.is_complete == (all(is_stopped for _, is_stopped in expected) and "number" not in name)
    assert (next(seen, None), next(left, None)) == (None, None)


def stopped(*elements: Any) -> StopReport:
    """Return what comes of a list of these elements, each of which is answered as done."""

    def answer(request: httpx.Request) -> httpx.Response:
        is_first = request.method == "GET" and request.url.params["page"] == "1"
        return httpx.Response(200, json=list(elements) if is_first else [])

    options: Any = {"timing": FakeTime().timing(), "rate_budget": None, "mode": "real"}
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer), **options) as client:
        return client.smart_trades.stop_all()


def test_report_names_what_of_the_list_could_not_be_read() -> None:
    closable = element("waiting_targets", panic_sell_available=True)
    dark = element("frozen", cancel_available=True) | {"id": 8}
    ending = element(None, panic_sell_available=False, cancel_available=False) | {"id": 9}
    report = stopped(closable, {"id": "7"}, dark, ending, None, None)
    assert [(each.id, each.is_stopped) for each in report.trades] == [(7, True), (8, False), (9, False)]
    assert (report.unreadable, report.is_complete) == (3, False)
    assert str(report).splitlines()[1:] == [
        "8 USDT_BTC: left, as list_smart_trades: [2].data.panic_sell_available: is required, but missing",
        "9 USDT_BTC: left, as list_smart_trades: [3].status.type: expected text, got null",
        "An element of the list was left: list_smart_trades: [1].id: expected an integer, got text '7'",
        "An element of the list was left: list_smart_trades: [4]: expected an object, got null",
        "An element of the list was left: list_smart_trades: [5]: expected an object, got null",
    ]


def test_page_of_elements_without_numbers_hides_no_later_page() -> None:
    pages = {
        "1": [{"id": str(number)} for number in range(100)],
        "2": [element("waiting_position", cancel_available=True)],
    }
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(200, json=pages.get(request.url.params.get("page", ""), []))

    options: Any = {"timing": FakeTime().timing(), "rate_budget": None, "mode": "real"}
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer), **options) as client:
        report = client.smart_trades.stop_all()
    assert ([each.is_stopped for each in report.trades], report.unreadable) == ([True], 100)
    assert sent.count("DELETE") == 1
