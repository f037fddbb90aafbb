"""A server of grid bots that keeps what it is told, and may lose a request or its answer."""

import json
from typing import Any

import httpx
from threecommas import HmacSigner

from tests.client.documented_bodies import documented
from tests.client.transport.fake_time import FakeTime

BODY = documented("create_grid_bot_request") | {"account_id": 1}
_EXAMPLE = documented("grid_bot_created")


class Server(httpx.MockTransport):
    """Keeps grid bots by their numbers; `loses` says of each POST whether it, or its answer, is lost."""

    def __init__(self, loses: list[str]) -> None:
        self.bots: dict[int, dict[str, Any]] = {}
        self.posts: list[str] = []
        self.time = FakeTime()
        self._loses = list(loses)
        super().__init__(self.answer)

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of a client of this server."""
        return {
            "api_key": "key",
            "signer": HmacSigner("secret"),
            "mode": "real",
            "transport": self,
            "timing": self.time.timing(),
            "rate_budget": None,
            "retries": None,
        }

    def add(self, **members: Any) -> int:
        """Keep one more bot, and return its number."""
        number = len(self.bots) + 1
        moment = self.time.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.bots[number] = {**_EXAMPLE, **members, "id": number, "created_at": moment}
        return number

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = request.url.path.removeprefix("/public/api/ver1/")
        if path.startswith("accounts/"):
            return httpx.Response(200, json={"market_code": "binance"})
        if request.method == "GET":
            return httpx.Response(200, json=self._page(request.url.params))
        loss = self._loses.pop(0) if self._loses else ""
        if loss == "request":
            raise httpx.ConnectError("lost")
        self.posts.append(path)
        done = self._carried_out(request, path)
        if loss == "answer":
            raise httpx.ReadError("lost")
        return done

    def _carried_out(self, request: httpx.Request, path: str) -> httpx.Response:
        if path == "grid_bots/manual":
            return httpx.Response(201, json=self.bots[self.add(**json.loads(request.content))])
        number = int(path.split("/")[1])
        if request.method == "DELETE":
            del self.bots[number]
            return httpx.Response(204)
        self.bots[number]["is_enabled"] = False
        return httpx.Response(201, json=self.bots[number])

    def _page(self, asked: httpx.QueryParams) -> list[dict[str, Any]]:
        listed = sorted(self.bots.values(), key=lambda bot: -bot["id"])
        if asked.get("state") == "enabled":
            listed = [bot for bot in listed if bot["is_enabled"]]
        start = int(asked.get("offset", 0))
        return listed[start : start + int(asked["limit"])]
