"""The journal of an exchange: what it was asked, by which kind of key, and nothing that must not be kept."""

import json
from collections.abc import Sequence
from urllib.parse import quote

import httpx
import pytest
from threecommas import HmacSigner, InvalidRequestError, ThreeCommas
from threecommas_mock import Credential, Join, MockExchange
from threecommas_mock.http.messages import LONGEST_BODY

from tests.mock.signed_client import PLAIN, Signature, SignedClient

KEY, SECRET = 'key/in "use"', "secret+of/the key"
CREDENTIAL = Credential(KEY, secret=SECRET)
BODY = PLAIN


def test_journal_tells_who_asked_for_what_and_what_came_of_it() -> None:
    signed = SignedClient(MockExchange())
    number = signed.create(BODY)
    signed.exchange.advance(5)
    signed.send("GET", f"/{number}", params={"x": "1"})
    created, read = signed.exchange.journal
    assert (created.number, created.method, created.target) == (1, "POST", "/public/api/v2/smart_trades")
    assert (created.operation, created.status) == ("create_smart_trade", 201)
    assert created.ids == {"smart_trades": number}
    assert (created.signed_with, created.join, created.body) == ("HMAC", Join.MARKED, BODY)
    assert created.answer["id"] == number
    assert (read.operation, read.ids, read.body) == ("get_smart_trade", {"smart_trades": number}, None)
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
    assert (endless.status, endless.ids) == (401, {})
    assert (broken.status, broken.body) == (401, None)
    assert (unsigned.status, unsigned.operation, unsigned.signed_with) == (401, "list_smart_trades", None)
    assert (lost.status, lost.operation, lost.ids) == (404, None, {})
    assert (refused.status, refused.signed_with, refused.ids) == (422, "HMAC", {})


def test_journal_keeps_the_newest_and_counts_the_rest() -> None:
    exchange = MockExchange(journal_capacity=2)
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        for _ in range(5):
            client.get("/nowhere")
    assert [entry.number for entry in exchange.journal] == [4, 5]
    assert exchange.journal.dropped == 3
    with pytest.raises(ValueError, match="journal_capacity must be 1 or more, got 0"):
        MockExchange(journal_capacity=0)


def test_har_has_every_request_and_answer() -> None:
    signed = SignedClient(MockExchange())
    number = signed.create(BODY)
    log = signed.exchange.journal.har()["log"]
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


def test_journal_is_a_sequence() -> None:
    exchange = MockExchange(journal_capacity=3)
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        for number in range(5):
            client.get(f"/nowhere/{number}")
    journal = exchange.journal
    assert isinstance(journal, Sequence)
    assert [journal[0].number, journal[-1].number, len(journal)] == [3, 5, 3]
    assert [entry.number for entry in journal[1:]] == [4, 5]
    assert (
        [entry.number for entry in journal[::-1]]
        == [entry.number for entry in reversed(journal)]
        == [5, 4, 3]
    )
    assert journal[-1] in journal
    assert journal.index(journal[1]) == 1
    with pytest.raises(IndexError):
        journal[3]


def test_journal_keeps_no_more_than_so_many_bytes() -> None:
    exchange = MockExchange(journal_bytes=100_000)
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        for _ in range(50):
            client.post("/nowhere", content=b"x" * 9_000)
        journal = exchange.journal
        assert 5 < len(journal) <= 11
        assert (journal[-1].number, journal.dropped) == (50, 50 - len(journal))
        client.post("/nowhere", content=b"x" * 200_000)
        assert [entry.number for entry in journal] == [51]
        client.get("/nowhere")
        assert [entry.number for entry in journal] == [52]


def test_journal_of_no_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="journal_bytes must be 1 or more, got 0"):
        MockExchange(journal_bytes=0)


def test_body_that_is_too_long_is_refused_and_not_kept() -> None:
    exchange = MockExchange(control=True)
    snapshot = exchange.snapshot_json()
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as client:
        assert client.post("/v2/smart_trades", content=bytes(LONGEST_BODY)).status_code == 401
        answer = client.post("/v2/smart_trades", content=bytes(3 * LONGEST_BODY))
        assert (answer.status_code, answer.json()["error"]) == (413, "request_entity_too_large")
        assert len(exchange.journal[-1].request.body) == LONGEST_BODY + 1
        # Whoever controls the exchange may put back whatever was taken.
        padded = json.dumps(snapshot) + " " * LONGEST_BODY
        path = "https://threecommas.mock/__mock__/snapshot"
        headers = {"Content-Type": "application/json", "Host": "localhost"}
        assert client.put(path, content=padded, headers=headers).status_code == 200


def test_body_that_is_too_long_is_an_invalid_request_to_the_client() -> None:
    exchange = MockExchange(credentials=[CREDENTIAL])
    signer, transport = HmacSigner("secret"), exchange.transport()
    with (
        ThreeCommas("key", signer, base_url=exchange.base_url, transport=transport) as client,
        pytest.raises(InvalidRequestError, match="too long"),
    ):
        client.http.post("/v2/smart_trades", content=b"x" * (LONGEST_BODY + 1))
    assert exchange.journal[-1].status == 413


def test_unknown_path_is_told_apart_from_an_unknown_number() -> None:
    exchange = MockExchange()
    signed = SignedClient(exchange)
    number = signed.send("GET", "/1")
    nowhere = signed.send("GET", "/1/nowhere")
    assert (number.status_code, nowhere.status_code) == (404, 404)
    assert number.json() == {"error": "Not found", "error_description": "Smart Trade not found"}
    assert nowhere.json() == {"error": "not_found", "error_description": "Not Found"}
    assert [entry.operation for entry in exchange.journal[-2:]] == ["get_smart_trade", None]
