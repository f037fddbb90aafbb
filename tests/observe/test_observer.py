"""What an observer makes of requests: where they go, what is left out and why, what was never seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.observe.document import Document
from generator.observe.http_transactions import HttpTransaction
from generator.observe.matching import Routes
from generator.observe.observer import Observer
from generator.observe.report import Report

HERE = Path(__file__)
ROUTES = json.loads(HERE.with_name("routes.json").read_text("utf-8"))
LEFT_OUT = json.loads(HERE.with_name("left_out.json").read_text("utf-8"))
TRADE = "https://api.3commas.io/public/api/v2/smart_trades/30404547"
HEADERS = st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple)
SCALARS = st.none() | st.booleans() | st.floats() | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
BODIES = st.none() | st.binary() | VALUES.map(lambda value: json.dumps(value).encode())
URLS = st.sampled_from([TRADE, f"{TRADE}/set_note", f"{TRADE}/trades?page=2"]) | st.text()
EXCHANGES = st.builds(
    HttpTransaction,
    origin=st.just(""),
    method=st.sampled_from(["GET", "POST", "PATCH"]) | st.text(),
    url=URLS | st.text().map(f"{TRADE}/".__add__),
    status=st.integers(0, 999),
    request_headers=HEADERS,
    request_body=BODIES,
    response_headers=HEADERS,
    response_body=BODIES,
)


def reported(document: Document, *exchanges: HttpTransaction) -> Report:
    observer = Observer(document)
    for exchange in exchanges:
        observer.observe(exchange)
    return observer.report()


@pytest.mark.parametrize("case", ROUTES, ids=lambda case: case["request"])
def test_request_goes_to_its_operation(case: dict[str, str], document: Document) -> None:
    match = Routes(document).find(*case["request"].split(" "))
    if match is None:
        goes_to = "elsewhere"
    else:
        goes_to = match.operation.id if match.operation else f"undocumented {match.path}"
    assert goes_to == case["goes_to"]


@pytest.mark.parametrize("case", LEFT_OUT, ids=lambda case: case["reason"])
def test_what_says_nothing_is_counted_with_its_reason(case: dict[str, Any], document: Document) -> None:
    given_body = case.get("response_body")
    exchange = HttpTransaction(
        origin="",
        method=case["method"],
        url=case["url"],
        status=case["status"],
        response_headers=tuple(case.get("response_headers", {}).items()),
        response_body=given_body if given_body is None else given_body.encode("latin-1"),
    )
    report = reported(document, exchange)
    assert report.left_out == {case["reason"]: 1}
    assert report.findings == []


@pytest.mark.parametrize("depth", [200, 200_000])
def test_body_nested_too_deeply_is_counted_and_not_compared(depth: int, document: Document) -> None:
    body = b"[" * depth + b"]" * depth
    report = reported(document, HttpTransaction("", "GET", TRADE, 404, response_body=body))
    assert report.left_out == {"answers whose body is nested too deeply": 1}


def test_refused_request_is_no_evidence_of_what_may_be_sent(document: Document) -> None:
    body = b'{"error": "signature_invalid"}'
    report = reported(document, HttpTransaction("", "GET", f"{TRADE}?bot_id=1", 401, response_body=body))
    assert report.findings == []
    assert report.unseen.statuses["get_smart_trade"][0] == "200"


def test_same_drift_in_many_items_counts_once_an_exchange(document: Document) -> None:
    body = json.dumps({"error": "x", "error_attributes": {"a": [1, 2, 3], "b": [4]}}).encode()
    report = reported(document, *[HttpTransaction("", "GET", TRADE, 400, response_body=body)] * 3)
    assert [(each.pointer, each.count, each.first) for each in report.findings] == [
        ("/error_attributes/*/*", 3, "exchange 1")
    ]


def test_unseen_parts_are_named_where_their_holder_was_seen(document: Document) -> None:
    body = json.dumps({"error": "not_found"}).encode()
    unseen = reported(document, HttpTransaction("", "GET", TRADE, 404, response_body=body)).unseen
    assert "get_smart_trade" not in unseen.operations
    assert "create_smart_trade" in unseen.operations
    assert "404" not in unseen.statuses["get_smart_trade"]
    assert unseen.statuses.keys() == {"get_smart_trade"}
    assert unseen.parameters == {"get_smart_trade": ("Forced-Mode",)}
    holder = "/components/schemas/ErrorResponse/properties"
    assert unseen.fields == (f"{holder}/error_description", f"{holder}/error_attributes")


@settings(deadline=None)
@given(exchange=EXCHANGES)
def test_no_traffic_breaks_a_running_program(exchange: HttpTransaction, document: Document) -> None:
    assert reported(document, exchange).exchanges == 1
