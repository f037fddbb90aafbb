"""One element of a list that a client cannot decode, or refuses, takes none of the others with it."""

import asyncio
import copy
import json
import pickle
from typing import Any

import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    DecodeError,
    DeviationError,
    DeviationNotice,
    HmacSigner,
    ThreeCommas,
    Undecoded,
)
from threecommas.models import Account
from threecommas_rest.undecoded import identity

FIRST = {"id": 1, "name": "First", "market_code": "binance"}
BROKEN = {"id": 2, "name": 17, "market_code": "binance", "usd_amount": 0.10}
LAST = {"id": 3, "name": "Last", "market_code": "binance"}
SENT = json.dumps([FIRST, BROKEN, LAST]).replace("0.1}", "0.100000000000000000001}").encode()


def client(*pages: bytes, strict: bool = True) -> ThreeCommas:
    """Return a client that is answered page by page, and with the last one for ever."""
    rest = list(pages)
    answer = lambda request: httpx.Response(200, content=rest.pop(0) if len(rest) > 1 else rest[0])  # noqa: E731
    return ThreeCommas("key", HmacSigner("secret"), transport=httpx.MockTransport(answer), strict=strict)


def names(items: list[Account | Undecoded]) -> list[str]:
    return [str(item.error) if isinstance(item, Undecoded) else str(item.name) for item in items]


def test_element_keeps_its_place_and_says_what_is_wrong_with_it() -> None:
    found = client(SENT).accounts.list()
    assert names(found) == ["First", "[1].name: expected text, got integer 17", "Last"]


@pytest.mark.parametrize("strict", [True, False])
def test_element_that_is_no_object_keeps_its_place(strict: bool) -> None:
    found = client(
        b'[{"id": 1, "name": "First", "market_code": "m"}, null, 7, ["x"]]', strict=strict
    ).accounts.list()
    assert names(found) == [
        "First",
        "[1]: expected an object, got null",
        "[2]: expected an object, got integer 7",
        "[3]: expected an object, got array ['x']",
    ]
    assert [item.raw for item in found if isinstance(item, Undecoded)] == [None, 7, ["x"]]


def test_object_that_is_not_as_documented_is_no_such_element_for_a_client_that_is_not_strict() -> None:
    element = client(SENT, strict=False).accounts.list()[1]
    assert isinstance(element, Account)
    assert (element.id, element.market_code) == (2, "binance")
    with pytest.raises(DeviationError, match=r"list_accounts: \[1\]\.name: expected text, got integer 17"):
        str(element.name)


def test_element_keeps_its_value_with_every_digit() -> None:
    element = client(SENT).accounts.list()[1]
    assert isinstance(element, Undecoded)
    assert element.raw == BROKEN
    assert str(element.raw["usd_amount"]) == "0.100000000000000000001"


def test_element_shows_its_error_and_no_names_of_accounts() -> None:
    element = client(SENT).accounts.list()[1]
    assert "expected text" in repr(element)
    assert "binance" not in repr(element)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda element: pickle.loads(pickle.dumps(element))])
def test_element_survives_a_copy(again: Any) -> None:
    element = client(SENT).accounts.list()[1]
    assert isinstance(element, Undecoded)
    other = again(element)
    assert (other.raw, str(other.error)) == (element.raw, str(element.error))


@pytest.mark.parametrize(
    ("raw", "number"), [({"id": 5}, 5), ({"id": "5"}, None), ({"id": True}, None), (7, None)]
)
def test_element_has_the_number_that_can_be_read(raw: object, number: int | None) -> None:
    assert Undecoded(raw, DecodeError("wrong")).id == number


def test_iteration_gives_each_element_once_readable_or_not() -> None:
    nameless = json.dumps([{"name": 1}, {"name": 2}, {"name": 1}]).encode()
    found = list(client(SENT, SENT, nameless, b"[]").accounts.iterate())
    assert names(found)[:3] == names(client(SENT).accounts.list())
    assert len(found) == 3
    assert len(list(client(nameless, b"[]").accounts.iterate())) == 2


PAIRS = b'["USDT_BTC", null, "USDT_ETH", 7, {"id": 5}]'


def pairs(flavour: str, **options: Any) -> list[str | Undecoded]:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, content=PAIRS))
    signer = HmacSigner("secret")
    if flavour == "sync":
        with ThreeCommas("key", signer, transport=transport, **options) as client:
            return client.market_data.pairs(market_code="binance")

    async def listed() -> list[str | Undecoded]:
        async with AsyncThreeCommas("key", signer, transport=transport, **options) as client:
            return await client.market_data.pairs(market_code="binance")

    return asyncio.run(listed())


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_element_that_is_no_text_keeps_its_place_among_texts(flavour: str, strict: bool, way: str) -> None:
    found = pairs(flavour, strict=strict)
    assert [item for item in found if isinstance(item, str)] == ["USDT_BTC", "USDT_ETH"]
    assert [str(item.error) for item in found if isinstance(item, Undecoded)] == [
        "[1]: expected text, got null",
        "[3]: expected text, got integer 7",
        "[4]: expected text, got object {'id': 5}",
    ]
    assert [item.raw for item in found if isinstance(item, Undecoded)] == [None, 7, {"id": 5}]


def test_element_that_is_no_text_is_told_as_a_deviation() -> None:
    notices: list[DeviationNotice] = []
    pairs("sync", on_deviation=notices.append)
    assert [(each.pattern, each.expected, each.came) for each in notices] == [
        ("[]", "text", "null"),
        ("[]", "text", "integer"),
        ("[]", "text", "object"),
    ]


def test_value_that_has_no_id_is_known_by_itself_on_another_page() -> None:
    assert identity("a") == identity("a") != identity("b")
    assert identity(Undecoded(None, DecodeError("wrong"))) == "null"


def test_answer_that_is_no_list_is_an_error_as_a_whole() -> None:
    with pytest.raises(DecodeError, match="list_accounts: expected an array, got object"):
        client(b"{}").accounts.list()


def test_async_client_gives_the_same_elements() -> None:
    async def listed() -> list[Account | Undecoded]:
        transport = httpx.MockTransport(lambda request: httpx.Response(200, content=SENT))
        async with AsyncThreeCommas("key", HmacSigner("secret"), transport=transport, strict=True) as client:
            return await client.accounts.list()

    assert names(asyncio.run(listed())) == names(client(SENT).accounts.list())
