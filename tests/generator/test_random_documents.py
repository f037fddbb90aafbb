"""Whatever document is built reads, writes and refuses as an independent validator says; others are refused.

EXAMPLES in the environment multiplies how many documents are tried.
"""

import importlib
import itertools
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import generate
from generator.document.files import read_spec
from generator.document.findings import InvalidSpecError
from generator.document.yaml_io import read_yaml, write_yaml
from generator.lint.run import usable_bundle
from tests.generator.random_documents import LEVELS, Document, documents, values

HERE = Path(__file__).parent
_RATE = int(os.environ.get("EXAMPLES", "1"))
_NUMBERS = itertools.count()
# A pointer that leads into a file of the document.
_PLACE = re.compile(r"^spec/(schemas|paths|openapi)[^:]*: \S")


def test_document_that_is_built_reads_and_refuses_as_a_validator_does() -> None:
    counts = Counter[str]()
    _held(counts)
    # A test of nothing but refusals, or of values that are all alike, would show little.
    assert counts["built"] > counts["drawn"] / 3 > 50
    assert counts["valid"] > counts["values"] / 4
    assert counts["valid"] < counts["values"] * 3 / 4


@settings(
    max_examples=14 * _RATE, deadline=None, suppress_health_check=list(HealthCheck), derandomize=_RATE == 1
)
@given(data=st.data(), drawn=st.lists(documents(), min_size=12, max_size=16))
def _held(counts: Counter[str], data: st.DataObject, drawn: list[Document]) -> None:
    built = [document for document in drawn if _is_usable(document)]
    counts.update(drawn=len(drawn), built=len(built))
    with _client(built) as client:
        for place, document in enumerate(built):
            validator = _validator(document)
            for _ in range(3):
                value = data.draw(values(document))
                counts.update(values=1, valid=validator.is_valid(value))
                _compare(getattr(client.models, f"D{place}Alpha"), validator, value, document)


def _compare(model: Any, validator: Any, value: Any, document: Document) -> None:
    is_valid = validator.is_valid(value)
    try:
        made = model.from_dict(value, strict=True)
    except ValueError:
        made = None
    assert (made is not None) == is_valid, (document, value)
    if made is not None:
        assert _canonical(made.to_dict()) == _canonical(value), (document, value)
    # Without strictness nothing is lost of any object.
    if isinstance(value, dict):
        kept = model.from_dict(value)
        assert _canonical(kept.to_dict()) == _canonical(value), (document, value)
        assert bool(kept.deviations) != is_valid, (document, value)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _is_usable(document: Document) -> bool:
    """Tell whether the document is one to build; a refusal has to say where."""
    with _spec([document]) as spec:
        refusals = _refusals(spec)
    assert all(_PLACE.match(text) and " at 0x" not in text for text in refusals), refusals
    return not refusals


def _refusals(spec: Path) -> list[str]:
    try:
        usable_bundle(read_spec(spec))
    except InvalidSpecError as refused:
        return [str(finding) for finding in refused.findings]
    return []


@contextmanager
def _client(drawn: list[Document]) -> Iterator[ModuleType]:
    package = f"random_{os.getpid()}_{next(_NUMBERS)}"
    with _spec(drawn) as spec:
        _build(spec, package, drawn)
        sys.path.insert(0, str(spec.parent / "made"))
        try:
            yield importlib.import_module(package)
        finally:
            sys.path.pop(0)
            for name in [name for name in sys.modules if name.partition(".")[0] == package]:
                del sys.modules[name]


def _build(spec: Path, package: str, drawn: list[Document]) -> None:
    """Make the client; name the documents of which none can be made though nothing is refused in them."""
    try:
        generate(spec, spec.parent / "made", package=package)
    except InvalidSpecError as refused:
        if len(drawn) == 1:
            raise AssertionError(f"{drawn[0]}: {refused}") from None
        for document in drawn:
            with _client([document]):
                pass
        raise


@contextmanager
def _spec(drawn: list[Document]) -> Iterator[Path]:
    """Return a folder with the documents beside each other, each with a prefix of its own."""
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec"
        shutil.copytree(HERE / "golden" / "spec", spec)
        for place, document in enumerate(drawn):
            for name, schema in (document | LEVELS).items():
                text = re.sub(r"(\w+)\.yaml", rf"D{place}\1.yaml", write_yaml(schema))
                (spec / "schemas" / f"D{place}{name}.yaml").write_text(text, "utf-8")
        _answer_all(spec, len(drawn))
        yield spec


def _answer_all(spec: Path, documents: int) -> None:
    """Let the operation answer an object that holds the first schema of each document."""
    whole = {"type": "object", "properties": {f"d{n}": {"$ref": f"D{n}Alpha.yaml"} for n in range(documents)}}
    (spec / "schemas" / "Whole.yaml").write_text(write_yaml(whole), "utf-8")
    path = spec / "paths" / "v1" / "things" / "{id}.yaml"
    operation = read_yaml(path.read_text("utf-8"))
    media = operation["patch"]["responses"]["200"]["content"]["application/json"]
    media["schema"] = {"$ref": "../../../schemas/Whole.yaml"}
    path.write_text(write_yaml(operation), "utf-8")


def _validator(document: Document) -> Any:
    """Return a validator of the first schema.

    A choice may fit more than one form, and a decimal may be a number, as the client has it.
    """
    definitions = json.loads(
        json.dumps(document | LEVELS)
        .replace('"oneOf"', '"anyOf"')
        .replace('"type": "string", "format": "decimal"', '"type": ["string", "number"], "format": "decimal"')
    )
    text = json.dumps({"$defs": definitions, "$ref": f"#/$defs/{next(iter(document))}"})
    schema = json.loads(re.sub(r'"\$ref": "(\w+)\.yaml"', r'"$ref": "#/$defs/\1"', text))
    formats = {"decimal": _is_decimal, "date-time": _is_timestamp}
    return jsonschema_rs.Draft202012Validator(schema, formats=formats, validate_formats=True)


def _is_decimal(text: str) -> bool:
    try:
        return bool(Decimal(text)) or True
    except InvalidOperation:
        return False


def _is_timestamp(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
