"""Are wheel and source distribution what pyproject.toml promises? Bytes in, findings out.

Read is what installers read: the metadata, the packages and their files.
"""

import io
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path, PurePosixPath
from typing import Any

from generator.document.findings import Finding
from generator.release.index_metadata import relative_links

_RULE = "release"
_ADVICE = "Correct [tool.hatch.build] or the metadata in pyproject.toml."
_IN_SOURCE = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "spec/openapi.yaml")
_HIDDEN_BUT_RIGHT = {".gitignore"}
_LICENCES = ("LICENSE", "NOTICE")


@dataclass(frozen=True, slots=True)
class Project:
    """What pyproject.toml promises; `files` are those of its packages by their place in the wheel.

    `licences` are the paths of the licence texts, its own and those of what it holds of others.
    """

    metadata: Mapping[str, str]
    packages: frozenset[str]
    files: Mapping[str, bytes]
    licences: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Return the first part of the names of its distributions."""
        return f"{self.metadata['Name'].replace('-', '_')}-{self.metadata['Version']}"


def read_project(root: Path) -> Project:
    """Return what the project in the folder promises."""
    content = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wheel: dict[str, Any] = content["tool"]["hatch"]["build"]["targets"]["wheel"]
    project = content["project"]
    return Project(
        metadata={
            "Name": project["name"],
            "Version": project["version"],
            "Requires-Python": project["requires-python"],
            "License-Expression": project["license"],
            "Summary": project["description"],
            "Description-Content-Type": "text/markdown",
        },
        packages=frozenset(PurePosixPath(package).name for package in wheel["packages"]),
        files=dict(
            file
            for package in wheel["packages"]
            for file in _files(root / package, [root / path.lstrip("/") for path in wheel.get("exclude", ())])
        ),
        licences=tuple(project["license-files"]),
    )


def _files(package: Path, excluded: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a package, but for excluded folders and what a run of Python leaves there."""
    for path in sorted(package.rglob("*")):
        is_left_out = path.parent.name == "__pycache__" or any(map(path.is_relative_to, excluded))
        if path.is_file() and not is_left_out:
            yield path.relative_to(package.parent).as_posix(), path.read_bytes()


def wheel_faults(name: str, data: bytes, project: Project) -> Iterator[Finding]:
    """Yield what is wrong with a wheel."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist() if not entry.endswith("/")}
    information = f"{project.stem}.dist-info"
    yield from _metadata_faults(name, files.get(f"{information}/METADATA"), project)
    yield from _strangers(name, files)
    for folder in sorted({entry.partition("/")[0] for entry in files} ^ {*project.packages, information}):
        yield _fault(name, f"has {folder}/, or should have it")
    for package in sorted(project.packages):
        if f"{package}/py.typed" not in files:
            yield _fault(name, f"{package} is not marked as typed")
    for place, content in project.files.items():
        if files.get(place) != content:
            yield _fault(name, f"{place} is missing or not the file of the checkout")
    for path in project.licences:
        if f"{information}/licenses/{path}" not in files:
            yield _fault(name, f"the licence text {path} is missing")
    yield from _unnamed_licences(name, project)


def sdist_faults(name: str, data: bytes, project: Project) -> Iterator[Finding]:
    """Yield what is wrong with a source distribution."""
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        members = [member for member in archive if not member.isdir()]
        info = next((member for member in members if member.name == f"{project.stem}/PKG-INFO"), None)
        metadata = archive.extractfile(info) if info else None
        yield from _metadata_faults(name, metadata.read() if metadata else None, project)
    paths = {member.name.removeprefix(f"{project.stem}/") for member in members}
    yield from _strangers(name, paths)
    for member in members:
        if not member.name.startswith(f"{project.stem}/"):
            yield _fault(name, f"{member.name} is not below {project.stem}/")
    for path in sorted({*_IN_SOURCE, *project.licences} - paths):
        yield _fault(name, f"{path} is missing")


def _metadata_faults(name: str, data: bytes | None, project: Project) -> Iterator[Finding]:
    if data is None:
        yield _fault(name, "has no metadata")
        return
    message: Message = BytesParser().parsebytes(data)
    for field, promised in project.metadata.items():
        if message[field] != promised:
            yield _fault(name, f"{field} is {message[field]!r}, not {promised!r}")
    description = str(message.get_payload())
    if not description.strip():
        yield _fault(name, "has no description")
    for target in relative_links(description):
        yield _fault(name, f"the description has a link to {target}, which leads nowhere on an index")


def _unnamed_licences(name: str, project: Project) -> Iterator[Finding]:
    """Yield each licence text inside of a package that the metadata does not name."""
    for place in project.files:
        is_licence = PurePosixPath(place).name.startswith(_LICENCES)
        if is_licence and not any(path.endswith(f"/{place}") for path in project.licences):
            yield _fault(name, f"the metadata does not name the licence text {place}")


def _strangers(name: str, paths: Iterable[str]) -> Iterator[Finding]:
    """Yield what a run, an editor or a version control left behind."""
    for path in sorted(paths):
        parts = PurePosixPath(path).parts
        hidden = any(part.startswith(".") and part not in _HIDDEN_BUT_RIGHT for part in parts)
        if hidden or "__pycache__" in parts or "node_modules" in parts:
            yield _fault(name, f"{path} does not belong in there")


def _fault(name: str, reason: str) -> Finding:
    return Finding(name, "", _RULE, reason, _ADVICE)
