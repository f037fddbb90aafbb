"""The error an answer becomes, from the table in data/refusals.json. `test_client` raises them over httpx."""

import copy
import inspect
import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import errors
from threecommas.errors import ApiStatusError, ConfigurationError, ThreeCommasError
from threecommas.errors.classification import RULES, classify
from threecommas.messages.response import ReceivedResponse
from threecommas.models import ErrorResponse
from threecommas_rest import OPERATIONS
from threecommas_rest.errors import ApiError

CASES = json.loads(Path(__file__).parents[1].joinpath("data", "refusals.json").read_text("utf-8"))


def answer_of(case: dict[str, Any]) -> ReceivedResponse:
    text = case["text"] if "text" in case else json.dumps(case["body"])
    return ReceivedResponse(
        operation=OPERATIONS[case["operation"]] if case["operation"] else None,
        method="POST",
        path="/public/api/v2/smart_trades",
        status=case["status"],
        headers=case.get("headers", {}),
        content=text.encode(),
    )


def facts_of(error: ApiStatusError) -> dict[str, Any]:
    return {name: value for name, value in vars(error).items() if not name.startswith("_")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_answer_becomes_the_error_of_its_decision(case: dict[str, Any]) -> None:
    error = classify(answer_of(case))
    assert type(error).__name__ == case["error"]
    assert error.status == case["status"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_error_carries_the_facts_of_the_answer(case: dict[str, Any]) -> None:
    error = classify(answer_of(case))
    expected = {name: value for name, value in case["facts"].items() if name != "says"}
    assert {name: getattr(error, name) for name in expected} == expected
    assert error.content == answer_of(case).content


def test_documented_body_is_there_as_its_model_and_any_other_is_not() -> None:
    bodies = {case["case"]: classify(answer_of(case)).body for case in CASES}
    documented = bodies["account of another user, documented"]
    assert isinstance(documented, ErrorResponse)
    assert documented.error_description == "Account not owned by current user."
    for case in ("gateway page", "400 without a body", "fields of wrong types", "JSON that is no object"):
        assert bodies[case] is None


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_message_says_what_happened_and_what_to_do(case: dict[str, Any]) -> None:
    message = str(classify(answer_of(case)))
    assert f"(POST /public/api/v2/smart_trades) was answered {case['status']} " in message
    for text in [case["operation"] or "Request", *case["facts"].get("says", [])]:
        assert text in message


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
@pytest.mark.parametrize(
    "copied", [lambda e: pickle.loads(pickle.dumps(e)), copy.deepcopy], ids=["pickle", "deepcopy"]
)
def test_copy_of_an_error_is_equal_in_every_fact(case: dict[str, Any], copied: Any) -> None:
    error = classify(answer_of(case))
    again = copied(error)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert repr(again) == repr(error)
    assert facts_of(again) == facts_of(error)


def test_every_rule_decides_some_case() -> None:
    decided = {classify(answer_of(case)).advice for case in CASES}
    permissions = {operation.permission for operation in OPERATIONS.values()}
    unused = [
        rule.advice
        for rule in RULES
        if decided.isdisjoint(rule.advice.format(permission=permission) for permission in permissions)
    ]
    assert unused == []


@given(status=st.integers(min_value=300, max_value=999), content=st.binary())
def test_any_answer_becomes_an_error_with_a_message(status: int, content: bytes) -> None:
    error = classify(ReceivedResponse(operation=None, method="GET", path="/", status=status, content=content))
    assert str(status) in str(error)
    assert error.content == content


def test_deeply_nested_body_does_not_hide_the_status() -> None:
    error = classify(
        ReceivedResponse(operation=None, method="GET", path="/", status=502, content=b"[" * 100_000)
    )
    assert type(error) is errors.ServerError


def drawn_parents() -> dict[str, str]:
    """Parent of each class in the tree of the docstring, read off the indentation."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for found in re.finditer(r"^([ │├└─]+)(\w+Error)\b", errors.__doc__ or "", re.MULTILINE):
        indent, name = len(found[1]), found[2]
        above = [entry for entry in above if entry[0] < indent]
        parents[name] = above[-1][1] if above else "Exception"
        above.append((indent, name))
    return parents


def test_tree_of_the_docstring_is_the_tree_of_the_classes() -> None:
    listed = {"Exception", *errors.__all__}
    ancestors = {name: getattr(errors, name).__mro__[1:] for name in errors.__all__}
    # `ApiError` is the generated package's alone: here every such error is an `ApiStatusError`.
    parents = {
        name: next(a.__name__ for a in above if a.__name__ in listed) for name, above in ancestors.items()
    }
    assert drawn_parents() == parents


def test_every_public_class_of_the_module_is_listed() -> None:
    classes = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert classes == set(errors.__all__)


def test_every_error_is_caught_by_the_root() -> None:
    assert all(issubclass(getattr(errors, name), ThreeCommasError) for name in errors.__all__)
    assert issubclass(ApiStatusError, ApiError)


def test_configuration_error_is_also_a_value_error() -> None:
    assert issubclass(ConfigurationError, ValueError)
