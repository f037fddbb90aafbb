"""Every fault, each way to arm it and each kind of client, of which every fault meets one or two in turn."""

import json
from typing import Any

import httpx
import pytest
import yaml
from threecommas import HmacSigner, ThreeCommas, errors, models
from threecommas_mock import MockExchange, serve
from threecommas_mock.faults.faults import FAULTS, Fault
from threecommas_mock.faults.json import fault_codec

from tests.mock.signed_client import DATA
from tests.mock.story import see
from tests.mock.transports import (
    BODY,
    ReceivedAnswer,
    Transport,
    async_in_process,
    async_over_loopback,
    await_,
    by_socket,
    in_process,
    made,
    over_loopback,
    seen_by_socket,
    served,
    signature,
    smart_trades,
)
from tests.sampling import rotated

CASES = yaml.safe_load((DATA / "faults.yaml").read_text("utf-8"))
ARMINGS = yaml.safe_load((DATA / "armings.yaml").read_text("utf-8"))
OTHER = "/ver1/validate"


def name_of(case: dict[str, Any]) -> str:
    """Return what a case is called."""
    return "-".join(str(value) for value in case["fault"].values())


def named(value: Any) -> str | None:
    """Return what a case, an arming or a transport is called in the name of a test."""
    if isinstance(value, dict):
        return value["way"] if "way" in value else name_of(value)
    return value.__name__ if callable(value) else None


# A client that gives up takes its time, so it does that here for faults that leave it nothing else to do.
QUICK = [case for case in CASES if 600 not in case["fault"].values()]
TRANSPORTS = [in_process, async_in_process, over_loopback, async_over_loopback, by_socket]


def patience(case: dict[str, Any]) -> float:
    """Return how many seconds a client waits: long, unless it has to give up."""
    return (2 if "status" in case else 0.2) if case.get("error") == "ReadTimeout" else 60


def assert_seen(case: dict[str, Any], seen: ReceivedAnswer, own: bytes) -> None:
    """Check what a client saw, where *own* is the answer of the exchange itself."""
    assert (seen.error, seen.status) == (case.get("error"), case.get("status"))
    if seen.status is not None:
        assert seen.media_type == case.get("media_type", "application/json")
    if "begins" in case:
        assert seen.body.decode().startswith(case["begins"])
    else:
        assert seen.body == own[: case.get("received")]


@pytest.mark.parametrize(
    ("case", "transport"), rotated("sight of faults", CASES, TRANSPORTS, turns=2), ids=named
)
def test_client_sees_of_a_fault_what_a_real_one_would_show(
    case: dict[str, Any], transport: Transport
) -> None:
    exchange = made()
    exchange.fail_next(fault_codec().decode(Fault, case["fault"]))
    seen = transport(exchange, patience(case))
    entries = list(exchange.journal)
    own = entries[-1].original_reply
    assert_seen(case, seen, own.body if own else b"")
    for path, value in case.get("see", {}).items():
        assert see(json.loads(seen.body), path) == value
    assert [entry.status for entry in entries] == case["journal"]
    assert [entry.is_handled for entry in entries] == case["handled"]
    assert {type(entry.fault) for entry in entries} == {FAULTS[case["fault"]["name"]]}
    assert exchange.faults == ()
    assert smart_trades(exchange) == case["smart_trades"]


def test_every_fault_has_a_case() -> None:
    assert {case["fault"]["name"] for case in CASES} == set(FAULTS)


def arm(exchange: MockExchange, fault: dict[str, Any], arming: dict[str, Any]) -> None:
    """Arm a fault the way a case says."""
    settings = {
        name: arming[name] for name in ("operation", "times", "probability", "seed") if name in arming
    }
    chosen = exchange.fail_next if "times" in arming else exchange.inject
    chosen(fault_codec().decode(Fault, fault), **settings)


@pytest.mark.parametrize(
    ("case", "arming", "through"), rotated("arming", QUICK, ARMINGS, ["process", "socket"]), ids=named
)
def test_fault_strikes_the_requests_it_was_armed_for_and_no_others(
    case: dict[str, Any], arming: dict[str, Any], through: str
) -> None:
    exchange = made()
    arm(exchange, case["fault"], arming)
    struck = []
    with serve(exchange) as address:
        for request in arming["requests"]:
            count = exchange.journal.dropped + len(exchange.journal)
            seen = ask(exchange, request, through, address, patience(case))
            await_(lambda count=count: len(exchange.journal) > count)
            entry = list(exchange.journal)[-1]
            struck.append(entry.fault is not None)
            own = entry.original_reply if struck[-1] else entry.reply
            if struck[-1]:
                assert_seen(case, seen, own.body if own else b"")
            else:
                assert (seen.error, seen.body) == (None, own.body)
    assert struck == arming["struck"]


def ask(exchange: MockExchange, request: str, through: str, address: str, seconds: float) -> ReceivedAnswer:
    """Send one of the requests of a case."""
    if request == "other":
        answer = httpx.get(f"{address}{OTHER}", auth=signature(exchange), verify=False)
        return ReceivedAnswer(answer.status_code, body=answer.content)
    if through == "socket":
        return seen_by_socket(exchange, address, seconds)
    return in_process(exchange, seconds)


@pytest.mark.parametrize(("case", "through"), rotated("typed", CASES, ["process", "http"]), ids=named)
def test_typed_client_says_what_a_fault_leaves_to_decide(case: dict[str, Any], through: str) -> None:
    exchange = made()
    exchange.fail_next(fault_codec().decode(Fault, case["fault"]))
    key, secret = exchange.credentials[0].key, exchange.credentials[0].secret or ""
    with served(exchange) as address:
        way: dict[str, Any] = {"base_url": address}
        if through == "process":
            transport = exchange.transport(sleep=lambda seconds: None)
            way = {"base_url": exchange.base_url, "transport": transport}
        with ThreeCommas(key, HmacSigner(secret), timeout=patience(case), rate_budget=None, **way) as client:
            assert verdict(client) == case["typed"]
    # A write is sent once, whatever comes of it.
    assert [entry.status for entry in exchange.journal] == case["journal"]


def verdict(client: ThreeCommas) -> str:
    """Create a SmartTrade; gives the name of the error, or of what came."""
    try:
        return type(client.smart_trades.create(models.CreateSmartTrade.from_dict(BODY))).__name__
    except errors.ThreeCommasError as error:
        return type(error).__name__
