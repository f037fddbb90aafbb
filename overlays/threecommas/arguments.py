"""Checks of arguments by type and size, so that a slip of the pen shows where a client is made.

Each raises `ConfigurationError` naming the argument, what it has to be and what came. What an argument means
is checked where it is used.
"""

import math
import reprlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from threecommas.errors import ConfigurationError

# What an argument of this name has to be, in words and as a check.
Kind = tuple[str, Callable[[Any], bool]]

SWITCH: Kind = ("True or False", lambda value: isinstance(value, bool))
HOOK: Kind = ("a function, or None", lambda value: value is None or callable(value))
FUNCTION: Kind = ("a function", callable)


def instance_of(kind: type, *, otherwise: str = "") -> Kind:
    """Return the kind of values of a class; `otherwise` says what None means, "" if it is not taken."""
    wanted = f"a {kind.__name__}" if not otherwise else f"a {kind.__name__}, or None {otherwise}"
    return wanted, lambda value: isinstance(value, kind) or (value is None and bool(otherwise))


def check(name: str, value: object, kind: Kind) -> None:
    """Raise unless the value is of the kind."""
    wanted, fits = kind
    if not fits(value):
        raise wrong(name, wanted, value)


def check_count(name: str, value: object) -> None:
    """Raise unless the value is a whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong(name, "a whole number of 1 or more", value)


def check_seconds(name: str, value: object) -> None:
    """Raise unless the value is a finite number of seconds that is not negative."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    # Asked apart, so that a number is told its bound and anything else its type.
    if not is_number:
        raise wrong(name, "a number of seconds", value)
    if not isinstance(value, int | float) or value < 0:
        raise wrong(name, "0 or more", value)


def check_hooks(hooks: object) -> None:
    """Raise unless these are lists of functions by the event they are called at."""
    if hooks is None:
        return
    if not isinstance(hooks, Mapping):
        raise wrong("event_hooks", "a mapping of request and response to lists of functions", hooks)
    for event, functions in hooks.items():
        if event not in {"request", "response"}:
            raise ConfigurationError(f"There is no event hook for {event}. Give request or response.")
        if not isinstance(functions, Sequence) or not all(map(callable, functions)):
            raise wrong(f"event_hooks[{event!r}]", "a list of functions", functions)


def wrong(name: str, wanted: str, value: object) -> ConfigurationError:
    """Return the error of an argument that is something else than wanted."""
    return ConfigurationError(f"{name} must be {wanted}, got {reprlib.repr(value)}")
