"""The files that `release` lays beside the distributions: made of the checkout, by name and as bytes."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from generator.commands import publish
from generator.commands.compatible import DOCUMENT
from generator.diff.document import read_document
from generator.diff.operation_comparison import compare
from generator.diff.report import markdown_report
from generator.diff.revisions import read_source
from generator.diff.version_gate import verdict
from generator.document.findings import Finding, InvalidSpecError
from generator.folders import contents, scratch_folder
from generator.release.assets import archive
from generator.release.bill_of_materials import Material, bill_of_materials, licences_of
from generator.release.dependencies import Needed, locked_versions, needed
from generator.release.migration import migration_note
from generator.release.repository import Repository

LOCK = ".ci/requirements.lock"
_INSTALL = "Run `make install`, or `make lock` if the declarations have changed."


def bill(root: Path, moment: int) -> bytes:
    """Return the bill of materials; raise InvalidSpecError if what is installed is not what is locked."""
    content = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    lock = root / LOCK
    versions = locked_versions(lock.read_text("utf-8")) if lock.is_file() else {}
    found = needed(content["project"], lambda name: _installed(name).requires or ())
    if findings := list(_unlocked(found, versions)):
        raise InvalidSpecError(findings)
    materials = [Material(each, versions[each.name], licences_of(_installed(each.name))) for each in found]
    vendored: list[Mapping[str, str]] = _release_table(content).get("vendored", [])
    return bill_of_materials(content["project"], materials, vendored, moment=moment).encode()


def note(root: Path, version: str) -> bytes:
    """Return the migration note since the last release that git can see."""
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    tag = Repository(root).last_release()
    return migration_note(
        version, tag and tag.removeprefix("v"), changelog, _document_changes(root, tag) if tag else ""
    ).encode()


def document(root: Path, moment: int) -> bytes:
    """Return the document in every form, with its own sums, as an archive; raise InvalidSpecError."""
    with scratch_folder() as scratch:
        places = {
            "spec": root / "spec",
            "core": root / "overlays" / "core.overlay.yaml",
            "programs": root / "tests" / "consumers",
            "vectors": root / "tests" / "vectors",
            "output": scratch / "document",
        }
        options = [word for name, place in places.items() for word in (f"--{name}", str(place))]
        if publish.main(options):
            advice = "Run `make publish` and correct what it names."
            raise InvalidSpecError([Finding("spec", "", "release", "cannot be published", advice)])
        return archive(contents(scratch / "document"), moment)


def _release_table(content: Mapping[str, Any]) -> dict[str, Any]:
    table: dict[str, Any] = content["tool"].get("release", {})
    return table


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise InvalidSpecError([Finding(name, "", "release", "is not installed", _INSTALL)]) from None


def _unlocked(found: list[Needed], versions: Mapping[str, str]) -> Iterator[Finding]:
    for each in found:
        locked, installed = versions.get(each.name, "nothing"), _installed(each.name).version
        if locked != installed:
            reason = f"{installed} is installed, and {locked} is locked"
            yield Finding(each.name, "", "release", reason, _INSTALL)


def _document_changes(root: Path, tag: str) -> str:
    # A revision is looked up in the repository around the working directory.
    with chdir(root):
        old, new = (read_document(name, read_source(name)) for name in (f"{tag}:{DOCUMENT}", DOCUMENT))
    comparison = compare(old, new)
    return markdown_report(comparison, verdict(comparison))
