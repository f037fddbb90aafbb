"""`create_once`: one SmartTrade for one key, or a clear error, wherever it is interrupted."""

import asyncio
import json
import pickle
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from threecommas import (
    ConfigurationError,
    CreateOncePolicy,
    DecodeError,
    DryRunError,
    DuplicateOrderError,
    EncodeError,
    GuardError,
    InvalidRequestError,
    NotExecutedError,
    OutcomeUnknownError,
)
from threecommas.create_once.policy import KeyRegistry
from threecommas.models import CreateSmartTrade

from tests.client.transport.calls import CALLS, call_async, call_sync, order
from tests.client.transport.faults import Fault, named
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan

LOOK: list[Any] = [None, None]
"""The question for the account and the first look, which meet nothing."""

LOST = {"raises": "ReadTimeout", "arrives": False}
ARRIVED = {"raises": "ReadTimeout", "arrives": True}
LATE = {"raises": "ReadTimeout", "arrives": True, "late": True}


def once(note: str | None = None, key: str = "key", **options: Any) -> Callable[[Any], Any]:
    return lambda client: client.smart_trades.create_once(order(note), key=key, **options)


def methods(faulty: FaultyClient) -> list[str]:
    """Return what was sent, a look counted once however many pages it read."""
    trades = (r for r in faulty.transport.requests if "/v2/smart_trades" in r.url.path)
    first_pages = (r for r in trades if r.url.params.get("page", "1") == "1")
    return [request.method for request in first_pages]


@pytest.mark.parametrize("call", CALLS)
def test_second_call_with_a_key_returns_the_same_smart_trade(call: Any) -> None:
    faulty = FaultyClient()
    first, second = faulty.outcome(call, once()), faulty.outcome(call, once())
    assert first.id == second.id
    # A look after the order too, and the second call finds it at its first look.
    assert methods(faulty) == ["GET", "POST", "GET", "GET"]


def test_note_of_the_user_survives_beside_the_key() -> None:
    faulty = FaultyClient()
    trade = faulty.outcome(CALLS[0], once('<b>"mine"</b> & yours'))
    assert named(trade.note_raw) == '<b>"mine"</b> & yours [once:key]'
    assert faulty.outcome(CALLS[0], once()).id == trade.id


@pytest.mark.parametrize("call", CALLS)
def test_order_that_arrived_without_an_answer_is_found_and_not_sent_again(call: Any) -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, ARRIVED])
    trade = faulty.outcome(call, once())
    assert named(trade.note_raw) == "[once:key]"
    assert methods(faulty) == ["GET", "POST", "GET"]


@pytest.mark.parametrize("call", CALLS)
def test_order_that_is_listed_late_is_waited_for(call: Any) -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, ARRIVED])
    faulty.transport.hidden_for = 59
    assert named(faulty.outcome(call, once()).note_raw) == "[once:key]"
    assert methods(faulty) == ["GET", "POST"] + 6 * ["GET"]
    assert faulty.time.slept == [1, 2, 4, 8, 15, 30]


@pytest.mark.parametrize("call", CALLS)
def test_order_that_was_answered_is_looked_for_until_it_is_listed(call: Any) -> None:
    faulty = FaultyClient()
    faulty.transport.hidden_for = 10
    assert faulty.outcome(call, once()).id == 30000001
    assert methods(faulty) == ["GET", "POST"] + 4 * ["GET"]
    assert faulty.time.slept == [1, 2, 4, 8]


@pytest.mark.parametrize("call", CALLS)
def test_order_that_never_arrived_is_sent_again_after_the_last_look(call: Any) -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, LOST])
    assert named(faulty.outcome(call, once()).note_raw) == "[once:key]"
    assert methods(faulty) == ["GET", "POST", *6 * ["GET"], "POST", "GET"]


def test_order_is_given_up_after_the_last_attempt_with_the_key_to_go_on(scan: SecretScan) -> None:
    faulty = FaultyClient()
    pauses = CreateOncePolicy(attempts=2, poll_delays=(1.0,))
    faulty.meets([*LOOK, LOST, None, LOST, None])
    error = faulty.outcome(CALLS[0], once(), create_once=pauses)
    scan.look_at(error)
    assert type(error) is OutcomeUnknownError
    assert "again with the key 'key'" in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert methods(faulty) == ["GET", "POST", "GET", "POST", "GET"]


def test_order_is_not_sent_again_while_nobody_can_look() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, LOST, *100 * [LOST]])
    error = faulty.outcome(CALLS[0], once())
    assert type(error) is OutcomeUnknownError
    assert methods(faulty).count("POST") == 1


def test_success_that_nobody_can_read_is_never_sent_again() -> None:
    faulty = FaultyClient()
    unreadable: Fault = {"answers": 201, "arrives": False, "body": "{}"}
    faulty.meets([*LOOK, unreadable])
    assert type(faulty.outcome(CALLS[0], once())) is DecodeError
    assert methods(faulty).count("POST") == 1


def test_success_that_breaks_off_is_never_sent_again() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, {"raises": "ReadError", "breaks_after": 3}])
    faulty.transport.hidden_for = 1e6
    error = faulty.outcome(CALLS[0], once())
    assert (type(error), error.status) == (OutcomeUnknownError, 201)
    assert methods(faulty).count("POST") == 1


def test_refused_order_raises_the_refusal_and_is_not_looked_for() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, {"answers": 422, "arrives": False}])
    assert type(faulty.outcome(CALLS[0], once())) is InvalidRequestError
    assert methods(faulty) == ["GET", "POST"]


def test_order_refused_after_an_attempt_that_arrived_is_found() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, ARRIVED, None, None, None, None, None, None, {"answers": 422, "arrives": False}])
    faulty.transport.hidden_for = 60.5
    assert named(faulty.outcome(CALLS[0], once()).note_raw) == "[once:key]"
    assert sum(faulty.transport.orders.values()) == 1


def test_order_that_did_not_leave_raises_that_nothing_was_changed() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, *4 * [{"raises": "ConnectError", "arrives": False}]])
    assert type(faulty.outcome(CALLS[0], once())) is NotExecutedError


def test_attempt_that_arrives_after_it_was_given_up_for_lost_is_reported(scan: SecretScan) -> None:
    faulty = FaultyClient()

    def use(client: Any) -> Any:
        send = faulty.transport.handle_request

        def deliver_before_the_last_look(request: httpx.Request) -> httpx.Response:
            response = send(request)
            if sum(faulty.transport.orders.values()) == 1:
                faulty.transport.deliver_late()
            return response

        faulty.transport.handle_request = deliver_before_the_last_look  # type: ignore[method-assign]
        return once()(client)

    faulty.meets([*LOOK, LATE])
    error = faulty.outcome(CALLS[0], use)
    scan.look_at(error)
    assert type(error) is DuplicateOrderError
    assert (error.key, len(error.ids)) == ("key", 2)
    assert all(str(number) in str(error) for number in error.ids)
    assert pickle.loads(pickle.dumps(error)).ids == error.ids


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("position", range(7))
@pytest.mark.parametrize(
    ("call", "end"), [(call_sync, KeyboardInterrupt), (call_async, asyncio.CancelledError)]
)
def test_program_that_ends_anywhere_leaves_one_order_to_the_next(
    call: Any, end: type[BaseException], position: int, arrives: bool
) -> None:
    faulty = FaultyClient()
    before = [*LOOK, LOST, None, None, None, None][:position]
    faulty.meets([*before, {"raises": end.__name__, "arrives": arrives}])
    with pytest.raises(end):
        faulty.outcome(call, once())
    assert named(faulty.outcome(call, once(interrupted=True)).note_raw) == "[once:key]"
    assert sum(faulty.transport.orders.values()) == 1


def test_key_whose_outcome_is_unknown_is_searched_for_patiently_by_the_same_client() -> None:
    faulty = FaultyClient()
    faulty.meets([*LOOK, ARRIVED])
    faulty.transport.hidden_for = 5
    patience = CreateOncePolicy(attempts=1, poll_delays=(2.0, 2.0))

    def use(client: Any) -> Any:
        with pytest.raises(OutcomeUnknownError):
            once()(client)
        return once()(client)

    assert named(faulty.outcome(CALLS[0], use, create_once=patience).note_raw) == "[once:key]"
    assert sum(faulty.transport.orders.values()) == 1


@pytest.mark.parametrize("call", CALLS)
def test_client_without_a_mode_could_look_in_the_wrong_one_and_is_told_so(call: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, once(), mode=None)
    assert type(error) is ConfigurationError
    assert "Make the client with mode='real' or mode='paper'" in str(error)
    assert faulty.transport.requests == []


def test_key_at_work_in_another_thread_is_refused() -> None:
    keys, refused = KeyRegistry(), []

    def other() -> None:
        try:
            with keys.acquire("key"):
                pass
        except ConfigurationError as error:
            refused.append(str(error))

    with keys.acquire("key"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    with keys.acquire("key"):
        pass
    assert len(refused) == 1
    assert "'key' is in use" in refused[0]


@pytest.mark.parametrize("call", CALLS)
def test_dry_run_shows_the_order_with_its_key(call: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, once("mine"), dry_run=True)
    assert type(error) is DryRunError
    assert named(json.loads(error.request_body)["note"]) == "mine [once:key]"
    assert faulty.transport.requests == []


def test_client_that_only_reads_looks_and_creates_nothing() -> None:
    faulty = FaultyClient()
    assert type(faulty.outcome(CALLS[0], once(), read_only=True)) is GuardError
    assert methods(faulty) == ["GET"]


@pytest.mark.parametrize(
    ("body", "key", "path"),
    [
        (order(), "", "key"),
        (order(), "two words", "key"),
        (order(), "x" * 65, "key"),
        (order(), None, "key"),
        (order("n" * 290), "key", "note"),
        ({"pair": "USDT_BTC"}, "key", "body"),
        (CreateSmartTrade.from_dict(order().to_dict() | {"account_id": "mine"}), "key", "account_id"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(body: Any, key: Any, path: str) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create_once(body, key=key))
    assert (type(error), error.path) == (EncodeError, path)
    assert faulty.transport.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"attempts": 0},
        {"poll_delays": ()},
        {"poll_delays": (1.0, -1.0)},
        {"clock_skew": float("nan")},
        {"lookback": -1.0},
    ],
)
def test_patience_that_cannot_be_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=rf"^create_once\.{next(iter(arguments))}"):
        CreateOncePolicy(**arguments)
