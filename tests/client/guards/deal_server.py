"""A server with one deal: it answers as the documentation shows, with members that a case chooses."""

from copy import deepcopy
from typing import Any

import httpx
import threecommas_openapi

DEAL = 42
PAPER, REAL = 32199203, 32455218
_EXAMPLES = threecommas_openapi.load()["components"]["examples"]


def example(name: str) -> Any:
    return deepcopy(_EXAMPLES[name]["value"])


def order(purpose: str, quantity: str, rate: str, **others: Any) -> dict[str, Any]:
    """Return an order that was filled, unless the others say otherwise."""
    filled = {"status_string": "Filled", "quantity_remaining": "0.0"}
    made = example("deal_market_order") | {"order_type": "BUY", "deal_order_type": purpose} | filled
    return made | {"quantity": quantity, "rate": rate} | others


def waiting(purpose: str, quantity: str, rate: str, **others: Any) -> dict[str, Any]:
    """Return an order that rests on the exchange."""
    rests = {"status_string": "Active", "quantity_remaining": quantity}
    return order(purpose, quantity, rate, **(rests | others))


# The orders that the events of the documented deal tell of: 260.40533 USDT are in it, and rest.
ORDERS = [
    order("Base", "0.0283", "2939.22"),
    order("Safety", "0.0114", "2912.31"),
    waiting("Safety", "0.0194", "2794.64"),
    waiting("Safety", "0.0386", "2323.96"),
    waiting("Take Profit", "0.0397", "2966.43", order_type="SELL"),
]


class DealServer:
    """Answers requests about one deal, and notes the writes."""

    def __init__(
        self,
        deal: dict[str, Any] | None = None,
        orders: list[dict[str, Any]] | None = None,
        price: str = "3000",
    ) -> None:
        self.deal = example("deal_entity") | {"id": DEAL} | (deal or {})
        self.orders = ORDERS if orders is None else orders
        self.price = price
        self.writes: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = request.url.path.removeprefix("/public/api")
        if request.method != "GET":
            self.writes.append(f"{request.method} {path}")
            return httpx.Response(201, json=self._written(path, request))
        return httpx.Response(200, json=self._read(path))

    def _written(self, path: str, request: httpx.Request) -> Any:
        if path.endswith("/add_funds"):
            return example("deal_market_order")
        if path.endswith("/cancel_order"):
            return self.orders
        return example("smart_trade_created") if path.endswith("/convert_to_smart_trade") else self.deal

    def _read(self, path: str) -> Any:
        if path.endswith("/show"):
            return self.deal
        if path.endswith("/market_orders"):
            return self.orders
        if path.endswith("/currency_rates"):
            return example("currency_rates") | dict.fromkeys(("bid", "ask", "last"), self.price)
        number = int(path.rpartition("/")[2])
        market = "paper_trading" if number == PAPER else "binance"
        return example("account") | {"id": number, "market_code": market}

    def transport(self) -> httpx.MockTransport:
        """Return the way to it."""
        return httpx.MockTransport(self)
