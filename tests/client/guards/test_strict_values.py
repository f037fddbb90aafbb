"""Values that a guard reads of a request or an answer: what does not tell what it needs is refused."""

from pathlib import Path

import pytest
import yaml
from threecommas import GuardError
from threecommas.guards.strict_values import Values
from threecommas.messages.request import RequestInfo
from threecommas_rest import OPERATIONS
from threecommas_rest.json_text import loads

ROWS = yaml.safe_load(Path(__file__).with_name("data").joinpath("strict_values.yaml").read_text("utf-8"))
# No number or name that a server answers is longer.
LONGEST = [
    (method, f'"{"1" * length}"', None if length > 100 else "1" * length)
    for method in ("number", "name")
    for length in (100, 101)
]


@pytest.mark.parametrize(("method", "text", "expected"), [*ROWS, *LONGEST])
def test_value_is_what_is_expected_of_it_or_is_refused(method: str, text: str, expected: str | None) -> None:
    operation = OPERATIONS["create_smart_trade"]
    call = RequestInfo(operation=operation, method=operation.method, path=f"/public/api{operation.path}")
    read, value = getattr(Values(call, "limits"), method), loads(text.encode())
    if expected is None:
        with pytest.raises(GuardError, match="cannot be determined, as here is "):
            read("here", value)
    else:
        assert str(read("here", value)) == expected
