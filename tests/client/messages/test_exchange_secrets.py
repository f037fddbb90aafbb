"""Keys, secrets and passphrases of an exchange are shown nowhere: neither by the client nor by its tools.

Which parameters and members they are, the document says with ``format: password``.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import threecommas_openapi.masking
import threecommas_rest.masking
import yaml
from threecommas import AsyncThreeCommas, DryRunError, HmacSigner, ThreeCommas, ThreeCommasError, models
from threecommas_conformance.traffic.redaction import Redactor
from threecommas_mock import MockExchange
from threecommas_rest.errors import EncodeError

from tests.secret_scan import SecretScan

CASES = yaml.safe_load(Path(__file__).with_name("masking.yaml").read_text())
MASKING = [threecommas_rest.masking, threecommas_openapi.masking]
SECRET = "LEAK-which-is-long-enough"
KEYS = {"api_key": f"{SECRET}-key", "secret": f"{SECRET}-secret"}
CONNECT = models.CreateAccount(type="binance", name="n", passphrase=f"{SECRET}-pass", **KEYS)
CALLS: dict[str, Callable[[Any], Any]] = {
    "create_account": lambda client: client.accounts.create(CONNECT),
    "update_account": lambda client: client.accounts.update(models.UpdateAccount(account_id=1, **KEYS)),
    "list_types_to_connect": lambda client: client.accounts.types_to_connect(type="b", name="n", **KEYS),
    "list_accounts": lambda client: client.accounts.list(api_key=KEYS["api_key"]),
}


@pytest.fixture
def scan() -> Iterator[SecretScan]:
    found = SecretScan([SECRET])
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(found)
    logger.setLevel(logging.DEBUG)
    yield found
    logger.removeHandler(found)
    logger.setLevel(before)


def client_of(exchange: MockExchange, **options: Any) -> ThreeCommas:
    known = exchange.credentials[0]
    options = {"transport": exchange.transport(), "retries": None} | options
    return ThreeCommas(known.key, HmacSigner(str(known.secret)), base_url=exchange.base_url, **options)


@pytest.mark.parametrize("masking", MASKING)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_body_is_shown_without_secrets_or_not_at_all(masking: Any, case: dict[str, str]) -> None:
    assert masking.mask_body(case["body"]) == case["shown"]


@pytest.mark.parametrize("case", [each for each in CASES if "LEAK" in each["body"]], ids=lambda x: x["case"])
def test_what_conformance_writes_down_is_masked(case: dict[str, str]) -> None:
    redactor = Redactor([])
    assert redactor.sent(case["body"].encode()) == case["shown"]
    assert "LEAK" not in redactor.url("https://x/y?a=1&api_key=LEAK&api%5Fkey=LEAK#part")


@pytest.mark.parametrize("masking", MASKING)
def test_messages_about_a_secret_stay(masking: Any) -> None:
    refused = '{"error_attributes":{"api_key":["This account is already connected!"]}}'
    assert masking.mask_answer(refused) == refused
    assert masking.mask_answer('{"api_key":"LEAK"}') == '{"api_key":"<hidden>"}'


@pytest.mark.parametrize("name", CALLS)
def test_dry_run_shows_no_secret(name: str, scan: SecretScan) -> None:
    client = client_of(MockExchange(), dry_run=True)
    with pytest.raises(DryRunError) as info:
        CALLS[name](client)
    assert info.value.operation_id == name
    assert "<hidden>" in str(info.value)
    scan.look_at(info.value, variables=False)
    scan.look_at(info.value.call.body)
    assert scan.found == []


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("way", ["transport", "client of the caller", "client with cookies"])
def test_journal_log_and_repr_hold_no_secret(name: str, way: str, scan: SecretScan) -> None:
    exchange = MockExchange()
    http = httpx.Client(transport=exchange.transport())
    client = client_of(exchange, transport=http if way == "client of the caller" else exchange.transport())
    if way == "client with cookies":
        client.http.cookies.set("a", "b")
    attempts: list[Any] = []
    with contextlib.suppress(ThreeCommasError):
        attempts.append(CALLS[name](client))
    assert exchange.journal[-1].operation == name
    for thing in (exchange.journal, exchange.journal[-1], CONNECT, *attempts):
        scan.look_at(thing)
    assert scan.found == []
    assert scan.scanned > 3


def test_secret_that_went_to_the_wrong_operation_is_not_exported(scan: SecretScan) -> None:
    exchange = MockExchange()
    with httpx.Client(transport=exchange.transport(), base_url=exchange.base_url) as http:
        http.post("/v2/smart_trades", json={"note": "n", **KEYS})
    assert exchange.journal[-1].operation == "create_smart_trade"
    scan.look_at(exchange.journal)
    assert scan.found == []


def test_async_client_logs_no_secret_either(scan: SecretScan) -> None:
    exchange = MockExchange()
    known = exchange.credentials[0]

    async def ask() -> None:
        http = httpx.AsyncClient(transport=exchange.async_transport())
        signer = HmacSigner(str(known.secret))
        client = AsyncThreeCommas(known.key, signer, base_url=exchange.base_url, transport=http)
        await client.accounts.types_to_connect(type="binance", name="n", **KEYS)

    asyncio.run(ask())
    assert scan.found == []
    assert scan.scanned > 0


@pytest.mark.parametrize("name", CALLS)
def test_answer_that_repeats_a_secret_is_told_without_it(name: str, scan: SecretScan) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        text = f"<html>{request.url} {request.content.decode()}</html>"
        return httpx.Response(502, text=text)

    client = client_of(MockExchange(), transport=httpx.MockTransport(echo))
    with pytest.raises(ThreeCommasError) as info:
        CALLS[name](client)
    scan.look_at(info.value, variables=False)
    scan.look_at(info.value.answer.content.decode())  # type: ignore[attr-defined]
    assert scan.found == []


def test_secret_of_the_wrong_type_is_refused_without_being_shown() -> None:
    client = client_of(MockExchange())
    wrong: Any = {"api_key": SECRET.encode()}
    with pytest.raises(EncodeError, match="expected text, got bytes, which is not shown") as info:
        client.accounts.types_to_connect(type="b", name="n", **wrong)
    assert SECRET not in str(info.value)
    with pytest.raises(EncodeError) as info:
        models.CreateAccount.from_dict({"type": "b", "name": "n", "secret": [SECRET]})
    assert SECRET not in str(info.value)


def test_answer_with_deviations_does_not_show_its_key() -> None:
    account = models.Account.from_dict({"id": "?", "name": "n", "market_code": "b", "api_key": SECRET})
    assert account.deviations
    assert account.api_key == SECRET
    assert SECRET not in repr(account)
    assert SECRET not in str(list(account.__rich_repr__()))  # type: ignore[attr-defined]
    assert json.loads(account.to_json())["api_key"] == SECRET


def test_client_and_tools_know_the_same_secrets() -> None:
    assert threecommas_openapi.masking.SECRET_NAMES == threecommas_rest.masking.SECRET_NAMES
    assert {"api_key", "secret", "passphrase", "customer_id"} <= threecommas_rest.masking.SECRET_NAMES
