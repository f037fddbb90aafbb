"""The journal of an exchange: what it was asked, by which kind of key, and nothing that must not be kept."""

import json
from urllib.parse import quote

import httpx
import pytest
from threecommas_mock import Credential, Join, MockExchange

from tests.mock.caller import Caller, Signature

KEY, SECRET = 'key/in "use"', "secret+of/the key"
CREDENTIAL = Credential(KEY, secret=SECRET)
BODY = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
    "take_profit": {"enabled": False},
    "stop_loss": {"enabled": False},
}


def test_journal_tells_who_asked_for_what_and_what_came_of_it() -> None:
    caller = Caller(MockExchange())
    number = caller.create(BODY)
    caller.exchange.advance(5)
    caller.send("GET", f"/{number}", params={"x": "1"})
    created, read = caller.exchange.journal
    assert (created.number, created.method, created.target) == (1, "POST", "/public/api/v2/smart_trades")
    assert (created.operation, created.status, created.smart_trade_id) == ("create_smart_trade", 201, number)
    assert (created.signed_with, created.join, created.body) == ("HMAC", Join.MARKED, BODY)
    assert created.answer["id"] == number
    assert (read.operation, read.smart_trade_id, read.body) == ("get_smart_trade", number, None)
    assert read.target == f"/public/api/v2/smart_trades/{number}?x=1"
    assert (read.moment - created.moment).total_seconds() == 5


def test_refused_requests_are_in_the_journal_with_what_was_known_of_them() -> None:
    exchange = MockExchange(credentials=[CREDENTIAL])
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        client.get("/v2/smart_trades", headers={"Apikey": KEY, "Signature": "0" * 64})
        client.get("/nowhere")
        client.post("/v2/smart_trades", json=BODY | {"pair": "USDT_NONE"}, auth=Signature(KEY, SECRET))
        client.get(f"/v2/smart_trades/{'9' * 5000}")
        client.post("/v2/smart_trades", content="[", headers={"Content-Type": "application/json"})
    unsigned, lost, refused, endless, broken = exchange.journal
    assert (endless.status, endless.smart_trade_id) == (401, None)
    assert (broken.status, broken.body) == (401, None)
    assert (unsigned.status, unsigned.operation, unsigned.signed_with) == (401, "list_smart_trades", None)
    assert (lost.status, lost.operation, lost.smart_trade_id) == (404, None, None)
    assert (refused.status, refused.signed_with, refused.smart_trade_id) == (422, "HMAC", None)


def test_journal_keeps_the_newest_and_counts_the_rest() -> None:
    exchange = MockExchange(journal_capacity=2)
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        for _ in range(5):
            client.get("/nowhere")
    assert [entry.number for entry in exchange.journal] == [4, 5]
    assert exchange.journal.dropped == 3
    with pytest.raises(ValueError, match="journal_capacity is 0"):
        MockExchange(journal_capacity=0)


def test_har_has_every_request_and_answer() -> None:
    caller = Caller(MockExchange())
    number = caller.create(BODY)
    log = caller.exchange.journal.har()["log"]
    (entry,) = log["entries"]
    assert log["version"] == "1.2"
    assert json.loads(entry["request"]["postData"]["text"]) == BODY
    assert json.loads(entry["response"]["content"]["text"])["id"] == number
    assert (entry["_operation"], entry["_signed_with"]) == ("create_smart_trade", "HMAC")
    assert entry["startedDateTime"] == "2024-08-06T14:42:25.528Z"


def test_no_key_and_no_secret_is_in_the_har_wherever_it_was_put() -> None:
    exchange = MockExchange(credentials=[CREDENTIAL])
    note = {"note": f"{SECRET} of {KEY}"}
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        signature = Signature(KEY, SECRET)
        client.post("/v2/smart_trades", json=BODY | note, auth=signature, headers={"X-Mine": SECRET})
        client.get("/v2/smart_trades", params={"pair": SECRET, "api_key": KEY}, auth=signature)
        client.get(
            f"/v2/smart_trades/{quote(SECRET, safe='')}", headers={"Authorization": "s", "Cookie": "c=1"}
        )
    signatures = [entry.request.headers[b"signature"].decode() for entry in list(exchange.journal)[:2]]
    written = json.dumps(exchange.journal.har(), ensure_ascii=False)
    for text in (KEY, SECRET, *signatures):
        forms = {text, json.dumps(text)[1:-1], quote(text), quote(text, safe="")}
        assert not [form for form in forms if form in written]
    names = {
        header["name"]
        for entry in exchange.journal.har()["log"]["entries"]
        for header in entry["request"]["headers"]
    }
    assert not names & {"apikey", "signature", "authorization", "cookie"}
    assert "x-mine" in names
