"""What a client forbids itself, and how it shows what it would have sent."""

import contextlib
import inspect
import pickle
import re
from typing import Any

import httpx
import pytest
from threecommas import ConfigurationError, DryRunError, GuardError, HmacSigner, ThreeCommas, signed_text
from threecommas_rest import OPERATIONS, api

from tests.client.transport.calls import API_KEY, CALLS, SECRET, order
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan

CREATE: Any = lambda client: client.smart_trades.create(order())  # noqa: E731
VALIDATE: Any = lambda client: client.validate()  # noqa: E731


@pytest.mark.parametrize("call", CALLS)
def test_client_that_only_reads_sends_no_write(call: Any, scan: SecretScan) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, CREATE, read_only=True)
    scan.look_at(error)
    assert (type(error), error.guard, error.operation_id) == (GuardError, "read_only", "create_smart_trade")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert faulty.transport.requests == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
def test_client_that_only_reads_sends_what_may_be_sent_twice_and_nothing_else(operation: Any) -> None:
    sent = []
    transport = httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200))
    extensions = {"threecommas.operation": operation}
    with (
        ThreeCommas("key", HmacSigner("secret"), read_only=True, transport=transport) as client,
        contextlib.suppress(GuardError),
    ):
        client.http.request(operation.method, operation.path, extensions=extensions)
    assert bool(sent) == (operation.retry == "safe")


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_client_that_only_reads_sends_no_write_of_no_operation(method: str) -> None:
    says = rf"Request \({method} /public/api/ver1/x\) was not sent"
    with (
        ThreeCommas("key", HmacSigner("secret"), read_only=True) as client,
        pytest.raises(GuardError, match=says),
    ):
        client.http.request(method, "/ver1/x")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("use", [CREATE, VALIDATE])
def test_dry_run_sends_nothing_and_shows_the_signed_request(call: Any, use: Any, scan: SecretScan) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, use, dry_run=True)
    scan.look_at(error)
    assert type(error) is DryRunError
    assert faulty.transport.requests == []
    assert error.headers["apikey"] == "<apikey>"
    assert error.headers["signature"] == "<signature>"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    faulty.outcome(call, use)
    sent = faulty.transport.requests[0]
    assert (error.method, error.url, error.request_body) == (sent.method, str(sent.url), sent.content)
    assert HmacSigner(faulty.options["secret"]).sign(error.signed_text) == sent.headers["Signature"]
    assert error.headers.keys() == sent.headers.keys()


@pytest.mark.parametrize("mode", ["paper", "real"])
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
def test_mode_goes_with_each_operation_that_takes_it(operation: Any, mode: Any) -> None:
    sent: list[httpx.Request] = []
    # As each operation shows it: the account itself, its number, the code of its market, or all in a wrapper.
    answer = {"market_code": "paper_trading", "account_id": 1, "account": {"type": "paper_trading"}}
    answer |= {"pair": "USDT_BTC", "trade": {"account_id": 1, "pair": "USDT_BTC"}}
    transport = httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200, json=answer))
    path = re.sub(r"\{\w+\}", "1", operation.path)
    told = operation.retry == "safe" or operation.order.of or operation.order.account
    with ThreeCommas("key", HmacSigner("secret"), mode=mode, transport=transport) as client:
        extensions = {"threecommas.operation": operation}
        # A write of which nothing says where it goes is held back in mode paper.
        with contextlib.nullcontext() if told or mode == "real" else pytest.raises(GuardError):
            client.http.request(operation.method, path, json={"account_id": 1}, extensions=extensions)
    if not sent:
        return
    takes_it = "forced_mode" in inspect.signature(getattr(api, operation.id).build).parameters
    assert sent[-1].headers.get("Forced-Mode") == (mode if takes_it else None)


def test_mode_goes_with_a_request_of_no_operation() -> None:
    sent: list[httpx.Request] = []
    transport = httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200))
    with ThreeCommas("key", HmacSigner("secret"), mode="paper", transport=transport) as client:
        client.http.get("/ver1/x")
    assert sent[0].headers["Forced-Mode"] == "paper"


@pytest.mark.parametrize("call", CALLS)
def test_request_that_asks_for_the_other_mode_is_not_sent(call: Any) -> None:
    faulty = FaultyClient()
    error = faulty.outcome(call, lambda client: client.smart_trades.list(forced_mode="real"), mode="paper")
    assert (type(error), error.guard) == (GuardError, "mode")
    assert faulty.transport.requests == []
    assert (
        faulty.outcome(call, lambda client: client.smart_trades.list(forced_mode="paper"), mode="paper") == []
    )


def test_mode_that_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"mode must be 'paper' or 'real', got 'live'"):
        ThreeCommas("key", HmacSigner("secret"), mode="live")  # type: ignore[arg-type]  # that is the test


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "request_",
    [
        {"method": "GET", "url": "/ver1/validate"},
        {"method": "GET", "url": "/v2/smart_trades", "params": {"pair": "USDT_BTC", "b": "ä b"}},
        {"method": "POST", "url": "/v2/smart_trades", "json": {"note": "ä"}},
        {"method": "POST", "url": "/v2/smart_trades", "data": {"mode": "paper"}},
        {"method": "POST", "url": "/v2/smart_trades", "content": b"\x00\xff"},
    ],
)
def test_explanation_has_the_very_bytes_that_are_signed(
    call: Any, request_: dict[str, Any], scan: SecretScan
) -> None:
    def use(client: Any) -> Any:
        return client.explain_signature(**request_)

    explanation = call(use)
    scan.look_at(explanation)
    sent: list[httpx.Request] = []
    transport = httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200))
    with ThreeCommas(API_KEY, HmacSigner(SECRET), transport=transport) as client:
        client.http.request(**request_)
    text = signed_text(
        sent[0].url.raw_path,
        sent[0].content,
        content_type=sent[0].headers.get("Content-Type", ""),
        separator=HmacSigner(SECRET).separator,
    )
    assert explanation.signed_text == text
    assert HmacSigner(SECRET).sign(explanation.signed_text) == sent[0].headers["Signature"]
    assert repr(text) in str(explanation)
    assert sent[0].headers["Signature"] not in str(explanation)


def test_wrong_signature_leads_to_the_explanation() -> None:
    faulty = FaultyClient()
    error = faulty.outcome(CALLS[0], VALIDATE, secret="another-secret-than-the-right-one")
    assert "client.explain_signature" in str(error)
