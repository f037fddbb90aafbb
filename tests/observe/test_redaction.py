"""Keys, secrets, account names and notes never reach an output, wherever in the traffic they stand."""

import base64
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.commands.observe import main
from generator.observe.document import Document
from generator.observe.observer import Observer
from generator.observe.recordings.located_json import Entry
from generator.observe.recordings.plain_json import plain_exchanges
from generator.observe.redaction import is_name, is_word, masked, masked_name, masked_type
from generator.observe.rendering import FORMATS

# One exchange of each kind; a secret is planted into a copy of it.
EXCHANGES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("exchanges.json").read_text("utf-8"))
PRIVATE_PLACES = json.loads(Path(__file__).with_name("private_places.json").read_text("utf-8"))
WORDS = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
LONGER = 10
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Keys and secrets of 3Commas are 64 letters and digits or more; signatures are hex or Base64.
KEYS = st.one_of(
    st.text("0123456789abcdef", min_size=32, max_size=64),
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=20, max_size=64),
    st.binary(min_size=24, max_size=64).map(lambda raw: base64.b64encode(raw).decode()),
    st.uuids().map(str),
    st.emails(),
)
NAMES = st.sampled_from(
    ["Moonbag", "alice_trading", "Savings", "my Binance", "hodl-2024", "ALPHA", "Übersicht", "Мой счёт"]
)


def places(value: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every place a text may be planted at: each scalar, and each object for a name more."""
    match value:
        case dict():
            inner = [place for key, member in value.items() for place in places(member, (*steps, key))]
            return [*inner, (*steps, "a name more")]
        case list():
            return [place for index, item in enumerate(value) for place in places(item, (*steps, index))]
    return [steps]


def planted(exchange: dict[str, Any], place: tuple[Any, ...], text: str) -> dict[str, Any]:
    """Return the exchange with the text in place of a value, inside an address, or as a name."""
    exchange = copy.deepcopy(exchange)
    *steps, last = place
    holder = exchange
    for step in steps:
        holder = holder[step]
    if last == "a name more":
        in_headers = "headers" in str(steps[-1:])
        holder[text] = text if in_headers else {"value": text, text: [text]}
    elif last == "url":
        holder["url"] = text if "{planted}" not in holder["url"] else holder["url"].replace("{planted}", text)
    elif last != "status":
        holder[last] = text
    return exchange


def outputs(document: Document, traffic: list[dict[str, Any]]) -> str:
    """Return the report on the traffic in every form."""
    observer = Observer(document)
    for exchange in plain_exchanges(Entry("traffic.json", (), traffic)):
        observer.observe(exchange)
    return "".join(written(observer.report()) for written in FORMATS.values())


def pieces_in(key: str, said: str) -> list[str]:
    """Return each longer piece of a key that is in what was said."""
    pieces = [key[start : start + LONGER].lower() for start in range(max(1, len(key) - LONGER + 1))]
    said = said.lower()
    return [piece for piece in pieces if piece in said]


@pytest.fixture(scope="module")
def clean(document: Document) -> Callable[[], str]:
    """Return what is reported while nothing is planted; a function, for long text fills failure messages."""
    said = outputs(document, EXCHANGES)
    return lambda: said


PLACES = [(index, place) for index, exchange in enumerate(EXCHANGES) for place in places(exchange)]
Where = tuple[int, tuple[Any, ...]]


@QUIET
@given(where=st.sampled_from(PLACES), key=KEYS)
def test_planted_key_never_appears(
    where: Where, key: str, document: Document, clean: Callable[[], str]
) -> None:
    index, place = where
    traffic = [planted(EXCHANGES[index], place, key), *EXCHANGES]
    # A generated key may be a word of the document by chance.
    assert pieces_in(key, outputs(document, traffic)) == pieces_in(key, clean())


@QUIET
@given(where=st.sampled_from(PLACES), name=NAMES)
def test_account_name_never_appears_even_where_words_do(where: Where, name: str, document: Document) -> None:
    index, place = where
    known = copy.deepcopy(EXCHANGES)
    known[0]["response_body"]["account"]["name"] = name
    traffic = [planted(EXCHANGES[index], place, name), *known]
    assert name.lower() not in outputs(document, traffic).lower()


def test_command_shows_no_key_planted_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "traffic.json"
    traffic = [planted(EXCHANGES[index], place, key) for index, place in PLACES for key in WORDS["keys"]]
    file.write_text(json.dumps(traffic), "utf-8")
    assert main([str(file), "--format", "json", "--propose", "-"]) == 1
    said = capsys.readouterr()
    assert [piece for key in WORDS["keys"] for piece in pieces_in(key, said.out + said.err)] == []


@pytest.mark.parametrize("word", WORDS["words"])
def test_word_is_told_from_a_key(word: str) -> None:
    assert is_word(word)
    assert masked(word) == word


@pytest.mark.parametrize("name", WORDS["names"])
def test_name_of_a_member_is_told_from_a_key(name: str) -> None:
    assert is_name(name)
    assert masked_name(name) == name


@pytest.mark.parametrize("text", [*WORDS["keys"], *WORDS["not_names"]])
def test_what_may_be_a_key_is_no_name(text: str) -> None:
    assert masked_name(text) == "{name}"


@pytest.mark.parametrize(("text", "shown"), WORDS["media_types"])
def test_media_type_is_shown_as_far_as_it_is_one(text: str, shown: str) -> None:
    assert masked_type(text) == shown


@pytest.mark.parametrize("text", [*WORDS["keys"], *WORDS["not_words"]])
def test_key_id_or_address_is_no_word(text: str) -> None:
    assert not is_word(text)
    assert "{name}" in masked(text)


def test_traffic_without_secrets_is_told_in_words(clean: Callable[[], str]) -> None:
    told = ("hedge_in_progress", "strategy_title", "bot_id", "statistics")
    assert [word for word in told if word not in clean()] == []


def packed(password: str) -> str:
    return base64.b64encode(f"user:{password}".encode()).decode()


@pytest.mark.parametrize("case", PRIVATE_PLACES, ids=lambda case: str(case["what"]))
def test_word_of_a_private_place_is_shown_nowhere_and_told_from_others(
    case: dict[str, Any], document: Document
) -> None:
    # A password may be a word, and the API may answer with it where it has words of its own.
    echo = copy.deepcopy(EXCHANGES[0])
    echo["response_body"]["status"]["type"] = "moonlight"
    private, plain = (
        json.loads(json.dumps(case).replace("{planted}", word).replace("{packed}", packed(word)))
        for word in ("moonlight", "sun")
    )
    assert "moonlight" not in outputs(document, [echo, private])
    assert "moonlight" in outputs(document, [echo, plain])
