"""The strategies that users import give what the document allows, all of it, in the types of the client."""

import importlib
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs
import pytest
from hypothesis import find, given
from threecommas import models, testing
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.types import UNSET, OpenEnum

from tests.property.effort import generated
from tests.property.exact import exact
from tests.property.validity import DOCUMENT, complaints
from tests.sampling import sampled

SCHEMAS = DOCUMENT["components"]["schemas"]
KINDS = [kind for name in models.__all__ if isinstance(kind := getattr(models, name), type)]


def schema_of(kind: type) -> str:
    return kind.__name__ if kind.__name__ in SCHEMAS else f"Known{kind.__name__}"


@pytest.mark.parametrize("kind", sampled("strategies", KINDS, 60), ids=lambda kind: kind.__name__)
def test_every_value_is_allowed_by_the_document_and_survives_the_client(kind: type) -> None:
    @generated(4, 60)
    @given(testing.model_json(kind))
    def check(value: Any) -> None:
        assert complaints({"$ref": f"#/components/schemas/{schema_of(kind)}"}, dumps(value)) == []
        made = kind.from_wire(value) if issubclass(kind, OpenEnum) else kind.from_dict(value)
        assert exact(str(made) if issubclass(kind, OpenEnum) else made.to_dict()) == exact(value)

    check()


def leaves(value: Any, known: Counter[str]) -> Iterator[tuple[str, Any]]:
    """Name every field of a model and of those within it, with its value."""
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name)
        known[f"{type(value).__name__}.{field.name}"] += held is not UNSET
        if attrs.has(type(held)):
            yield from leaves(held, known)
        elif isinstance(held, list) and held and attrs.has(type(held[0])):
            for item in held:
                yield from leaves(item, known)
        elif field.name != "additional_properties":
            yield field.name, held


def test_a_smart_trade_has_every_documented_field_and_the_types_of_the_client() -> None:
    seen: Counter[str] = Counter()
    types: Counter[type] = Counter()

    @generated(40, 150)
    @given(testing.models(models.SmartTrade))
    def check(trade: models.SmartTrade) -> None:
        assert isinstance(trade, models.SmartTrade)
        for _, held in leaves(trade, seen):
            types.update(kind for kind in (Decimal, datetime, OpenEnum) if isinstance(held, kind))
            assert isinstance(held, str) is (type(held) is str or isinstance(held, StrEnum))

    check()
    never = [name for name, count in seen.items() if count == 0]
    assert never == []
    assert set(types) == {Decimal, datetime, OpenEnum}
    assert len(seen) > 100


OCCASIONS: dict[str, Callable[[models.StepUnits, models.SmartTradeStatus, models.Leverage], object]] = {
    "an unknown status": lambda units, status, leverage: not status.type.is_known,
    "an unknown field": lambda units, status, leverage: bool(status.additional_properties),
    "a null": lambda units, status, leverage: units.value is None,
    "an absent field": lambda units, status, leverage: leverage.type is UNSET,
    "a field that may be absent": lambda units, status, leverage: leverage.type is not UNSET,
    "a loss": lambda units, status, leverage: (units.value or 0) < 0,
    "digits beyond a float": lambda units, status, leverage: len(str(units.value)) > 20,
    "an exponent": lambda units, status, leverage: "E" in str(getattr(units.value, "wire", "")),
}


def test_what_a_server_may_send_one_day_is_among_the_values() -> None:
    seen: Counter[str] = Counter()

    @generated(300, 2000)
    @given(*map(testing.models, (models.StepUnits, models.SmartTradeStatus, models.Leverage)))
    def look(units: models.StepUnits, status: models.SmartTradeStatus, leverage: models.Leverage) -> None:
        seen.update(name for name, occurs in OCCASIONS.items() if occurs(units, status, leverage))

    look()
    assert seen.keys() == OCCASIONS.keys(), seen
    assert min(seen.values()) > 5, seen


def test_known_only_leaves_out_what_is_not_documented() -> None:
    @generated(15, 100)
    @given(testing.models(models.SmartTrade, known_only=True))
    def check(trade: models.SmartTrade) -> None:
        for name, held in leaves(trade, Counter()):
            assert not isinstance(held, OpenEnum) or held.is_known, name
        assert trade.additional_properties == {}

    check()


def test_each_way_to_keep_a_rule_between_fields_is_taken() -> None:
    ways: Counter[str] = Counter()

    @generated(120, 150)
    @given(testing.models(models.CreateSmartTrade))
    def look(order: models.CreateSmartTrade) -> None:
        flags = [name for name in ("instant", "skip_enter_step") if getattr(order, name) in (True, "true")]
        ways[f"{order.position.order_type} {' '.join(flags)}"] += 1

    look()
    assert {entry.split(" ")[0] for entry in ways} == {"market", "limit", "conditional"}
    assert {entry.split(" ")[1] for entry in ways} == {"", "instant", "skip_enter_step"}


@pytest.mark.parametrize("status", [200, 404, 503])
def test_answers_are_bodies_of_that_status(status: int) -> None:
    body = find(testing.responses("list_trades", status), lambda body: len(body) > 2)
    assert isinstance(loads(body), list) is (status == 200)


@pytest.mark.parametrize(("operation", "status"), [("get_smart_trade", 302), ("get_nothing", 200)])
def test_an_answer_that_is_not_documented_is_refused(operation: str, status: int) -> None:
    with pytest.raises(ValueError, match=f"no answer {status} of an operation {operation}"):
        testing.responses(operation, status)


@pytest.mark.parametrize("kind", [int, Decimal, attrs.make_class("SmartTrade", [])])
def test_a_class_that_is_no_model_is_refused(kind: type) -> None:
    with pytest.raises(TypeError, match=kind.__name__):
        testing.models(kind)


def test_without_hypothesis_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis.strategies", None)
    with pytest.raises(ImportError, match=r"threecommas-sdk\[testing\]"):
        importlib.reload(testing)


def test_client_does_not_need_hypothesis() -> None:
    program = "import sys, threecommas.orders; sys.exit('hypothesis' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
