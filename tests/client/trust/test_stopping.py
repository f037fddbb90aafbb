"""The kill switch, and waiting for a status."""

import itertools
import pickle
from typing import Any

import httpx
import pytest
from threecommas import (
    Budget,
    BudgetExceededError,
    ConfigurationError,
    EncodeError,
    GuardError,
    HmacSigner,
    NoAnswerError,
    NotFoundError,
    NotSentError,
    OutcomeUnknownError,
    ServerError,
    StatusNotReachedError,
    StopReport,
    ThreeCommas,
)
from threecommas.models import CreateSmartTrade, SmartTradeStatusType

from tests.client.trust.calls import CALLS, VALIDATE
from tests.client.trust.fake_time import FakeTime
from tests.client.trust.voyage import Voyage
from tests.secret_scan import SecretScan

STOP: Any = lambda client: client.smart_trades.stop_all()  # noqa: E731
ACTIVE: Any = lambda client: client.smart_trades.list(status="active")  # noqa: E731
BROKEN = {"answers": 500, "arrives": False, "body": '{"error": "unknown_error"}'}


def body(pair: str = "USDT_BTC", **position: Any) -> Any:
    return CreateSmartTrade.from_dict(
        {
            "account_id": 32455218,
            "pair": pair,
            "position": {"type": "buy", "units": {"value": "1"}, "order_type": "market"} | position,
            "take_profit": {"enabled": False},
            "stop_loss": {"enabled": False},
        }
    )


WAITING = {"order_type": "limit", "price": {"value": "20000"}}


def voyage_with(*orders: Any) -> tuple[Voyage, list[int]]:
    """Return a voyage whose exchange has SmartTrades for the orders, each at rest."""
    voyage = Voyage()
    ids = [voyage.outcome(CALLS[0], lambda c, o=order: c.smart_trades.create(o)).id for order in orders]
    voyage.transport.exchange.settle()
    voyage.transport.requests.clear()
    return voyage, ids


@pytest.mark.parametrize("call", CALLS)
def test_every_active_smart_trade_is_closed_or_cancelled(call: Any, scan: SecretScan) -> None:
    voyage, (bought, waiting, other) = voyage_with(body(), body(**WAITING), body("USDT_ETH"))
    report = voyage.outcome(call, STOP)
    assert {trade.id: trade.action for trade in report.trades} == {
        bought: "close",
        waiting: "cancel",
        other: "close",
    }
    assert report.is_complete
    scan.look_at(report)
    voyage.transport.exchange.settle()
    assert voyage.outcome(CALLS[0], ACTIVE) == []


def test_more_smart_trades_than_fit_on_a_page_are_stopped() -> None:
    voyage, ids = voyage_with(*itertools.repeat(body(**WAITING), 103))
    report = voyage.outcome(CALLS[0], STOP)
    assert sorted(trade.id for trade in report.trades) == sorted(ids)
    assert report.is_complete


def test_only_those_of_the_account_and_pair_are_stopped() -> None:
    voyage, (_, other) = voyage_with(body(), body("USDT_ETH"))
    report = voyage.outcome(CALLS[0], lambda client: client.smart_trades.stop_all(pair="USDT_ETH"))
    assert [trade.id for trade in report.trades] == [other]
    nobody = voyage.outcome(CALLS[0], lambda client: client.smart_trades.stop_all(account_id=32884189))
    assert (nobody.trades, str(nobody)) == ((), "There was no active SmartTrade.")


@pytest.mark.parametrize("call", CALLS)
def test_client_without_a_mode_is_told_before_anything_is_stopped(call: Any) -> None:
    voyage, _ = voyage_with(body())
    error = voyage.outcome(call, STOP, mode=None)
    assert type(error) is ConfigurationError
    assert str(error).startswith("stop_all has to know in which mode to stop trading.")
    assert voyage.transport.requests == []


@pytest.mark.parametrize(
    ("account", "mode", "says"),
    [
        (1, "real", "Account 1 is a paper account (paper_trading), and this client is for real accounts"),
        (32455218, "paper", "Account 32455218 is a real account (binance), and this client is for paper"),
    ],
)
def test_account_of_the_other_mode_is_not_reported_as_stopped(account: int, mode: str, says: str) -> None:
    voyage, _ = voyage_with(body())
    use: Any = lambda client: client.smart_trades.stop_all(account_id=account)  # noqa: E731
    error = voyage.outcome(CALLS[0], use, mode=mode)
    assert (type(error), error.guard) == (GuardError, "mode")
    assert says in str(error)


def test_account_that_shows_nothing_and_that_nobody_can_tell_of_is_not_reported_as_complete() -> None:
    voyage = Voyage()
    use: Any = lambda client: client.smart_trades.stop_all(account_id=32455218)  # noqa: E731
    assert voyage.outcome(CALLS[0], use).is_complete
    voyage.meets([None, BROKEN])
    report = voyage.outcome(CALLS[0], use, retries=None)
    assert (report.trades, type(report.error), report.is_complete) == ((), ServerError, False)


def test_account_is_not_asked_for_before_or_while_something_is_stopped() -> None:
    voyage, (number,) = voyage_with(body())
    use: Any = lambda client: client.smart_trades.stop_all(account_id=32455218)  # noqa: E731
    report = voyage.outcome(CALLS[0], use)
    assert ([trade.id for trade in report.trades], report.is_complete) == ([number], True)
    assert [each for each in voyage.transport.requests if "/ver1/accounts" in each.url.path] == []


def test_what_was_just_created_is_stopped_as_soon_as_it_can_be() -> None:
    voyage = Voyage()
    made = voyage.outcome(CALLS[0], lambda client: client.smart_trades.create(body()))
    report = voyage.outcome(CALLS[0], STOP)
    assert [(trade.id, trade.action) for trade in report.trades] == [(made.id, "cancel")]
    assert report.is_complete


@pytest.mark.parametrize("call", CALLS)
def test_failure_of_one_is_reported_and_the_others_are_stopped(call: Any) -> None:
    voyage, ids = voyage_with(body(), body())
    voyage.meets([BROKEN], looks=[])
    report = voyage.outcome(call, STOP)
    failed, stopped = report.trades
    assert {failed.id, stopped.id} == set(ids)
    assert (type(failed.error), stopped.error, report.is_complete) == (ServerError, None, False)
    assert "failed: " in str(report)
    assert pickle.loads(pickle.dumps(report)).trades[0].id == failed.id


def test_list_that_cannot_be_read_is_reported() -> None:
    voyage, _ = voyage_with(body())
    voyage.meets([BROKEN])
    report = voyage.outcome(CALLS[0], STOP, retries=None)
    assert (report.trades, type(report.error), report.is_complete) == ((), ServerError, False)
    assert str(report).startswith("There may be more: ")


def test_second_call_leaves_alone_what_is_ending() -> None:
    voyage, _ = voyage_with(body(), body(**WAITING))
    voyage.outcome(CALLS[0], STOP)
    voyage.transport.requests.clear()
    assert voyage.outcome(CALLS[0], STOP).trades == ()
    assert {request.method for request in voyage.transport.requests} == {"GET"}


def test_client_that_only_reads_stops_nothing_and_says_so() -> None:
    voyage, ids = voyage_with(body())
    report = voyage.outcome(CALLS[0], STOP, read_only=True)
    assert [(trade.id, type(trade.error)) for trade in report.trades] == [(ids[0], GuardError)]
    assert not report.is_complete


@pytest.mark.parametrize("call", CALLS)
def test_status_is_waited_for(call: Any) -> None:
    voyage = Voyage()
    made = voyage.outcome(CALLS[0], lambda client: client.smart_trades.create(body()))
    found = voyage.outcome(call, lambda client: client.smart_trades.wait_until(made.id, "waiting_targets"))
    assert (found.id, found.status.type) == (made.id, "waiting_targets")
    closing = lambda client: client.smart_trades.close_by_market(made.id)  # noqa: E731
    voyage.outcome(CALLS[0], closing)
    assert voyage.outcome(call, lambda c: c.smart_trades.wait_until(made.id)).status.type == "panic_sold"


@pytest.mark.parametrize("call", CALLS)
def test_waiting_ends_when_the_time_is_up(call: Any, scan: SecretScan) -> None:
    voyage, (number,) = voyage_with(body(**WAITING))
    began = voyage.time.now()
    use: Any = lambda c: c.smart_trades.wait_until(number, ["finished", "failed"], within=10, every=3)  # noqa: E731
    error = voyage.outcome(call, use)
    scan.look_at(error)
    assert type(error) is StatusNotReachedError
    assert (error.smart_trade.id, error.wanted, error.has_ended) == (number, ("failed", "finished"), False)
    assert (voyage.time.now() - began).total_seconds() == 9
    assert len(voyage.transport.requests) == 4
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_waiting_ends_when_the_status_will_never_come() -> None:
    voyage, (number,) = voyage_with(body(**WAITING))
    voyage.outcome(CALLS[0], STOP)
    voyage.transport.exchange.settle()
    voyage.transport.requests.clear()
    error = voyage.outcome(CALLS[0], lambda c: c.smart_trades.wait_until(number, "waiting_targets"))
    assert (type(error), error.has_ended) == (StatusNotReachedError, True)
    assert "is cancelled and not waiting_targets. It has ended." in str(error)
    assert len(voyage.transport.requests) == 1


def test_waiting_for_what_is_nobodys_ends_at_once() -> None:
    error = Voyage().outcome(CALLS[0], lambda client: client.smart_trades.wait_until(5))
    assert type(error) is NotFoundError


@pytest.mark.parametrize(
    "options",
    [
        {"status": []},
        {"status": "finishd"},
        {"status": ["finished", "canceled"]},
        {"status": 5},
        {"status": [5]},
        {"every": 0},
        {"every": "2"},
        {"within": -1},
        {"within": float("nan")},
        {"within": True},
    ],
)
def test_waiting_that_cannot_be_is_refused(options: Any) -> None:
    voyage = Voyage()
    error = voyage.outcome(CALLS[0], lambda client: client.smart_trades.wait_until(1, **options))
    assert type(error) is ConfigurationError
    assert str(next(iter(options))) in str(error)
    assert voyage.transport.requests == []


def test_status_that_an_answer_brought_can_be_waited_for() -> None:
    voyage, (number,) = voyage_with(body(**WAITING))
    later = SmartTradeStatusType.from_wire("added_later")
    error = voyage.outcome(CALLS[0], lambda c: c.smart_trades.wait_until(number, later, within=0))
    assert (type(error), error.wanted) == (StatusNotReachedError, ("added_later",))


@pytest.mark.parametrize("name", ["status", "type", "order_by", "order_direction", "forced_mode"])
def test_misspelt_filter_is_refused_before_anything_leaves(name: str) -> None:
    voyage = Voyage()
    misspelt: Any = {name: "actve"}
    error = voyage.outcome(CALLS[0], lambda client: client.smart_trades.list(**misspelt))
    assert type(error) is EncodeError
    assert error.path == {"forced_mode": "Forced-Mode"}.get(name, name)
    assert "expected one of " in error.message
    assert voyage.transport.requests == []


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
        "key", signer, transport=transport, budget=None, timing=time.timing(), mode="real"
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

    options: Any = {"timing": FakeTime().timing(), "budget": None, "mode": "real"}
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer), **options) as client:
        return client.smart_trades.stop_all()


def test_report_names_what_of_the_list_could_not_be_read() -> None:
    closable = element("waiting_targets", panic_sell_available=True)
    dark = element("frozen", cancel_available=True) | {"id": 8}
    ending = element(None, panic_sell_available=False, cancel_available=False) | {"id": 9}
    report = stopped(closable, {"id": "7"}, dark, ending, None)
    assert [(each.id, each.is_stopped) for each in report.trades] == [(7, True), (8, False), (9, False)]
    assert (report.unreadable, report.is_complete) == (2, False)
    assert str(report).splitlines()[1:] == [
        "8 USDT_BTC: left, as list_smart_trades: [2].data.panic_sell_available: is required, but missing",
        "9 USDT_BTC: left, as list_smart_trades: [3].status.type: expected text, got null",
        "An element of the list was left: list_smart_trades: [1].id: expected an integer, got text '7'",
        "An element of the list was left: list_smart_trades: [4]: expected an object, got null",
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

    options: Any = {"timing": FakeTime().timing(), "budget": None, "mode": "real"}
    with ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer), **options) as client:
        report = client.smart_trades.stop_all()
    assert ([each.is_stopped for each in report.trades], report.unreadable) == ([True], 100)
    assert sent.count("DELETE") == 1


def starter(voyage: Voyage, *, requests: int) -> Budget:
    """Return the budget of the smallest plan, of whose 4 requests for everybody so many were made."""
    budget = Budget(clock=voyage.time.clock, plan="starter")
    for _ in range(requests):
        voyage.outcome(CALLS[0], VALIDATE, budget=budget)
    voyage.transport.requests.clear()
    return budget


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_does_not_wait_for_what_others_sent(call: Any) -> None:
    voyage, _ = voyage_with()
    report = voyage.outcome(call, STOP, budget=starter(voyage, requests=4))
    assert report.is_complete
    assert sum(voyage.time.slept) == 0


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_says_at_once_that_everything_is_blocked(call: Any) -> None:
    voyage, _ = voyage_with(body())
    budget = starter(voyage, requests=0)
    voyage.meets([{"answers": 429, "arrives": False}])
    voyage.outcome(CALLS[0], VALIDATE, budget=budget)
    report = voyage.outcome(call, STOP, budget=budget)
    assert type(report.error) is BudgetExceededError
    assert report.error.limit == "blocked after 429"
    assert sum(voyage.time.slept) == 0


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_waits_for_what_its_own_closing_used_up(
    call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    voyage, numbers = voyage_with(*[body()] * 7)
    report = voyage.outcome(call, STOP, budget=starter(voyage, requests=0))
    assert report.is_complete
    assert {trade.id for trade in report.trades} == set(numbers)
    # Two pages of the list and three of seven, then five a minute: the other four, and no look but the first.
    assert voyage.time.slept == [0.0, pytest.approx(61.201)]
    assert "stop_all waits 61.20 s for the rate budget (overall: 5 requests in 60 s)" in caplog.text


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_is_over_in_time_and_reports_what_it_did_not_reach(call: Any) -> None:
    voyage, numbers = voyage_with(*[body()] * 7)
    report = voyage.outcome(
        call, lambda client: client.smart_trades.stop_all(within=30), budget=starter(voyage, requests=0)
    )
    assert voyage.time.seconds <= 30
    assert [trade.is_stopped for trade in report.trades] == [True] * 3 + [False] * 4
    assert {type(trade.error) for trade in report.trades} == {type(None), BudgetExceededError}
    assert {trade.id for trade in report.trades} == set(numbers)


class Slow(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes so many seconds for each answer, or as many as the time-out of reading lets it."""

    def __init__(self, voyage: Voyage, seconds: float) -> None:
        self._voyage, self._seconds = voyage, seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        limit = request.extensions["timeout"]["read"]
        self._voyage.time.advance(min(self._seconds, limit))
        if self._seconds > limit:
            raise httpx.ReadTimeout("timed out")
        return self._voyage.transport.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


@pytest.mark.parametrize("call", CALLS)
def test_kill_switch_over_a_slow_connection_is_over_in_time(call: Any) -> None:
    voyage, numbers = voyage_with(*[body()] * 4)
    began = voyage.time.seconds
    report = voyage.outcome(
        call, lambda client: client.smart_trades.stop_all(within=20), transport=Slow(voyage, 7.0)
    )
    assert voyage.time.seconds - began <= 20.2
    # Two pages of the list; the third answer comes too late, and nothing more is begun.
    assert [type(trade.error) for trade in report.trades] == [OutcomeUnknownError] + [NotSentError] * 3
    assert {trade.id for trade in report.trades} == set(numbers)
    assert "The 20 seconds for all of it are over" in str(report)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("requests", "seconds"), [(0, 0.0), (4, 0.0), (2, 0.0), (0, 4.5), (0, 30.0)])
def test_waiting_for_a_status_never_takes_longer_than_it_may(
    call: Any, requests: int, seconds: float
) -> None:
    voyage, (number,) = voyage_with(body(**WAITING))
    budget, began = starter(voyage, requests=requests), voyage.time.seconds
    error = voyage.outcome(
        call,
        lambda client: client.smart_trades.wait_until(number, within=10),
        budget=budget,
        transport=Slow(voyage, seconds),
    )
    assert voyage.time.seconds - began <= 10.2
    # Without a single answer there is nothing to show.
    nothing = {4: BudgetExceededError, 0: NoAnswerError if seconds > 10 else StatusNotReachedError}
    assert type(error) is nothing.get(requests, StatusNotReachedError)


@pytest.mark.parametrize("call", CALLS)
def test_each_question_of_a_course_keeps_to_the_deadline_of_the_client(call: Any) -> None:
    voyage, (number,) = voyage_with(body(**WAITING))
    began = voyage.time.seconds
    for use in (lambda client: client.smart_trades.wait_until(number), STOP):
        outcome = voyage.outcome(call, use, transport=Slow(voyage, 30.0), deadline=2)
        assert type(getattr(outcome, "error", outcome)) is NoAnswerError
    assert voyage.time.seconds - began <= 4.2
