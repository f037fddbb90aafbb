"""What is answered from an example stands at an account that the client has."""

from typing import Any

import pytest
from threecommas_mock import defaults
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
