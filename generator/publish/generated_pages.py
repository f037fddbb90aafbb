"""The published pages that generated/ keeps for readers of the repository: the tables and the reference.

A build writes them and a check compares them; both call this with the bundled document and its streams.
"""

from collections.abc import Mapping
from typing import Any

from generator.publish.contradictions import render_contradictions
from generator.publish.coverage.sources import read_sources
from generator.publish.coverage.table import render_coverage
from generator.publish.html_reference.page import render_reference


def generated_files(
    document: Mapping[str, Any], streams: Mapping[str, Any] | None = None
) -> dict[str, bytes]:
    """Return the files by name.

    Raises InvalidSpecError for a contradiction that is incomplete, or a source left out.

    The reference is the one without quick starts: those are read from tests/, which a build knows nothing of.
    """
    return {
        "contradictions.md": render_contradictions(document, streams),
        "coverage.md": render_coverage(document, read_sources()),
        "reference.html": render_reference(document, streams=streams),
    }
