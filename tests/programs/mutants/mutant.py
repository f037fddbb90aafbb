"""A planted bug: what is changed where, and which tests have to notice.

The catalogue is YAML files, one for each area. Nothing here runs anything.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).with_name("catalogue")

LINT = ("lint",)
"""In place of tests: the rules of the document, which `make test` runs before them."""

# What `generated/` is made of: a bug there has to be built before a test can meet it.
_BUILT_FROM = ("spec/", "generator/templates/", "generator/client/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One bug. `old` stands exactly once in `file`; `tests` are arguments of pytest, or `LINT`."""

    area: str
    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def needs_build(self) -> bool:
        """Whether the generated files are to be built anew."""
        return self.file.startswith(_BUILT_FROM)

    def plant(self, root: Path) -> None:
        """Change the file; raise ValueError if the text to be changed does not stand there exactly once."""
        path = root / self.file
        text = path.read_text("utf-8")
        if text.count(self.old) != 1:
            raise ValueError(
                f"{self.area}: {self.name}: {self.file} has its text {text.count(self.old)} times"
            )
        path.write_text(text.replace(self.old, self.new), "utf-8")


def catalogue() -> list[Mutant]:
    """Return all bugs, area by area."""
    return [
        _mutant(path.stem, entry)
        for path in sorted(CATALOGUE.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]


def _mutant(area: str, entry: dict[str, Any]) -> Mutant:
    tests = tuple(str(entry.pop("tests")).split())
    return Mutant(area=area, tests=tests, **entry)
