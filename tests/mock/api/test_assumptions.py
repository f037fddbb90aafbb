"""What the documents leave open is decided as the exchange is made."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import Assumptions, MockExchange, defaults

from tests.mock.signed_client import DOCUMENT, PLAIN, SignedClient

ORDER, BODY = PLAIN["position"], PLAIN
LEVERAGE = {"enabled": True, "type": "isolated", "value": 10}


def client(**assumptions: Any) -> SignedClient:
    return SignedClient(
        MockExchange(document=DOCUMENT, assumptions=Assumptions(**assumptions), web_mode="paper")
    )


@pytest.mark.parametrize(("chosen", "status"), [({}, 400), ({"wrong_state": 403}, 403)])
def test_action_that_the_status_forbids_has_the_chosen_status(chosen: dict[str, Any], status: int) -> None:
    asking = client(**chosen)
    answer = asking.send("DELETE", f"/{asking.create(BODY)}")
    assert (answer.status_code, answer.json()["error"]) == (status, "Wrong param(s)")


@pytest.mark.parametrize(("chosen", "status"), [({}, 404), ({"unknown_smart_trade": 400}, 400)])
def test_unknown_number_has_the_chosen_status(chosen: dict[str, Any], status: int) -> None:
    asking = client(**chosen)
    for method, path, expected in (
        ("GET", "/7", status),
        ("DELETE", "/7", status),
        ("GET", "/7/trades", 404),
    ):
        answer = asking.send(method, path)
        assert (answer.status_code, answer.json()["error_description"]) == (expected, "Smart Trade not found")


@pytest.mark.parametrize(("chosen", "kept"), [({}, 2), ({"finished": "target_reached"}, 1)])
def test_finished_keeps_what_was_chosen(chosen: dict[str, Any], kept: int) -> None:
    asking = client(**chosen)
    asking.at_rest(BODY | {"instant": True})
    asking.send("DELETE", f"/{asking.at_rest(BODY)['id']}")
    asking.exchange.settle()
    assert len(asking.send("GET", "?status=finished").json()) == kept
    assert len(asking.send("GET", "?status=all").json()) == 2


@pytest.mark.parametrize(("chosen", "end"), [({}, "panic_sold"), ({"liquidation": False}, "waiting_targets")])
def test_liquidation_can_be_switched_off(chosen: dict[str, Any], end: str) -> None:
    asking = client(**chosen)
    future = {"account_id": defaults.FUTURES_ACCOUNT_ID, "pair": "USDT_BTCUSDT", "leverage": LEVERAGE}
    number = asking.at_rest(BODY | future)["id"]
    asking.exchange.set_price("USDT_BTCUSDT", 1000)
    asking.exchange.settle()
    assert asking.get(number)["status"]["type"] == end


def test_loss_beyond_the_funds_is_refused_without_liquidation() -> None:
    accounts = [replace(each, funds={"USDT": Decimal(100)}) for each in defaults.accounts()]
    exchange = MockExchange(document=DOCUMENT, accounts=accounts, assumptions=Assumptions(liquidation=False))
    asking = SignedClient(exchange)
    future = {"account_id": defaults.FUTURES_ACCOUNT_ID, "pair": "USDT_BTCUSDT", "leverage": LEVERAGE}
    number = asking.at_rest(BODY | future)["id"]
    exchange.set_price("USDT_BTCUSDT", 1000)
    asking.send("POST", f"/{number}/close_by_market")
    exchange.settle()
    assert asking.get(number)["status"]["error"] == "Insufficient balance"
    assert exchange.balances(defaults.FUTURES_ACCOUNT_ID)["USDT"].free >= 0


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"wrong_state": 409}, "wrong_state: must be 400 or 403, got 409"),
        ({"finished": "all"}, "finished: must be 'closed' or 'target_reached', got 'all'"),
    ],
)
def test_choice_that_no_source_speaks_for_is_refused(choice: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Assumptions(**choice)


@pytest.mark.parametrize(("chosen", "told"), [({}, False), ({"closed_at": "while_waiting"}, True)])
def test_closed_at_is_there_before_the_end_if_so_chosen(chosen: dict[str, Any], told: bool) -> None:
    asking = client(**chosen)
    number = asking.create(BODY)
    assert "closed_at" not in asking.send("GET", f"/{number}").json()["data"]
    asking.exchange.settle()
    entered = asking.exchange.now()
    asking.exchange.advance(60)
    waiting = asking.send("GET", f"/{number}").json()
    assert waiting["status"]["type"] == "waiting_targets"
    assert ("closed_at" in waiting["data"]) == told
    assert not waiting["data"]["finished"]
    asking.send("POST", f"/{number}/close_by_market")
    asking.exchange.settle()
    closed = asking.send("GET", f"/{number}").json()
    assert closed["status"]["type"] == "panic_sold"
    assert closed["data"]["closed_at"] > entered.isoformat()
