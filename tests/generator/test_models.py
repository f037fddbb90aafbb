"""What the generated models do with values, where openapi-python-client's own output loses or breaks them."""

import ast
import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.document.yaml_io import read_yaml
from tests.generator.toy_orders import HERE, ORDER, cases, order, order_input

COPIES: list[Callable[[Any], Any]] = [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]


@pytest.mark.parametrize("member", cases("survives.yaml"))
def test_value_is_written_as_it_was_read(member: str, toy: ModuleType) -> None:
    text = f"{{{member}}}"
    source = toy.json_text.loads(text.encode())
    written = toy.models.Order.from_dict({**ORDER, **source}).to_dict()
    assert toy.json_text.dumps({name: written[name] for name in source}) == text


@pytest.mark.parametrize(
    "case", cases("misread.yaml"), ids=lambda case: f"{case['path']}: {case['message']}"[:70]
)
def test_value_of_another_form_is_refused_with_its_path(case: dict[str, str], toy: ModuleType) -> None:
    model = getattr(toy.models, case["model"])
    is_sent = case["model"] == "OrderInput"
    with pytest.raises(toy.errors.EncodeError if is_sent else toy.errors.DecodeError) as caught:
        model.from_json(case["json"], **({} if is_sent else {"strict": True}))
    assert caught.value.path == case["path"]
    assert case["message"] in caught.value.message
    assert str(caught.value) == f"{case['path']}: {caught.value.message}".removeprefix(": ")


@pytest.mark.parametrize(
    "case",
    [each for each in cases("misread.yaml") if each["model"] != "OrderInput" and each["json"][0] == "{"],
    ids=lambda case: f"{case['path']}: {case['message']}"[:70],
)
def test_value_of_another_form_is_kept_in_an_answer(case: dict[str, str], toy: ModuleType) -> None:
    source = toy.json_text.loads(case["json"].encode())
    made = getattr(toy.models, case["model"]).from_dict(source)
    deviation = next(each for each in made.deviations if each.path == case["path"])
    assert case["message"] in deviation.message
    assert toy.json_text.dumps(made.to_dict()) == toy.json_text.dumps(source) or made.to_dict() == source
    assert str(deviation.error()) == f"{case['path']}: {deviation.message}"


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ("Order", "order"),
        ("OrderInput", "order_input"),
        ("Oddities", "oddities"),
        ("ErrorResponse", "refusal"),
    ],
)
def test_example_is_read_and_written_as_equal_json(schema: str, example: str, toy: ModuleType) -> None:
    value = read_yaml((HERE / "toy" / "examples" / f"{example}.yaml").read_text("utf-8"))["value"]
    written = getattr(toy.models, schema).from_json(json.dumps(value)).to_dict()
    assert json.dumps(written, sort_keys=True) == json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("name", ["from_json", "to_json"])
def test_json_that_is_none_is_an_error_of_the_model(name: str, toy: ModuleType) -> None:
    if name == "from_json":
        with pytest.raises(toy.errors.EncodeError, match="is not JSON"):
            toy.models.OrderInput.from_json("{")
        with pytest.raises(toy.errors.DecodeError, match="is not JSON"):
            toy.models.Order.from_json(b"")
    else:
        with pytest.raises(toy.errors.EncodeError, match="give a finite number"):
            order(toy, news=float("nan")).to_json()


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"position": {"units": {"value": 0.1 + 0.2}}}, "position.units.value"),
        ({"position": {"units": {"value": float("nan")}}}, "position.units.value"),
        (
            {"steps": [{"units": {"value": "1"}}, {"units": {"percent": 1234567890.1234567}}]},
            "steps[1].units.percent",
        ),
        ({"instant": "True"}, "instant"),
        ({"instant": "yes"}, "instant"),
        ({"instant": 1}, "instant"),
        ({"flags": [True, "FALSE"]}, "flags[1]"),
        ({"news": {"deep": [1, 0.5]}}, "news.deep[1]"),
        ({"news": "\ud800"}, "news"),
        ({"position": {"units": {"value": "1"}, "news": {"\ud800": 1}}}, "position.news"),
    ],
)
def test_request_read_from_json_is_checked_where_it_stands(
    members: dict[str, Any], path: str, toy: ModuleType
) -> None:
    given = {"account_id": 1, "side": "buy", "position": {"units": {"value": "1"}}, **members}
    with pytest.raises(toy.errors.EncodeError) as caught:
        toy.models.OrderInput.from_dict(given)
    assert caught.value.path.startswith(path)


@pytest.mark.parametrize("text", ["True", "TRUE", "1", "yes", ""])
def test_switch_is_true_or_false_when_it_is_given(text: str, toy: ModuleType) -> None:
    with pytest.raises(toy.errors.EncodeError, match=r"^instant: .*expected text 'true' or 'false'"):
        order_input(toy, instant=text)
    assert order_input(toy, instant="true").to_dict()["instant"] == "true"


def test_value_that_slipped_in_is_refused_with_its_whole_path(toy: ModuleType) -> None:
    request = order_input(toy)
    object.__setattr__(request.position.units, "value", 0.1)
    with pytest.raises(toy.errors.EncodeError, match=r"^position\.units\.value: 0\.1 is a float") as caught:
        request.to_dict()
    assert caught.value.path == "position.units.value"


@pytest.mark.parametrize(
    ("member", "value", "path"),
    [
        ("account_id", 1.5, "account_id"),
        ("position", {"units": {}}, "position"),
        ("steps", ["x"], "steps[0]"),
        ("flags", [True, 1], "flags[1]"),
        ("until", datetime(2024, 9, 10), "until"),
        ("until", "2024-09-10T14:44:22.416Z", "until"),
    ],
)
def test_value_of_another_type_is_not_sent(member: str, value: Any, path: str, toy: ModuleType) -> None:
    with pytest.raises(toy.errors.EncodeError) as caught:
        order_input(toy, **{member: value}).to_dict()
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2024, 9, 10, 14, 44, 22, 416000, UTC), "2024-09-10T14:44:22.416Z"),
        (datetime(2024, 9, 10, 14, 44, 22, tzinfo=UTC), "2024-09-10T14:44:22.000Z"),
        (datetime(2024, 9, 10, 14, 44, 22, 1, UTC), "2024-09-10T14:44:22.000001Z"),
        (datetime(2024, 9, 10, 1, tzinfo=timezone(timedelta(hours=3))), "2024-09-09T22:00:00.000Z"),
    ],
)
def test_moment_is_sent_in_utc(moment: datetime, text: str, toy: ModuleType) -> None:
    assert order_input(toy, until=moment).to_dict()["until"] == text


def test_moment_computed_from_a_remembered_one_is_written_anew(toy: ModuleType) -> None:
    read = order(toy, created_at="2024-09-10T14:44:22Z")
    read.created_at += timedelta(seconds=1)
    assert read.to_dict()["created_at"] == "2024-09-10T14:44:23.000Z"


def test_unknown_enum_value_is_kept_compared_and_sent_again(toy: ModuleType) -> None:
    read = order(toy, side="short")
    assert (read.side, str(read.side), read.side.is_known) == ("short", "short", False)
    assert type(read.to_dict()["side"]) is str
    assert order(toy).side is toy.models.Side.BUY
    assert toy.models.Side.BUY.is_known


def test_enum_is_as_strict_as_any_when_a_program_makes_one(toy: ModuleType) -> None:
    with pytest.raises(ValueError, match="'byu' is not a valid Side"):
        toy.models.Side("byu")


@pytest.mark.parametrize("side", ["sell", "short"])
def test_plain_text_is_taken_for_an_enum(side: str, toy: ModuleType) -> None:
    request = order_input(toy, side=side)
    assert isinstance(request.side, toy.models.Side)
    assert request.to_dict()["side"] == side


def test_absent_and_null_are_not_the_same(toy: ModuleType) -> None:
    absent, null = order(toy), order(toy, closed_at=None)
    assert (absent.closed_at, null.closed_at) == (toy.types.UNSET, None)
    assert "closed_at" not in absent.to_dict()
    assert not absent.closed_at


@pytest.mark.parametrize("copied", COPIES, ids=["deepcopy", "pickle"])
def test_copy_is_equal_and_writes_the_same(copied: Callable[[Any], Any], toy: ModuleType) -> None:
    source = {**ORDER, "side": "short", "commission": 0.10, "created_at": "2024-09-10T14:44:22Z"}
    text = json.dumps({**source, "news": [0.5]})
    read = toy.models.Order.from_dict(toy.json_text.loads(text.encode()))
    twin = copied(read)
    assert twin == read
    assert twin.closed_at is toy.types.UNSET
    assert twin.side.is_known is False
    assert toy.json_text.dumps(twin.to_dict()) == toy.json_text.dumps(read.to_dict())


@pytest.mark.parametrize("copied", COPIES, ids=["deepcopy", "pickle"])
def test_error_keeps_its_facts_when_it_is_copied(copied: Callable[[Any], Any], toy: ModuleType) -> None:
    errors = toy.errors
    refused = errors.ApiError(operation_id="ping", status=520, headers={"a": "b"}, content=b"<html>")
    for error in (
        errors.EncodeError("is wrong", path="a.b"),
        errors.DecodeError("is wrong", path="[0]"),
        refused,
    ):
        twin = copied(error)
        assert (type(twin), str(twin), vars(twin)) == (type(error), str(error), vars(error))


def test_unknown_fields_are_kept_and_can_be_given(toy: ModuleType) -> None:
    read = order(toy, news={"deep": [1]})
    assert read.additional_properties == {"news": {"deep": [1]}}
    read.additional_properties["more"] = 2
    assert read.to_dict() == {**ORDER, "news": {"deep": [1]}, "more": 2}


def test_misspelt_attribute_is_refused(toy: ModuleType) -> None:
    read = order(toy)
    with pytest.raises(AttributeError):
        read.prize = 1


def test_docstring_has_the_words_of_the_document(toy: ModuleType) -> None:
    assert r'It has a "status" and a back\slash.' in toy.models.Order.__doc__
    assert "limit: The limit in quote currency, null without one." in toy.models.Price.__doc__


def test_no_function_imports_anything(toy: ModuleType) -> None:
    for file in Path(str(toy.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            inside = ast.walk(node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ()
            assert not [each for each in inside if isinstance(each, ast.Import | ast.ImportFrom)], file
