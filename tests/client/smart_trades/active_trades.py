"""SmartTrades that are active, and what gets in the way of ending them: a small budget, a slow connection."""

from typing import Any

import httpx
from threecommas import (
    RateBudget,
)
from threecommas.models import CreateSmartTrade

from tests.client.transport.calls import CALLS, VALIDATE
from tests.client.transport.faulty_client import FaultyClient

STOP: Any = lambda client: client.smart_trades.stop_all()  # noqa: E731
ACTIVE: Any = lambda client: client.smart_trades.list(status="active")  # noqa: E731
BROKEN = {"answers": 500, "arrives": False, "body": '{"error": "unknown_error"}'}


def body(pair: str = "USDT_BTC", **position: Any) -> Any:
    return CreateSmartTrade.from_dict(
        {
            "account_id": 32455218,
            "pair": pair,
            "position": {"type": "buy", "units": {"value": "1"}, "order_type": "market"} | position,
            "take_profit": {"enabled": False},
            "stop_loss": {"enabled": False},
        }
    )


WAITING = {"order_type": "limit", "price": {"value": "20000"}}


def client_with(*orders: Any) -> tuple[FaultyClient, list[int]]:
    """Return a client whose exchange has SmartTrades for the orders, each at rest."""
    faulty = FaultyClient()
    ids = [faulty.outcome(CALLS[0], lambda c, o=order: c.smart_trades.create(o)).id for order in orders]
    faulty.transport.exchange.settle()
    faulty.transport.requests.clear()
    return faulty, ids


def starter(faulty: FaultyClient, *, requests: int) -> RateBudget:
    """Return the budget of the smallest plan, of whose 4 requests for everybody so many were made."""
    budget = RateBudget(clock=faulty.time.clock, plan="starter")
    for _ in range(requests):
        faulty.outcome(CALLS[0], VALIDATE, rate_budget=budget)
    faulty.transport.requests.clear()
    return budget


class Slow(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes so many seconds for each answer, or as many as the time-out of reading lets it."""

    def __init__(self, faulty: FaultyClient, seconds: float) -> None:
        self._faulty, self._seconds = faulty, seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        limit = request.extensions["timeout"]["read"]
        self._faulty.time.advance(min(self._seconds, limit))
        if self._seconds > limit:
            raise httpx.ReadTimeout("timed out")
        return self._faulty.transport.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)
