"""Plays the moments of a data file: calls, prices and time, one after the other.

{"price": "USDT_BTC", "last": "60000"}   move a pair; only the prices named
{"advance": 8}   {"settle": true}        let time pass, or everything pending happen
{"polls": 2}                             read the SmartTrade so often
{"post": "/close_by_market"}             call an action of it: post, patch, delete or get, with "body"
{"post_step": "/close_by_market", "step": 2}   the same for its third target; "stop_loss": true for the stop
{"list": "?status=failed"}               read the list
"""

from typing import Any

import httpx

from tests.mock.signed_client import SignedClient, example

FLAGS = (
    "editable",
    "panic_sell_available",
    "add_funds_available",
    "reduce_funds_available",
    "force_start_available",
    "force_process_available",
    "cancel_available",
    "finished",
    "base_position_step_finished",
)


def play(client: SignedClient, number: int, moment: dict[str, Any]) -> httpx.Response | None:
    """Play one moment of a SmartTrade; gives the answer if a call was made."""
    exchange = client.exchange
    match moment:
        case {"price": pair}:
            prices = {name: value for name, value in moment.items() if name in ("bid", "ask", "last")}
            exchange.set_price(pair, moment.get("all"), **prices)
        case {"advance": seconds}:
            exchange.advance(seconds)
        case {"settle": True}:
            exchange.settle()
        case {"polls": times}:
            return [client.send("GET", f"/{number}") for _ in range(times)][-1]
        case {"list": query}:
            return client.send("GET", query)
        case _:
            return _call(client, number, moment)
    return None


def see(value: Any, path: str) -> Any:
    """Return what stands at a dotted path of an answer; `flags` are all switches of `data` as 0 and 1."""
    if path == "flags":
        return "".join(str(int(value["data"][name])) for name in FLAGS)
    for name in path.split("."):
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def _call(client: SignedClient, number: int, moment: dict[str, Any]) -> httpx.Response:
    action, path = next(iter(moment.items()))
    method = action.removesuffix("_step")
    if method != action:
        path = f"/trades/{_order(client, number, moment)}{path}"
    body = example(moment["example"]) if "example" in moment else moment.get("body")
    return client.send(method.upper(), f"/{number}{path}", json=body)


def _order(client: SignedClient, number: int, moment: dict[str, Any]) -> int:
    trades = client.send("GET", f"/{number}/trades").json()
    purpose = "stop_loss" if moment.get("stop_loss") else "take_profit"
    found = [trade["id"] for trade in trades if trade["trade_purpose"] == purpose]
    return int(found[moment.get("step", 0)])
