"""Calls to the deals of one exchange, each answer held against the document."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
from threecommas_mock import MockExchange, defaults
from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.deals.entity import Deal

from tests.mock.signed_client import DOCUMENT, Signature, validator

PLAIN = DcaSettings(
    base_order_volume=Decimal(100),
    safety_order_volume=Decimal(50),
    safety_order_step_percentage=Decimal(1),
    max_safety_orders=3,
    active_safety_orders_count=2,
    take_profit=Decimal(2),
)
"""A long deal: base order at 100, safety orders at 99, 98 and 97 less the fee, take profit at 2 percent."""

PAIR = "USDT_ETH"


class DealClient:
    """Starts deals as a bot does, and calls their operations with the first key."""

    def __init__(self, exchange: MockExchange | None = None) -> None:
        self.exchange = MockExchange(document=DOCUMENT) if exchange is None else exchange
        credential = self.exchange.credentials[0]
        self._http = httpx.Client(
            transport=self.exchange.transport(),
            base_url=self.exchange.base_url,
            auth=Signature(credential.key, credential.secret or ""),
        )
        self.room = self.exchange._deals

    def start(
        self, settings: DcaSettings = PLAIN, *, account: int = 1, pair: str = PAIR, **changes: Any
    ) -> int:
        """Start a deal; gives its number."""
        deal = self.room.start(
            replace(settings, **changes),
            bot_id=7,
            bot_name="Bot",
            account=self.exchange.accounts[account],
            pair=pair,
        )
        return deal.id

    def bought(self, *, price: Any = 100, **given: Any) -> int:
        """Start a deal at *price* and let its base order be filled."""
        self.exchange.set_price(given.get("pair", PAIR), price)
        number = self.start(**given)
        self.exchange.settle()
        return number

    def move(self, price: Any, pair: str = PAIR) -> None:
        """Move the price, and settle what follows."""
        self.exchange.set_price(pair, price)
        self.exchange.settle()

    def entity(self, number: int) -> Deal:
        """Return the deal as the room holds it."""
        return self.room.deal(number)

    def send(self, method: str, path: str, schema: str | None = None, **options: Any) -> httpx.Response:
        """Send a request; the answer must be one of *schema*, or a refusal of the documented form."""
        response = self._http.request(method, f"/ver1/deals{path}", **options)
        name = "ErrorResponse" if response.status_code >= 400 else schema
        if name is not None:
            value = response.json()
            for each in value if isinstance(value, list) else [value]:
                assert [error.message for error in validator(name).iter_errors(each)] == []
        return response

    def get(self, number: int) -> Any:
        """Read a deal, which settles one transition."""
        return self.send("GET", f"/{number}/show", "Deal").json()

    def orders(self, number: int) -> list[Any]:
        """Read the market orders of a deal."""
        found: list[Any] = self.send("GET", f"/{number}/market_orders", "MarketOrder").json()
        return found

    def look(self, number: int) -> Any:
        """Return the deal as it stands; nothing is settled."""
        return next(deal for deal in self.exchange.deals() if deal["id"] == number)


USER = defaults.USER


def refusal(answer: Any) -> tuple[int, str, dict[str, list[str]] | None]:
    body = answer.json()
    return answer.status_code, body["error"], body.get("error_attributes")


def send(client: DealClient, number: int, call: tuple[str, str, Any], schema: str | None = "Deal") -> Any:
    method, path, body = call
    options = {} if body is None else {"json": body}
    return client.send(method, f"/{number}/{path}", schema, **options)
