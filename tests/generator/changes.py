"""Changes of a document that data files list: a file put or deleted, a value in one put or dropped."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.document.json_pointer import parts
from generator.document.yaml_io import read_yaml, write_yaml


def apply(folder: Path, changes: Iterable[Mapping[str, Any]]) -> None:
    """Make the changes in a document, one after the other."""
    for change in changes:
        _apply(folder / change["file"], change)


def _apply(file: Path, change: Mapping[str, Any]) -> None:
    if "delete" in change:
        file.unlink()
        return
    if "text" in change:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(change["text"], "utf-8")
        return
    document = read_yaml(file.read_text("utf-8"))
    *path, last = parts(change["at"])
    target = document
    for step in path:
        target = target[int(step) if isinstance(target, list) else step]
    if "drop" in change:
        del target[last]
    else:
        target[int(last) if isinstance(target, list) else last] = change["put"]
    file.write_text(write_yaml(document), "utf-8")
