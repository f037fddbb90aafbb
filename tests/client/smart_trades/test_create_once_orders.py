"""A key of `create_once` belongs to one order, on an account of the mode, and to no note of somebody else."""

import json
from typing import Any

import pytest
from threecommas import (
    DuplicateOrderError,
    GuardError,
    OrderMismatchError,
    PermissionDeniedError,
    split_note,
)
from threecommas.models import CreateSmartTrade, SetNote, UpdateSmartTrade

from tests.client.smart_trades.created_orders import BODY, REAL, once, position
from tests.client.transport.calls import CALLS
from tests.client.transport.faulty_client import FaultyClient

OTHER, PAPER, FUTURES = 32884189, 1, 32833910
SIMPLE = {name: BODY[name] for name in ("account_id", "pair", "position")} | {"instant": True}
FUTURE = BODY | {"account_id": FUTURES, "pair": "USDT_BTCUSDT"}


def leveraged(factor: str, kind: str = "isolated") -> dict[str, Any]:
    return FUTURE | {"leverage": {"enabled": True, "type": kind, "value": factor}}


OTHERS = {
    "account": (BODY, BODY | {"account_id": OTHER}, {"account_id": (str(OTHER), str(REAL))}),
    "pair": (BODY, BODY | {"pair": "USDT_ETH"}, {"pair": ("USDT_ETH", "USDT_BTC")}),
    "side": (BODY, position(type="sell"), {"position.type": ("sell", "buy")}),
    "units": (BODY, position(units={"value": "5"}), {"position.units.value": ("5", "0.01")}),
    "order type": (
        BODY,
        position(order_type="limit", price={"value": "50000"}),
        {"position.order_type": ("limit", "market")},
    ),
    "kind": (BODY, SIMPLE, {"instant": ("true", "false")}),
    "leverage": (leveraged("2"), leveraged("3"), {"leverage.value": ("3", "2")}),
    "margin mode": (leveraged("2"), leveraged("2", "cross"), {"leverage.type": ("cross", "isolated")}),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_order_under_a_key_in_use_is_an_error_that_says_what_differs(name: str) -> None:
    first, second, differences = OTHERS[name]
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], once(first))
    error = faulty.outcome(CALLS[0], once(second))
    assert type(error) is OrderMismatchError
    assert (error.key, error.id) == ("key", made.id)
    assert {each.path: (each.asked, each.found) for each in error.differences} == differences
    path, (asked, found) = next(iter(differences.items()))
    assert f"SmartTrade {made.id}, which is another order: {path} is {found}, not {asked}" in str(error)
    assert sum(faulty.transport.orders.values()) == 1


@pytest.mark.parametrize(
    "again",
    [
        position(units={"value": "0.010"}),
        BODY | {"account_id": str(REAL)},
        BODY | {"note": "another note"},
        BODY | {"instant": "false", "skip_enter_step": False, "leverage": {"enabled": False}},
        BODY | {"take_profit": {"enabled": False, "steps": []}},
    ],
)
def test_same_order_written_otherwise_is_the_same(again: dict[str, Any]) -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], once(BODY))
    assert faulty.outcome(CALLS[0], once(again)).id == made.id


def test_smart_trade_that_was_edited_since_is_still_the_order_of_its_key() -> None:
    faulty = FaultyClient()
    limit = position(order_type="limit", price={"value": "20000"})
    made = faulty.outcome(CALLS[0], once(limit))
    faulty.transport.exchange.settle()

    def edit(client: Any) -> Any:
        update = {**limit, "position": {**limit["position"], "units": {"value": "0.02"}}}
        del update["account_id"], update["pair"]
        return client.smart_trades.update(made.id, UpdateSmartTrade.from_dict(update))

    changed = faulty.outcome(CALLS[0], edit)
    assert str(changed.position.units.value) == "0.02"
    assert faulty.outcome(CALLS[0], once(limit)).id == made.id


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("body", [BODY, position(units={"value": "5"})])
def test_note_of_somebody_that_looks_like_a_key_is_never_adopted(call: Any, body: Any) -> None:
    faulty = FaultyClient()
    foreign = CreateSmartTrade.from_dict(body | {"note": "mine [once:key]"})
    made = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(foreign))
    error = faulty.outcome(call, once(BODY))
    assert (type(error), error.id) == (OrderMismatchError, made.id)
    paths = [each.path for each in error.differences]
    assert paths == (["note"] if body is BODY else ["position.units.value"])
    assert len(faulty.transport.exchange.smart_trades()) == 1


def test_note_that_was_copied_to_another_order_is_not_adopted_either() -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], once(BODY))
    copied = CreateSmartTrade.from_dict(position(units={"value": "3"}) | {"note": made.note_raw})
    faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(copied))
    error = faulty.outcome(CALLS[0], once(BODY))
    assert type(error) is DuplicateOrderError
    assert (error.winner, error.surplus) == (made.id, (made.id + 1,))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("account", "mode", "says"),
    [
        (PAPER, "real", "Account 1 is a paper account (paper_trading), and this client is for real accounts"),
        (REAL, "paper", f"Account {REAL} is a real account (binance), and this client is for paper accounts"),
    ],
)
def test_order_on_an_account_of_the_other_mode_is_not_sent(
    call: Any, account: int, mode: str, says: str
) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, once(BODY | {"account_id": account}), mode=mode)
    assert (type(error), error.guard) == (GuardError, "mode")
    assert says in str(error)
    assert [request.url.path for request in faulty.transport.requests] == [
        f"/public/api/ver1/accounts/{account}"
    ]


def test_order_on_a_paper_account_is_made_once_in_mode_paper() -> None:
    faulty = FaultyClient()
    body = BODY | {"account_id": PAPER}
    ids = {faulty.outcome(call, once(body), mode="paper").id for call in (*CALLS, *CALLS)}
    assert len(ids) == 1


def test_account_is_asked_for_once_by_a_client() -> None:
    faulty = FaultyClient()

    def use(client: Any) -> Any:
        once(BODY, "first")(client)
        return once(BODY, "second")(client)

    faulty.outcome(CALLS[0], use)
    asked = [each for each in faulty.transport.requests if "/ver1/accounts/" in each.url.path]
    assert len(asked) == 1


def test_nothing_is_sent_if_nobody_can_tell_what_the_account_is() -> None:
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], once(BODY | {"account_id": 40000001}))
    assert type(error).__name__ in (PermissionDeniedError.__name__, "NotFoundError")
    assert len(faulty.transport.requests) == 1


@pytest.mark.parametrize("end", ["cancel", "close_by_market"])
def test_key_is_clear_again_once_the_surplus_is_given_up(end: str) -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], once(BODY))
    copied = CreateSmartTrade.from_dict(BODY | {"note": made.note_raw})
    surplus = faulty.outcome(CALLS[0], lambda client: client.smart_trades.create(copied))
    error = faulty.outcome(CALLS[0], once(BODY))
    assert (type(error), error.surplus) == (DuplicateOrderError, (surplus.id,))
    faulty.transport.exchange.settle()
    faulty.outcome(CALLS[0], lambda client: getattr(client.smart_trades, end)(surplus.id))
    assert faulty.outcome(CALLS[0], once(BODY)).id == made.id
    # Nobody but the user gave the first one up, so it is still the order of the key.
    faulty.outcome(CALLS[0], lambda client: client.smart_trades.cancel(made.id))
    assert faulty.outcome(CALLS[0], once(BODY)).id == made.id


def test_key_that_was_taken_away_is_not_found() -> None:
    faulty = FaultyClient()
    made = faulty.outcome(CALLS[0], once(BODY))
    faulty.outcome(
        CALLS[0],
        lambda client: client.smart_trades.set_note(made.id, SetNote(note=f"{made.note_raw} more")),
    )
    assert faulty.outcome(CALLS[0], once(BODY)).id != made.id


def test_no_two_calls_write_the_same_note() -> None:
    notes = [note_of(FaultyClient()) for _ in range(3)]
    assert len(set(notes)) == 3
    assert {split_note(note) for note in notes} == {("", "key")}


def note_of(faulty: FaultyClient) -> str:
    """Return the note that an order would be sent with."""
    error = faulty.outcome(CALLS[0], once(BODY), dry_run=True)
    return str(json.loads(error.request_body)["note"])
