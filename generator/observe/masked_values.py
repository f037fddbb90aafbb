r"""The form of a value without its content.

A sample is a JSON value whose scalars are words for the kind of scalar, as in {"percent": "null"}.
Text is told apart only where its form matters to the document, as that of numbers and moments does; the form
is written as a pattern, `\d{4}-\d{2}-\d{2}`, so that no digit shows. All other text is the word "text".
"""

import datetime
import re
from collections.abc import Callable
from typing import Any

Sample = Any
"""A str, a list of at most one Sample, or a dict of Samples."""

# Samples are for the eye; schemas are drafted from forms.
_DEEPEST, _WIDEST = 4, 30
_SCALARS = {type(None): "null", bool: "boolean", int: "integer", float: "number"}
_AS_TEXT = frozenset({"NaN", "Infinity", "-Infinity", "true", "false", "null"})
_NUMBER = re.compile(r"[-+]?\d{1,40}(?:[.,]\d{1,40})?(?:[eE][-+]?\d{1,3})?", re.ASCII)
_ZONE = r"(?: ?(?:Z|UTC|[-+]\d{2}:?\d{2}))?"
_TIME = rf"\d{{2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?{_ZONE}"
_MOMENT = re.compile(rf"\d{{4}}[-/]\d{{2}}[-/]\d{{2}}(?:[T ]{_TIME})?", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[-+]\d{2}:\d{2})", re.ASCII)
_DIGITS = re.compile(r"\d+")


def sample(value: Any, name: Callable[[str], str], depth: int = 0) -> Sample:
    """Return the sample of a JSON value; *name* turns each property name into what may be shown of it."""
    match value:
        case str():
            return _of_text(value)
        case list() | dict() if depth == _DEEPEST:
            return "deeper"
        case list():
            # The first item stands for all: items of one list are alike.
            return [sample(item, name, depth + 1) for item in value[:1]]
        case dict():
            return {name(key): sample(value[key], name, depth + 1) for key in list(value)[:_WIDEST]}
    return _SCALARS[type(value)]


def is_decimal(text: str) -> bool:
    """Tell whether a text is a decimal in plain notation, or one of the values that are no number."""
    return re.fullmatch(r"-?\d+(\.\d+)?|NaN|-?Infinity", text, re.ASCII) is not None


def is_date_time(text: str) -> bool:
    """Tell whether a text is a moment as RFC 3339 writes it, on a day that exists."""
    if not _DATE_TIME.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


def _of_text(text: str) -> str:
    if text in _AS_TEXT:
        return f"{text} as text"
    if not text:
        return "empty text"
    if _NUMBER.fullmatch(text) or _MOMENT.fullmatch(text):
        return _DIGITS.sub(lambda run: rf"\d{{{len(run[0])}}}" if len(run[0]) > 1 else r"\d", text)
    return "text"
