"""What a run does without a market: it makes no orders, says so, and goes on with everything else."""

import threecommas_openapi
from threecommas_conformance import RunPlan, run, target_from_environment
from threecommas_conformance.reports.baseline import NOTHING_KNOWN
from threecommas_conformance.reports.html import page
from threecommas_conformance.reports.summary import summary
from threecommas_mock import Document, MockExchange

from tests.conformance.servers import KEYS
from tests.conformance.stranger import FAULTS, Stranger


def test_run_goes_on_without_orders_where_accounts_have_no_market(document: Document) -> None:
    whole = threecommas_openapi.load()
    fault = FAULTS["accounts have no market_code"]
    paths = {
        path: item for path, item in whole["paths"].items() if path.startswith(("/ver1/accounts", "/v2"))
    }
    exchange = MockExchange(document=document, journal_capacity=1, web_mode="paper")
    with exchange.transport() as inner:
        target = target_from_environment(
            KEYS, url="http://127.0.0.1:1/public/api", transport=Stranger(inner, fault)
        )
        plan = RunPlan(phases=("fuzzing", "credentials"), examples=1)
        report = run(target, plan, document={**whole, "paths": paths})
    (found,) = report.findings
    assert "market_code" in found.message
    assert {each.phase for each in report.interactions} == {"fixtures", "fuzzing", "credentials"}
    assert "market_code" in report.without_orders
    for told in (summary(report, NOTHING_KNOWN), page(report)):
        assert "Nothing that needs an order was tried." in told
