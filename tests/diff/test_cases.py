"""Changes made by hand: each is found, where it is, for whom it breaks, and nothing beside it."""

from typing import Any

import pytest
from jsonschema_rs import validator_for
from openapi_spec_validator.schemas.utils import get_schema_content

from generator.diff.change import Change
from generator.diff.compatibility_rules import RULES, Direction, Severity
from generator.diff.semver import bump_for
from tests.diff.patching import Case, listed_cases, single_cases

BREAKING, HARMLESS = single_cases("cases/breaking"), single_cases("cases/harmless")
ALL = [*BREAKING, *HARMLESS, *listed_cases("corners")]
OPENAPI = validator_for(dict(get_schema_content("3.1")))
CASES = pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])


def described(change: Change) -> dict[str, Any]:
    """Return what a case says of a change, in its words."""
    found: dict[str, Any] = {"kind": change.fact.kind, "pointer": change.pointer}
    found |= {d.value: change.impacts[d].severity.label for d in Direction if d in change.impacts}
    found |= {"operations": list(change.operations)} if change.operations else {}
    return found | ({} if change.impacts else {"severity": change.severity.label})


def place(item: dict[str, Any]) -> tuple[str, str]:
    return item["pointer"], item["kind"]


@CASES
def test_change_is_found_where_it_is_and_nothing_beside_it(case: Case) -> None:
    values = ("before", "after")
    expected = [{key: item[key] for key in item if key not in values} for item in case.expect]
    found = [described(change) for change in case.comparison.changes]
    assert sorted(found, key=place) == sorted(expected, key=place)


@CASES
def test_change_names_what_was_and_what_is(case: Case) -> None:
    found = {(c.pointer, c.fact.kind): c.fact for c in case.comparison.changes}
    named = [(item, key) for item in case.expect for key in ("before", "after") if key in item]
    assert [getattr(found[place(item)], key) for item, key in named] == [item[key] for item, key in named]


@CASES
def test_version_step_is_the_one_the_change_asks_for(case: Case) -> None:
    assert bump_for(case.comparison.severity) == case.semver


@CASES
def test_document_of_a_case_is_openapi(case: Case) -> None:
    # A case about something no document can hold would prove nothing.
    assert [error.message for error in OPENAPI.iter_errors(dict(case.new.value))] == []


def test_sixteen_cases_tell_breaking_from_harmless() -> None:
    breaking = [case.comparison.severity is Severity.BREAKING for case in BREAKING]
    harmless = [case.comparison.severity is Severity.BREAKING for case in HARMLESS]
    assert (breaking, harmless) == ([True] * 12, [False] * 4)


def test_taking_a_change_back_is_a_change_as_well() -> None:
    silent = [case.name for case in ALL if not case.reverse.changes]
    assert silent == []


def test_each_kind_of_change_has_a_case() -> None:
    met = {item["kind"] for case in ALL for item in case.expect}
    met |= {change.fact.kind for case in ALL for change in case.reverse.changes}
    assert set(RULES) - met == set()
