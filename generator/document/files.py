"""The files of spec/ as one value: what each says, what it is, and where a piece of the bundle comes from.

A file's first folder says what kind of object it holds, its stem is the component's name, and below paths/
its path is the URL. Nothing is resolved or judged here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import basename, splitext
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import parts, pointer
from generator.document.openapi_objects import Node, walk
from generator.document.yaml_io import YamlError, read_yaml

ROOT_FILE = "openapi.yaml"
SUFFIX = ".yaml"

# Folder -> kind of object, and the name of its place under `components`.
FOLDERS: Mapping[str, tuple[str, str]] = {
    "paths": ("path_item", ""),
    "schemas": ("schema", "schemas"),
    "parameters": ("parameter", "parameters"),
    "responses": ("response", "responses"),
    "examples": ("example", "examples"),
    "headers": ("header", "headers"),
    "request_bodies": ("request_body", "requestBodies"),
    "security_schemes": ("security_scheme", "securitySchemes"),
    "links": ("link", "links"),
}

# From the text of a file to its value, or YamlError.
Read = Callable[[str], Any]


@dataclass(frozen=True)
class SpecFiles:
    """The parsed files by their path inside the folder, sorted; `name` is the folder's own."""

    name: str
    files: Mapping[str, Any]

    def finding(
        self, file: str, steps: tuple[str | int, ...], rule: str, reason: str, advice: str
    ) -> Finding:
        """Return a finding about a place in one of the files."""
        return Finding(f"{self.name}/{file}", pointer(steps), rule, reason, advice)

    @cached_property
    def nodes(self) -> Sequence[tuple[str, Node]]:
        """Each object of each file, with the file."""
        return [(file, node) for file, value in self.files.items() for node in walk(value, kind_of(file))]

    def origin(self, place: str) -> tuple[str, str]:
        """Return file and pointer in it for a pointer into the bundled document."""
        match parts(place):
            case ["components", section, name, *rest]:
                file = self._component(section, name)
            case ["paths", url, *rest]:
                file = f"paths{url}{SUFFIX}"
            case rest:
                file = ROOT_FILE
        if file not in self.files:
            return f"{self.name}/{ROOT_FILE}", place
        return f"{self.name}/{file}", pointer(rest)

    def _component(self, section: str, name: str) -> str:
        place = (section, name)
        return next((file for file in self.files if component_of(file) == place), "")


def kind_of(file: str) -> str:
    """Return the kind of object a file holds, "" if its folder says nothing."""
    folder, slash, _ = file.partition("/")
    if not slash:
        return "document" if file == ROOT_FILE else ""
    return FOLDERS.get(folder, ("", ""))[0]


def component_of(file: str) -> tuple[str, str] | None:
    """Return section and name of the component a file holds, None if it holds none."""
    section = FOLDERS.get(file.partition("/")[0], ("", ""))[1]
    return (section, splitext(basename(file))[0]) if section and "/" in file else None


def url_of(file: str) -> str | None:
    """Return the URL a file below paths/ is about."""
    return file.removeprefix("paths").removesuffix(SUFFIX) if file.startswith("paths/") else None


def read_spec(folder: Path, read: Read = read_yaml) -> SpecFiles:
    """Read every YAML file of the folder.

    Raises InvalidSpecError naming each that is missing or cannot be read. *read* turns text into a
    value, which nobody changes.
    """
    files: dict[str, Any] = {}
    findings = []
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        name = path.relative_to(folder).as_posix()
        try:
            files[name] = read(path.read_text("utf-8"))
        except (YamlError, UnicodeDecodeError) as error:
            findings.append(_unreadable(f"{folder.name}/{name}", error))
    if not findings and ROOT_FILE not in files:
        findings.append(_missing_root(folder))
    if findings:
        raise InvalidSpecError(findings)
    return SpecFiles(folder.name, files)


def _unreadable(file: str, error: ValueError) -> Finding:
    line = f":{error.line}" if isinstance(error, YamlError) else ""
    reason = error.reason if isinstance(error, YamlError) else f"is not UTF-8: {error.reason}"  # type: ignore[attr-defined]
    place = error.pointer if isinstance(error, YamlError) else ""
    return Finding(f"{file}{line}", place, "yaml", reason, "Correct the YAML; nothing was built.")


def _missing_root(folder: Path) -> Finding:
    return Finding(
        f"{folder.name}/{ROOT_FILE}", "", "yaml", "is missing", "A document begins with this file."
    )
