"""The pages of ``--help`` and ``--help-all``: sections of options and commands, as lines of text.

The short page is a screen. What does not fit is left out, what is rarely needed first, and the last line says
so. The long page has everything in full.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.text import Text

REQUIRED = "Required"
COMMON = "Common options"
OPTIONS = "Options"
MORE = "More options"

# What a terminal of 40 lines shows above its prompt.
MAX_LINES = 39
# Longer lines are hard to read.
_WIDEST = 120
_DESCRIPTION_LINES = 10
# A longer list of words as a value leaves no room for what an option is about.
_VALUE = 16
# A longer name moves its own text to the right, and no other.
_NAME = 34


@dataclass(frozen=True, slots=True)
class Row:
    """An option, an argument or a command: its names, the word for its value, and what it is about."""

    names: tuple[str, ...]
    value: str
    text: str

    @property
    def short_names(self) -> str:
        """Return the names, those of a switch and its opposite as one."""
        if self.names[1:] == (self.names[0].replace("--", "--no-", 1),):
            return self.names[0].replace("--", "--[no-]", 1)
        return ", ".join(self.names)

    @property
    def short_value(self) -> str:
        """Return the word for its value, or for any of many values."""
        return self.value if len(self.value) <= _VALUE else "WORD"

    @property
    def line(self) -> str:
        """Return what it is about, with the values that have no place before it."""
        words = " ".join(self.text.split())
        return words if self.short_value == self.value else f"{words} {self.value}"


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of a command: usage, paragraphs about it, sections, and what comes last."""

    usage: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...]
    epilog: str

    def short(self, width: int) -> list[Text]:
        """Return the lines of the short page for a terminal of so many columns."""
        width = min(width, _WIDEST)
        whole = sum(len(each.rows) for each in self.sections)
        page = replace(self, paragraphs=tuple(_first(self.paragraphs, width)))
        for smaller in page._ever_smaller():
            lines = smaller._short_lines(width, whole)
            if len(lines) <= MAX_LINES:
                break
        return lines

    def full(self, width: int) -> list[Text]:
        """Return the lines of the long page."""
        width = min(width, _WIDEST)
        lines = _head(self, width)
        for section in self.sections:
            lines += [Text(), Text(section.title, "bold")]
            for row in section.rows:
                lines += [_name(", ".join(row.names), row.value), *_wrapped(row.text, width, 6)]
        return lines if not self.epilog else [*lines, Text(), *_wrapped(self.epilog, width)]

    def _ever_smaller(self) -> Iterator["Page"]:
        """Yield the page, then without what is rarely needed, then with one row less each time."""
        yield self
        page = self._without(MORE, count=None)
        yield page
        for title in (COMMON, REQUIRED):
            while any(each.title == title for each in page.sections):
                page = page._without(title, count=1)
                yield page

    def _without(self, title: str, *, count: int | None) -> "Page":
        """Return the page without the last rows of a section, or all of them."""
        kept = [
            replace(each, rows=each.rows[:-count] if count else ()) if each.title == title else each
            for each in self.sections
        ]
        return replace(self, sections=tuple(each for each in kept if each.rows))

    def _short_lines(self, width: int, whole: int) -> list[Text]:
        lines = _head(self, width)
        rows = [row for section in self.sections for row in section.rows]
        indent = 2 + min(max((len(_short_name(row)) for row in rows), default=0), _NAME)
        for section in self.sections:
            lines += [Text(), Text(section.title, "bold")]
            lines += [_one_line(row, indent, width) for row in section.rows]
        return [*lines, *_footer(whole - len(rows), bool(self.epilog))]


def _head(page: Page, width: int) -> list[Text]:
    lines = [Text(line) for line in page.usage.splitlines()]
    for paragraph in page.paragraphs:
        lines += [Text(), *_wrapped(paragraph, width)]
    return lines


def _footer(left_out: int, has_exit_codes: bool) -> list[Text]:
    """Return the line on what is left out, none if nothing is."""
    more = [f"{left_out} more option{'s' if left_out > 1 else ''}"] if left_out else []
    said = " and ".join([*more, *(["exit codes"] if has_exit_codes else [])])
    return [Text(), Text.assemble(f"{said[0].upper()}{said[1:]}: ", ("--help-all", "cyan"))] if said else []


def _name(names: str, value: str) -> Text:
    return Text.assemble("  ", (names, "cyan"), (f" {value}" if value else "", "yellow"))


def _short_name(row: Row) -> Text:
    return _name(row.short_names, row.short_value)


def _one_line(row: Row, indent: int, width: int) -> Text:
    line = _short_name(row)
    line.pad_right(max(indent - len(line), 2))
    line.append(row.line)
    line.truncate(width, overflow="ellipsis")
    return line


def _first(paragraphs: Sequence[str], width: int) -> Iterator[str]:
    """Yield the first paragraphs, as many as leave room for the options."""
    room = _DESCRIPTION_LINES
    for index, each in enumerate(paragraphs):
        room -= len(_wrapped(each, width)) + 1
        if index and room < 0:
            return
        yield each


def _wrapped(paragraph: str, width: int, indent: int = 0) -> list[Text]:
    around = " " * indent
    lines = textwrap.wrap(
        paragraph,
        width,
        initial_indent=around,
        subsequent_indent=around,
        # A name such as --read-only is found as one word.
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [Text(line) for line in lines]


def sections_of(rows: Iterable[tuple[str, Row]], titles: Sequence[str]) -> tuple[Section, ...]:
    """Return rows in their sections, the sections in the order of their titles; none is empty."""
    found: dict[str, list[Row]] = {title: [] for title in titles}
    for title, row in rows:
        found.setdefault(title, []).append(row)
    return tuple(Section(title, tuple(each)) for title, each in found.items() if each)
