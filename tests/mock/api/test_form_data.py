"""Parameters may be JSON, a form or a query string: the same order comes of all of them."""

from typing import Any
from urllib.parse import urlencode

import pytest
from threecommas_mock import MockExchange
from threecommas_mock.api.errors import MalformedBody
from threecommas_mock.api.form_data import merged, nested

from tests.mock.signed_client import DOCUMENT, SignedClient

# In the notation of the older document.
PAIRS = [
    ("account_id", "1"),
    ("pair", "USDT_BTC"),
    ("position[type]", "buy"),
    ("position[order_type]", "market"),
    ("position[units][value]", "0.01"),
    ("take_profit[enabled]", "true"),
    ("take_profit[steps][][order_type]", "limit"),
    ("take_profit[steps][][price][type]", "last"),
    ("take_profit[steps][][price][value]", "60000"),
    ("take_profit[steps][][volume]", "40"),
    ("take_profit[steps][][order_type]", "market"),
    ("take_profit[steps][][price][type]", "ask"),
    ("take_profit[steps][][price][value]", "61000"),
    ("take_profit[steps][][volume]", "60"),
    ("stop_loss[enabled]", "false"),
    ("note", "as ä form"),
]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client() -> SignedClient:
    return SignedClient(MockExchange(document=DOCUMENT))


def made(answer: Any) -> Any:
    """Return what was ordered, without what differs from one SmartTrade to the next."""
    assert answer.status_code == 201, answer.text
    trade = answer.json()
    for step in trade["take_profit"]["steps"]:
        del step["id"]
    return [trade[name] for name in ("account", "pair", "position", "take_profit", "stop_loss", "note_raw")]


def test_form_query_and_json_order_the_same(client: SignedClient) -> None:
    ordered = made(client.send("POST", "", json=nested(PAIRS)))
    encoded = urlencode(PAIRS)
    assert made(client.send("POST", "", content=encoded, headers=FORM)) == ordered
    assert made(client.send("POST", f"?{encoded}")) == ordered
    half = len(PAIRS) // 2 - 4
    query, rest = urlencode(PAIRS[:half]), PAIRS[half:]
    assert made(client.send("POST", f"?{query}", content=urlencode(rest), headers=FORM)) == ordered
    assert made(client.send("POST", f"?{query}", json=nested(rest))) == ordered
    assert [step["volume"] for step in ordered[3]["steps"]] == ["40.0", "60.0"]
    assert (ordered[2]["units"]["value"], ordered[5]) == ("0.01", "as ä form")


def test_query_string_wins_over_the_body(client: SignedClient) -> None:
    number = made(client.send("POST", "", json=nested(PAIRS))) and 30000001
    answer = client.send("POST", f"/{number}/set_note?note=query", json={"note": "body"})
    assert answer.json()["note_raw"] == "query"
    changed = client.send("POST", "?position[units][value]=0.02", json=nested(PAIRS))
    assert changed.json()["position"]["units"]["value"] == "0.02"


def test_what_is_missing_in_a_form_is_named_as_in_json(client: SignedClient) -> None:
    pairs = [pair for pair in PAIRS if not pair[0].startswith("position[units]")]
    answers = [
        client.send("POST", "", content=urlencode(pairs), headers=FORM),
        client.send("POST", "", json=nested(pairs)),
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
    assert "position[units][value]" in answers[0].json()["error_attributes"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"note=%ff", "Request body is not percent-encoded UTF-8"),
        ("note=ä".encode(), "Request body is not percent-encoded UTF-8"),
        (b"note=a&note[b]=c", "Parameter note is given in two forms"),
        (b"a" + b"[b]" * 32 + b"=c", "Parameters are nested too deep"),
    ],
)
def test_form_that_cannot_be_read_is_refused(client: SignedClient, content: bytes, words: str) -> None:
    number = client.create(nested(PAIRS))
    answer = client.send("POST", f"/{number}/set_note", content=content, headers=FORM)
    assert (answer.status_code, answer.json()["error_description"]) == (400, words)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[]", "1"), ("a[]", "2")], {"a": ["1", "2"]}),
        ([("a[b][c]", "1"), ("a[b][d]", "")], {"a": {"b": {"c": "1", "d": ""}}}),
        ([("a[][b]", "1"), ("a[][c]", "2"), ("a[][b]", "3")], {"a": [{"b": "1", "c": "2"}, {"b": "3"}]}),
        ([("a[][b][c]", "1"), ("a[][b][d]", "2")], {"a": [{"b": {"c": "1", "d": "2"}}]}),
        ([("a[][b][]", "1"), ("a[][b][]", "2")], {"a": [{"b": ["1", "2"]}]}),
        ([("a[]", "1"), ("a[][b]", "2")], {"a": ["1", {"b": "2"}]}),
        ([("[a", "1"), ("a]b", "2"), ("", "3")], {"[a": "1", "a]b": "2", "": "3"}),
    ],
)
def test_brackets_name_fields_and_elements(pairs: list[tuple[str, str]], value: Any) -> None:
    assert nested(pairs) == value


@pytest.mark.parametrize("second", ["a[b]", "a[]"])
def test_one_name_in_two_forms_is_refused(second: str) -> None:
    with pytest.raises(MalformedBody, match="a is given in two forms"):
        nested([("a", "1"), (second, "2")])


def test_groups_are_merged_and_everything_else_is_replaced() -> None:
    under = {"a": {"b": 1, "c": 2}, "d": [1], "e": 5}
    assert merged(under, {"a": {"c": 3}, "d": [2], "e": {"f": 6}}) == {
        "a": {"b": 1, "c": 3},
        "d": [2],
        "e": {"f": 6},
    }
    assert under == {"a": {"b": 1, "c": 2}, "d": [1], "e": 5}


@pytest.mark.parametrize(("one", "zero"), [("1", "0"), ("true", "false")])
def test_switches_of_a_form_may_be_what_php_writes(one: str, zero: str, client: SignedClient) -> None:
    said = {"take_profit[enabled]": one, "stop_loss[enabled]": zero, "note": "1"}
    pairs = [(name, said.get(name, value)) for name, value in PAIRS]
    trades = [
        client.send("POST", "", content=urlencode(pairs), headers=FORM).json(),
        client.send("POST", f"?{urlencode(pairs)}").json(),
    ]
    for trade in trades:
        assert (trade["take_profit"]["enabled"], trade["stop_loss"]["enabled"]) == (True, False)
        assert trade["note_raw"] == "1"


@pytest.mark.parametrize("said", ["2", "", "True", "yes", "01"])
def test_other_words_for_a_switch_are_refused_in_a_form(said: str, client: SignedClient) -> None:
    pairs = [(name, said if name == "stop_loss[enabled]" else value) for name, value in PAIRS]
    answer = client.send("POST", "", content=urlencode(pairs), headers=FORM)
    assert answer.status_code == 400
    assert list(answer.json()["error_attributes"]) == ["stop_loss[enabled]"]


def test_json_has_words_of_its_own_for_a_switch(client: SignedClient) -> None:
    order = nested(PAIRS)
    order["stop_loss"]["enabled"] = "1"
    assert client.send("POST", "", json=order).status_code == 400
