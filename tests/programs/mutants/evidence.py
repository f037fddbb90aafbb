"""The table of planted bugs in RESULTS.md: who caught each, in how many cases and seconds.

A run of some of the bugs renews their rows and leaves the others; a bug that left the catalogue is gone.
"""

import re
from collections.abc import Iterable

from judge import Verdict
from mutant import Mutant

BEGIN, END = "<!-- planted bugs: written by `make mutants` -->", "<!-- end of planted bugs -->"
HEAD = ["| area | planted bug | caught by | cases | seconds |", "|---|---|---|---:|---:|"]
UNSEEN = "not run yet"

Rows = dict[tuple[str, str], str]


def renewed(text: str, verdicts: Iterable[Verdict], bugs: Iterable[Mutant]) -> str:
    """Return the text with the rows of these verdicts in its table; raise ValueError if it has no table."""
    rows = recorded(text) | {_key(each.mutant): _row(each) for each in verdicts}
    lines = [rows.get(_key(bug)) or f"| {bug.area} | {bug.name} | {UNSEEN} | | |" for bug in bugs]
    caught = sum(is_caught(line) for line in lines)
    said = f"{caught} of {len(lines)} planted bugs are caught."
    return between(text, BEGIN, END, [said, "", *HEAD, *lines])


def between(text: str, begin: str, end: str, lines: Iterable[str]) -> str:
    """Return a text with these lines between two markers; raise ValueError if it lacks one of them."""
    if begin not in text or end not in text:
        raise ValueError(f"RESULTS.md lacks {end if begin in text else begin}.")
    before, after = text.partition(begin)[0], text.partition(end)[2]
    return "\n".join([before + begin, *lines, end]) + after


def recorded(text: str) -> Rows:
    """Return the rows of the table by area and bug."""
    table = text.partition(BEGIN)[2].partition(END)[0]
    found = re.findall(r"^\| (\w+) \| (.+?) \| .*$", table, re.MULTILINE)
    lines = [line for line in table.splitlines() if re.match(r"\| \w+ \| ", line)]
    return {key: line for key, line in zip(found, lines, strict=True) if key[0] != "area"}


def is_caught(row: str) -> bool:
    """Whether a row names who caught the bug."""
    return "| `" in row


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.area, mutant.name


def _row(verdict: Verdict) -> str:
    # A parameter of a test may have any text in it.
    witness = verdict.witness.replace("|", "\\|").removeprefix("tests/")
    by = f"`{witness}`" if witness else "**not judged**" if verdict.problem else "**nobody**"
    mutant = verdict.mutant
    return f"| {mutant.area} | {mutant.name} | {by} | {verdict.cases} | {verdict.seconds:.1f} |"
