"""Hypothesis strategies: every value the document allows of a model, an enum or an answer, and what may come.

    from hypothesis import given
    from threecommas import testing
    from threecommas.models import SmartTrade

    @given(testing.models(SmartTrade))
    def test_my_report_takes_any_smart_trade(trade: SmartTrade) -> None: ...

Fields are there, absent or null as the document allows, decimals have few or many digits. Unless asked for
what is known only, there are also texts in open enums and fields that nobody has documented yet. Valid is
what the schemas say: numbers are not those of a real trade, and ids lead nowhere. Not among the values is
the decimal "NaN", which is not equal to itself.
"""

try:
    from hypothesis.strategies import SearchStrategy
except ImportError as error:
    raise ImportError(
        "threecommas.testing needs hypothesis: pip install 'threecommas-sdk[testing]'", name=error.name
    ) from error

from typing import Any, TypeVar

from threecommas_rest import models as documented_models
from threecommas_rest.json_text import dumps
from threecommas_rest.types import OpenEnum

from threecommas.testing.document import answer_schema, name_of
from threecommas.testing.schema_values import values

__all__ = ["model_json", "models", "responses"]

T = TypeVar("T")


def models(kind: type[T], *, known_only: bool = False) -> SearchStrategy[T]:
    """Return the values of a model or an enum of `threecommas.models`: Decimal, datetime, enum as typed.

    Raises TypeError for another class.
    """
    made: Any = getattr(kind, "from_wire" if issubclass(kind, OpenEnum) else "from_dict", None)
    return model_json(kind, known_only=known_only).map(made)


def model_json(kind: type, *, known_only: bool = False) -> SearchStrategy[Any]:
    """Return the JSON of a model or an enum, as `from_dict` takes it and `to_dict` gives it back.

    A number with a fraction is a float that prints all its digits. Raises TypeError for another class.
    """
    name = name_of(kind)
    if name is None or getattr(documented_models, kind.__name__, None) is not kind:
        raise TypeError(f"{kind.__name__} is neither a model nor an enum of threecommas.models")
    return values({"$ref": f"#/components/schemas/{name}"}, known_only=known_only)


def responses(operation_id: str, status: int, *, known_only: bool = False) -> SearchStrategy[bytes]:
    """Return the bodies that the document allows as the answer of an operation with this status.

    Raises ValueError if no such answer is documented.
    """
    schema = answer_schema(operation_id, status)
    if schema is None:
        raise ValueError(f"the document has no answer {status} of an operation {operation_id}")
    return values(schema, known_only=known_only).map(lambda value: dumps(value).encode())
