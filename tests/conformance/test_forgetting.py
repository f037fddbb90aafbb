"""A server that acknowledges writes and forgets them: each such write is found, under its own name."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import threecommas_openapi
import yaml
from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_conformance.checks.edits import unshown
from threecommas_mock import Document, ManualClock, MockExchange

from tests.conformance.servers import KEYS
from tests.conformance.stranger import SERVER, Fault, Inner, Serve, Stranger, answered, path_of

EDITS = yaml.safe_load(Path(__file__).with_name("data").joinpath("edits.yaml").read_text("utf-8"))
FORGOTTEN = {
    "enable_grid_bot": r"POST /ver1/grid_bots/\d+/enable",
    "enable_dca_bot": r"POST /ver1/bots/\d+/enable",
    "update_grid_bot": r"PATCH /ver1/grid_bots/\d+/manual",
    "set_grid_bot_note": r"POST /ver1/grid_bots/\d+/note",
    "update_dca_bot": r"PATCH /ver1/bots/\d+/update",
    "update_deal": r"PATCH /ver1/deals/\d+/update_deal",
    "update_deal_max_safety_orders": r"POST /ver1/deals/\d+/update_max_safety_orders",
    "update_account": r"POST /ver1/accounts/update",
    "rename_account": r"POST /ver1/accounts/\d+/rename",
    "remove_account": r"POST /ver1/accounts/\d+/remove",
    "update_smart_trade": r"PATCH /v2/smart_trades/\d+",
    "set_smart_trade_note": r"POST /v2/smart_trades/\d+/set_note",
}
# Those with their lists, and what makes, shows and prepares their objects.
PATHS = re.compile(
    r"/ver1/accounts(/new|/update|/\{account_id\}(/rename|/remove)?|/market_pairs|/currency_rates_with.*)?"
    r"|/ver1/grid_bots/(manual|\{id\}(/manual|/enable|/disable|/note)?)"
    r"|/ver1/bots/(create_bot|\{bot_id\}/(show|update|enable|disable|start_new_deal))"
    r"|/ver1/deals/\{deal_id\}/(show|update_deal|update_max_safety_orders)"
    r"|/v2/smart_trades/\{id\}(/set_note)?"
)
ACCOUNTS = re.compile(r"/ver1/accounts(/new|/\{account_id\}(/remove)?|/market_pairs|/currency_rates_with.*)?")
SNAPSHOT = f"{httpx.URL(SERVER).copy_with(path='/__mock__/snapshot')}"


def parsed(value: Any) -> Any:
    return json.loads(json.dumps(value), parse_float=Decimal)


def report_of(document: Document, serve: Serve, below: re.Pattern[str]) -> Report:
    whole = threecommas_openapi.load()
    paths = {path: item for path, item in whole["paths"].items() if below.fullmatch(path)}
    clock = ManualClock()
    exchange = MockExchange(
        document=document, clock=clock, journal_capacity=1, web_mode="paper", control=True
    )
    with exchange.transport() as inner:
        stranger = Stranger(inner, Fault(serve, ()), lambda: clock.advance(1))
        target = target_from_environment(KEYS, url=SERVER, transport=stranger)
        plan = RunPlan(phases=("fuzzing",), examples=1)
        return run(target, plan, document={**whole, "paths": paths})


def forgetful(request: httpx.Request, inner: Inner) -> httpx.Response:
    """Put back what was before a write, and pass its answer on."""
    written = f"{request.method} {path_of(request)}"
    if not any(re.fullmatch(pattern, written) for pattern in FORGOTTEN.values()):
        return inner(request)
    before = json.loads(inner(httpx.Request("GET", SNAPSHOT)).read())
    answer = inner(request)
    if answer.is_success:
        assert inner(httpx.Request("PUT", SNAPSHOT, json=before)).is_success
    return answer


def test_write_that_is_acknowledged_and_forgotten_is_found_under_its_own_name(document: Document) -> None:
    report = report_of(document, forgetful, PATHS)
    told = sorted(name for found in report.findings for name in found.operations)
    assert told == sorted(FORGOTTEN), "\n\n".join(map(str, report.findings))


@pytest.mark.parametrize("case", EDITS, ids=lambda case: case["name"])
def test_member_of_an_edit_is_compared_by_its_value(case: dict[str, Any]) -> None:
    found = unshown(case.get("operation", "update_dca_bot"), case["sent"], parsed(case["shown"]))
    assert [place for place, _, _ in found] == case["differ"]


def test_removed_account_that_is_listed_and_not_shown_is_found(document: Document) -> None:
    removed = list[int]()

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        answer, path = inner(request), path_of(request)
        answer.read()
        if path.endswith("/remove") and answer.is_success:
            removed.append(int(path.split("/")[-2]))
        if path != "/ver1/accounts" or "per_page" in request.url.params or not answer.is_success:
            return answer
        listed = answer.json()
        return answered(answer, [*listed, *({**listed[0], "id": number} for number in removed)])

    (found,) = report_of(document, serve, ACCOUNTS).findings
    assert (found.title, found.operations) == ("What was deleted is still listed", ("remove_account",))
