"""What `import threecommas` offers and what it costs."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
import threecommas
import threecommas_rest
from threecommas import client, errors, models

INSIDE = [import_module(f"threecommas.{each.name}") for each in iter_modules(threecommas.__path__)]
MODULES = [each for each in (threecommas, *INSIDE) if hasattr(each, "__all__")]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_listed_name_exists_once(module: ModuleType) -> None:
    names = list(vars(module)["__all__"])
    assert len(names) == len(set(names))
    assert all(hasattr(module, name) for name in names)


def test_listed_name_is_the_object_of_its_module() -> None:
    assert threecommas.ThreeCommas is client.ThreeCommas
    assert threecommas.NotFoundError is errors.NotFoundError
    assert threecommas.UNSET is threecommas_rest.types.UNSET
    with pytest.raises(AttributeError, match="has no attribute 'ThreeComma'"):
        threecommas.ThreeComma  # noqa: B018


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_names_of_a_module_are_seen_before_they_are_loaded(module: ModuleType) -> None:
    assert set(vars(module)["__all__"]) <= set(dir(module))


def test_every_error_is_offered_at_the_top() -> None:
    assert set(errors.__all__) <= set(threecommas.__all__)


def test_models_are_the_generated_ones() -> None:
    assert list(models.__all__) == list(threecommas_rest.models.__all__)
    assert all(getattr(models, name) is getattr(threecommas_rest.models, name) for name in models.__all__)


def test_cryptography_is_loaded_by_programs_with_an_rsa_key_alone() -> None:
    program = (
        "import sys, threecommas\n"
        "threecommas.ThreeCommas('key', threecommas.HmacSigner('secret')).http.close()\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'cryptography'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
