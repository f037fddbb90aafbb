"""The documents the tests compare: the base, and what a case makes of it by JSON Patch (RFC 6902)."""

import copy
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from generator.diff.change import Comparison
from generator.diff.document import Document, read_document
from generator.diff.operation_comparison import compare
from generator.document.json_pointer import follow, parts, pointer

HERE = Path(__file__).parent
BASE: dict[str, Any] = yaml.safe_load(HERE.joinpath("base.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Case:
    """One change made by hand: the patches that lead to OLD and on to NEW, and what has to be found."""

    name: str
    base: list[dict[str, Any]]
    patch: list[dict[str, Any]]
    semver: str
    expect: list[dict[str, Any]]

    @cached_property
    def old(self) -> Document:
        return document("old.json", applied(BASE, self.base))

    @cached_property
    def new(self) -> Document:
        return document("new.json", applied(dict(self.old.value), self.patch))

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.old, self.new)

    @cached_property
    def reverse(self) -> Comparison:
        return compare(self.new, self.old)


def document(name: str, value: dict[str, Any]) -> Document:
    return read_document(name, json.dumps(value).encode())


def case(name: str, facts: dict[str, Any]) -> Case:
    return Case(name, facts.get("base", []), facts["patch"], facts["semver"], facts["expect"])


def single_cases(folder: str) -> list[Case]:
    """Return the cases of a folder that has a file for each."""
    return [
        case(path.stem, yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(HERE.glob(f"{folder}/*.yaml"))
    ]


def listed_cases(folder: str) -> list[Case]:
    """Return the cases of a folder whose files list several."""
    return [
        case(f"{path.stem}: {facts['title']}", facts)
        for path in sorted(HERE.glob(f"{folder}/*.yaml"))
        for facts in yaml.safe_load(path.read_text("utf-8"))
    ]


def applied(document: dict[str, Any], patch: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a patched copy; a step that does not fit raises."""
    copied = copy.deepcopy(document)
    for step in patch:
        value = step.get("value")
        if step["op"] == "move":
            value = _removed(copied, step["from"])
        if step["op"] in ("remove", "replace"):
            _removed(copied, step["path"])
        if step["op"] != "remove":
            _add(copied, step["path"], copy.deepcopy(value))
    return copied


def _add(document: Any, place: str, value: Any) -> None:
    *way, last = parts(place)
    holder = follow(document, pointer(way))
    if isinstance(holder, list):
        holder.insert(len(holder) if last == "-" else int(last), value)
    else:
        holder[last] = value


def _removed(document: Any, place: str) -> Any:
    *way, last = parts(place)
    holder = follow(document, pointer(way))
    return holder.pop(int(last) if isinstance(holder, list) else last)
