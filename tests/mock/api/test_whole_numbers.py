"""Whole numbers of a body are found by what the document says of them, and by their path."""

from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock.api.whole_numbers import too_large

from tests.mock.signed_client import DOCUMENT

WHOLE = {"type": ["integer", "string"], "format": "int64"}
AMOUNT = {"type": ["number", "string"], "format": "decimal"}
STEP = {"type": "object", "properties": {"id": {"oneOf": [WHOLE, {"type": "null"}]}, "price": AMOUNT}}
ORDER = {
    "type": "object",
    "properties": {
        "account_id": {"$ref": "#/components/schemas/IntegerInput"},
        "steps": {"type": "array", "items": STEP},
    },
}
LARGE = 2**63


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"account_id": LARGE}, ["account_id"]),
        ({"account_id": -LARGE - 1}, ["account_id"]),
        ({"account_id": LARGE - 1}, []),
        ({"account_id": -LARGE}, []),
        ({"account_id": True}, []),
        ({"account_id": str(LARGE)}, ["account_id"]),
        ({"account_id": str(LARGE - 1)}, []),
        ({"account_id": str(-LARGE)}, []),
        ({"account_id": "9" * 5000}, ["account_id"]),
        ({"account_id": Decimal(LARGE)}, ["account_id"]),
        ({"account_id": Decimal("1E+300")}, ["account_id"]),
        ({"account_id": Decimal(LARGE - 1)}, []),
        ({"account_id": "1" + "0" * 30 + " or so"}, []),
        ({"steps": [{"id": 1}, {"id": LARGE, "price": LARGE}]}, ["steps.1.id"]),
        ({"nobody": {"knows": LARGE}}, []),
        ({"steps": {"id": LARGE}}, []),
    ],
    ids=str,
)
def test_whole_numbers_of_more_than_64_bits_are_found(body: Any, places: list[str]) -> None:
    assert list(too_large(DOCUMENT, ORDER, body)) == places
