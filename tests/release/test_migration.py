"""The note of a release says what changed since the one before, and nothing that is older."""

from generator.release.migration import migration_note

CHANGELOG = """# Changelog

Some words.

## 0.2.0 - 2026-05-10

### Removed

- `old` is gone: use `new`.

## 0.1.0 - 2026-01-01

- Everything.
"""
REPORT = "## Changes from 0.1.0 to 0.2.0\n\n1 breaking change.\n\n### Breaking\n\n| Change |\n"


def test_note_holds_the_entry_and_the_changes_of_the_document() -> None:
    assert migration_note("0.2.0", "0.1.0", CHANGELOG, REPORT) == (
        "# From 0.1.0 to 0.2.0\n\n"
        "## The packages\n\n### Removed\n\n- `old` is gone: use `new`.\n\n"
        "## The document\n\n1 breaking change.\n\n### Breaking\n\n| Change |\n"
    )


def test_first_release_says_that_it_is_the_first() -> None:
    note = migration_note("0.1.0", None, CHANGELOG, "")
    assert note == "# 0.1.0\n\nThis is the first release: there is no version to move from.\n"
