"""A document is said more plainly before openapi-python-client sees it; the wire stays the same."""

import copy
from pathlib import Path
from typing import Any

import openapi_python_client
import pytest
from openapi_python_client.parser import properties

from generator.client.decimal_property import decimal_properties
from generator.client.lower import lower
from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.yaml_io import read_yaml

HERE = Path(__file__).parent
CASES = sorted((HERE / "lowered").glob("*.yaml"))


def document(schemas: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_schemas_are_said_plainly(file: Path) -> None:
    case = read_yaml(file.read_text("utf-8"))
    assert lower(document(case["before"])) == document(case["after"])


def test_plain_document_is_as_plain_as_it_gets() -> None:
    once = lower(bundle(read_spec(HERE / "toy")))
    assert lower(once) == once


def test_input_is_left_as_it_is() -> None:
    given = bundle(read_spec(HERE / "toy"))
    before = copy.deepcopy(given)
    lower(given)
    assert given == before


def test_another_version_of_the_parser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openapi_python_client, "__version__", "0.29.2")
    with pytest.raises(
        RuntimeError, match=r"openapi-python-client is 0\.29\.2, and this module was written for 0\.29\.1"
    ):
        decimal_properties().__enter__()


def test_parser_is_as_it_was_after_parsing() -> None:
    stock = properties._string_based_property
    with decimal_properties():
        assert properties._string_based_property is not stock
    assert properties._string_based_property is stock
