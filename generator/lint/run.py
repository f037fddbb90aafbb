"""The rules over a document: all of them for `lint`, those that a client needs for a build."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.document.bundle import bundle
from generator.document.files import SpecFiles, read_documents
from generator.document.findings import Finding, InvalidSpecError
from generator.document.operation_defaults import with_defaults
from generator.document.streams import bundle_streams
from generator.lint.all_rules import NEEDED, RULES, STREAM_NEEDED, STREAM_RULES, STRUCTURE
from generator.lint.rule import LintContext, findings


def lint(spec: Path) -> list[Finding]:
    """Return what is wrong with the document in the folder *spec*.

    Raises InvalidSpecError if it cannot be read.
    """
    files, streams = read_documents(spec)
    document = readable_bundle(files)
    found = findings(LintContext(files, document), RULES)
    if streams:
        bundled = readable_streams(streams, document)
        # A shared schema is looked at twice.
        found = sorted({*found, *findings(LintContext(streams, bundled), STREAM_RULES)})
    return found


def usable_bundle(files: SpecFiles) -> dict[str, Any]:
    """Return the bundle of the files; raise InvalidSpecError if no client could be made of it."""
    document = readable_bundle(files)
    refuse_unusable(files, document)
    return document


def readable_bundle(files: SpecFiles) -> dict[str, Any]:
    """Return the bundle of the files; raise InvalidSpecError if they do not fit together."""
    refuse_unreadable(files)
    return bundle(files)


def readable_streams(streams: SpecFiles, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bundle of the streams; raise InvalidSpecError if their files do not fit together."""
    refuse_unreadable(streams)
    return bundle_streams(streams, document)


def usable_streams(streams: SpecFiles, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bundle of the streams; raise InvalidSpecError if no page could be made of it."""
    bundled = readable_streams(streams, document)
    if found := findings(LintContext(streams, bundled), STREAM_NEEDED):
        raise InvalidSpecError(found)
    return bundled


def refuse_unusable(files: SpecFiles, document: Mapping[str, Any]) -> None:
    """Raise InvalidSpecError if no client could be made of the bundle of the files."""
    if found := findings(LintContext(files, with_defaults(document)), NEEDED):
        raise InvalidSpecError(found)


def refuse_unreadable(files: SpecFiles) -> None:
    """Raise InvalidSpecError if neither a bundle nor a rule could be made for files of that form."""
    if found := findings(LintContext(files), STRUCTURE):
        raise InvalidSpecError(found)
