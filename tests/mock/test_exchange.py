"""The exchange as a whole: two of them, their clocks, transports, server and command."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas_mock import (
    Document,
    Fees,
    ManualClock,
    MockExchange,
    SystemClock,
    UnknownPairError,
    defaults,
    serve,
)
from threecommas_mock.api.document import DocumentMissingError
from threecommas_mock.http.httpx_transports import InProcessTransport
from threecommas_mock.http.messages import Request

from tests.mock.signed_client import DOCUMENT, PLAIN, Signature, SignedClient, example

BODY = PLAIN
KEY = Signature(defaults.MOCK_KEY, defaults.MOCK_SECRET)
CREATES = sorted(name for name in DOCUMENT.at(("components", "examples")) if name.startswith("create_s"))


@pytest.mark.parametrize("name", CREATES)
def test_documented_create_body_is_accepted(name: str) -> None:
    signed = SignedClient(MockExchange())
    assert len(CREATES) == 25
    answer = signed.at_rest(example(name))
    assert answer["leverage"] == {"enabled": False}
    assert signed.send("GET", f"/{answer['id']}/trades").status_code == 200


def test_two_exchanges_share_nothing() -> None:
    one, other = SignedClient(MockExchange()), SignedClient(MockExchange())
    number = one.create(BODY)
    one.exchange.set_price("USDT_BTC", "1000")
    one.exchange.advance(60)
    assert other.send("GET", f"/{number}").status_code == 404
    assert other.exchange.quote("USDT_BTC").bid == Decimal("56283.72")
    assert other.create(BODY) == number
    assert other.get(number)["data"]["created_at"] == "2024-08-06T14:42:25.528Z"


def test_same_calls_get_the_same_answers() -> None:
    def life(signed: SignedClient) -> list[str]:
        number = signed.create(BODY)
        answers = [signed.send("GET", f"/{number}") for _ in range(3)]
        return [answer.text + answer.headers["X-Request-Id"] for answer in answers]

    assert life(SignedClient(MockExchange())) == life(SignedClient(MockExchange()))


def test_answers_are_json_with_a_request_id_of_their_own() -> None:
    signed = SignedClient(MockExchange())
    answers = [signed.send("GET", ""), signed.send("GET", "/7"), signed.send("PUT", "/7")]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/json"}
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 3


def test_transition_takes_as_long_as_the_delay() -> None:
    signed = SignedClient(MockExchange(delay=timedelta(seconds=10)))
    number = signed.create(BODY)

    def status() -> Any:
        return signed.get(number)["status"]["type"]

    assert [status(), status()] == ["created", "created"]
    signed.exchange.advance(9)
    assert status() == "created"
    signed.send("POST", f"/{number}/set_note", json={"note": "changes nothing"})
    signed.exchange.advance(1)
    assert [status(), status()] == ["waiting_position", "waiting_position"]
    signed.send("POST", f"/{number}/force_process")
    assert status() == "waiting_targets"


def test_settle_does_not_wait_for_the_delay() -> None:
    signed = SignedClient(MockExchange(delay=timedelta(seconds=10)))
    assert signed.at_rest(BODY)["status"]["type"] == "waiting_targets"


def test_price_finds_everything_settled_that_was_due_before_it() -> None:
    signed = SignedClient(MockExchange())
    number = signed.create(BODY)
    signed.exchange.set_price("USDT_BTC", "1000")
    assert signed.get(number)["position"]["price"]["value_without_commission"] == "56283.73"


def test_stepped_clock_stands_still_and_system_clock_does_not() -> None:
    stepped, system = ManualClock(), SystemClock()
    assert stepped.now() == stepped.now()
    start = system.now()
    system.advance(3600)
    assert system.now() - start >= timedelta(hours=1)


@pytest.mark.parametrize(
    ("prices", "error"),
    [
        ({"bid": "60000"}, "above ask"),
        ({"price": "0"}, "above zero"),
        ({"last": "NaN"}, "above zero"),
        ({"price": 56000.5}, "got the float"),
    ],
)
def test_price_that_no_market_has_is_refused(prices: dict[str, Any], error: str) -> None:
    exchange = MockExchange()
    before = exchange.quote("USDT_BTC")
    with pytest.raises((TypeError, ValueError), match=error):
        exchange.set_price("USDT_BTC", **prices)
    assert exchange.quote("USDT_BTC") == before


def test_pair_that_no_market_has_is_named() -> None:
    with pytest.raises(UnknownPairError, match="no pair 'USDT_NONE' on this market; known are BNFCR_1INCH"):
        MockExchange().set_price("USDT_NONE", 1)


def test_profit_in_dollars_is_unknown_without_a_pair_to_dollars() -> None:
    pairs = [pair for pair in defaults.pairs() if pair.symbol == "BTC_ETH"]
    signed = SignedClient(MockExchange(pairs=pairs))
    body = BODY | {"pair": "BTC_ETH"}
    profit = signed.at_rest(body)["profit"]
    assert profit["usd"] is None
    assert profit["volume"] is not None


@pytest.mark.parametrize("switch", ["real", "paper"])
@pytest.mark.parametrize("forced", ["real", "paper", None])
def test_accounts_are_those_of_one_mode(switch: str, forced: str | None) -> None:
    exchange = MockExchange(document=DOCUMENT, web_mode=switch)
    credential = exchange.credentials[0]
    auth = Signature(credential.key, credential.secret or "")
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth) as http:
        found = http.get("/ver1/accounts", headers={} if forced is None else {"Forced-Mode": forced}).json()
        paper = {account["market_code"] == "paper_trading" for account in found}
        assert paper == {(forced or switch) == "paper"}
        assert http.get("/ver1/accounts/1").json()["market_code"] == "paper_trading"
        assert http.get("/ver1/accounts/32455218").json()["market_code"] == "binance"


def test_mode_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'demo' is not a valid Mode"):
        MockExchange(document=DOCUMENT, web_mode="demo")
    exchange = MockExchange(document=DOCUMENT)
    with pytest.raises(ValueError, match="'demo' is not a valid Mode"):
        exchange.web_mode = "demo"
    assert exchange.web_mode == "real"


def test_accounts_are_the_ones_given() -> None:
    free = Fees(maker=Decimal(0), taker=Decimal(0))
    accounts = [account for account in defaults.accounts() if account.id == 1]
    signed = SignedClient(MockExchange(accounts=[replace(accounts[0], fees=free)]))
    assert signed.at_rest(BODY)["data"]["entered_total"] == "562.8373"
    assert signed.send("POST", "", json=BODY | {"account_id": 32455218}).status_code == 403


def test_async_client_sees_the_same_exchange() -> None:
    exchange = MockExchange()
    number = SignedClient(exchange).create(BODY)

    async def read() -> Any:
        transport = exchange.async_transport()
        async with httpx.AsyncClient(transport=transport, base_url=exchange.base_url, auth=KEY) as client:
            return (await client.get(f"/v2/smart_trades/{number}")).json()

    assert asyncio.run(read())["status"]["type"] == "waiting_position"


def test_answer_in_process_can_be_read_by_whoever_wraps_the_transport() -> None:
    exchange = MockExchange()
    request = httpx.Request("GET", f"{exchange.base_url}/ver1/validate")
    assert exchange.transport().handle_request(request).json()["error"] == "api_key_invalid_or_expired"


def test_path_and_query_are_signed_as_they_were_sent() -> None:
    signed = SignedClient(MockExchange())
    number = signed.create(BODY)
    spelled = "".join(f"%{ord(digit):X}" for digit in str(number))
    assert signed.send("GET", f"/{spelled}").json()["id"] == number
    assert signed.send("GET", "?base=%E2%82%BF&quote=a%20b+c%2B").json() == []


def test_server_that_hands_on_no_raw_path_gets_it_encoded_again() -> None:
    exchange = MockExchange()

    async def without_raw_path(scope: Any, receive: Any, send: Any) -> None:
        await exchange.app({name: scope[name] for name in scope if name != "raw_path"}, receive, send)

    transport = InProcessTransport(without_raw_path)
    with httpx.Client(transport=transport, base_url=exchange.base_url, auth=KEY) as client:
        assert client.get("/v2/smart_trades/a%20b").status_code == 400


def test_in_process_transport_says_what_it_cannot_run() -> None:
    class Never:
        def __await__(self) -> Any:
            yield

    async def suspended(scope: Any, receive: Any, send: Any) -> None:
        await Never()

    client = httpx.Client(transport=InProcessTransport(suspended), base_url="http://x")
    with pytest.raises(RuntimeError, match=r"use httpx.ASGITransport"):
        client.get("/")


def test_served_exchange_answers_over_http() -> None:
    exchange = MockExchange()
    with serve(exchange) as address, httpx.Client(base_url=address, auth=KEY) as client:
        number = client.post("/v2/smart_trades", json=BODY).json()["id"]
        exchange.settle()
        answer = client.get(f"/v2/smart_trades/{number}")
        assert answer.json()["status"]["type"] == "waiting_targets"
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/public/api", address)
        assert client.put("/v2/smart_trades").headers["Allow"] == "GET, POST"


def test_served_exchange_is_gone_afterwards() -> None:
    with serve(MockExchange()) as address:
        assert httpx.get(f"{address}/ver1/validate").status_code == 401
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/ver1/validate")


def test_defect_is_reported_as_json_and_raised() -> None:
    exchange = MockExchange()
    exchange._request_handler._handlers = {}
    transport = httpx.ASGITransport(exchange.app, raise_app_exceptions=False)

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=exchange.base_url, auth=KEY) as client:
            return await client.get("/ver1/validate")

    answer = asyncio.run(call())
    assert (answer.status_code, answer.json()) == (
        500,
        {"error": "unknown_error", "error_description": "Unknown error occurred#KeyError"},
    )
    with pytest.raises(KeyError):
        SignedClient(exchange).send("GET", "")


def test_document_that_is_missing_is_looked_for_by_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissingError, match=r"no bundled document at .*elsewhere.json; .*writes one"):
        Document.load(tmp_path / "elsewhere.json")


def test_operation_that_nothing_can_answer_is_refused(tmp_path: Path) -> None:
    operation = {"operationId": "new", "x-permission": "NONE"}
    answer = {"content": {"application/json": {"schema": {"type": "object"}}}}
    content = {"paths": {"/x": {"get": operation | {"responses": {"200": answer}}}}}
    (tmp_path / "openapi.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(ValueError, match=r"^new \(GET /x\): no room .* answer 200 shows no example"):
        MockExchange(document=tmp_path / "openapi.json")


def test_operation_without_security_needs_no_signature() -> None:
    content = json.loads(json.dumps(DOCUMENT.at(())))
    content["paths"] = {"/ver1/validate": content["paths"]["/ver1/validate"]}
    content["paths"]["/ver1/validate"]["get"]["security"] = []
    answer = MockExchange(document=Document(content)).answer(Request("GET", b"/public/api/ver1/validate"))
    assert answer.status == 200
