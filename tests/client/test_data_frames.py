"""Answers as data frames: every value is there, exact, in a column of its type."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import reduce
from pathlib import Path
from typing import Any

import pandas
import pytest
import yaml
from threecommas import HmacSigner, ThreeCommas, Undecoded, models, orders, to_dataframe
from threecommas.accounts.balances import Balance
from threecommas.cli.operations.described import described
from threecommas_mock import MockExchange
from threecommas_rest.answered import Answered
from threecommas_rest.errors import DecodeError, DeviationError
from threecommas_rest.json_text import loads
from threecommas_rest.operations import METHODS
from threecommas_rest.types import UNSET

from tests.cli.documented_operations import described as documented

LISTED = ["Account", "Bot", "CurrencyBalance", "Deal", "GridBot", "MarketOrder", "SimpleTrade", "SmartTrade"]
LISTED += ["Trade", "BotProfitDay", "AmountsByCurrency"]


class Loader(yaml.SafeLoader):
    """Reads ``!decimal "1.50"`` too."""


Loader.add_constructor("!decimal", lambda loader, node: Decimal(loader.construct_scalar(node)))
CASES = yaml.load(Path(__file__).with_name("data_frames.yaml").read_text("utf-8"), Loader)


def found(item: Any, column: str) -> Any:
    """Return what stands at a dotted path, None for what is absent, null or below one of both."""

    def step(above: Any, name: str) -> Any:
        if above is None or above is UNSET:
            return None
        try:
            return getattr(above, name)
        except DeviationError as error:
            return error.value
        except AttributeError:
            return above.additional_properties.get(name)

    return reduce(step, column.split("."), item)


def plain(value: Any) -> Any:
    if isinstance(value, Answered):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    return [plain(each) for each in value] if isinstance(value, list) else value


def examples() -> Iterator[tuple[str, type[Answered], Any]]:
    """Yield each operation that answers objects of a model, and the JSON objects of its example."""
    for method in METHODS:
        told = described(method)
        content = documented(method).answer().content
        if hasattr(models, told.answers or "-") and content:
            answer = loads(content)
            if told.is_list and isinstance(answer, dict):
                answer = next(iter(answer.values()))
            yield method, getattr(models, told.answers), answer if isinstance(answer, list) else [answer]


EXAMPLES = {method: (model, answer) for method, model, answer in examples()}


@pytest.mark.parametrize("method", EXAMPLES)
def test_each_value_of_an_example_is_in_its_column_with_every_digit(method: str) -> None:
    model, answer = EXAMPLES[method]
    items: list[Any] = [read(model, each) for each in answer]
    frame = to_dataframe(items, model=model)
    assert len(frame) == len(items)
    for column in frame.columns:
        for item, cell in zip(items, frame[column], strict=True):
            value = found(item, column)
            if value is None or value is UNSET:
                assert cell is None or pandas.isna(cell)
            else:
                assert cell == plain(value)
                assert not isinstance(value, Decimal) or str(cell) == str(value)


@pytest.mark.parametrize("name", LISTED)
def test_empty_list_has_the_columns_and_types_of_a_full_one(name: str) -> None:
    model = getattr(models, name)
    empty = to_dataframe([], model=model)
    assert len(empty) == 0
    assert "additional_properties" not in empty
    assert len(to_dataframe([]).columns) == 0
    if "id" in empty:
        assert empty["id"].dtype == "Int64"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_value_that_is_not_as_documented_is_kept(case: dict[str, Any]) -> None:
    rows = [read(getattr(models, case["model"]), row) for row in case["rows"]]
    column = to_dataframe(rows)[case["column"]]
    assert [None if cell is None or pandas.isna(cell) else cell for cell in column] == case["cells"]
    assert str(column.dtype) == case["dtype"]


def read(model: Any, members: Any) -> Any:
    """Return an object as it is read from an answer, which may lack what is not given."""
    return model.from_dict(members)


@pytest.fixture
def client() -> ThreeCommas:
    exchange = MockExchange()
    key, secret = exchange.credentials[0].key, exchange.credentials[0].secret
    return ThreeCommas(
        key, HmacSigner(secret or ""), base_url=exchange.base_url, transport=exchange.transport()
    )


def test_lists_and_pages_of_the_client_are_frames(client: ThreeCommas) -> None:
    order = orders.smart_trade(
        account_id=client.accounts.list()[0].id, pair="USDT_BTC", position=orders.Market(units="0.10")
    )
    trade = client.smart_trades.create(order)
    assert list(to_dataframe(client.smart_trades.iterate())["id"]) == [trade.id]
    assert to_dataframe(client.smart_trades.trades.list(trade.id))["initial_amount"][0] == Decimal("0.1")
    assert to_dataframe(client.smart_trades.get(trade.id)).shape[0] == 1
    page = client.simple_trades.list()
    assert len(to_dataframe(page)) == len(page.trades)
    frame = to_dataframe(client.smart_trades.list())
    moment = frame["data.created_at"][0]
    assert (moment.to_pydatetime(), str(moment.tz)) == (trade.data.created_at, "UTC")


def test_floats_are_what_is_asked_for_and_only_in_amounts(client: ThreeCommas) -> None:
    held = {code: Balance(currency=code, total=Decimal("0.1")) for code in ("BTC", "USDT", "ETH")}
    exact, rounded = to_dataframe(held), to_dataframe(held, floats=True)
    assert (str(exact["total"].dtype), str(rounded["total"].dtype)) == ("object", "float64")
    assert (exact["total"].sum(), rounded["total"].sum()) == (Decimal("0.3"), 0.1 + 0.1 + 0.1)
    assert list(rounded["currency"]) == list(held)
    assert str(to_dataframe(client.accounts.list(), floats=True)["id"].dtype) == "Int64"
    assert to_dataframe(client.accounts.balances("summary"), model=Balance).shape[1] == exact.shape[1]


def test_missing_amount_is_nan_among_floats_and_a_wrong_one_keeps_the_column() -> None:
    rows = [read(models.CurrencyBalance, {"equity": "1.5"}), read(models.CurrencyBalance, {})]
    assert list(to_dataframe(rows, floats=True)["equity"].isna()) == [False, True]
    wrong = [*rows, read(models.CurrencyBalance, {"equity": "abc"})]
    assert list(to_dataframe(wrong, floats=True)["equity"].dropna()) == [Decimal("1.5"), "abc"]


def test_element_that_is_no_object_has_its_own_column() -> None:
    odd = Undecoded(raw=[1], error=DecodeError("no object"))
    frame = to_dataframe([read(models.Trade, {"id": 7}), odd])
    assert list(frame["undecoded"]) == [None, [1]]
    assert list(frame["id"].isna()) == [False, True]


def test_secret_has_no_column() -> None:
    account = read(models.Account, {"id": 1, "api_key": "the-key-itself"})
    frame = to_dataframe([account])
    assert "api_key" not in frame
    assert "the-key-itself" not in frame.to_csv()


def test_objects_of_another_class_are_refused() -> None:
    with pytest.raises(TypeError, match="expected Deal, got Trade"):
        to_dataframe([read(models.Trade, {"id": 7})], model=models.Deal)
    with pytest.raises(TypeError, match="expected an object of an answer, got dict"):
        to_dataframe([{"id": 7}])


def test_client_loads_no_pandas_and_a_frame_without_it_says_what_to_install() -> None:
    program = (
        "import sys; from threecommas import ThreeCommas, to_dataframe\n"
        "print('pandas' in sys.modules); sys.modules['pandas'] = None\n"
        "try: to_dataframe([])\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nA data frame needs pandas: pip install 'threecommas-sdk[pandas]'\n"
