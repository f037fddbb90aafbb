"""The files of spec/ as one value: what each says, what it is, and where a piece of the bundle comes from.

A file's folder says what kind of object it holds, its stem is the component's name, and below paths/ its path
is the URL. The streams in the folder of that name are a document of their own. Nothing is resolved or judged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from posixpath import basename, splitext
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import parts, pointer
from generator.document.openapi_objects import Node, walk
from generator.document.yaml_io import YamlError, read_yaml

ROOT_FILE = "openapi.yaml"
STREAMS = "streams/"
STREAMS_ROOT = f"{STREAMS}asyncapi.yaml"
SUFFIX = ".yaml"
# Such a file is YAML all the same, but nothing here would read it.
_OTHER_SUFFIXES = frozenset({".yml", ".json"})

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
    "streams/channels": ("channel", "channels"),
    "streams/operations": ("stream_operation", "operations"),
    "streams/messages": ("message", "messages"),
    "streams/schemas": ("schema", "schemas"),
    "streams/examples": ("message_example", "examples"),
}
_ROOTS: Mapping[str, str] = {ROOT_FILE: "document", STREAMS_ROOT: "streams"}
# These have a place of their own in the document of the streams.
_AT_THE_TOP = ("channels", "operations")

# From the text of a file to its value, or YamlError.
Read = Callable[[str], Any]


@dataclass(frozen=True)
class SpecFiles:
    """The parsed files by their path inside the folder, sorted; `name` is the folder's own.

    `shared` are those of another document that references may lead to.
    """

    name: str
    files: Mapping[str, Any]
    root: str = ROOT_FILE
    shared: Mapping[str, Any] = field(default_factory=dict)

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
            case [section, name, *rest] if section in _AT_THE_TOP:
                file = self._component(section, name)
            case rest:
                file = self.root
        if not self.has(file):
            return f"{self.name}/{self.root}", place
        return f"{self.name}/{file}", pointer(rest)

    def has(self, file: str) -> bool:
        """Tell whether a reference may lead to the file."""
        return file in self.files or file in self.shared

    def _component(self, section: str, name: str) -> str:
        place = (section, name)
        return next((file for file in (*self.files, *self.shared) if component_of(file) == place), "")


def kind_of(file: str) -> str:
    """Return the kind of object a file holds, "" if its folder says nothing."""
    return _ROOTS.get(file) or FOLDERS.get(_folder(file), ("", ""))[0]


def component_of(file: str) -> tuple[str, str] | None:
    """Return section and name of the component a file holds, None if it holds none."""
    section = FOLDERS.get(_folder(file), ("", ""))[1]
    return (section, splitext(basename(file))[0]) if section else None


def _folder(file: str) -> str:
    """Return the folder that says what a file holds, "" for a file beside them."""
    inside = file.removeprefix(STREAMS)
    return file.removesuffix(inside) + inside.partition("/")[0] if "/" in inside else ""


def url_of(file: str) -> str | None:
    """Return the URL a file below paths/ is about."""
    return file.removeprefix("paths").removesuffix(SUFFIX) if file.startswith("paths/") else None


def read_spec(folder: Path, read: Read = read_yaml) -> SpecFiles:
    """Read every YAML file of the folder but those of the streams.

    Raises InvalidSpecError naming each that is missing, cannot be read or has another ending. *read* turns
    text into a value, which nobody changes.
    """
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob(f"*{SUFFIX}"))]
    files = _read_files(folder, [name for name in names if not name.startswith(STREAMS)], read)
    if ROOT_FILE not in files:
        raise InvalidSpecError([_missing_root(folder, ROOT_FILE)])
    if misnamed := [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _OTHER_SUFFIXES]:
        raise InvalidSpecError([_misnamed(folder, path) for path in misnamed])
    return SpecFiles(folder.name, files)


def _misnamed(folder: Path, path: Path) -> Finding:
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return Finding(name, "", "yaml", f"ends in {path.suffix}", f"Let its name end in {SUFFIX}.")


def read_streams(folder: Path, spec_files: SpecFiles, read: Read = read_yaml) -> SpecFiles | None:
    """Read the streams of a folder whose other files are *spec_files*; None if it has no streams.

    Raises InvalidSpecError as `read_spec` does.
    """
    names = [path.relative_to(folder).as_posix() for path in sorted((folder / STREAMS).rglob(f"*{SUFFIX}"))]
    files = _read_files(folder, names, read)
    if files and STREAMS_ROOT not in files:
        raise InvalidSpecError([_missing_root(folder, STREAMS_ROOT)])
    return SpecFiles(folder.name, files, STREAMS_ROOT, spec_files.files) if files else None


def read_documents(folder: Path, read: Read = read_yaml) -> tuple[SpecFiles, SpecFiles | None]:
    """Read the document of a folder, and its streams if it has some; raise as `read_spec` does."""
    files = read_spec(folder, read)
    return files, read_streams(folder, files, read)


def _read_files(folder: Path, names: Sequence[str], read: Read) -> dict[str, Any]:
    files: dict[str, Any] = {}
    findings = []
    for name in names:
        try:
            files[name] = read((folder / name).read_text("utf-8"))
        except (YamlError, UnicodeDecodeError) as error:
            findings.append(_unreadable(f"{folder.name}/{name}", error))
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            findings.append(
                Finding(f"{folder.name}/{name}", "", "yaml", reason, "Put a file there, or nothing.")
            )
    if findings:
        raise InvalidSpecError(findings)
    return files


def _unreadable(file: str, error: ValueError) -> Finding:
    line = f":{error.line}" if isinstance(error, YamlError) else ""
    reason = error.reason if isinstance(error, YamlError) else f"is not UTF-8: {error.reason}"  # type: ignore[attr-defined]
    place = error.pointer if isinstance(error, YamlError) else ""
    return Finding(f"{file}{line}", place, "yaml", reason, "Correct the YAML; nothing was built.")


def _missing_root(folder: Path, root: str) -> Finding:
    return Finding(f"{folder.name}/{root}", "", "yaml", "is missing", "A document begins with this file.")
