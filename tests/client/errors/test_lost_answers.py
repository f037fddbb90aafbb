"""The error of a write whose answer was lost says which read shows what became of it."""

import pickle
import re

import pytest
from threecommas import OutcomeUnknownError
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import METHODS, Operation

LOSS = TransportFailure(cause="ReadTimeout")
READS = {method for method, name in METHODS.items() if OPERATIONS[name].retry == "safe"}
WRITES = [each for each in OPERATIONS.values() if each.retry == "never"]
ONCE = {
    "create_smart_trade": "smart_trades.create_once does both",
    "create_grid_bot": "grid_bots.create_once does both",
}


def said(operation: Operation | None) -> str:
    call = RequestInfo(operation=operation, method="POST", path="/public/api/ver1/x")
    error = OutcomeUnknownError(call, LOSS)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    return str(error)


@pytest.mark.parametrize("operation", WRITES, ids=lambda each: each.id)
def test_create_once_is_named_where_there_is_one(operation: Operation) -> None:
    named = re.findall(r"\w+\.create_once does both", said(operation))
    assert named == ([ONCE[operation.id]] if operation.id in ONCE else [])


@pytest.mark.parametrize("operation", WRITES, ids=lambda each: each.id)
def test_read_that_shows_the_outcome_exists(operation: Operation) -> None:
    (read,) = re.findall(r"Look with ([a-z_.]+[a-z]) before", said(operation)) or [None]
    assert (read in READS) or (read is None and operation.id == "change_mode")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("add_funds_to_deal", "deals.market_orders"),
        ("create_dca_bot", "dca_bots.list"),
        ("cancel_deal", "deals.get"),
        ("start_new_deal", "deals.list"),
        ("add_funds", "smart_trades.trades.list"),
        ("cancel_trade", "smart_trades.trades.list"),
        ("update_smart_trade", "smart_trades.get"),
        ("delete_grid_bot", "grid_bots.list"),
        ("create_simple_trade", "simple_trades.list"),
        ("update_pairs_black_list", "dca_bots.pairs_black_list"),
        ("sell_all_to_usd", "accounts.table_data"),
        ("convert_deal_to_smart_trade", "smart_trades.list"),
    ],
)
def test_read_is_that_of_what_was_changed(name: str, read: str) -> None:
    assert f"Look with {read} before you send it again" in said(OPERATIONS[name])


def test_request_of_no_operation_is_to_be_looked_at() -> None:
    assert said(None).endswith("It may have been carried out. Look before you send it again.")
