"""What is answered from an example stands at an account that the caller has."""

from typing import Any

import pytest
from threecommas_mock import Credential, MockExchange

from tests.mock.api.test_admission import call

REAL, PAPER, NAMED, DOCUMENTED = 32402783, 1, 32455218, 32199203
STRANGER = Credential("stranger", secret="s", user=7)


def accounts_in(value: Any) -> set[Any]:
    match value:
        case dict():
            own = {value["account_id"]} if "account_id" in value else set()
            return own.union(*map(accounts_in, value.values()))
        case list():
            return set().union(*map(accounts_in, value))
    return set()


@pytest.mark.parametrize(("mode", "account"), [("real", REAL), ("paper", PAPER)])
@pytest.mark.parametrize("path", ["/ver1/trades", "/ver1/grid_bots/5"])
def test_example_stands_at_the_first_account_of_the_mode(path: str, mode: str, account: int) -> None:
    exchange = MockExchange()
    headers = {"Forced-Mode": mode}
    answer = call(exchange, "GET", path, exchange.credentials[0], headers=headers).json()
    assert {int(each) for each in accounts_in(answer)} == {account}


def test_example_that_stands_at_an_account_of_the_caller_stays() -> None:
    exchange = MockExchange()
    answer = call(exchange, "GET", "/ver1/deals", exchange.credentials[0])
    assert accounts_in(answer.json()) == {DOCUMENTED}


def test_example_stands_at_the_account_that_the_request_names() -> None:
    exchange = MockExchange()
    answer = call(exchange, "GET", f"/ver1/deals?account_id={NAMED}", exchange.credentials[0])
    assert accounts_in(answer.json()) == {NAMED}


def test_caller_without_accounts_sees_the_example_as_it_is() -> None:
    answer = call(MockExchange(credentials=[STRANGER]), "GET", "/ver1/deals", STRANGER).json()
    assert accounts_in(answer) == {DOCUMENTED}
