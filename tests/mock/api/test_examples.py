"""What is answered from an example stands at an account that the client has."""

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock import defaults
from threecommas_mock.api.errors import InvalidParameters
from threecommas_mock.api.examples import example_answer
from threecommas_mock.api.parameters import Parameters

from tests.mock.signed_client import DOCUMENT

REAL, PAPER, NAMED, DOCUMENTED = 32402783, 1, 32455218, 32199203


def accounts_in(value: Any) -> set[Any]:
    match value:
        case dict():
            own = {value["account_id"]} if "account_id" in value else set()
            return own.union(*map(accounts_in, value.values()))
        case list():
            return set().union(*map(accounts_in, value))
    return set()


def answer(operation_id: str, user: int = defaults.USER, mode: str = "real", **query: Any) -> Any:
    """Return the example of an operation as it would be answered if no room handled it."""
    operation = next(each for each in DOCUMENT.operations if each.id == operation_id)
    call = Parameters(query=query, header={"Forced-Mode": mode})
    return example_answer(DOCUMENT, operation, defaults.accounts())(user, call)


@pytest.mark.parametrize(("mode", "account"), [("real", REAL), ("paper", PAPER)])
@pytest.mark.parametrize("operation", ["list_simple_trades", "get_simple_trade"])
def test_example_stands_at_the_first_account_of_the_mode(operation: str, mode: str, account: int) -> None:
    assert {int(each) for each in accounts_in(answer(operation, mode=mode))} == {account}


def test_example_that_stands_at_an_account_of_the_caller_stays() -> None:
    assert accounts_in(answer("list_deals")) == {DOCUMENTED}


def test_example_stands_at_the_account_that_the_request_names() -> None:
    assert accounts_in(answer("list_deals", account_id=NAMED)) == {NAMED}


def test_caller_without_accounts_sees_the_example_as_it_is() -> None:
    assert accounts_in(answer("list_deals", user=7)) == {DOCUMENTED}


NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: abs(number.adjusted()) < 400
)
SENT: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | NUMBERS | st.text() | NUMBERS.map(str) | st.lists(NUMBERS) | st.just({})
)
SHOWN = {"max_safety_orders": int, "stop_loss_percentage": str, "trailing_enabled": bool}


def edited(**body: Any) -> dict[str, Any]:
    """Return the example of an edited deal after a body that sets these members."""
    operation = next(each for each in DOCUMENT.operations if each.id == "update_deal")
    call = Parameters(path={"deal_id": 1}, body=body)
    found: dict[str, Any] = example_answer(DOCUMENT, operation, defaults.accounts())(defaults.USER, call)
    return found


@pytest.mark.parametrize(
    ("member", "sent", "shown"),
    [
        ("max_safety_orders", Decimal("6.0"), 6),
        ("max_safety_orders", "6", 6),
        ("stop_loss_percentage", Decimal("2.50"), "2.50"),
        ("stop_loss_percentage", Decimal("1E+3"), "1000"),
        ("trailing_enabled", "true", True),
        ("trailing_enabled", False, False),
    ],
)
def test_example_shows_what_a_body_sets_in_its_own_form(member: str, sent: Any, shown: Any) -> None:
    found = edited(**{member: sent})[member]
    assert (found, type(found)) == (shown, type(shown))


@pytest.mark.parametrize("sent", [Decimal("0.5"), "1e30", "1e999999999", "six", True, [1], None])
def test_example_keeps_its_number_where_what_was_sent_does_not_fit(sent: Any) -> None:
    assert edited(max_safety_orders=sent) == edited()


@pytest.mark.parametrize("sent", [2**63, -(2**63) - 1, Decimal("1E+300"), str(2**63), "9" * 5000])
def test_example_is_not_shown_for_a_whole_number_that_no_column_holds(sent: Any) -> None:
    with pytest.raises(InvalidParameters) as refused:
        edited(max_safety_orders=sent)
    assert refused.value.body()["error_attributes"] == {"max_safety_orders": ["is out of range"]}


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(SHOWN, SENT)))
def test_whatever_a_body_sets_the_example_is_json_with_the_same_types(body: dict[str, Any]) -> None:
    try:
        found = edited(**body)
    except InvalidParameters:
        return
    assert orjson.loads(orjson.dumps(found)) == found
    assert {name: type(found[name]) for name in SHOWN} == SHOWN
