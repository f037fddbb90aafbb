"""What no schema says is judged by the calls of a run: each rule finds what breaks it, and nothing else."""

import json
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
import yaml
from threecommas_conformance.checks.all_rules import RULES, check_rules
from threecommas_conformance.checks.coverage import schema_coverage
from threecommas_conformance.checks.object_history import ObjectHistory
from threecommas_conformance.checks.operation_schemas import operation_schemas
from threecommas_conformance.checks.schema import schema_violations, undocumented_members
from threecommas_conformance.checks.smart_trade_history import SmartTradeHistory
from threecommas_conformance.document.object_places import object_places
from threecommas_conformance.document.operations import filled_path, operations
from threecommas_conformance.document.transitions import transitions
from threecommas_conformance.findings import Finding
from threecommas_conformance.phases.invalid_bodies import check_refusal, invalid_bodies
from threecommas_conformance.traffic.calls import parse_call
from threecommas_conformance.traffic.interactions import Interaction

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("judged_calls.yaml").read_text("utf-8"))
DOCUMENT = threecommas_openapi.load()
OPERATIONS = {operation.id: operation for operation in operations(DOCUMENT)}
SCHEMAS = operation_schemas(DOCUMENT)
TABLES = transitions(DOCUMENT)
PLACES = object_places(DOCUMENT)


def interaction(call: dict[str, Any]) -> Interaction:
    operation = OPERATIONS[call["operation"]]
    path = filled_path(operation.path, repeat("1"))
    return Interaction(
        number=1,
        phase="fuzzing",
        operation=operation.id,
        case="",
        started=datetime(2026, 1, 1, tzinfo=UTC),
        milliseconds=1,
        method=operation.method,
        url=f"https://api.example/public/api{path}{call.get('query', '')}",
        headers=(),
        body=json.dumps(call["sent"]) if "sent" in call else "",
        status=call["status"],
        answer=call.get("text", json.dumps(call.get("answer"))),
    )


def judged(calls: list[dict[str, Any]], *, shape: bool) -> list[Finding]:
    history, objects, findings = SmartTradeHistory(TABLES), ObjectHistory(PLACES, TABLES), list[Finding]()
    for each in map(interaction, calls):
        call, name = parse_call(each), each.operation or ""
        findings += [*check_rules(call, OPERATIONS[name]), *undocumented_members(call, SCHEMAS[name])]
        findings += [*history.check(call), *objects.check(call, OPERATIONS[name])]
        # Most cases have abridged answers, which no schema would let pass.
        findings += schema_violations(call, SCHEMAS[name]) if shape else []
    return findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_calls_are_judged_by_what_no_schema_says(case: dict[str, Any]) -> None:
    calls, shape = case["calls"], case.get("judges_shape", False)
    found = [f"{each.check}: {each.title}: {each.message}" for each in judged(calls, shape=shape)]
    assert found == case["findings"]


def test_every_rule_has_a_case_that_breaks_it() -> None:
    told_of = {finding.partition(":")[0] for case in CASES for finding in case["findings"]}
    others = {"closed_means_closed", "flags_say_what_goes", "undocumented_member", "schema_violation"}
    others |= {"transition", "outcome", "decimal"}
    assert told_of == {rule.__name__ for rule in RULES} | others


def test_every_keyword_of_every_body_is_broken_once_and_never_passes_for_valid() -> None:
    cases = list(invalid_bodies(DOCUMENT, tuple(OPERATIONS.values())))
    sent = [interaction({"operation": case.operation.id, "sent": case.body, "status": 400}) for case in cases]
    met = schema_coverage(SCHEMAS, sent)
    bodies = {place for place in met.keywords if not place.startswith("/components/parameters/")}
    in_urls = {place for each in SCHEMAS.values() for place in each.keywords_of_parameters()}
    documented = [
        interaction({"operation": operation.id, "sent": example, "status": 201})
        for operation in OPERATIONS.values()
        for example in operation.examples
    ]
    # What no documented body has, such as a conditional entry in a PATCH, is left to generated ones.
    kept = schema_coverage(SCHEMAS, documented).kept & bodies - in_urls
    assert kept
    assert sorted(kept - met.broken) == []
    assert len({(case.operation.id, case.place) for case in cases}) == len(cases) > 200


def test_a_body_is_broken_in_all_that_a_schema_may_ask_for() -> None:
    cases = invalid_bodies(DOCUMENT, tuple(OPERATIONS.values()))
    assert {case.place.rpartition("/")[2] for case in cases} >= {
        *("type", "enum", "const", "anyOf", "oneOf", "required", "pattern"),
        *("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"),
    }


@pytest.mark.parametrize(("status", "count"), [(200, 1), (201, 1), (404, 1), (400, 0), (422, 0), (500, 0)])
def test_broken_body_has_to_be_refused_as_such(status: int, count: int) -> None:
    case = next(invalid_bodies(DOCUMENT, tuple(OPERATIONS.values())))
    answer = interaction({"operation": case.operation.id, "sent": case.body, "status": status})
    found = list(check_refusal(case, answer))
    assert [each.message for each in found] == [f"It breaks {case.place} and was answered {status}."] * count


def test_reach_counts_what_was_kept_broken_and_seen_and_names_the_rest() -> None:
    nothing = schema_coverage(SCHEMAS, [])
    assert not nothing.kept | nothing.broken | nothing.seen
    calls = [
        {"operation": "set_smart_trade_note", "sent": {"note": "x" * 301}, "status": 400},
        {"operation": "list_smart_trades", "query": "?per_page=100", "status": 200, "answer": []},
        {"operation": "validate", "status": 200, "answer": {"valid": True}},
    ]
    met = schema_coverage(SCHEMAS, map(interaction, calls))
    assert "/components/schemas/NoteInput/maxLength" in met.broken - met.kept
    assert "/components/parameters/PerPage/schema/maximum" in met.kept - met.broken
    assert "/components/schemas/Validation/properties/valid" in met.seen
    assert "no answer had Trailing: enabled, percent" in met.gaps
    assert f"Of {len(met.keywords)} keywords of requests {len(met.kept)} were kept" in str(met)
