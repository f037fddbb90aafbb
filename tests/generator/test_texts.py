"""YAML and JSON go through the generator without losing a digit, and bad YAML does not go through."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.document.json_io import write_json
from generator.document.yaml_io import YamlError, read_yaml, write_yaml

VALUES = Path(__file__).parent / "values"
READ = read_yaml((VALUES / "yaml_read.yaml").read_text("utf-8"))
REFUSED = read_yaml((VALUES / "yaml_refused.yaml").read_text("utf-8"))
DOCUMENTS = sorted((Path(__file__).parent / "toy").rglob("*.yaml"))


@pytest.mark.parametrize("case", READ, ids=lambda case: case["yaml"])
def test_scalar_is_what_json_would_call_it(case: dict[str, str]) -> None:
    assert write_json(read_yaml(f"value: {case['yaml']}")) == f'{{\n  "value": {case["json"]}\n}}\n'


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["reason"])
def test_text_of_another_form_is_refused_with_its_line(case: dict[str, Any]) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(case["text"])
    assert caught.value.line == case["line"]
    assert case["reason"] in caught.value.reason


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_document_is_the_same_after_writing_and_reading(file: Path) -> None:
    document = read_yaml(file.read_text("utf-8"))
    again = read_yaml(write_yaml(document))
    assert write_json(again) == write_json(document)
    assert json.loads(write_json(document)) == document


def test_empty_values_are_written_in_one_line() -> None:
    assert (
        write_json({"object": {}, "list": [], "text": ""})
        == '{\n  "object": {},\n  "list": [],\n  "text": ""\n}\n'
    )


def test_value_that_occurs_twice_is_written_twice() -> None:
    twice = ["x"]
    assert write_yaml({"a": twice, "b": twice}) == "a:\n- x\nb:\n- x\n"
