"""The request that connects an account has what its exchange asks for, and nothing else."""

import traceback
from typing import Any

import pytest
from threecommas import EncodeError, models
from threecommas.accounts import new_account
from threecommas.messages.hidden import Hidden

KEY = "the-key-of-an-exchange"


def market(required: str, optional: str = "") -> models.Market:
    fields = {
        "required": [{"field": name, "localized_name": name} for name in required.split()],
        "optional": [{"field": name, "localized_name": name} for name in optional.split()],
    }
    return models.Market.from_dict({"market_name": "OKX", "market_code": "okex", "form_fields": fields})


OKX = market("secret api_key passphrase", "subaccount_name")


def test_request_has_the_code_of_the_exchange_and_the_keys() -> None:
    body = new_account(OKX, name="mine", types=["okex"], api_key="k", secret="s", passphrase="p")
    assert body.to_dict() == {
        "type": "okex",
        "name": "mine",
        "types_to_create": ["okex"],
        "api_key": "k",
        "secret": "s",
        "passphrase": "p",
    }


@pytest.mark.parametrize(
    ("keys", "path", "says"),
    [
        (
            {"api_key": "k", "secret": "s"},
            "passphrase",
            "is missing: OKX asks for secret, api_key, passphrase",
        ),
        ({"api_key": "", "secret": "s", "passphrase": "p"}, "api_key", "is missing"),
        ({"api_key": "k", "secret": "s", "passphrase": "p", "address": "a"}, "address", "is too much"),
        ({"api_key": "k", "secret": "s", "passphrase": "p", "pass_phrase": "p"}, "pass_phrase", "is none of"),
    ],
)
def test_key_that_lacks_or_is_too_much_is_named(keys: dict[str, Any], path: str, says: str) -> None:
    with pytest.raises(EncodeError, match=says) as info:
        new_account(OKX, name="mine", **keys)
    assert info.value.path == path


@pytest.mark.parametrize("market", ["okex", None, {"market_code": "okex"}])
def test_market_that_is_none_is_named_with_what_to_pass(market: Any) -> None:
    with pytest.raises(EncodeError, match=r"an element of client\.market_data\.markets\(\)") as info:
        new_account(market, name="mine", api_key=KEY)
    assert info.value.path == "market"


@pytest.mark.parametrize(
    ("market", "keys"),
    [
        ("okex", {"api_key": KEY}),
        (OKX, {"api_key": KEY}),
        (OKX, {"api_key": KEY, "secret": KEY, "passphrase": KEY, "address": KEY}),
        (OKX, {"api_keys": KEY}),
        (OKX, {"api_key": KEY, "secret": KEY, "passphrase": [KEY]}),
    ],
    ids=["market", "lacking", "too much", "unknown", "no text"],
)
def test_keys_show_in_no_frame_of_an_error(market: Any, keys: dict[str, Any]) -> None:
    def attempt(given: Hidden[dict[str, Any]]) -> None:
        new_account(market, name="mine", **given.value)

    with pytest.raises(EncodeError) as info:
        attempt(Hidden(keys))
    assert KEY not in str(info.value)
    frames = [frame for frame, _ in traceback.walk_tb(info.tb) if "/threecommas/" in frame.f_code.co_filename]
    assert frames
    for frame in frames:
        assert KEY not in repr(frame.f_locals)


def test_optional_key_may_be_given() -> None:
    keys: Any = {"api_key": "k", "secret": "s", "passphrase": "p", "subaccount_name": "sub"}
    assert new_account(OKX, name="mine", **keys).subaccount_name == "sub"


def test_exchange_that_says_nothing_about_its_keys_is_an_error() -> None:
    silent = models.Market.from_dict({"market_name": "X", "market_code": "x"})
    with pytest.raises(EncodeError, match="says nothing about its keys"):
        new_account(silent, name="mine", api_key="k")
