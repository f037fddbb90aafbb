"""Programs in other languages, with clients generated from the published documents, on the exchange."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from threecommas import HmacSigner, ThreeCommas
from threecommas.models import Bot, Deal
from threecommas_mock import Join

from tests.consumers.conftest import API_KEYS, SECRET, Tour
from tests.consumers.rewriting_proxy import UNKNOWN_STATUS
from tests.consumers.toolchain import CONSUMERS, build, run

pytestmark = pytest.mark.consumers

KEYS = sorted(API_KEYS)
# How 3Commas joins path and JSON body for each kind of key.
PUBLISHED_JOIN = {"hmac": Join.MARKED, "rsa": Join.PLAIN}
UNITS, TARGET = "0.00103", "60000.10"


def test_program_reproduces_every_published_signature(tour: Tour, vectors: Path) -> None:
    count = len(json.loads(vectors.read_text("utf-8"))["vectors"])
    assert count >= 7
    assert tour.lines[0] == {"step": "vectors", "matched": count}


@pytest.mark.parametrize("key", KEYS)
def test_program_places_reads_and_closes_a_smart_trade_with_each_key(tour: Tour, key: str) -> None:
    (placed,), (closed,) = tour.steps(key, "placed"), tour.steps(key, "closed")
    reads = tour.steps(key, "read")
    assert (placed["status"], reads[-1]["status"]) == ("created", "waiting_targets")
    assert closed["status"] == "panic_sell_pending"
    assert {line["id"] for line in [placed, *reads, closed]} == {placed["id"]}


@pytest.mark.parametrize("key", KEYS)
def test_program_reads_the_bots_and_deals_that_trade(tour: Tour, key: str) -> None:
    signer, transport = HmacSigner(SECRET), tour.exchange.transport()
    address = tour.exchange.base_url
    with ThreeCommas(API_KEYS["hmac"], signer, base_url=address, transport=transport) as client:
        bots, deals = client.dca_bots.list(scope="enabled"), client.deals.list(scope="active")
    assert (len(bots), len(deals)) == (1, 1)
    assert [(line["id"], line["name"], line["volume"]) for line in tour.steps(key, "bot")] == [
        (bot.id, bot.name, str(bot.base_order_volume)) for bot in bots if isinstance(bot, Bot)
    ]
    assert [(line["id"], line["pair"], line["status"]) for line in tour.steps(key, "deal")] == [
        (deal.id, deal.pair, deal.status) for deal in deals if isinstance(deal, Deal)
    ]
    asked = {each.operation for each in tour.exchange.journal if each.signed_with == key.upper()}
    assert {"list_dca_bots", "list_deals"} <= asked


@pytest.mark.parametrize("key", KEYS)
def test_journal_and_exchange_have_the_smart_trade_that_was_placed_with_each_key(
    tour: Tour, key: str
) -> None:
    (order,) = [order for order in tour.orders(key) if order.status == 201]
    (line,) = tour.steps(key, "placed")
    assert (order.ids, order.join) == ({"smart_trades": line["id"]}, PUBLISHED_JOIN[key])
    tour.exchange.settle()
    signer, transport = HmacSigner(SECRET), tour.exchange.transport()
    address = tour.exchange.base_url
    with ThreeCommas(API_KEYS["hmac"], signer, base_url=address, transport=transport) as client:
        found = client.smart_trades.get(line["id"])
    assert found.status.type == "panic_sold"
    assert found.position.units.value == Decimal(UNITS)


@pytest.mark.parametrize("key", KEYS)
def test_exchange_saw_requests_signed_as_published_for_each_key(tour: Tour, key: str) -> None:
    # A query stands in the address for every kind of key, so only bodies tell the kinds apart.
    sent = [entry for entry in tour.exchange.journal if "?" not in entry.target]
    seen = {entry.join for entry in sent if entry.signed_with == key.upper()}
    assert seen == {PUBLISHED_JOIN[key], Join.PATH}


@pytest.mark.parametrize("key", KEYS)
def test_amounts_travel_as_text_and_profits_are_exact(tour: Tour, key: str) -> None:
    body = tour.orders(key)[0].body
    sent = [body["position"]["units"]["value"], body["take_profit"]["steps"][0]["price"]["value"]]
    assert all(isinstance(amount, str) for amount in sent)
    assert [Decimal(amount) for amount in sent] == [Decimal(UNITS), Decimal(TARGET)]
    (entered,) = tour.steps(key, "entered")
    exact = Decimal(UNITS) * Decimal(TARGET) - Decimal(entered["total"])
    assert entered["profit_at_target"] == format(exact.normalize(), "f")
    # Binary fractions would have shown: the case was chosen so that they miss.
    assert entered["profit_at_target"] != str(float(UNITS) * float(TARGET) - float(entered["total"]))


@pytest.mark.parametrize("key", KEYS)
def test_unknown_status_arrives_as_it_is_and_is_told_apart(tour: Tour, key: str) -> None:
    first, *others = tour.steps(key, "read")
    assert (first["status"], first["known"]) == (UNKNOWN_STATUS, False)
    assert others
    assert all(line["known"] for line in others)


@pytest.mark.parametrize("key", KEYS)
def test_refused_order_shows_status_code_and_fields(tour: Tour, key: str) -> None:
    (refused,) = tour.steps(key, "refused")
    assert (refused["http"], refused["error"]) == (422, "record_invalid")
    assert refused["error_attributes"]["units_to_buy"] == ["must be less than or equal to 9000.0"]


@pytest.mark.parametrize("language", CONSUMERS)
def test_program_is_formatted_as_its_community_does(language: str, published: Path) -> None:
    run(CONSUMERS[language]["format"], build(language, published))
