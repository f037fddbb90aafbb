"""The migration note of a release: what changed since the one before, for programs that use it."""

import re

_ENTRY = re.compile(r"^## .*$", re.MULTILINE)


def migration_note(version: str, before: str | None, changelog: str, document_changes: str) -> str:
    """Return the note as Markdown.

    *before* is the version of the last release, None for the first. *document_changes* is the report of
    `diff` in Markdown, which begins with a heading.
    """
    if before is None:
        return f"# {version}\n\nThis is the first release: there is no version to move from.\n"
    entry = _ENTRY.split(changelog)[1].strip()
    document = _ENTRY.sub("", document_changes, count=1).strip()
    return f"# From {before} to {version}\n\n## The packages\n\n{entry}\n\n## The document\n\n{document}\n"
