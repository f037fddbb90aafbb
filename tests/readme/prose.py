"""The sentences of a page in Markdown, without its programs, pictures, tables, headings and links."""

import re
from collections.abc import Iterator

_BLOCKS = re.compile(
    r"^```[\s\S]*?^```$|^<figure[\s\S]*?^</figure>$|^ {4,}.*$|^\|.*$|^#.*$|^:::.*$|^<.*>$", re.MULTILINE
)
_ITEM = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"(?<=[.!?:])\s+")


def sentences(page: str) -> Iterator[str]:
    """Yield each sentence of the running text; an item of a list ends one, and so does a colon."""
    text = _LINK.sub(r"\1", _BLOCKS.sub("\n\n", page))
    for paragraph in _ITEM.split(text):
        for sentence in _END.split(" ".join(paragraph.split())):
            if words(sentence):
                yield sentence


def words(sentence: str) -> int:
    """Return the number of words; a piece of code is one."""
    return len(re.findall(r"`[^`]*`|\w[\w'.-]*", re.sub(r"^[-*\d.]+ ", "", sentence)))
