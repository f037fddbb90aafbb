"""The document, and SmartTrades in a known status on an exchange in process."""

from pathlib import Path
from typing import Any

import httpx
import threecommas_openapi
from threecommas.signing import HmacSigner
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas_mock import MockExchange

ROOT = Path(__file__).parents[2]
DOCUMENT = threecommas_openapi.load()
SETTINGS = Path(__file__).with_name("schemathesis.toml")

ACCOUNT = 32455218
WAITS_FOR_TARGETS = {
    "account_id": ACCOUNT,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "units": {"value": "100"}, "order_type": "market"},
    "take_profit": {
        "enabled": True,
        "steps": [
            {"order_type": "limit", "price": {"value": "90000", "type": "last"}, "volume": "50"},
            {"order_type": "limit", "price": {"value": "95000", "type": "last"}, "volume": "50"},
        ],
    },
    "stop_loss": {"enabled": False},
}
WAITS_FOR_POSITION = WAITS_FOR_TARGETS | {
    "position": {
        "type": "buy",
        "units": {"value": "100"},
        "order_type": "limit",
        "price": {"value": "20000"},
    }
}


class SmartTradePool:
    """Makes SmartTrades that wait for targets, or for their position."""

    def __init__(self, exchange: MockExchange) -> None:
        credential = exchange.credentials[0]
        url = httpx.URL(exchange.base_url)
        auth = SignatureAuth(credential.key, HmacSigner(credential.secret or ""), base_url=url)
        self._http = httpx.Client(base_url=url, auth=auth, transport=exchange.transport())

    def trade(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return a new SmartTrade in the status at which it stops by itself."""
        created = self._http.post("/v2/smart_trades", json=body).raise_for_status().json()
        for _ in range(3):
            trade: dict[str, Any] = self._http.get(f"/v2/smart_trades/{created['id']}").json()
        return trade
