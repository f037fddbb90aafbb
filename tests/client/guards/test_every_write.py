"""Each guard holds each write: read_only, dry run, paper mode and limits, by the table of operations.

Nothing here is listed by hand. A write that is added to the document is held to this at once, and one of
which the document does not say in `x-order` what it does to orders fails.
"""

import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
from threecommas import DryRunError, GuardError, HmacSigner, Limits, ThreeCommas
from threecommas.messages import routes
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import METHODS, Operation

from tests.cli.documented_operations import DescribedOperation, body, described

WRITES = [name for name, operation in OPERATIONS.items() if operation.retry == "never"]
READS = {name: described(method) for method, name in METHODS.items() if OPERATIONS[name].method == "GET"}
BY_OPERATION = {name: method for method, name in METHODS.items()}
each_write = pytest.mark.parametrize("name", WRITES)
# The effects that let orders be worth more than before.
PLACES = {"places", "places_later"}
# An account that none of the documented answers is of.
NONE_OF_THEM = 4


def path_of(operation: DescribedOperation) -> str:
    """Return the path with the examples of its parameters."""
    path = operation.url
    for each in operation.parameters("path"):
        path = path.replace(f"{{{each['name']}}}", str(each["example"]))
    return path


def documented(request: httpx.Request) -> httpx.Response:
    """Answer a read as the document shows it; its accounts are real ones."""
    path = request.url.path.removeprefix("/public/api")
    for read in READS.values():
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(read.url)), path):
            return read.answer()
    return httpx.Response(404, json={"error": "not_found", "error_description": "Not Found"})


def attempt(operation: Operation, **options: Any) -> tuple[list[str], Exception | None]:
    """Send a documented request by a client; return the methods that left, and what it raised."""
    left: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        left.append(request.method)
        return documented(request) if request.method == "GET" else httpx.Response(200, json={})

    stated, content = described(BY_OPERATION[operation.id]), body(described(BY_OPERATION[operation.id]))
    query = {
        each["name"]: str(each["example"]) for each in stated.parameters("query") if each.get("required")
    }
    transport = httpx.MockTransport(answer)
    with ThreeCommas("key", HmacSigner("secret"), transport=transport, retries=None, **options) as client:
        try:
            client.http.request(
                operation.method,
                path_of(stated),
                params=query or None,
                content=content,
                headers={"Content-Type": "application/json"} if content else None,
                extensions={"threecommas.operation": operation},
            )
        except (DryRunError, GuardError) as held_back:
            return left, held_back
    return left, None


@each_write
def test_document_says_what_a_write_does_to_orders(name: str) -> None:
    assert OPERATIONS[name].order is not None


@each_write
def test_client_without_guards_sends_it(name: str) -> None:
    assert attempt(OPERATIONS[name]) == ([OPERATIONS[name].method], None)


@each_write
def test_client_that_only_reads_holds_it_back(name: str) -> None:
    left, error = attempt(OPERATIONS[name], read_only=True)
    assert (left, type(error)) == ([], GuardError)


@each_write
def test_dry_run_shows_it_and_sends_nothing(name: str) -> None:
    left, error = attempt(OPERATIONS[name], dry_run=True)
    assert left == []
    assert isinstance(error, DryRunError)
    assert (error.method, error.operation_id) == (OPERATIONS[name].method, name)


@each_write
def test_mode_paper_holds_it_back_from_real_accounts(name: str) -> None:
    left, error = attempt(OPERATIONS[name], mode="paper")
    assert set(left) <= {"GET"}
    assert isinstance(error, GuardError)
    assert error.guard == "mode"


@each_write
def test_limit_of_accounts_holds_it_back_from_others(name: str) -> None:
    left, error = attempt(OPERATIONS[name], limits=Limits(accounts=[NONE_OF_THEM]))
    assert set(left) <= {"GET"}
    assert isinstance(error, GuardError)


@pytest.mark.parametrize("name", [name for name in WRITES if OPERATIONS[name].order.effect in PLACES])  # type: ignore[union-attr]
def test_limit_of_worth_holds_back_what_places_orders(name: str) -> None:
    left, error = attempt(OPERATIONS[name], limits=Limits(per_order="0.00000001"))
    assert set(left) <= {"GET"}
    assert isinstance(error, GuardError)


@pytest.mark.parametrize("shown", ["unheard_of", "list_smart_trades", "list_trades", "cancel_trade"])
def test_write_whose_object_nothing_shows_by_its_id_is_held_back(
    shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = OPERATIONS["set_smart_trade_note"]
    assert told.order is not None
    astray = replace(told, order=replace(told.order, of=shown))
    monkeypatch.setattr(routes, "OPERATIONS", {**OPERATIONS, told.id: astray})
    left, error = attempt(astray, mode="paper")
    assert (left, type(error)) == ([], GuardError)
    assert f"names {shown!r}: that is not an operation with an x-order that shows an object" in str(error)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"mode": "paper"}, id="mode"),
        pytest.param({"limits": Limits(per_order="1000000")}, id="limits"),
        pytest.param({"max_total": "1000000"}, id="max_total"),
        pytest.param({"read_only": True}, id="read_only"),
    ],
)
@pytest.mark.parametrize("name", WRITES[::9])
def test_write_of_which_the_document_says_nothing_is_held_back(
    name: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    unsaid = replace(OPERATIONS[name], order=None)
    # As if the document had it so: a table of operations is data.
    monkeypatch.setattr(routes, "OPERATIONS", {**OPERATIONS, name: unsaid})
    left, error = attempt(unsaid, **options)
    assert (left, type(error)) == ([], GuardError)
