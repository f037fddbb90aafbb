"""Guards hold for DCA bots: where they trade, and what they order later by themselves."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas import GuardError, HmacSigner, Limits, ThreeCommas
from threecommas.models import CopyBot, CreateBot, UpdateBot

from tests.client.dca_bots.documents import example

CASES = yaml.safe_load(Path(__file__).with_name("guards.yaml").read_text("utf-8"))
BODIES: dict[str, Any] = {
    "create": (CreateBot, "create_bot", {"account_id": 1, "pairs": ["USDT_ETH"]}),
    "update": (UpdateBot, "update_bot", {"account_id": 1, "pairs": ["USDT_ETH"]}),
    "copy_and_create": (CopyBot, "copy_bot", {}),
}
ANSWER = {"account_id": 1, "pairs": ["USDT_ETH"]}


class Server:
    """Answers bot 7 and account 1, and keeps what is written."""

    def __init__(self, market: str) -> None:
        self.market = market
        self.written: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            self.written.append(request.url.path)
            return httpx.Response(201, json={"bot_id": 8, "bot_required_amount": 1} | example("bot"))
        account = {"id": 1, "name": "a", "market_code": self.market}
        is_bot = request.url.path.endswith("/show")
        return httpx.Response(200, content=json.dumps(example("bot") | ANSWER if is_bot else account))


def options_of(case: dict[str, Any]) -> dict[str, Any]:
    found = dict(case["options"])
    if "limits" in found:
        found["limits"] = Limits(**found["limits"])
    return found


def send(client: ThreeCommas, case: dict[str, Any]) -> None:
    arguments: list[Any] = [] if case["call"] == "create" else [7]
    if case["call"] in BODIES:
        kind, name, own = BODIES[case["call"]]
        arguments.append(kind.from_dict(example(name) | own | case.get("changes", {})))
    getattr(client.dca_bots, case["call"])(*arguments)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_write_arrives_or_is_held_back(case: dict[str, Any]) -> None:
    server = Server(case["market"])
    transport = httpx.MockTransport(server)
    with ThreeCommas("key", HmacSigner("secret"), transport=transport, **options_of(case)) as client:
        if "says" in case:
            with pytest.raises(GuardError, match=case["says"]):
                send(client, case)
            assert server.written == []
        else:
            send(client, case)
            assert len(server.written) == 1


def test_pairs_of_a_bot_are_looked_at_each_time() -> None:
    server = Server("binance")
    transport = httpx.MockTransport(server)
    limits = Limits(pairs=["USDT_ETH"])
    with ThreeCommas("key", HmacSigner("secret"), transport=transport, limits=limits) as client:
        client.dca_bots.enable(7)
        ANSWER["pairs"] = ["USDT_ETH", "USDT_DOGE"]
        try:
            with pytest.raises(GuardError, match="USDT_DOGE"):
                client.dca_bots.enable(7)
        finally:
            ANSWER["pairs"] = ["USDT_ETH"]
