"""Lists of conditions, from typed values to what is sent."""

from collections.abc import Sequence

from threecommas_rest.models import BotConditionInput

from threecommas.dca_bots.conditions import Condition
from threecommas.orders.field_checks import error_path, fail


def conditions_of(conditions: Sequence[Condition], path: str) -> list[BotConditionInput]:
    """Return a list of conditions; raise `EncodeError` whose path begins with *path*."""
    made = []
    for index, each in enumerate(conditions):
        if not isinstance(each, Condition):
            fail(f"{path}[{index}]", f"expected a condition such as conditions.nonstop(), got {each!r}")
        with error_path(f"{path}[{index}]"):
            made.append(each.model())
    return made
