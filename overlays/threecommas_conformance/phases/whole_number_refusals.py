"""Whole numbers of a valid body that a server may refuse because no column of its database holds them.

Where the document has ``format: int64``, a number is drawn within 64 bits. Its text has a pattern alone,
which lets any number of digits pass. What is left out: numbers of path and query, which are ids that do not
exist.
"""

import re
from decimal import Decimal
from typing import Any

from threecommas_conformance.traffic.calls import get_in

_LARGEST = Decimal(2**63 - 1)
_WHOLE = re.compile(r"-?[0-9]+")
_STEPS = re.compile(r"[^.\[\]]+")


def is_undecidable(field: str, sent: Any) -> bool:
    """Whether a body has a text of more than 64 bits at `field`, as in ``steps.0.id`` or ``steps[0][id]``."""
    value = sent
    for step in _STEPS.findall(field):
        value = (
            _item(value, int(step)) if isinstance(value, list) and step.isdecimal() else get_in(value, step)
        )
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        return False
    return not -_LARGEST - 1 <= Decimal(value) <= _LARGEST


def _item(values: list[Any], number: int) -> Any:
    return values[number] if number < len(values) else None
