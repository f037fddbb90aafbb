"""A distribution that is not what pyproject.toml promises is found before anybody installs it."""

import io
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.document.yaml_io import read_yaml
from generator.release.artefacts import Project, sdist_faults, wheel_faults

DATA = Path(__file__).parent / "data"
PROJECT = Project(
    metadata={
        "Name": "traders",
        "Version": "0.2.0",
        "Requires-Python": ">=3.11",
        "License-Expression": "MIT",
        "Summary": "Trades.",
        "Description-Content-Type": "text/markdown",
    },
    packages=frozenset({"traders"}),
    files={"traders/openapi.json": b'{"openapi": "3.1.0"}', "traders/chart/LICENSE": b"Apache"},
    licences=("LICENSE", "src/traders/chart/LICENSE"),
)
METADATA = "".join(f"{field}: {value}\n" for field, value in PROJECT.metadata.items()) + "\nIt trades.\n"
WHEEL = {
    "traders-0.2.0.dist-info/METADATA": METADATA,
    "traders-0.2.0.dist-info/licenses/LICENSE": "MIT",
    "traders-0.2.0.dist-info/licenses/src/traders/chart/LICENSE": "Apache",
    "traders/__init__.py": "",
    "traders/py.typed": "",
    "traders/openapi.json": '{"openapi": "3.1.0"}',
    "traders/chart/LICENSE": "Apache",
}
SDIST = {
    f"traders-0.2.0/{name}": METADATA if name == "PKG-INFO" else ""
    for name in (
        "PKG-INFO",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "src/traders/chart/LICENSE",
        "CHANGELOG.md",
        "spec/openapi.yaml",
        ".gitignore",
    )
}


def cases(name: str) -> Any:
    return pytest.mark.parametrize(
        "case", read_yaml((DATA / name).read_text("utf-8")), ids=lambda case: case["title"]
    )


def files_of(good: dict[str, str], case: dict[str, Any]) -> dict[str, str]:
    changed = good | case.get("put", {})
    changed.pop(case.get("drop", ""), None)
    assert changed != good or not case["finds"]
    return changed


def wheel_of(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


@cases("wheels.yaml")
def test_fault_of_a_wheel_is_named(case: dict[str, Any]) -> None:
    found = wheel_faults("traders.whl", wheel_of(files_of(WHEEL, case)), PROJECT)
    assert [finding.reason for finding in found] == case["finds"]


def test_licence_text_that_the_metadata_does_not_name_is_found() -> None:
    found = wheel_faults("traders.whl", wheel_of(WHEEL), replace(PROJECT, licences=("LICENSE",)))
    assert [finding.reason for finding in found] == [
        "the metadata does not name the licence text traders/chart/LICENSE"
    ]


@cases("sdists.yaml")
def test_fault_of_a_source_distribution_is_named(case: dict[str, Any]) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, text in files_of(SDIST, case).items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    found = sdist_faults("traders.tar.gz", stream.getvalue(), PROJECT)
    assert [finding.reason for finding in found] == case["finds"]
