"""What a client does with answers that are not as documented: it tells of them, or refuses them."""

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest
from threecommas import (
    AsyncThreeCommas,
    DecodeError,
    DeviationNotice,
    HmacSigner,
    ThreeCommas,
    Undecoded,
    models,
)
from threecommas_rest.json_text import dumps

from tests.client.deviating import (
    PATHS,
    SOURCE,
    TRADE,
    changed,
    trade,
)


def client(body: bytes, **options: Any) -> ThreeCommas:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    return ThreeCommas("key", HmacSigner("secret"), transport=transport, **options)


@pytest.mark.parametrize("answer", [None, [], 5, "text"])
def test_answer_that_is_no_object_is_an_error_that_says_what_came(answer: object) -> None:
    with pytest.raises(DecodeError, match="get_smart_trade: expected an object, got "):
        client(dumps(answer).encode()).smart_trades.get(1)


def test_strict_client_refuses_what_is_not_as_documented() -> None:
    body = dumps(SOURCE).encode()
    with pytest.raises(DecodeError, match="get_smart_trade: id: expected an integer, got text '5'") as caught:
        client(body, strict=True).smart_trades.get(5)
    assert (caught.value.content, type(caught.value)) == (body, DecodeError)
    listed = client(b"[" + body + b"]", strict=True).smart_trades.list()
    assert [str(each.error) for each in listed if isinstance(each, Undecoded)] == [
        "[0].id: expected an integer, got text '5'"
    ]
    with pytest.raises(DecodeError, match=r"^id: expected an integer"):
        models.SmartTrade.from_dict(SOURCE, strict=True)


def test_each_kind_of_deviation_is_told_once_in_the_life_of_a_client(caplog: Any) -> None:
    notices: list[DeviationNotice] = []
    asked = client(
        b"[" + dumps(SOURCE).encode() + b"," + dumps(SOURCE).encode() + b"]", on_deviation=notices.append
    )
    with caplog.at_level(logging.WARNING, "threecommas"):
        asked.smart_trades.list()
        asked.smart_trades.list()
    assert [(each.operation_id, each.pattern, each.expected, each.came) for each in notices] == [
        ("list_smart_trades", f"[].{each.path}", each.expected, each.came) for each in trade().deviations
    ]
    assert [record.getMessage() for record in caplog.records] == [str(notice) for notice in notices]
    assert caplog.records[1].getMessage() == (
        "list_smart_trades answered other than documented: [].position.price.value is nothing, "
        "documented is a decimal"
    )


def test_defect_of_the_hook_does_not_hide_the_answer(caplog: Any) -> None:
    def fails(_: DeviationNotice) -> None:
        raise RuntimeError("broken alarm")

    assert client(dumps(SOURCE).encode(), on_deviation=fails).smart_trades.get(5).pair == TRADE["pair"]
    assert "on_deviation failed" in caplog.text


def test_notice_gives_the_exchange_as_observe_reads_it_and_without_key_and_signature() -> None:
    notices: list[DeviationNotice] = []
    client(dumps(SOURCE).encode(), on_deviation=notices.append).smart_trades.get(5)
    exchange = notices[0].exchange()
    assert exchange == {
        "method": "GET",
        "url": "https://api.3commas.io/public/api/v2/smart_trades/5",
        "status": 200,
        "response_headers": {"Content-Type": "application/json"},
        "response_body": dumps(SOURCE),
    }
    assert "secret" not in json.dumps(exchange)


def test_async_client_tells_too() -> None:
    notices: list[DeviationNotice] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=dumps(SOURCE).encode()))

    async def found() -> models.SmartTrade:
        async with AsyncThreeCommas(
            "key", HmacSigner("secret"), transport=transport, on_deviation=notices.append
        ) as asked:
            return await asked.smart_trades.get(5)

    assert asyncio.run(found()).deviations == trade().deviations
    assert len(notices) == len(PATHS)


def test_success_that_says_it_is_an_error_is_none() -> None:
    with pytest.raises(Exception, match="get_smart_trade") as caught:
        client(b'{"error": "not_found", "error_description": null}').smart_trades.get(1)
    assert not isinstance(caught.value, DecodeError)


def test_iteration_goes_on_past_an_element_whose_id_is_not_as_documented() -> None:
    page = dumps([changed(TRADE, {"id": None}), TRADE]).encode()
    found = list(client(page).smart_trades.iterate())
    assert [isinstance(each, models.SmartTrade) for each in found] == [True, True]
