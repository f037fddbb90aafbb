"""Changes of SmartTrades and deals, as subscribers are told of them."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from threecommas_mock import Account, Credential, Fees, MockExchange, defaults

from tests.mock.deals.deal_client import DealClient
from tests.mock.signed_client import DOCUMENT, GUARDED, Signature, SignedClient, validator
from tests.mock.streams.stream_client import arriving, command, frames, identifier, opened, statuses

FIRST, SECOND, SAME = (
    Credential("first", user=1, secret="one"),
    Credential("second", user=2, secret="two"),
    Credential("same", user=1, secret="three"),
)


def account(number: int, owner: int) -> Account:
    """Return an account of a user."""
    fees = Fees(maker=defaults.accounts()[0].fees.maker, taker=defaults.accounts()[0].fees.taker)
    return Account(id=number, type="binance", name=str(number), market="Binance Spot", owner=owner, fees=fees)


@pytest.fixture
def two_users() -> MockExchange:
    return MockExchange(
        document=DOCUMENT, accounts=[account(1, 1), account(2, 2)], credentials=[FIRST, SECOND, SAME]
    )


def create(exchange: MockExchange, key: Credential) -> int:
    """Create a SmartTrade on the account with the number of the user."""
    auth = Signature(key.key, key.secret or "")
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as client:
        answer = client.post("/v2/smart_trades", json=GUARDED | {"account_id": key.user})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def test_every_status_of_a_smart_trade_is_told_once_and_in_order() -> None:
    exchange = MockExchange(document=DOCUMENT)
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    number = client.create(GUARDED)
    exchange.settle()
    exchange.set_price("USDT_BTC", "49000")
    exchange.settle()
    assert statuses(frames(stream)) == [
        "created",
        "waiting_position",
        "waiting_targets",
        "stop_loss_in_progress",
        "stop_loss_finished",
    ]
    assert client.get(number)["status"]["type"] == "stop_loss_finished"


def test_message_is_the_smart_trade_as_its_operation_answers_it() -> None:
    exchange = MockExchange(document=DOCUMENT)
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    number = client.create(GUARDED)
    exchange.settle()
    *_, last = frames(stream)
    assert list(last) == ["identifier", "message"]
    assert last["message"] == client.get(number)


def test_change_without_a_new_status_of_a_smart_trade_is_not_told() -> None:
    exchange = MockExchange(document=DOCUMENT)
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    number = client.create(GUARDED)
    exchange.settle()
    assert len(frames(stream)) == 3
    client.send("POST", f"/{number}/set_note", json={"note": "seen"})
    exchange.set_price("USDT_BTC", "56000")
    assert client.get(number)["note"] == "seen"
    assert frames(stream) == []


def test_deal_is_told_at_each_change_as_its_operation_shows_it() -> None:
    client = DealClient()
    stream = opened(client.exchange, "DealsChannel")
    number = client.bought(price=100)
    client.move("98.9")
    client.move("103")
    told = frames(stream)
    assert [frame["message"]["id"] for frame in told] == [number] * len(told)
    assert list(dict.fromkeys(statuses(told))) == ["created", "base_order_placed", "bought", "completed"]
    filled = [frame["message"]["completed_safety_orders_count"] for frame in told]
    assert sorted(set(filled)) == [0, 1]
    for frame in told:
        assert [error.message for error in validator("Deal").iter_errors(frame["message"])] == []
    assert told[-1]["message"] == client.get(number)


def test_note_of_a_deal_is_a_change() -> None:
    client = DealClient()
    number = client.bought(price=100)
    stream = opened(client.exchange, "DealsChannel")
    client.exchange.set_price("USDT_ETH", "100.1")
    assert frames(stream) == []
    client.send("PATCH", f"/{number}/update_deal", json={"note": "seen"})
    assert [frame["message"]["note"] for frame in frames(stream)] == ["seen"]


def test_channels_tell_of_their_own_kind_alone() -> None:
    client = DealClient()
    smart_trades, both = (
        opened(client.exchange, "SmartTradesChannel"),
        opened(client.exchange, "SmartTradesChannel", "DealsChannel"),
    )
    client.bought(price=100)
    assert frames(smart_trades) == []
    assert {frame["message"]["type"] for frame in frames(both)} == {"Deal"}


def test_users_are_told_of_their_own_accounts(two_users: MockExchange) -> None:
    streams = [opened(two_users, "SmartTradesChannel", keys=[key]) for key in (FIRST, SECOND, SAME)]
    number = create(two_users, SECOND)
    assert [[frame["message"]["id"] for frame in frames(stream)] for stream in streams] == [[], [number], []]


def test_one_subscription_with_several_keys_tells_of_all_their_accounts_once(two_users: MockExchange) -> None:
    stream = opened(two_users, "SmartTradesChannel", keys=[FIRST, SECOND, SAME])
    numbers = [create(two_users, key) for key in (FIRST, SECOND, SAME)]
    text = identifier("SmartTradesChannel", FIRST, SECOND, SAME)
    assert [(frame["identifier"], frame["message"]["id"]) for frame in frames(stream)] == [
        (text, number) for number in numbers
    ]


def test_each_subscription_of_a_connection_is_told_of_its_own_by_its_text(two_users: MockExchange) -> None:
    stream = opened(two_users, "SmartTradesChannel", keys=[FIRST])
    for key in (SECOND, SAME):
        stream.send(command("subscribe", identifier("SmartTradesChannel", key)))
    assert len(frames(stream)) == 2
    create(two_users, FIRST)
    expected = [identifier("SmartTradesChannel", key) for key in (FIRST, SAME)]
    assert [frame["identifier"] for frame in frames(stream)] == expected


def test_unsubscribed_client_is_told_nothing_more(two_users: MockExchange) -> None:
    stream = opened(two_users, "SmartTradesChannel", keys=[FIRST])
    stream.send(command("unsubscribe", identifier("SmartTradesChannel", FIRST)))
    create(two_users, FIRST)
    assert frames(stream) == []


def test_new_connection_is_told_nothing_of_what_was_before(two_users: MockExchange) -> None:
    create(two_users, FIRST)
    assert frames(opened(two_users, "SmartTradesChannel", keys=[FIRST])) == []


def test_accounts_of_both_modes_are_told() -> None:
    exchange = MockExchange(document=DOCUMENT)
    paper = {each.id for each in exchange.accounts.values() if each.type == "paper_trading"}
    assert paper
    assert paper != set(exchange.accounts)
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    spot = [each.id for each in exchange.accounts.values() if not each.is_futures and each.owner == 1]
    for number in spot:
        client.create(GUARDED | {"account_id": number})
    assert [frame["message"]["account"]["id"] for frame in frames(stream)] == spot


def test_waiting_client_is_told_what_happens_by_itself() -> None:
    exchange = MockExchange(document=DOCUMENT)
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    client.create(GUARDED)
    assert statuses(frames(stream)) == ["created"]
    begun = exchange.now()
    assert statuses(arriving(exchange, stream, 1)) == ["waiting_position", "waiting_targets"]
    assert (exchange.now() - begun).total_seconds() == 1


def test_transition_with_a_delay_is_told_when_it_is_due() -> None:
    exchange = MockExchange(document=DOCUMENT, delay=timedelta(seconds=0.5))
    stream, client = opened(exchange, "SmartTradesChannel"), SignedClient(exchange)
    client.create(GUARDED)
    begun, moments = exchange.now(), []
    for _ in range(3):
        assert stream.receive(60) is not None
        moments.append((exchange.now() - begun).total_seconds())
    assert moments == [0, 0.5, 1]


def test_conversion_that_is_refused_tells_of_no_change() -> None:
    client = DealClient()
    volumes = {"base_order_volume": Decimal(1000), "safety_order_volume": Decimal(1000)}
    number = client.bought(price=50000, account=32833910, pair="USDT_BTCUSDT", **volumes)
    stream = opened(client.exchange, "DealsChannel", "SmartTradesChannel")
    answer = client.send("POST", f"/{number}/convert_to_smart_trade", json={"stop_bot": False})
    assert answer.status_code == 422
    assert frames(stream) == []
    assert client.get(number)["status"] == "bought"


def test_conversion_tells_of_the_deal_and_then_of_its_smart_trade() -> None:
    client = DealClient()
    number = client.bought(price=100)
    stream = opened(client.exchange, "DealsChannel", "SmartTradesChannel")
    answer = client.send("POST", f"/{number}/convert_to_smart_trade", json={"stop_bot": False})
    assert answer.status_code == 201
    told = [frame["message"] for frame in frames(stream)]
    assert [each["id"] for each in told] == [number, answer.json()["id"]]
