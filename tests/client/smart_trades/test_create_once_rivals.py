"""Several orders under one key: of `create_once` and of another process, and what the list shows too late."""

from typing import Any

import httpx
import pytest
from threecommas import (
    DuplicateOrderError,
    OrderMismatchError,
    OutcomeUnknownError,
    PermissionDeniedError,
    ServerError,
    UnconfirmedOrderError,
)

from tests.client.smart_trades.created_orders import BODY, once, position
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan


def rivals(faulty: FaultyClient, **options: Any) -> Any:
    """Return a use of a client that another one overtakes between its look and its order."""
    transport = faulty.transport
    send = transport.handle_request

    def overtaken(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            transport.handle_request = send  # type: ignore[method-assign]
            faulty.outcome(CALLS[0], once(BODY))
        return send(request)

    transport.handle_request = overtaken  # type: ignore[method-assign]
    return once(BODY, **options)


def statuses(faulty: FaultyClient) -> list[str]:
    faulty.transport.exchange.settle()
    return [each["status"]["type"] for each in faulty.transport.exchange.smart_trades()]


@pytest.mark.parametrize("call", CALLS)
def test_process_that_was_overtaken_names_both_and_cancels_nothing_unasked(
    call: Any, scan: SecretScan
) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, rivals(faulty))
    scan.look_at(error)
    assert type(error) is DuplicateOrderError
    assert (error.ids, error.winner, error.surplus) == ((30000001, 30000002), 30000001, (30000002,))
    assert (error.cancelled, error.sent) == ((), True)
    assert str(error).endswith("30000001, 30000002. Keep 30000001 and cancel 30000002.")
    assert statuses(faulty) == ["waiting_targets", "waiting_targets"]


@pytest.mark.parametrize("call", CALLS)
def test_process_that_was_overtaken_cancels_what_it_made_itself_if_told_to(call: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, rivals(faulty, cancel_surplus=True))
    assert (type(error), error.winner, error.cancelled) == (DuplicateOrderError, 30000001, (30000002,))
    assert "Cancelled by this call: 30000002; look at what had been bought by then." in str(error)
    assert statuses(faulty) == ["waiting_targets", "cancelled"]
    assert faulty.outcome(call, once(BODY)).id == 30000001


def test_surplus_that_cannot_be_cancelled_is_left_and_the_error_has_the_reason() -> None:
    faulty = FaultyClient()
    classify = {"answers": 403, "arrives": False, "body": '{"error": "access_denied"}'}
    # Two orders are sent, then the cancelling.
    faulty.meets([None, None, classify], looks=[])
    error = faulty.outcome(CALLS[0], rivals(faulty, cancel_surplus=True))
    assert (type(error), error.cancelled) == (DuplicateOrderError, ())
    assert type(error.__cause__) is PermissionDeniedError
    assert statuses(faulty) == ["waiting_targets", "waiting_targets"]


def test_order_without_an_answer_cancels_what_it_made_too_many_as_well() -> None:
    faulty = FaultyClient()
    faulty.meets([None, {"raises": "ReadTimeout", "arrives": True}], looks=[])
    error = faulty.outcome(CALLS[0], rivals(faulty, cancel_surplus=True))
    assert (type(error), error.cancelled) == (DuplicateOrderError, (30000002,))


@pytest.mark.parametrize("call", CALLS)
def test_order_that_is_never_listed_is_told_of_as_made_but_unconfirmed(call: Any, scan: SecretScan) -> None:
    faulty = FaultyClient()
    faulty.transport.hidden_for = 1e6
    error = faulty.outcome(call, once(BODY))
    scan.look_at(error)
    assert type(error) is UnconfirmedOrderError
    assert (error.key, error.smart_trade.id, error.sent, error.outcome_unknown) == (
        "key",
        30000001,
        True,
        True,
    )
    assert str(error).startswith("3Commas made SmartTrade 30000001 with the key 'key'.")
    assert "could not be seen: the list of SmartTrades does not have it yet. Call" in str(error)
    assert sum(faulty.transport.orders.values()) == 1


def test_order_that_nobody_can_look_for_afterwards_is_told_of_as_made_but_unconfirmed() -> None:
    faulty = FaultyClient()
    broken = {"answers": 500, "arrives": False}
    faulty.meets([], looks=[None, None, *100 * [broken]])
    error = faulty.outcome(CALLS[0], once(BODY))
    assert (type(error), error.smart_trade.id) == (UnconfirmedOrderError, 30000001)
    assert type(error.__cause__) is ServerError
    faulty.meets([])
    assert faulty.outcome(CALLS[0], once(BODY)).id == 30000001


def test_other_order_under_the_key_does_not_pass_for_one_that_was_lost() -> None:
    faulty = FaultyClient()
    send = faulty.transport.handle_request

    def overtaken(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            faulty.transport.handle_request = send  # type: ignore[method-assign]
            faulty.outcome(CALLS[0], once(position(units={"value": "5"})))
            raise httpx.ReadTimeout("of the test")
        return send(request)

    faulty.transport.handle_request = overtaken  # type: ignore[method-assign]
    error = faulty.outcome(CALLS[0], once(BODY))
    assert type(error) is OutcomeUnknownError
    assert type(error.__cause__) is OrderMismatchError
    assert sum(faulty.transport.orders.values()) == 1


def test_order_of_another_process_does_not_pass_for_the_own_one_that_is_listed_later() -> None:
    faulty = FaultyClient()
    faulty.transport.hidden_for = 2.5
    faulty.meets([None, {"raises": "ReadTimeout", "arrives": True}], looks=[])
    error = faulty.outcome(CALLS[0], rivals(faulty))
    assert (type(error), error.ids) == (DuplicateOrderError, (30000001, 30000002))
