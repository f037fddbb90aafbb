"""SmartTrades that live in the mock, and what each is set to, for tests of edits."""

from collections.abc import Iterator
from typing import Any

from threecommas import HmacSigner, ThreeCommas, models
from threecommas_mock import MockExchange

from tests.client.orders.documents import mock_document

# What comes of the settings by itself.
_OUTCOMES = frozenset(
    {
        "status",
        "closed_at",
        "data",
        "profit",
        "margin",
        "market_close",
        "reduce_funds",
        "note_raw",
        "is_position_not_filled",
    }
)


def exchange_at(bid: str = "9500", ask: str = "9501") -> MockExchange:
    """Return an exchange on which bitcoin stands where the documented requests have it."""
    exchange = MockExchange(document=mock_document())
    exchange.set_price("USDT_BTC", bid, ask=ask)
    return exchange


def client_of(exchange: MockExchange) -> ThreeCommas:
    """Return a client of the exchange."""
    key = exchange.credentials[0]
    return ThreeCommas(
        key.key,
        HmacSigner(key.secret),
        base_url=exchange.base_url,
        transport=exchange.transport(),
        rate_budget=None,
    )


def live(exchange: MockExchange, client: ThreeCommas, order: models.CreateSmartTrade) -> models.SmartTrade:
    """Create a SmartTrade and return it once it is at rest."""
    number = client.smart_trades.create(order).id
    exchange.settle()
    return client.smart_trades.get(number)


def settings(trade: models.SmartTrade) -> dict[str, Any]:
    """Return what a SmartTrade is set to, by path; ids of steps belong to it, its own id does not."""
    answer = trade.to_dict()
    if not answer["is_position_not_filled"]:
        # A percentage is sent as the price it has become.
        for target in (*answer["take_profit"]["steps"], answer["stop_loss"].get("conditional")):
            if target:
                target["price"]["percent"] = None
    return dict(_flat({name: value for name, value in answer.items() if name != "id"}))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _OUTCOMES:
                yield from _flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _flat(inner, f"{path}[{index}]")
    else:
        yield path, value
