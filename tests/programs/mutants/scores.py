"""The scores of the sample in RESULTS.md: how much was noticed in each area, and why a survivor may stay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from alterations import Alteration
from evidence import between

BEGIN, END = "<!-- sample: written by `make sample` -->", "<!-- end of the sample -->"
SURVIVORS = Path(__file__).with_name("survivors.yaml")
UNEXPLAINED = "**no reason yet**"

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of the changes of one area; `survivors` are those that nobody noticed.

    `tried` are as many as were judged, of all the changes `of` the area.
    """

    area: str
    seed: int
    tried: int
    of: int
    survivors: tuple[Alteration, ...]

    def lines(self) -> Lines:
        """Return the score as lines of Markdown, with the reason of each survivor."""
        known = reasons()
        noticed = self.tried - len(self.survivors)
        explained = sum(_key(each) in known for each in self.survivors)
        which = (
            f"All {self.tried}" if self.tried == self.of else f"Seed {self.seed}: {self.tried} of {self.of}"
        )
        told = (
            f"{which} changes, {noticed} noticed: {_part(noticed, self.tried)}. {explained} of the others "
            f"change nothing, so {_part(noticed, self.tried - explained)} of what can be noticed."
        )
        survivors = [f"- {each.name}: {known.get(_key(each), UNEXPLAINED)}" for each in self.survivors]
        return (f"### {self.area}", "", told, *(["", *survivors] if survivors else []), "")


def _part(some: int, of: int) -> str:
    return f"{100 * some / of:.1f} %" if of else "-"


def tried_of(text: str, area: str) -> int:
    """Return how many changes of an area the last run tried."""
    told = "\n".join(read_scores(text).get(area, ()))
    found = re.search(r"(\d+)(?: of \d+)? changes", told)
    return int(found[1]) if found else 0


def survivors_of(text: str, area: str) -> list[str]:
    """Return the names of the changes of an area that survived the last run."""
    lines = read_scores(text).get(area, ())
    return [line[2:].rpartition("`: ")[0] + "`" for line in lines if line.startswith("- ")]


def reasons() -> dict[tuple[str, str, str], str]:
    """Return why changes change nothing that can be seen, by file, line of code and change."""
    entries = yaml.safe_load(SURVIVORS.read_text("utf-8")) or []
    return {(each["file"], each["code"], each["change"]): each["reason"] for each in entries}


def read_scores(text: str) -> dict[str, Lines]:
    """Return the scores that a text has, by area."""
    told = text.partition(BEGIN)[2].partition(END)[0]
    parts = re.split(r"^(?=### )", told, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].removeprefix("### "): tuple(part.splitlines()) for part in parts}


def with_scores(text: str, scores: Iterable[Lines]) -> str:
    """Return the text with these scores in place of its own."""
    return between(text, BEGIN, END, ["", *(line for score in scores for line in score)])


def _key(change: Alteration) -> tuple[str, str, str]:
    return change.file, change.code, change.change
