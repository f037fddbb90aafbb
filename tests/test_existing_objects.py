"""Each operation can be called with ids that exist, whatever another call has done with its objects."""

import pytest
from threecommas_mock import Document, MockExchange

from tests.existing_objects import ACCOUNTS, KNOWN, MAKERS, ExistingObjects

DOCUMENT = Document.load()
# All but one operation on accounts are called on the same, which stays.
MADE = [
    each
    for each in KNOWN.values()
    if each.path_parameters
    and each.collections[0] in MAKERS
    and (each.collections[0] != ACCOUNTS or each.id == "remove_account")
]


@pytest.fixture(scope="module")
def objects() -> ExistingObjects:
    return ExistingObjects(MockExchange(document=DOCUMENT, web_mode="paper"))


@pytest.mark.parametrize("operation_id", [each.id for each in MADE])
def test_each_call_gets_an_object_of_its_own_that_exists(objects: ExistingObjects, operation_id: str) -> None:
    first, second = (objects.documented_call(operation_id).ids[0] for _ in range(2))
    assert first != second
    collection = KNOWN[operation_id].collections[0]
    show = MAKERS[collection].shown_at
    assert objects.exists(show(str(first)))
    assert objects.exists(show(str(second)))
    assert not objects.exists(show("1" + str(first)))


def test_body_names_an_order_that_can_be_cancelled(objects: ExistingObjects) -> None:
    call = objects.documented_call("cancel_deal_order")
    (deal,), body = call.ids, call.body
    assert body is not None
    found = {order["order_id"]: order for order in objects.ask(f"/ver1/deals/{deal}/market_orders")}
    assert found[body["order_id"]]["deal_order_type"] == "Manual Safety"
    assert found[body["order_id"]]["cancellable"] is True


def test_body_is_on_the_account_and_the_pair_of_the_objects(objects: ExistingObjects) -> None:
    body = objects.documented_call("create_grid_bot").body
    assert body is not None
    assert (body["account_id"], body["pair"]) == (1, "USDT_BTC")


def test_selling_everything_ends_nothing_that_another_call_needs(objects: ExistingObjects) -> None:
    (deal,) = objects.documented_call("get_deal").ids
    account = objects.ask(f"/ver1/deals/{deal}/show")["account_id"]
    sold = {objects.documented_call(f"sell_all_to_{coin}").ids for coin in ("btc", "usd")}
    assert (account,) not in sold
