"""The document comes as a package of data, the same as everywhere else."""

from pathlib import Path

import threecommas_openapi

from generator.document.yaml_io import read_yaml

GENERATED = Path(__file__).parents[2] / "generated"


def test_package_holds_the_document_that_the_yaml_shows() -> None:
    assert threecommas_openapi.load() == read_yaml((GENERATED / "openapi.yaml").read_text("utf-8"))


def test_each_load_gives_a_copy_of_its_own() -> None:
    threecommas_openapi.load()["paths"].clear()
    assert threecommas_openapi.load()["paths"]
