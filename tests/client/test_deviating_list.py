"""A list in an answer with elements that are not as documented: the others are there, none is passed over."""

import asyncio
import copy
import io
import json
import operator
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import httpx
import pytest
from rich.console import Console
from threecommas import AsyncThreeCommas, DecodeError, DeviationError, EncodeError, HmacSigner, ThreeCommas
from threecommas.models import Market, SmartTrade, TakeProfit, TakeProfitInput
from threecommas_rest.json_text import dumps

from tests.client.deviating import TRADE, changed

STEP = TRADE["take_profit"]["steps"][0]
STEPS = [STEP, None, {**STEP, "volume": None}, 5]
SOURCE = changed(TRADE, {"take_profit.steps": STEPS})
SECOND = r"^take_profit\.steps\[1\]: expected an object, got null$"


def trade() -> SmartTrade:
    return SmartTrade.from_dict(SOURCE)


def steps() -> Any:
    return trade().take_profit.steps


def test_element_that_is_as_documented_is_there_whatever_the_others_are() -> None:
    assert len(steps()) == 4
    assert steps()[0] == steps()[-4] == TakeProfit.from_dict(TRADE["take_profit"]).steps[0]
    assert steps()[2].id == STEP["id"]
    assert steps()[:1] == [steps()[0]]
    assert isinstance(steps(), list)


def test_all_deviations_of_a_list_are_listed_with_their_paths_in_its_order() -> None:
    paths = ["take_profit.steps[1]", "take_profit.steps[2].volume", "take_profit.steps[3]"]
    for holder in (trade(), trade().take_profit, steps()):
        assert [each.path for each in holder.deviations] == paths
    first = trade().deviations[0]
    assert (first.expected, first.came, first.value) == ("an object", "null", None)
    assert first.pattern == "take_profit.steps[]"


def test_list_is_written_as_it_came() -> None:
    assert trade().to_dict() == SOURCE
    assert json.loads(trade().to_json()) == SOURCE


def unpacked(items: Any) -> None:
    first, *_ = items
    assert first


def extended(items: Any) -> None:
    [].extend(items)


def put(items: Any) -> None:
    made: list[Any] = []
    made[:] = items


USES: dict[str, Callable[[Any], object]] = {
    "index": lambda items: items[1],
    "index in a slice": lambda items: items[1:2][0],
    "loop": lambda items: [each.id for each in items],
    "list": list,
    "tuple": tuple,
    "spread": lambda items: [*items],
    "arguments": lambda items: print(*items),
    "unpacking": unpacked,
    "extend": extended,
    "slice of another": put,
    "sum": lambda items: sum(each.id for each in items),
    "zip": lambda items: list(zip(items, items, strict=True)),
    "concatenation": lambda items: operator.add(items, []),
    "concatenation to another": lambda items: operator.add([], items),
    "repetition": lambda items: items * 2,
    "repetition from the left": lambda items: 2 * items,
    "sorted": lambda items: sorted(items, key=id),
    "sort": lambda items: items.sort(key=id),
    "pop": lambda items: items.pop(1),
    "JSON": json.dumps,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_use_of_the_element_is_an_error_that_names_it(use: Callable[[Any], object]) -> None:
    items = steps()
    with pytest.raises(DeviationError, match=SECOND):
        use(items)
    assert [each.path for each in items.deviations] == [each.path for each in steps().deviations]


def test_loop_from_the_end_raises_at_the_first_that_it_meets() -> None:
    with pytest.raises(DeviationError, match=r"steps\[3\]: expected an object, got integer 5"):
        list(reversed(steps()))
    with pytest.raises(DeviationError, match=r"steps\[3\]"):
        steps().pop()


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "its own copy": lambda items: items.copy(),
    "slice": lambda items: items[:],
    "deepcopy": copy.deepcopy,
    "pickle": lambda items: pickle.loads(pickle.dumps(items)),
}


@pytest.mark.parametrize("again", COPIES.values(), ids=COPIES)
def test_copy_of_a_list_keeps_its_deviations(again: Callable[[Any], Any]) -> None:
    items = steps()
    other = again(items)
    assert other == items
    assert other is not items
    assert other.deviations == items.deviations
    with pytest.raises(DeviationError, match=SECOND):
        other[1].id  # noqa: B018


def test_lists_are_equal_if_the_same_came() -> None:
    assert trade() == trade()
    assert trade() != SmartTrade.from_dict(changed(SOURCE, {"take_profit.steps": [STEP, 7, *STEPS[2:]]}))
    assert trade() != SmartTrade.from_dict(TRADE)
    assert None not in steps()
    assert steps()[0] in steps()


def test_repr_rich_and_asdict_show_the_list_and_what_is_wrong_in_it() -> None:
    assert "<expected an object, got null>, TakeProfitStep(" in repr(trade())
    page = Console(file=io.StringIO(), width=400)
    page.print(steps())
    assert "expected='an object'" in page.file.getvalue()  # type: ignore[attr-defined]
    assert "<expected an object, got integer 5>]" in repr(attrs.asdict(trade())["take_profit"]["steps"])


def test_good_element_in_its_place_or_none_at_all_takes_the_deviation_away() -> None:
    made = trade()
    items = made.take_profit.steps
    del items[3]
    items[1] = items[0]
    items[2].volume = items[0].volume
    assert made.deviations == []
    assert [each.id for each in items] == [STEP["id"]] * 3
    assert made.to_dict()["take_profit"]["steps"][:2] == [STEP, STEP]


def test_deviation_moves_with_its_element() -> None:
    items = steps()
    items.insert(0, items[0])
    items.reverse()
    assert [str(each.came) for each in items.deviations] == ["integer", "null", "null"]
    with pytest.raises(DeviationError, match=r"steps\[3\]: expected an object, got integer"):
        items[0].id  # noqa: B018


def test_request_does_not_take_the_element_of_an_answer_and_says_where_it_stands_there() -> None:
    body = TakeProfitInput(enabled=True, steps=steps()[1:])
    with pytest.raises(EncodeError, match=r"^steps\[0\]: expected an object, got null$"):
        body.to_dict()


MARKET = {"market_name": "A", "market_code": "a", "trusted_ips": ["1.1.1.1", None, "1.1.1.2", 7]}


def test_texts_of_a_list_are_there_beside_one_that_is_null() -> None:
    made = Market.from_dict(MARKET)
    assert isinstance(made.trusted_ips, list)
    assert (made.trusted_ips[0], made.trusted_ips[2]) == ("1.1.1.1", "1.1.1.2")
    assert [(each.path, each.came) for each in made.deviations] == [
        ("trusted_ips[1]", "null"),
        ("trusted_ips[3]", "integer"),
    ]
    with pytest.raises(DeviationError, match=r"^trusted_ips\[1\]: expected text, got null$"):
        ", ".join(made.trusted_ips)
    assert made.to_dict() == MARKET


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_client_returns_the_answer_and_a_strict_one_refuses_it(flavour: str, way: str) -> None:
    found = asked(flavour)
    assert found.to_dict() == SOURCE
    assert found.take_profit.steps[0].id == STEP["id"]
    with pytest.raises(DeviationError, match=r"get_smart_trade: take_profit\.steps\[1\]: expected an object"):
        found.take_profit.steps[1].id  # noqa: B018
    with pytest.raises(DecodeError) as caught:
        asked(flavour, strict=True)
    assert caught.value.path == "take_profit.steps[1]"


def asked(flavour: str, **options: Any) -> SmartTrade:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=dumps(SOURCE).encode()))
    signer = HmacSigner("secret")
    if flavour == "sync":
        return ThreeCommas("key", signer, transport=transport, **options).smart_trades.get(TRADE["id"])

    async def found() -> SmartTrade:
        async with AsyncThreeCommas("key", signer, transport=transport, **options) as client:
            return await client.smart_trades.get(TRADE["id"])

    return asyncio.run(found())
