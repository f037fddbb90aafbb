"""Values of this library as JSON: frozen dataclasses become objects, and amounts text with every digit."""

import dataclasses
from decimal import Decimal


def plain_json(value: object) -> object:
    """Return a value as JSON. No other kind of value has a form."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain_json(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple | list):
        return [plain_json(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(type(value).__name__)
