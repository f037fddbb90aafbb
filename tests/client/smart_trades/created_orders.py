"""An order on a real account, and how it is created once."""

from typing import Any

from threecommas.models import CreateSmartTrade

REAL = 32455218
BODY: dict[str, Any] = {
    "account_id": REAL,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"},
    "take_profit": {"enabled": False},
    "stop_loss": {"enabled": False},
}


def position(**changed: Any) -> dict[str, Any]:
    return BODY | {"position": BODY["position"] | changed}


def once(body: dict[str, Any], key: str = "key", **options: Any) -> Any:
    return lambda client: client.smart_trades.create_once(
        CreateSmartTrade.from_dict(body), key=key, **options
    )
