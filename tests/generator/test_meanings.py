"""An editor shows what a status or kind means: a value with a documented meaning has it as its docstring."""

import ast
import inspect
from typing import Any

import pytest
import threecommas_openapi
from threecommas_rest import models

from generator.client.lower import enum_names

SCHEMAS: dict[str, Any] = threecommas_openapi.load()["components"]["schemas"]
MEANT = {name: schema for name, schema in SCHEMAS.items() if "x-enum-descriptions" in schema}
STATUSES = {"KnownSmartTradeStatusType", "KnownTradeStatusType", "KnownDealStatus"}


def shown(name: str) -> dict[str, str]:
    """Return the docstring under each value of the class of an enum."""
    written = ast.parse(inspect.getsource(inspect.getmodule(getattr(models, name)) or models))
    (made,) = [node for node in written.body if isinstance(node, ast.ClassDef)]
    found = {}
    for member, below in zip(made.body, made.body[1:], strict=False):
        if isinstance(member, ast.Assign) and isinstance(below, ast.Expr):
            found[ast.literal_eval(member.value)] = ast.literal_eval(below.value)
    return found


@pytest.mark.parametrize("name", MEANT)
def test_value_has_its_meaning_as_docstring(name: str) -> None:
    said = dict(zip(MEANT[name]["enum"], MEANT[name]["x-enum-descriptions"], strict=True))
    assert shown(enum_names(SCHEMAS).get(name, name)) == said


def test_every_status_says_what_it_means() -> None:
    assert MEANT.keys() >= STATUSES
