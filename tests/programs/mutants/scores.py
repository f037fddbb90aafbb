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
    """What came of the changes of one area; `survivors` are those that nobody noticed."""

    area: str
    seed: int
    tried: int
    survivors: tuple[Alteration, ...]

    def lines(self) -> Lines:
        """Return the score as lines of Markdown, with the reason of each survivor."""
        known = reasons()
        noticed = self.tried - len(self.survivors)
        explained = sum(_key(each) in known for each in self.survivors)
        real = self.tried - explained
        score = f"{noticed / real:.0%}" if real else "-"
        told = (
            f"Seed {self.seed}: {self.tried} changes, {noticed} noticed, {explained} change nothing: {score}."
        )
        survivors = [f"- {each.name}: {known.get(_key(each), UNEXPLAINED)}" for each in self.survivors]
        return (f"### {self.area}", "", told, *(["", *survivors] if survivors else []), "")


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
