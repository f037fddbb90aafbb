"""The JSON objects a calculator is given: bodies, answers, and what lies in them.

Each that cannot be used raises `EncodeError` with its path.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast, runtime_checkable

from threecommas_rest.decimals import read_amount
from threecommas_rest.deviations import deviations_in
from threecommas_rest.scalars import unexpected

from threecommas.calculators.fields import fail


@runtime_checkable
class HasDict(Protocol):
    """A model or an answer, which can say what it was made of."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""


def members_of(given: Mapping[str, Any] | HasDict, path: str) -> Mapping[str, Any]:
    """Return the members of an object, or of what a model was made of."""
    if isinstance(given, Mapping):
        return given
    if not isinstance(given, HasDict) or isinstance(given, type):
        fail(path, unexpected("a body, an answer or another object", given))
    return given.to_dict()


def json_value(value: Any, path: str) -> Any:
    """Return a member of a JSON object, a number of it exactly.

    3Commas answers some percentages as numbers (`take_profit_steps`), of which most parsers make a float. One
    that prints as the decimal it was is taken; one with more digits, as arithmetic makes it, is refused.
    """
    if not isinstance(value, float):
        return value
    try:
        return read_amount(value)
    except ValueError as error:
        fail(path, str(error))


def check_readable(answer: object, names: Iterable[str]) -> None:
    """Raise `DeviationError` if one of these attributes of an answer is not as documented, also deep inside.

    A body or an object of the caller's own has no deviations.
    """
    for name in names:
        for deviation in deviations_in(getattr(answer, name, None)):
            raise deviation.error()


def objects(value: Any, path: str) -> Sequence[Mapping[str, Any]]:
    """Return an array of JSON objects."""
    for index, each in enumerate(values(value, path)):
        if not isinstance(each, Mapping):
            fail(f"{path}[{index}]", unexpected("an object", each))
    return cast("Sequence[Mapping[str, Any]]", value)


def values(given: Sequence[Any], path: str) -> Sequence[Any]:
    """Return the values of an array."""
    if not isinstance(given, list | tuple):
        fail(path, unexpected("an array", given))
    return given
