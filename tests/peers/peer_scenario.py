"""A SmartTrade's life as another client lives it: peer_scenario.py CLIENT BASE_URL KEY SECRET.

The client is unchanged but for its address. Prints a JSON object: call -> "passes", or what went wrong.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

BODIES = json.loads(Path(__file__).with_name("peer_scenario.json").read_text("utf-8"))
POLLS = 5
# call(name, id, number of the order, body) -> the answer
Call = Callable[..., Any]


class CallError(Exception):
    """The client told of an error."""


def py3cw_client(root: str, key: str, secret: str) -> Call:
    """Return the calls of py3cw."""
    from py3cw import request

    request.API_URL = root
    client = request.Py3CW(key=key, secret=secret)
    actions = {
        "list": "",
        "create": "new",
        "get": "get_by_id",
        "trades.list": "get_trades",
        "trades.cancel": "cancel_trade",
        "trades.close_by_market": "panic_close_by_market",
    }

    def call(name: str, number: int = 0, order: int = 0, body: Any = None) -> Any:
        options = {"action_sub_id": str(order)} if order else {}
        error, answer = client.request(
            entity="smart_trades_v2",
            action=actions.get(name, name),
            action_id=str(number) if number else None,
            payload=body,
            **options,
        )
        if error:
            raise CallError(str(error))
        return answer

    return call


def three_commas_client(root: str, key: str, secret: str) -> Call:
    """Return the calls of three-commas."""
    from py3cw import request
    from three_commas.api.v2 import smart_trades

    request.API_URL = root
    names = {
        "list": "get",
        "create": "post",
        "get": "get_by_id",
        "update": "patch_by_id",
        "cancel": "delete_by_id",
        "trades.list": "get_trades_by_id",
        "trades.cancel": "delete_trades_by_id",
        "trades.close_by_market": "post_trades_close_by_market_by_id",
    }

    def call(name: str, number: int = 0, order: int = 0, body: Any = None) -> Any:
        function = getattr(smart_trades, names.get(name, f"post_{name}_by_id"))
        arguments = [each for each in (number, order) if each]
        error, answer = function(*arguments, payload=body, api_key=key, api_secret=secret)
        if error:
            raise CallError(str(dict(error)))
        return answer

    return call


CLIENTS = {"py3cw": py3cw_client, "three-commas": three_commas_client}


class Life:
    """Makes each call once, at a moment at which the exchange allows it, and notes what came of it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.outcomes: dict[str, str] = {}

    def live(self) -> None:
        """Make every call of SmartTrades."""
        number = self._create("create", "waiting_targets")
        self._note("list", lambda: any(each["id"] == number for each in self._call("list")))
        self._note("trades.list", lambda: len(self._call("trades.list", number)) > 1)
        for name in ("update", "set_note", "add_funds", "reduce_funds"):
            self._act(name, number, BODIES[name])
        for name in ("trades.cancel", "trades.close_by_market"):
            order = self._open_order(number)
            self._note(name, lambda name=name, order=order: "id" in self._call(name, number, order))
            self._settled(number, "waiting_targets")
        self._act("close_by_market", number)
        waiting = self._create("waiting", "waiting_position")
        for name in ("force_start", "force_process"):
            self._act(name, waiting)
        self._act("cancel", self._create("waiting", "waiting_position"))

    def _create(self, body: str, status: str) -> int:
        made: dict[str, Any] = {}
        self._note("create", lambda: made.update(self._call("create", body=BODIES[body])) or "id" in made)
        number = int(made["id"])
        self._note("get", lambda: self._call("get", number)["id"] == number)
        self._settled(number, status)
        return number

    def _act(self, name: str, number: int, body: Any = None) -> None:
        self._note(name, lambda: self._call(name, number, body=body)["id"] == number)
        self._settled(number, "waiting_targets")

    def _settled(self, number: int, status: str) -> Mapping[str, Any]:
        """Ask until the SmartTrade has the status, or has been asked for often enough."""
        trade: Mapping[str, Any] = {}
        for _ in range(POLLS):
            trade = self._call("get", number)
            if trade["status"]["type"] == status:
                break
        return trade

    def _open_order(self, number: int) -> int:
        steps = self._settled(number, "waiting_targets")["take_profit"]["steps"]
        return next(int(step["id"]) for step in steps if step["status"]["type"] == "order_placed")

    def _note(self, name: str, attempt: Callable[[], object]) -> None:
        try:
            outcome = "passes" if attempt() else "answers something else"
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"
        # What failed once has failed.
        if self.outcomes.get(name, "passes") == "passes":
            self.outcomes[name] = outcome


if __name__ == "__main__":
    client_, base_url, key_, secret_ = sys.argv[1:]
    life = Life(CLIENTS[client_](base_url.removesuffix("/public/api"), key_, secret_))
    try:
        life.live()
    finally:
        print(json.dumps(life.outcomes, indent=2))
