"""Docstrings in the document's own words: a first line, paragraphs, sections, nothing that breaks code."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_WIDTH = 110
# Paragraphs: more than a document has, and the next build of a watch has nearly all of them again.
_REMEMBERED = 16384
_FIRST_SENTENCE = re.compile(r"(.+?[.])(?:\s+|$)(.*)", re.DOTALL)

Sections = Mapping[str, Sequence[tuple[str, str]]]


def docstring(title: str, *paragraphs: str, sections: Sections | None = None, indent: int = 4) -> str:
    """Return a docstring with its quotes, indented for a place *indent* columns in.

    A section is a heading and its entries, each a name and its description.
    """
    width = _WIDTH - indent
    blocks = [" ".join(_safe(title).split()), *(_filled(text, width) for text in _split(paragraphs))]
    for heading, entries in (sections or {}).items():
        if entries:
            lines = [
                _filled(f"{name}: {text}" if name else text, width, hang="    ") for name, text in entries
            ]
            blocks.append("\n".join([f"{heading}:", *lines]))
    text = "\n\n".join(block for block in blocks if block)
    raw = "r" if "\\" in text else ""
    end = "\n" if "\n" in text or text.endswith(('"', "\\")) else ""
    quoted = f'{raw}"""{text}{end}"""'
    # The first line stands where the template puts it.
    return textwrap.indent(quoted, " " * indent).strip()


def title_and_rest(description: str, *, otherwise: str) -> tuple[str, str]:
    """Return the first sentence if it fits into one line, and what follows it."""
    first, *more = _split([description]) or [""]
    found = _FIRST_SENTENCE.fullmatch(" ".join(first.split()))
    if not found or len(found[1]) > _WIDTH - 10:
        return otherwise, description
    return found[1], "\n\n".join([found[2], *more]).strip()


def sentence(text: str) -> str:
    """Return the text as a sentence."""
    text = " ".join(text.split())
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _split(paragraphs: Iterable[str]) -> list[str]:
    return [part for paragraph in paragraphs for part in re.split(r"\n\s*\n", paragraph) if part.strip()]


@lru_cache(_REMEMBERED)
def _filled(text: str, width: int, hang: str = "") -> str:
    words = " ".join(_safe(text).split())
    options = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(words, width, initial_indent=hang, subsequent_indent=hang * 2, **options)  # type: ignore[arg-type]


def _safe(text: str) -> str:
    """Return the text without what would end a docstring early, or be no text at all."""
    lines = text.split("\n")
    if not all(map(str.isprintable, lines)):
        text = "".join(letter for letter in text if letter.isprintable() or letter in " \n\t")
    return text.replace('"""', "'''")
