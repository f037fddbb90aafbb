"""Calls on the bots and deals of an exchange; every answer is held against the document."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from threecommas_mock import MockExchange

from tests.mock.signed_client import DOCUMENT, SignedClient

PAPER = 32199203
"""The account of the documented update."""

BODY: dict[str, Any] = {
    "account_id": PAPER,
    "name": "Bot",
    "pairs": ["USDT_ETH"],
    "strategy_list": [{"strategy": "nonstop", "options": {}}],
    "base_order_volume": "100",
    "safety_order_volume": "20",
    "max_safety_orders": 3,
    "active_safety_orders_count": 3,
    "safety_order_step_percentage": "1",
    "martingale_volume_coefficient": "2",
    "martingale_step_coefficient": "2",
    "take_profit": "2",
    "take_profit_type": "total",
    "start_order_type": "market",
}
"""A bot that starts a deal whenever it has none."""


class BotClient(SignedClient):
    """Calls an exchange whose web application is switched to paper accounts."""

    def __init__(self, exchange: MockExchange | None = None, **options: Any) -> None:
        super().__init__(exchange or MockExchange(document=DOCUMENT, **{"web_mode": "paper", **options}))

    def ask(self, method: str, path: str, status: int, **options: Any) -> Any:
        """Send a request; gives the JSON of the answer, which has to have this status."""
        response = self._http.request(method, path, **options)
        assert response.status_code == status, f"{response.status_code} {response.text}"
        assert list(_schema(method, path.partition("?")[0], status).iter_errors(response.json())) == []
        return response.json()

    def create_bot(self, **changes: Any) -> int:
        """Create a bot; gives its number."""
        return int(self.ask("POST", "/ver1/bots/create_bot", 201, json=BODY | changes)["id"])

    def enabled(self, **changes: Any) -> int:
        """Create a bot and enable it; gives its number."""
        number = self.create_bot(**changes)
        self.act(number, "enable")
        return number

    def act(self, number: int, action: str, status: int = 201, body: Any = None) -> Any:
        """Do something with a bot."""
        return self.ask("POST", f"/ver1/bots/{number}/{action}", status, json=body)

    def bot(self, number: int, query: str = "") -> Any:
        """Read a bot."""
        return self.ask("GET", f"/ver1/bots/{number}/show{query}", 200)

    def deals(self, query: str = "") -> Any:
        """Read the deals, the newest first."""
        return self.ask("GET", f"/ver1/deals{query}", 200)


@cache
def _schema(method: str, path: str, status: int) -> Draft202012Validator:
    if status >= 400:
        return DOCUMENT.validator(("components", "schemas", "ErrorResponse"))
    for operation in DOCUMENT.operations:
        pattern = re.sub(r"\{[^}]+\}", r"[^/]+", operation.path)
        if operation.method == method and re.fullmatch(pattern, path):
            place = (*operation.pointer, "responses", str(status), "content", "application/json", "schema")
            return DOCUMENT.validator(DOCUMENT.resolve(place[:-3])[0] + place[-3:])
    raise LookupError(f"{method} {path}")


def statuses(client: BotClient) -> list[tuple[str, str]]:
    """Return pair and status of every deal, the oldest first, once nothing is pending."""
    client.exchange.settle()
    return [(deal["pair"], deal["status"]) for deal in reversed(client.deals())]


def finish(client: BotClient, pair: str = "USDT_ETH", *, gain: bool = True) -> None:
    """Let the price go up to the take profit and back, or down to a stop loss of 10 percent."""
    quote = client.exchange.quote(pair)
    client.exchange.settle()
    client.exchange.set_price(pair, str(quote.last * (Decimal("1.1") if gain else Decimal("0.8"))))
    client.exchange.settle()
    if gain:
        client.exchange.set_price(pair, bid=quote.bid, ask=quote.ask, last=quote.last)
