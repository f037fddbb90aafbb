"""A server of deals: a list that is read page by page, and deals that end when they are told."""

from copy import deepcopy
from typing import Any

import httpx
import threecommas_openapi

from tests.client.transport.fake_time import FakeTime

_EXAMPLES = threecommas_openapi.load()["components"]["examples"]
_ENDING = {"panic_sell": "panic_sell_pending", "cancel": "cancel_pending"}
REAL = 32455218


def deal(number: int, **members: Any) -> dict[str, Any]:
    """Return a deal that holds coins, unless the members say otherwise; ``finished`` is ``finished?``."""
    named = {f"{name}?" if name in _FLAGS else name: value for name, value in members.items()}
    made: dict[str, Any] = deepcopy(_EXAMPLES["deal_list"]["value"][0]) | {"account_id": REAL}
    return made | {"id": number} | named


_FLAGS = frozenset({"finished", "cancellable", "panic_sellable"})
WAITING = {"status": "base_order_placed", "panic_sellable": False}


class DealsServer:
    """Answers requests about deals, and notes them. `refuses` are paths that are answered 500."""

    def __init__(self, *deals: dict[str, Any], refuses: tuple[str, ...] = ()) -> None:
        self.deals = {each["id"] if isinstance(each, dict) else None: each for each in deals}
        self.refuses = refuses
        self.bots: dict[str, list[dict[str, Any]]] = {"/ver1/bots": [], "/ver1/grid_bots": []}
        self.sent: list[str] = []
        self.time = FakeTime()
        self.later: list[Any] = []
        """What is done before each request, one after the other."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = request.url.path.removeprefix("/public/api")
        self.sent.append(f"{request.method} {path}")
        if self.later:
            self.later.pop(0)()
        if path in self.refuses:
            return httpx.Response(500, json={"error": "unknown_error"})
        if path in self.bots:
            skipped = int(request.url.params["offset"])
            return httpx.Response(200, json=self.bots[path][skipped:])
        return self._answer(request, path)

    def _answer(self, request: httpx.Request, path: str) -> httpx.Response:
        if path == "/v2/smart_trades":
            return httpx.Response(200, json=[])
        if path.endswith("/disable"):
            return httpx.Response(201, json={})
        if path.startswith("/ver1/accounts/"):
            return httpx.Response(200, json=_EXAMPLES["account"]["value"] | {"market_code": "binance"})
        if path == "/ver1/deals":
            asked = request.url.params
            offset, limit = int(asked.get("offset", 0)), int(asked.get("limit", 50))
            return httpx.Response(200, json=list(self.deals.values())[offset : offset + limit])
        number, _, action = path.removeprefix("/ver1/deals/").partition("/")
        found = self.deals[int(number)]
        if action == "show":
            return httpx.Response(200, json=found)
        found |= {"status": _ENDING[action], "panic_sellable?": False}
        return httpx.Response(201, json=found)

    @property
    def writes(self) -> list[str]:
        """What was asked for that changes something."""
        return [each for each in self.sent if not each.startswith("GET")]

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of a client of it."""
        way = httpx.MockTransport(self)
        return {"transport": way, "timing": self.time.timing(), "rate_budget": None, "mode": "real"}

    def outcome(self, call: Any, use: Any, **options: Any) -> Any:
        """Return what a call of a new client returned or raised."""
        try:
            return call(use, **(self.options | options))
        except Exception as error:
            return error
