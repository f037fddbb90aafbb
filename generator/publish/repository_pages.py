"""The pages that a build adds to document and client: tables and the reference."""

from collections.abc import Mapping
from typing import Any

from generator.document.findings import Finding
from generator.publish.coverage.sources import read_sources
from generator.publish.coverage.table import unaccounted
from generator.publish.generated_pages import generated_files


def pages_of(document: Mapping[str, Any], streams: Mapping[str, Any] | None) -> Mapping[str, bytes]:
    """Return the pages by name; none for a document that does not say which documentation it reflects.

    The tables hold the document against that documentation, so without one there is nothing to say.
    """
    return generated_files(document, streams) if _has_sources(document) else {}


def missing_from(document: Mapping[str, Any]) -> list[Finding]:
    """Return what the sources document and the document lacks; nothing for one without sources."""
    return unaccounted(document, read_sources()) if _has_sources(document) else []


def _has_sources(document: Mapping[str, Any]) -> bool:
    return "x-documentation" in document.get("info", {})
