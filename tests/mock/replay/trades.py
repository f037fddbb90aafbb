"""Something of every kind that trades, drawn up around the price of the moment."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.mock.asking import Asking
from tests.mock.dca_bots.bot_client import BODY as BOT
from tests.mock.replay.market import CONTRACT, FUTURES, PAPER, SPOT, US

Action = Callable[[Asking, Decimal], object]


def _at(price: Decimal, percent: str) -> str:
    return str(round(price * (1 + Decimal(percent) / 100), 1))


def _sent(client: Asking, path: str, body: Any = None) -> Any:
    """Return the answer; the account may be too poor, but nothing else may be wrong."""
    response = client.send("POST", path, body)
    assert response.status_code in (201, 422), response.text
    return response.json()


def _smart_trade(
    account: int, pair: str, *, short: bool = False, limit: bool = False, trails: bool = False
) -> Action:
    sign = "-" if short else ""

    def create(client: Asking, price: Decimal) -> object:
        trigger = {"price": {"type": "bid", "value": _at(price, "0.9" if short else "-0.9")}}
        last = {"enabled": True, "percent": "0.2"} if trails else {"enabled": False}
        position = {
            "type": "sell" if short else "buy",
            "order_type": "limit" if limit else "market",
            "units": {"value": "0.01"},
            "price": {"value": _at(price, "0.3" if short else "-0.3")},
        }
        steps = [
            {"order_type": "limit", "price": {"type": "bid", "value": _at(price, f"{sign}0.5")}},
            {"order_type": "market", "price": {"type": "last", "value": _at(price, f"{sign}1.1")}},
        ]
        body = {
            "account_id": account,
            "pair": pair,
            "position": position,
            "take_profit": {
                "enabled": True,
                "steps": [steps[0] | {"volume": 60}, steps[1] | {"volume": 40, "trailing": last}],
            },
            "stop_loss": {
                "enabled": True,
                "order_type": "market",
                "conditional": trigger | {"trailing": {"enabled": trails}},
            },
        }
        leverage = {"leverage": {"enabled": True, "type": "cross", "value": "10"}}
        return _sent(client, "/v2/smart_trades", body | (leverage if pair == CONTRACT else {}))

    return create


def _bot(account: int, pair: str, **changes: Any) -> Action:
    body = BOT | {"account_id": account, "pairs": [pair], "base_order_volume": "300"} | changes

    def create(client: Asking, price: Decimal) -> object:
        made = _sent(client, "/ver1/bots/create_bot", body)
        return _sent(client, f"/ver1/bots/{made['id']}/enable")

    return create


def _grid(account: int, pair: str, **changes: Any) -> Action:
    def create(client: Asking, price: Decimal) -> object:
        body = {
            "account_id": account,
            "name": "Grid",
            "pair": pair,
            "upper_price": _at(price, "2"),
            "lower_price": _at(price, "-2"),
            "grids_quantity": 9,
            "quantity_per_grid": "0.002",
            **changes,
        }
        made = _sent(client, "/ver1/grid_bots/manual", body)
        return _sent(client, f"/ver1/grid_bots/{made['id']}/enable")

    return create


def simple_trade(account: int, side: str, at: str, trigger: str | None = None) -> dict[str, Any]:
    """Return a limit order, or one at market that waits for a price."""
    off = {"enabled": False}
    waits = {"enabled": True, "value": trigger, "price": {"value": at, "type": "last"}}
    return {
        "account_id": account,
        "pair": SPOT,
        "order": {"side": side, "type": "limit" if trigger is None else "market"},
        "units": {"value": "0.01"},
        "price": {"value": at},
        "conditional": off if trigger is None else waits,
        "trailing": off,
        "timeout": off,
    }


def _simple(account: int, side: str, percent: str, trigger: str | None = None) -> Action:
    def create(client: Asking, price: Decimal) -> object:
        return _sent(client, "/ver1/trades", simple_trade(account, side, _at(price, percent), trigger))

    return create


_OPTIONS = {"time": "3m", "points": "45", "time_period": "3", "trigger_condition": "less"}
_RSI = [{"strategy": "rsi", "options": _OPTIONS}]
_CROSS: dict[str, Any] = {"leverage_type": "cross", "leverage_custom_value": 5}
ACTIONS: dict[str, Action] = {
    "SmartTrade at market": _smart_trade(PAPER, SPOT),
    "SmartTrade that waits and trails": _smart_trade(US, SPOT, limit=True, trails=True),
    "SmartTrade that sells first": _smart_trade(PAPER, SPOT, short=True),
    "nonstop bot": _bot(PAPER, SPOT, name="<b>bold", take_profit="0.6", safety_order_step_percentage="0.4"),
    "bot with a stop and a pause": _bot(
        US, SPOT, stop_loss_percentage="1.5", cooldown=120, max_safety_orders=1
    ),
    "bot by rsi": _bot(PAPER, SPOT, strategy_list=_RSI, take_profit="0.5"),
    "bot by rsi with a delay": _bot(
        US, SPOT, strategy_list=_RSI, take_profit="0.4", cooldown=60, deal_start_delay_seconds=90
    ),
    "grid bot": _grid(PAPER, SPOT),
    "simple buy": _simple(PAPER, "buy", "-0.4"),
    "simple sell on a trigger": _simple(PAPER, "sell", "0.4", "greater"),
}
CONTRACTS: dict[str, Action] = {
    "long with leverage": _smart_trade(FUTURES, CONTRACT, limit=True),
    "short with leverage": _smart_trade(FUTURES, CONTRACT, short=True, trails=True),
    "futures grid": _grid(FUTURES, CONTRACT, mode="long", **_CROSS),
    "futures bot": _bot(FUTURES, CONTRACT, strategy="short", take_profit="0.5", **_CROSS),
}
