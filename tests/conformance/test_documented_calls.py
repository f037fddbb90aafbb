"""Never succeeded is no matter of luck: what a documented request reaches is no finding."""

import json
from collections.abc import Callable

import httpx
import pytest
import threecommas_openapi
from threecommas.flow import Timing
from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_conformance.document.operations import operations
from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects, makers
from threecommas_conformance.fixtures.survey import FixtureFinder
from threecommas_conformance.traffic.gateway import Gateway
from threecommas_mock import Document, MockExchange

from tests.conformance.servers import KEYS

NOTE = "You can add an any note to an existing SmartTrade, limited to 300 characters."
BOTS, DEALS = "/ver1/bots", "/ver1/deals"
Taken = Callable[[httpx.Request], bool]


class Picky(httpx.BaseTransport):
    """A server that answers an operation with 422 unless it takes the request."""

    def __init__(self, inner: httpx.BaseTransport, ending: str, is_taken: Taken) -> None:
        self._inner, self._ending, self._is_taken = inner, ending, is_taken

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        if (
            not request.url.path.endswith(self._ending)
            or answer.status_code == 401
            or self._is_taken(request)
        ):
            return answer
        return httpx.Response(422, json={"error": "unprocessable_entity", "error_description": "Not so"})


def checked(document: Document, ending: str, is_taken: Taken, below: tuple[str, ...]) -> Report:
    """Run few drawn requests of the paths below some others against a picky server."""
    whole = threecommas_openapi.load()
    paths = {path: item for path, item in whole["paths"].items() if path.startswith(below)}
    exchange = MockExchange(document=document, journal_capacity=1, web_mode="paper")
    with exchange.transport() as inner:
        transport = Picky(inner, ending, is_taken)
        target = target_from_environment(KEYS, url="http://127.0.0.1:1/public/api", transport=transport)
        return run(target, RunPlan(phases=("fuzzing",), examples=1), document={**whole, "paths": paths})


@pytest.mark.parametrize(
    ("ending", "is_taken", "below"),
    [
        pytest.param(
            "/ver1/bots",
            lambda request: {"limit", "offset", "sort_by"} <= request.url.params.keys(),
            ("/ver1/bots",),
            id="with what may be left out of a query",
        ),
        pytest.param(
            "/set_note",
            lambda request: json.loads(request.content).get("note") == NOTE,
            ("/v2/smart_trades",),
            id="with a documented body",
        ),
        # A trade at the market is over before anybody could cancel it.
        pytest.param("/cancel", lambda request: True, ("/ver1/trades",), id="on an object of another kind"),
    ],
)
def test_operation_that_a_documented_request_reaches_has_succeeded(
    document: Document, ending: str, is_taken: Taken, below: tuple[str, ...]
) -> None:
    report = checked(document, ending, is_taken, below)
    assert [str(found) for found in report.findings] == []
    assert [each.phase for each in report.interactions if each.url.partition("?")[0].endswith(ending)][
        -1
    ] == ("success")


def test_operation_that_no_documented_request_reaches_has_never_succeeded(document: Document) -> None:
    report = checked(document, "/cancel", lambda request: False, ("/ver1/trades",))
    assert [f"{found.operation}/{found.check}" for found in report.findings] == [
        "cancel_simple_trade/never_succeeded"
    ]
    tried = [each for each in report.interactions if each.phase == "success" and each.url.endswith("/cancel")]
    # One on each kind of order that the document shows.
    assert len({each.url for each in tried}) == len(tried) == 8


def test_write_whose_answer_leads_to_no_success_is_named(document: Document) -> None:
    of_bots = (f"{BOTS}/create_bot", f"{BOTS}/{{bot_id}}/start_new_deal", f"{BOTS}/{{bot_id}}/show")
    of_deals = tuple(f"{DEALS}/{{deal_id}}/{name}" for name in ("show", "add_funds", "cancel_order"))
    (found,) = checked(document, "/cancel_order", lambda request: False, of_bots + of_deals).findings
    assert (found.operation, found.check) == ("cancel_deal_order", "never_succeeded")
    assert "add_funds_to_deal may have done nothing" in found.message


@pytest.mark.parametrize("before", [(), (BOTS,), (DEALS,), (BOTS, DEALS)], ids=str)
def test_objects_of_every_kind_come_up_whatever_was_made_before(
    document: Document, before: tuple[str, ...]
) -> None:
    known = operations(threecommas_openapi.load())
    exchange = MockExchange(document=document, journal_capacity=1, web_mode="paper")
    with exchange.transport() as transport:
        target = target_from_environment(KEYS, url="http://127.0.0.1:1/public/api", transport=transport)
        gateway = Gateway(target, OperationRouter(known), timing=Timing(), on_wait=lambda seconds: None)
        finder = FixtureFinder(gateway)
        fixtures = finder.survey(account_id=None, pair=None)
        objects = DocumentedObjects(finder, fixtures, makers(known))
        gateway.on_response = objects.on_response
        for collection in before:
            objects.id(collection)
            objects.let_go(collection)
        has_steps = set()
        for _ in range(objects.kinds(DEALS)):
            objects.id(DEALS)
            has_steps.add(bool(objects.shown(DEALS)["take_profit_steps"]))
            objects.let_go(DEALS)
    assert has_steps == {True, False}
