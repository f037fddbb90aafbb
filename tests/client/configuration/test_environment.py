"""A client whose key, signer, address and mode come from the environment."""

from pathlib import Path
from typing import Any

import pytest
from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, RsaSigner, ThreeCommas
from threecommas.configuration.environment import Given, Settings

PEM = Path(__file__).parents[1] / "data" / "published_rsa_key.pem"
KEY = {"THREECOMMAS_API_KEY": "the-key", "THREECOMMAS_SECRET": "the-secret"}


def settings(environ: dict[str, str], **arguments: Any) -> Settings:
    mode = arguments.pop("mode", None)
    return Settings.resolve(Given(**arguments, environ=environ), mode)


@pytest.mark.parametrize("make", [ThreeCommas, AsyncThreeCommas])
def test_client_takes_what_is_not_given_from_the_environment(make: Any) -> None:
    elsewhere = {"THREECOMMAS_BASE_URL": "http://127.0.0.1:9/api", "THREECOMMAS_MODE": "paper"}
    client = make(environ=KEY | elsewhere)
    assert client.mode == "paper"
    assert str(client.http.base_url) == "http://127.0.0.1:9/api/"


def test_client_takes_the_environment_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEY.items():
        monkeypatch.setenv(name, value)
    with ThreeCommas() as client:
        assert str(client.http.base_url) == "https://api.3commas.io/public/api/"


def test_arguments_win_over_the_environment() -> None:
    environ = KEY | {"THREECOMMAS_BASE_URL": "https://elsewhere.example/", "THREECOMMAS_MODE": "real"}
    signer = HmacSigner("another")
    found = settings(environ, api_key="mine", signer=signer, base_url="https://here.example/", mode="paper")
    assert (found.api_key, found.signer, found.base_url, found.mode) == (
        "mine",
        signer,
        "https://here.example/",
        "paper",
    )


def test_key_pair_is_read_from_its_file() -> None:
    environ = {"THREECOMMAS_API_KEY": "the-key", "THREECOMMAS_PRIVATE_KEY_FILE": str(PEM)}
    assert isinstance(settings(environ).signer, RsaSigner)


def test_variable_of_a_key_that_is_set_to_nothing_counts_as_not_set() -> None:
    assert isinstance(settings(KEY | {"THREECOMMAS_PRIVATE_KEY_FILE": ""}).signer, HmacSigner)


@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize("name", ["THREECOMMAS_MODE", "THREECOMMAS_BASE_URL", "THREECOMMAS_STREAM_URL"])
def test_variable_that_says_where_orders_go_is_refused_if_it_is_empty(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is empty. Set it, or unset it"):
        settings(KEY | {name: value})


def test_argument_wins_over_an_empty_variable() -> None:
    names = ("THREECOMMAS_MODE", "THREECOMMAS_BASE_URL", "THREECOMMAS_STREAM_URL")
    given = {"base_url": "https://here.example/", "stream_url": "wss://here.example/", "mode": "paper"}
    assert settings(KEY | dict.fromkeys(names, ""), **given).mode == "paper"


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({}, "no API key. Give api_key and signer, or set THREECOMMAS_API_KEY"),
        ({"THREECOMMAS_API_KEY": "k"}, "Neither is set: set one"),
        (KEY | {"THREECOMMAS_PRIVATE_KEY_FILE": "hidden"}, "Both are set: set one"),
        (
            {"THREECOMMAS_API_KEY": "k", "THREECOMMAS_PRIVATE_KEY_FILE": "/hidden/nowhere"},
            "THREECOMMAS_PRIVATE_KEY_FILE names cannot be read: No such file",
        ),
        (
            {"THREECOMMAS_API_KEY": "k", "THREECOMMAS_PRIVATE_KEY_FILE": __file__},
            "The private key is not PEM text",
        ),
        (KEY | {"THREECOMMAS_MODE": "hidden"}, "THREECOMMAS_MODE is neither paper nor real"),
    ],
    ids=["nothing", "no signer", "two signers", "no file", "no key in the file", "no such mode"],
)
def test_unusable_variable_is_named_and_its_value_is_not(environ: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as info:
        settings(environ)
    assert "hidden" not in str(info.value)
    assert "the-secret" not in repr(info.value)


def test_settings_show_no_key() -> None:
    assert "the-key" not in repr(settings(KEY))
    assert "the-secret" not in repr(settings(KEY))
