"""Signed calls to an exchange in process, and the document's opinion of the answers."""

import hashlib
import hmac
import http.client
import json
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from jsonschema_rs import Draft202012Validator
from threecommas_mock import Document, MockExchange

DOCUMENT = Document.load()
DATA = Path(__file__).with_name("data")
GUARDED: dict[str, Any] = {
    "account_id": 1,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
    "take_profit": {"enabled": False},
    "stop_loss": {
        "enabled": True,
        "order_type": "market",
        "conditional": {"price": {"type": "bid", "value": "50000"}},
    },
}
"""An order with a stop loss."""
PLAIN: dict[str, Any] = {**GUARDED, "stop_loss": {"enabled": False}}
"""An order at market price, without targets and stop loss."""


def cases(folder: str) -> dict[str, Any]:
    """Return the data files of a folder, by their name."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DATA / folder).glob("*.json"))}


def example(name: str) -> Any:
    """Return the value of a documented example."""
    return DOCUMENT.at(("components", "examples", name, "value"))


def ask(address: httpx.URL, path: str) -> int:
    """Return the status of an unsigned GET; the path is in no log, which httpx would write."""
    connection = http.client.HTTPConnection(address.host, address.port or 80, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


class Signature(httpx.Auth):
    """Signs with HMAC by the rule of the published vector; written apart from the client on purpose."""

    requires_request_body = True

    def __init__(self, key: str, secret: str) -> None:
        self._key, self._secret = key, secret

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        path, _, query = request.url.raw_path.partition(b"?")
        rest = query + request.content
        text = path + b"?" + rest if rest else path
        request.headers["Apikey"] = self._key
        request.headers["Signature"] = hmac.new(self._secret.encode(), text, hashlib.sha256).hexdigest()
        yield request


class SignedClient:
    """Calls one exchange with its first key; every answer is checked against the document."""

    def __init__(self, exchange: MockExchange) -> None:
        self.exchange = exchange
        credential = exchange.credentials[0]
        signature = Signature(credential.key, credential.secret or "")
        self._http = httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=signature)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request below /v2/smart_trades."""
        response = self._http.request(method, f"/v2/smart_trades{path}", **options)
        assert_described(response)
        return response

    def create(self, body: dict[str, Any]) -> int:
        """Create a SmartTrade; gives its number."""
        response = self.send("POST", "", json=body)
        assert response.status_code == 201, response.text
        return int(response.json()["id"])

    def get(self, number: int) -> Any:
        """Read a SmartTrade, which settles one transition."""
        return self.send("GET", f"/{number}").json()

    def at_rest(self, body: dict[str, Any]) -> Any:
        """Create a SmartTrade and return it once nothing is pending any more."""
        number = self.create(body)
        self.exchange.settle()
        return self.get(number)


def assert_described(response: httpx.Response) -> None:
    """Check that an answer is one the document describes."""
    value = response.json()
    entities = value if isinstance(value, list) else [value]
    for entity in entities:
        if response.status_code >= 400:
            name = "ErrorResponse"
        elif "trade_purpose" in entity:
            name = "Trade"
        else:
            name = "SmartTrade" if "version" in entity else "ReduceFundsInfo"
        assert [error.message for error in validator(name).iter_errors(entity)] == []


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of a component schema."""
    return DOCUMENT.validator(("components", "schemas", name))
