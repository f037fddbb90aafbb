"""The findings of a validator, one line each.

For a choice that nothing fits, the line says why each form does not.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

# Values are quoted in full by the validator; an object of a hundred members says no more than its beginning.
_LONGEST = 200


def reason_of(error: Any) -> str:
    """Return why a value is not valid, with the reason of each form of a choice."""
    forms = list(_forms(error))
    return "; ".join([_shortened(error.message), *forms])


def _forms(error: Any) -> Iterator[str]:
    """Yield what is wrong with each form, the likeliest fault of each alone."""
    # Loaded here, for a build needs no validator.
    from jsonschema.exceptions import best_match  # type: ignore[import-untyped]  # noqa: PLC0415

    by_form: dict[Any, list[Any]] = defaultdict(list)
    for inner in error.context or ():
        by_form[inner.relative_schema_path[0]].append(inner)
    for place, found in by_form.items():
        worst = best_match(found)
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in worst.relative_path)
        yield f"form {place}: {where.lstrip('.')}{': ' if where else ''}{_shortened(worst.message)}"


def _shortened(message: str) -> str:
    line = message.splitlines()[0]
    if len(line) <= _LONGEST:
        return line
    # The end says what is wrong, the beginning which value it is.
    return f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
