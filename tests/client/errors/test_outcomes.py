"""Whether something was sent, and whether the outcome of a write is unknown: two facts of every error.

The cases stand in data/outcomes.json; classes that no call raises by itself are made here.
"""

import copy
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import threecommas_openapi
from threecommas import RateBudget, errors, models
from threecommas.errors import ThreeCommasError
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.models import CreateSmartTrade
from threecommas_rest import OPERATIONS
from threecommas_rest.errors import ApiError, ForeignAnswerError

from tests.client.transport.calls import CALLS, order
from tests.client.transport.fake_time import FakeTime

DATA = Path(__file__).parents[1] / "data"
CASES: list[dict[str, Any]] = json.loads(DATA.joinpath("outcomes.json").read_text("utf-8"))
DOCUMENT = threecommas_openapi.load()
TRADE = DOCUMENT["components"]["examples"]["smart_trade_created"]["value"]

USES: dict[str, Any] = {
    "create": lambda client: client.smart_trades.create(order()),
    "cancel": lambda client: client.smart_trades.cancel(1),
    "cancel_trade": lambda client: client.smart_trades.trades.cancel(1, 2),
    "get": lambda client: client.smart_trades.get(1),
    "wait": lambda client: client.smart_trades.wait_until(1, timeout=0),
    "wait_float": lambda client: client.smart_trades.wait_until(cast("int", 1.0), timeout=0),
    "unsendable": lambda client: client.smart_trades.get(cast("int", "one")),
}
WRITE = RequestInfo(
    operation=OPERATIONS["cancel_smart_trade"], method="DELETE", path="/public/api/v2/smart_trades/1"
)
# Classes above others, and those that take a store that breaks or two processes.
MADE: list[tuple[ThreeCommasError, bool, bool]] = [
    (errors.ThreeCommasError("reason"), False, False),
    (errors.ConfigurationError("reason"), False, False),
    (errors.FieldError("reason", path="field"), False, False),
    (errors.DecodeError("reason", path="field"), False, False),
    (errors.DeviationError("reason", path="field"), False, False),
    (ForeignAnswerError("reason", path="id"), False, False),
    (errors.NotSentError(WRITE, "reason"), False, False),
    (errors.RateBudgetExceededError(WRITE, "limit", 1.0), False, False),
    (errors.RateBudgetStoreError("reason"), False, False),
    (errors.NoResponseError(WRITE, TransportFailure(cause="ReadTimeout")), True, True),
    (
        errors.NoResponseError(WRITE, TransportFailure(cause="ConnectError", may_have_been_sent=False)),
        False,
        False,
    ),
    (errors.DuplicateOrderError("key", (1, 2)), True, False),
    (errors.OrderMismatchError("key", 1, ()), True, False),
    (errors.UnconfirmedOrderError("key", models.SmartTrade.from_dict(TRADE), "reason"), True, True),
    (errors.StreamRefusedError("wss://stream.example", "DealsChannel", "reason"), False, False),
    (errors.StreamUnavailableError("wss://stream.example", "reason"), False, False),
    (ApiError(operation_id="cancel_smart_trade", status=500, headers={}, content=b""), True, True),
    (ApiError(operation_id="cancel_smart_trade", status=200, headers={}, content=b""), True, True),
    (ApiError(operation_id="cancel_smart_trade", status=404, headers={}, content=b""), True, False),
    (ApiError(operation_id="validate", status=500, headers={}, content=b""), True, False),
    (ApiError(operation_id="", status=500, headers={}, content=b""), True, False),
]


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, error: str) -> None:
        self._error = getattr(httpx, error)("broken off")

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"id":'
        raise self._error

    async def __aiter__(self) -> Any:
        for piece in self:
            yield piece


def answer(case: dict[str, Any]) -> httpx.Response:
    if "raises" in case:
        raise getattr(httpx, case["raises"])("lost")
    if "breaks" in case:
        return httpx.Response(case["status"], stream=Broken(case["breaks"]))
    if "about" in case:
        return httpx.Response(case["status"], json=TRADE | {"id": case["about"]})
    return httpx.Response(case["status"], text=case.get("text", json.dumps(case.get("body", ""))))


def outcome(call: Any, case: dict[str, Any]) -> ThreeCommasError:
    """Return what the case's call of a client raises."""
    answers: list[dict[str, Any]] = [{"status": case["before"]}] if "before" in case else []

    async def answer_async(request: httpx.Request) -> httpx.Response:
        return answer(answers.pop(0) if answers else case)

    def answer_sync(request: httpx.Request) -> httpx.Response:
        return answer(answers.pop(0) if answers else case)

    use = USES[case["call"]]
    is_async = call is CALLS[1]
    options = {
        "transport": httpx.MockTransport(answer_async if is_async else answer_sync),
        "base_url": "https://api.3commas.io/public/api",
        "timing": FakeTime().timing(),
        "rate_budget": RateBudget(clock=lambda: 1.0, when_empty="refuse"),
        "retries": None,
    } | case.get("options", {})
    if "before" in case:
        with pytest.raises(ThreeCommasError):
            call(use, **options)
    with pytest.raises(ThreeCommasError) as info:
        call(use, **options)
    return info.value


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_error_tells_whether_a_write_may_have_been_carried_out(call: Any, case: dict[str, Any]) -> None:
    error = outcome(call, case)
    assert type(error).__name__ == case["error"]
    assert (error.sent, error.outcome_unknown) == (case["sent"], case["unknown"])
    for text in case.get("says", []):
        assert text in str(error)
    if "id" in case:
        assert isinstance(error, errors.DecodeError)
        assert (error.id, error.status) == (case["id"], case["status"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
@pytest.mark.parametrize("copied", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_copy_of_an_error_tells_the_same(copied: Any, case: dict[str, Any]) -> None:
    error = outcome(CALLS[0], case)
    again = copied(error)
    assert type(again) is type(error)
    assert (again.sent, again.outcome_unknown, str(again)) == (
        error.sent,
        error.outcome_unknown,
        str(error),
    )


@pytest.mark.parametrize(("error", "sent", "unknown"), MADE, ids=lambda each: type(each).__name__)
def test_error_that_was_made_tells_it_too(error: ThreeCommasError, sent: bool, unknown: bool) -> None:
    for each in (error, pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert (each.sent, each.outcome_unknown) == (sent, unknown)


def test_every_class_of_the_tree_is_among_the_cases() -> None:
    seen = {case["error"] for case in CASES} | {type(error).__name__ for error, _, _ in MADE}
    # `ApiError` is raised by the generated package alone.
    assert seen == {*errors.__all__, "ApiError"}


def test_body_and_content_mean_one_thing_across_the_tree() -> None:
    refused = outcome(CALLS[0], {"call": "create", "status": 422, "body": {"error": "record_invalid"}})
    assert isinstance(refused, errors.ApiStatusError)
    assert refused.body is not None
    assert (refused.body.error, refused.content) == ("record_invalid", b'{"error": "record_invalid"}')
    for case in (
        {"call": "create", "raises": "ReadTimeout"},
        {"call": "create", "options": {"dry_run": True}},
    ):
        unanswered = outcome(CALLS[0], case)
        assert isinstance(unanswered, errors.NoResponseError | errors.DryRunError)
        assert CreateSmartTrade.from_dict(json.loads(unanswered.request_body)) == order()
        assert not hasattr(unanswered, "body")
        assert not hasattr(unanswered, "content")
