"""What `import threecommas` offers and what it costs."""

import inspect
import subprocess
import sys

import pytest
import threecommas
import threecommas_rest
from threecommas import calculators, dca_bots, errors, models, orders

MODULES = [threecommas, calculators, dca_bots, errors, models, orders]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_listed_name_exists_once(module: object) -> None:
    names = list(vars(module)["__all__"])
    assert len(names) == len(set(names))
    assert all(hasattr(module, name) for name in names)


def test_every_public_object_of_the_package_is_listed() -> None:
    found = {
        name
        for name, value in vars(threecommas).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert found == set(threecommas.__all__) - {
        "calculators",
        "dca_bots",
        "errors",
        "models",
        "orders",
        "Change",
        "Deviation",
        "Limits",
        "StopReport",
        "StopResult",
        "mark_note",
        "split_note",
    }


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
