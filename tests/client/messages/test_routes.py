"""Requests that pretend to be of another operation: guards go by method and path."""

from typing import Any

import pytest
from threecommas import (
    OutcomeUnknownError,
    ThreeCommas,
    ThreeCommasError,
)
from threecommas_rest import OPERATIONS

from tests.client.guards.limited import buy
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient
from tests.sampling import rotated

GUARDS: list[dict[str, Any]] = [{"read_only": True}, {"max_total": "1"}, {"mode": "paper"}, {"dry_run": True}]


@pytest.mark.parametrize(("mark", "options"), rotated("routes", OPERATIONS, GUARDS), ids=str)
def test_mark_of_another_operation_opens_no_way(mark: str, options: dict[str, Any]) -> None:
    faulty = FaultyClient()
    extensions = {"threecommas.operation": OPERATIONS[mark]}
    body = buy("56000").to_dict()

    def use(client: ThreeCommas) -> Any:
        return client.http.post("/v2/smart_trades", json=body, extensions=extensions)

    outcome = faulty.outcome(CALLS[0], use, **options)
    assert isinstance(outcome, ThreeCommasError)
    assert outcome.operation_id == "create_smart_trade"  # type: ignore[attr-defined]
    assert [each.method for each in faulty.transport.requests if each.method != "GET"] == []


def test_order_under_a_forged_mark_is_not_sent_twice() -> None:
    faulty = FaultyClient()
    faulty.meets([{"raises": "ReadTimeout", "arrives": True}])
    extensions = {"threecommas.operation": OPERATIONS["get_smart_trade"]}

    def use(client: ThreeCommas) -> Any:
        return client.http.post("/v2/smart_trades", json=buy("10").to_dict(), extensions=extensions)

    assert isinstance(faulty.outcome(CALLS[0], use), OutcomeUnknownError)
    assert len(faulty.transport.exchange.smart_trades()) == 1
