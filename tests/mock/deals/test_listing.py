"""The list of deals: its order, its bounds in time, and how long a page is."""

from datetime import timedelta

import pytest

from tests.mock.deals.deal_client import DealClient, send
from tests.mock.deals.test_shown import SPOT


def test_list_by_the_end_has_open_deals_last() -> None:
    client = DealClient()
    first, second, third = (client.bought(account=SPOT) for _ in range(3))
    for number in (second, first):
        client.exchange.advance(60)
        send(client, number, ("POST", "panic_sell", None))
        client.exchange.settle()
    listed = client.send("GET", "", "Deal", params={"order": "closed_at"}).json()
    assert [deal["id"] for deal in listed] == [first, second, third]


def test_page_has_fifty_deals_unless_asked_otherwise() -> None:
    client = DealClient()
    numbers = [client.start(account=SPOT) for _ in range(51)]
    listed = client.send("GET", "", "Deal").json()
    assert [deal["id"] for deal in listed] == numbers[:0:-1]


@pytest.mark.parametrize(("bound", "kept"), [("from", [True, True, False]), ("to", [False, True, True])])
def test_bound_in_time_has_deals_of_that_very_moment(bound: str, kept: list[bool]) -> None:
    client = DealClient()
    moment = client.entity(client.start(account=SPOT)).created_at
    for seconds, expected in zip((-1, 0, 1), kept, strict=True):
        asked = (moment + timedelta(seconds=seconds)).isoformat()
        assert bool(client.send("GET", "", "Deal", params={bound: asked}).json()) is expected
