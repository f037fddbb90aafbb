"""The tables of the page about moving: which call of py3cw and three-commas is which of this client."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "overlays" / "threecommas" / "guide" / "moving.md"
PROGRAMS = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
_WITHOUT = "## Without an equivalent"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the names of a call in both clients, "" for none, and what is said of it here."""

    py3cw: str
    three_commas: str
    here: str
    remark: str

    def name_in(self, client: str) -> str:
        """Return the name of the call in a client, "" for none."""
        return {"py3cw": self.py3cw, "three-commas": self.three_commas}[client]


def rows() -> tuple[list[Row], list[Row]]:
    """Return the rows of the calls that have an equivalent, and of those that have none."""
    _, _, calls = PAGE.read_text("utf-8").partition("## The calls")
    equal, heading, without = calls.partition(_WITHOUT)
    assert heading, f"the page has no heading {_WITHOUT}"
    return list(_rows(equal)), list(_rows(without))


def _rows(text: str) -> Iterator[Row]:
    for line in re.findall(r"^\| (.*?) ?\|$", text, re.MULTILINE):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 4 and cells[0] != "py3cw":
            py3cw, three_commas, here = (cell.strip("`") for cell in cells[:3])
            yield Row(py3cw, three_commas, here, cells[3])
