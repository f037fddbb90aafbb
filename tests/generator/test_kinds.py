"""Kinds of schemas that once became wrong code, or none, without a word."""

import importlib
import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.build import generate
from generator.document.yaml_io import read_yaml, write_yaml

HERE = Path(__file__).parent
CASES = read_yaml((HERE / "values" / "kinds.yaml").read_text("utf-8"))
READ = [(case, reading) for case in CASES for reading in case["reads"]]
REFUSED = [(case, refusal) for case in CASES for refusal in case["refuses"]]
Build = Callable[[dict[str, Any]], ModuleType]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return the client of the golden document with other schemas, each made once."""
    folder = tmp_path_factory.mktemp("kinds")
    numbers = itertools.count()
    made: dict[str, ModuleType] = {}

    def build(case: dict[str, Any]) -> ModuleType:
        if case["name"] not in made:
            number = next(numbers)
            spec = folder / f"spec_{number}"
            shutil.copytree(HERE / "golden" / "spec", spec)
            for name, schema in case["schemas"].items():
                (spec / "schemas" / f"{name}.yaml").write_text(write_yaml(schema), "utf-8")
            package = f"kind_{os.getpid()}_{number}"
            generate(spec, folder / "out" / str(number), package=package)
            made[case["name"]] = _imported(folder / "out" / str(number), package)
        return made[case["name"]]

    return build


def _imported(folder: Path, package: str) -> ModuleType:
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder))
        module = importlib.import_module(package)
        importlib.import_module(f"{package}.models").__dir__()
        importlib.import_module(f"{package}.decoding")
        return module


def _shown(pair: tuple[dict[str, Any], dict[str, Any]]) -> str:
    return f"{pair[0]['name']}: {pair[1]['json']!r}"


@pytest.mark.parametrize("pair", READ, ids=_shown)
def test_value_is_read_as_its_kind_and_written_as_it_came(pair: Any, built: Build) -> None:
    case, reading = pair
    module = built(case)
    source = module.json_text.loads(reading["json"].encode())
    thing = module.models.Thing.from_dict(source, strict=True)
    value = getattr(thing, reading["attribute"])
    if "known" in reading:
        assert value.is_known is reading["known"]
    else:
        assert type(value).__name__ == reading["class"]
    assert thing.to_dict() == source
    assert module.decoding.decode(reading["json"].encode(), "Thing", module.models.Thing, None) == thing


@pytest.mark.parametrize("pair", REFUSED, ids=_shown)
def test_value_of_another_kind_is_refused_at_its_path(pair: Any, built: Build) -> None:
    case, refusal = pair
    module = built(case)
    with pytest.raises(module.errors.DecodeError) as caught:
        module.models.Thing.from_dict(module.json_text.loads(refusal["json"].encode()), strict=True)
    assert caught.value.path == refusal["path"]


@pytest.mark.parametrize("pair", REFUSED, ids=_shown)
def test_value_of_another_kind_is_kept_in_an_answer_and_named(pair: Any, built: Build) -> None:
    case, refusal = pair
    module = built(case)
    source = module.json_text.loads(refusal["json"].encode())
    thing = module.models.Thing.from_dict(source)
    assert refusal["path"] in [deviation.path for deviation in thing.deviations]
    assert thing.to_dict() == source
