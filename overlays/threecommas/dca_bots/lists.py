"""Lists of parts of a bot: whether all are of the kind that is asked for."""

from collections.abc import Sequence
from typing import Any

from threecommas_rest.models import BotConditionInput
from threecommas_rest.scalars import unexpected

from threecommas.dca_bots.conditions import Condition
from threecommas.orders.field_checks import error_path, fail, require_kind


def check_list(parts: object, path: str, kind: type[Any]) -> None:
    """Refuse what is no list of parts of this kind."""
    if not isinstance(parts, list | tuple):
        fail(path, unexpected(f"a list of {kind.__name__}", parts))
    for index, each in enumerate(parts):
        require_kind(each, f"{path}[{index}]", kind)


def conditions_of(conditions: Sequence[Condition], path: str) -> list[BotConditionInput]:
    """Return a list of conditions; raise `EncodeError` whose path begins with *path*."""
    check_list(conditions, path, Condition)
    made = []
    for index, each in enumerate(conditions):
        with error_path(f"{path}[{index}]"):
            made.append(each.model())
    return made
