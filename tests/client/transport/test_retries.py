"""What is sent again, how often and how long after. The cases are in data/retries.json."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import (
    Attempt,
    ConfigurationError,
    NotExecutedError,
    OutcomeUnknownError,
    RetryPolicy,
    ServerError,
    ThreeCommasError,
)

from tests.client.transport.calls import CALLS, SECRET, order
from tests.client.transport.faults import Fault
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan

CASES = json.loads(Path(__file__).with_name("data").joinpath("retries.json").read_text("utf-8"))
USES: dict[str, Any] = {
    "read": lambda client: client.validate(),
    "write": lambda client: client.smart_trades.create(order("a note")),
    "reading post": lambda client: client.smart_trades.post_reduce_funds_info(1),
    "raw get": lambda client: client.http.get("/ver1/validate"),
    "raw post": lambda client: client.http.post("/ver1/anything"),
}


def fault_of(entry: Any) -> Fault:
    """Return a fault in full of its short form: an exception's name, a status, or the word broken."""
    match entry:
        case "broken":
            return {"raises": "ReadError", "breaks_after": 3}
        case str():
            return {"raises": entry, "arrives": False}
        case int():
            return {"answers": entry, "arrives": False}
    return {"arrives": False, **entry}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_case(call: Any, case: dict[str, Any], scan: SecretScan) -> None:
    faulty = FaultyClient()
    faulty.meets([fault_of(entry) for entry in case["faults"]])
    outcome = faulty.outcome(call, USES[case["operation"]])
    scan.look_at(outcome)
    assert type(outcome).__name__ == case["outcome"] or case["outcome"] is None
    assert isinstance(outcome, ThreeCommasError) == (case["outcome"] is not None)
    assert len(faulty.transport.requests) == case["sent"]
    assert faulty.time.slept == case.get("pauses", faulty.time.slept)


@pytest.mark.parametrize("call", CALLS)
def test_nothing_is_sent_again_without_retries(call: Any) -> None:
    faulty = FaultyClient()
    faulty.meets([{"raises": "ConnectError", "arrives": False}])
    assert isinstance(faulty.outcome(call, USES["read"], retries=None), NotExecutedError)
    assert len(faulty.transport.requests) == 1


def test_error_without_an_answer_carries_what_was_sent_and_nothing_that_signs_it(scan: SecretScan) -> None:
    faulty = FaultyClient()
    faulty.meets([{"raises": "ReadTimeout", "arrives": True}])
    error = faulty.outcome(CALLS[0], USES["write"])
    sent = faulty.transport.requests[0]
    assert type(error) is OutcomeUnknownError
    assert (error.operation_id, error.method) == ("create_smart_trade", "POST")
    assert (error.path, error.request_body) == ("/public/api/v2/smart_trades", sent.content)
    assert (error.cause, error.status) == ("ReadTimeout", None)
    assert "ReadTimeout (ReadTimeout of the test)" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.call, again.loss) == (str(error), error.call, error.loss)
    assert error.__context__ is None
    assert sent.headers["Signature"].encode() not in pickle.dumps(error)


def test_text_of_a_parser_that_quotes_the_key_or_the_signature_is_struck_out(scan: SecretScan) -> None:
    faulty = FaultyClient()

    class Quoting(type(faulty.transport)):  # type: ignore[misc]  # a class made of another one's
        def handle_request(self, request: Any) -> Any:
            raise RuntimeError(f"Illegal header value {dict(request.headers)}")

    error = faulty.outcome(
        CALLS[0], USES["write"], transport=Quoting(faulty.transport.exchange, faulty.time, iter(()))
    )
    assert type(error) is OutcomeUnknownError
    assert str(error).count("<secret>") == 2
    assert SECRET not in str(error)


def test_answer_that_broke_off_says_with_which_status_it_began() -> None:
    faulty = FaultyClient()
    faulty.meets([fault_of("broken")])
    error = faulty.outcome(CALLS[0], USES["write"])
    assert error.status == 201
    assert "was answered 201, a success, but the answer broke off" in str(error)


@pytest.mark.parametrize(("use", "unknown"), [("write", True), ("read", False)])
def test_server_error_says_whether_a_write_may_have_been_carried_out(use: str, unknown: bool) -> None:
    faulty = FaultyClient()
    faulty.meets([fault_of(500)] * 4)
    error = faulty.outcome(CALLS[0], USES[use])
    assert type(error) is ServerError
    assert error.outcome_unknown is unknown
    assert pickle.loads(pickle.dumps(error)).outcome_unknown is unknown


@pytest.mark.parametrize("call", CALLS)
def test_metrics_hear_of_every_attempt(call: Any, scan: SecretScan) -> None:
    faulty, attempts = FaultyClient(), []
    faulty.meets([fault_of("ConnectError"), fault_of(502)])
    faulty.outcome(call, USES["read"], on_attempt=attempts.append)
    assert [(attempt.number, attempt.status) for attempt in attempts] == [(1, None), (2, 502), (3, 200)]
    assert attempts[0].loss is not None
    assert attempts[0].loss.cause == "ConnectError"
    for attempt in attempts:
        scan.look_at(attempt)


@pytest.mark.parametrize("call", CALLS)
def test_defect_of_a_metric_does_not_hide_what_became_of_an_order(call: Any) -> None:
    def fails(attempt: Attempt) -> None:
        raise ZeroDivisionError

    faulty = FaultyClient()
    assert faulty.outcome(call, USES["write"], on_attempt=fails).note_raw == "a note"


@given(
    attempts=st.integers(min_value=1, max_value=3000),
    number=st.integers(min_value=1, max_value=3000),
    chance=st.floats(min_value=0, max_value=1, exclude_max=True),
    least=st.floats(min_value=0, max_value=1000),
    elapsed=st.floats(min_value=0, max_value=100),
    most=st.floats(min_value=0, max_value=1000),
)
def test_pause_is_at_least_what_was_asked_for_and_within_all_bounds(
    *, attempts: int, number: int, chance: float, least: float, elapsed: float, most: float
) -> None:
    retries = RetryPolicy(attempts=attempts)
    pause = retries.pause(number, elapsed=elapsed, minimum=least, most=most, random=lambda: chance)
    if number >= attempts or elapsed + least > retries.total or least > most:
        assert pause is None
    if pause is not None:
        assert least <= pause <= min(most, least + retries.max_delay)
        assert elapsed + pause <= retries.total


@pytest.mark.parametrize(
    "arguments", [{"attempts": 0}, {"total": -1.0}, {"base_delay": float("nan")}, {"max_delay": -0.1}]
)
def test_retries_that_cannot_be_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=f"retries.{next(iter(arguments))} must be"):
        RetryPolicy(**arguments)
