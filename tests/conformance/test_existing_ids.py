"""The ids of a run: where they come from, and which of them a write may name."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from threecommas import HmacSigner, Timing
from threecommas_conformance.document.operations import operations
from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects
from threecommas_conformance.fixtures.existing_ids import ExistingIds, led_ids, placeholder_path
from threecommas_conformance.fixtures.smart_trades import SmartTradePool
from threecommas_conformance.fixtures.survey import FixtureFinder, Fixtures
from threecommas_conformance.target import MAY_WRITE, Target
from threecommas_conformance.traffic.gateway import Gateway
from threecommas_conformance.traffic.interactions import Interaction

DATA = yaml.safe_load(Path(__file__).with_name("data").joinpath("existing_ids.yaml").read_text("utf-8"))
KNOWN = {operation.id: operation for operation in operations(DATA["document"])}
BASE = "/public/api"
ORDER = {"position": {"units": {"value": "1"}, "price": {"value": "2"}}}


def ids_of(case: dict[str, Any]) -> ExistingIds:
    """Return the ids of a run after the answers of a case."""
    gateway = Gateway(
        Target(base_url=httpx.URL(f"https://api.example{BASE}"), api_key="key", signer=HmacSigner("secret")),
        OperationRouter(KNOWN.values()),
        timing=Timing(),
        on_wait=lambda seconds: None,
    )
    fixtures = Fixtures(account_id=77, market_code="binance", pair="USDT_BTC", orders={})
    finder = FixtureFinder(gateway)
    ids = ExistingIds(
        tuple(KNOWN.values()),
        SmartTradePool(finder, fixtures, only_reads=True),
        DocumentedObjects(finder, fixtures, {}),
        account_id=77,
        pair="USDT_BTC",
        base_path=BASE,
        only_made=case.get("elsewhere", False),
    )
    for number, seen in enumerate(case.get("seen", ())):
        ids.on_response(interaction(number, seen))
    return ids


def interaction(number: int, seen: dict[str, Any]) -> Interaction:
    return Interaction(
        number=number,
        phase="fuzzing",
        operation=seen["operation"],
        case="",
        started=datetime(2026, 1, 1, tzinfo=UTC),
        milliseconds=1,
        method=KNOWN[seen["operation"]].method,
        url=f"https://api.example{BASE}{seen['path']}",
        headers=(),
        body="",
        status=seen.get("status", 200),
        answer=seen.get("text", json.dumps(seen.get("answer"))),
    )


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["name"])
def test_call_is_led_to_what_exists(case: dict[str, Any]) -> None:
    ids = ids_of(case)
    sent = {
        name: ids.rewrite(KNOWN[name].method, (BASE + placeholder_path(KNOWN[name])).encode(), b"")[0]
        for name in case.get("sent", ())
    }
    assert {name: path.decode().removeprefix(BASE) for name, path in sent.items()} == case.get("sent", {})
    paths = {
        path: ids.rewrite("POST", (BASE + path).encode(), b"")[0].decode().removeprefix(BASE)
        for path in case.get("paths", ())
    }
    assert paths == case.get("paths", {})


@pytest.mark.parametrize("case", DATA["led"], ids=lambda case: str(case["chosen"]))
def test_word_that_may_stand_for_a_number_stays_and_any_other_id_makes_room(
    case: dict[str, Any],
) -> None:
    assert sorted(led_ids(KNOWN[case["operation"]], case["chosen"])) == case["led"]


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"pairs": ["USDT_BTC", "USDT_ETH"]}, {"pairs": ["USDT_BTC-SWAP", "USDT_ETH"]}),
        ({"pairs": "USDT_BTC"}, {"pairs": "USDT_BTC-SWAP"}),
        ({"pairs": ["USDT_BTC"], "name": "a bot"}, {"pairs": ["USDT_BTC"], "name": "a bot"}),
        ({"pairs": ["USDT_ETH"]}, {"pairs": ["USDT_ETH"]}),
    ],
    ids=["a list", "a text", "a bot", "another pair"],
)
def test_pair_of_the_run_is_put_on_no_black_list(sent: dict[str, Any], left: dict[str, Any]) -> None:
    written = ids_of({}).rewrite("POST", f"{BASE}/ver1/bots/black".encode(), json.dumps(sent).encode())[1]
    assert json.loads(written) == left


def test_pair_of_the_run_is_put_on_no_black_list_beside_members_that_nobody_knows() -> None:
    sent = json.dumps({"pairs": ["USDT_BTC"], "more": 1}).encode()
    written = ids_of({}).rewrite("POST", f"{BASE}/ver1/bots/update_pairs_black_list".encode(), sent)[1]
    assert json.loads(written) == {"pairs": ["USDT_BTC-SWAP"], "more": 1}


def test_order_is_added_nowhere_but_where_the_run_makes_its_objects() -> None:
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        return httpx.Response(201, json={"id": 1})

    gateway = Gateway(
        Target(
            base_url=httpx.URL(f"https://api.example{BASE}"),
            api_key="key",
            signer=HmacSigner("secret"),
            transport=httpx.MockTransport(answer),
            permissions=frozenset({MAY_WRITE}),
        ),
        OperationRouter(KNOWN.values()),
        timing=Timing(),
        on_wait=lambda seconds: None,
    )
    fixtures = Fixtures(account_id=77, market_code="binance", pair="USDT_BTC", orders={"position": ORDER})
    objects = DocumentedObjects(FixtureFinder(gateway), fixtures, {})
    assert objects.prepare(KNOWN["sell_deal"], "5") is None
    assert sent == []
