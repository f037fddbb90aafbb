"""Plants every bug of the catalogue in a copy of the project and says which test noticed, and how soon.

python tests/mutants                    # all of them; exits 1 if one survives
python tests/mutants client: signing    # those of an area, or with a word in name or file
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from mutant import LINT, Mutant, catalogue
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[2]
# Narrower, the lines of a build log without a terminal would be cut into pieces.
LOG_WIDTH = 1000
# Seconds; a bug may be one that never ends.
PATIENCE = 300
# What pytest exits with if tests failed, or could not even be collected.
NOTICED = {1, 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a bug; `witness` is the test that noticed first, "" if none did."""

    mutant: Mutant
    witness: str
    seconds: float


class Copy:
    """A copy of the project in which bugs are planted, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)

    def judge(self, mutant: Mutant) -> Verdict:
        """Plant a bug, run its tests and take it out again."""
        begun = time.monotonic()
        mutant.plant(self.root)
        try:
            witness = self._built() if mutant.needs_build else ""
            witness = witness or self.tried(mutant.tests)
        finally:
            shutil.copy2(ROOT / mutant.file, self.root / mutant.file)
            if mutant.needs_build:
                shutil.rmtree(self.root / "generated")
                shutil.copytree(ROOT / "generated", self.root / "generated")
        return Verdict(mutant, witness, time.monotonic() - begun)

    def tried(self, tests: tuple[str, ...]) -> str:
        """Return the first test that fails, "" if all pass; raise RuntimeError if there are none."""
        if tests == LINT:
            done = self._python("-m", "generator", "lint")
            return "python -m generator lint" if done is None or done.returncode else ""
        done = self._python("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)
        if done is None:
            return f"no test, but it took more than {PATIENCE} s"
        if done.returncode and done.returncode not in NOTICED:
            raise RuntimeError(f"pytest {' '.join(tests)} cannot run:\n{done.stdout}{done.stderr}")
        told = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        first = told[0].partition(" ")[2].partition(" - ")[0] if told else "the collection of tests"
        return first if done.returncode else ""

    def _built(self) -> str:
        done = self._python("-m", "generator", "build")
        return "python -m generator build" if done is None or done.returncode else ""

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str] | None:
        """Run Python with the copy's packages before the installed ones; None if it takes too long."""
        packages = os.pathsep.join(str(self.root / folder) for folder in ("overlays", "generated"))
        # A compiled file could outlive a change that leaves the size as it is.
        environment = {**os.environ, "PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            return subprocess.run(
                [sys.executable, *arguments],
                cwd=self.root,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return None


def main() -> int:
    """Judge the bugs that were asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python tests/mutants", description=__doc__)
    parser.add_argument("words", nargs="*", help="only bugs whose area, name or file has one of them")
    parser.add_argument("--jobs", type=int, default=2, help="how many are judged at a time")
    options = parser.parse_args()
    chosen = [mutant for mutant in catalogue() if _is_meant(mutant, options.words)]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else LOG_WIDTH)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as pool:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(options.jobs):
            copies.put(Copy(Path(folder) / str(number)))
        failing = [tests for tests in pool.map(lambda tests: _clean(copies, tests), _tests(chosen)) if tests]
        if failing:
            console.print(Text("These fail without any bug: " + ", ".join(failing)))
            return 1
        verdicts = []
        for verdict in pool.map(lambda mutant: _judged(copies, mutant), chosen):
            verdicts.append(verdict)
            console.print(_line(verdict))
    return _summary(console, verdicts)


def _is_meant(mutant: Mutant, words: list[str]) -> bool:
    text = f"{mutant.area}: {mutant.name} {mutant.file}".lower()
    return not words or any(word.lower() in text for word in words)


def _tests(mutants: list[Mutant]) -> list[tuple[str, ...]]:
    """Return each choice of tests once."""
    return list(dict.fromkeys(mutant.tests for mutant in mutants))


def _clean(copies: SimpleQueue[Copy], tests: tuple[str, ...]) -> str:
    """Return which test fails although nothing is planted, "" if none does."""
    copy = copies.get()
    try:
        return copy.tried(tests)
    finally:
        copies.put(copy)


def _judged(copies: SimpleQueue[Copy], mutant: Mutant) -> Verdict:
    copy = copies.get()
    try:
        return copy.judge(mutant)
    finally:
        copies.put(copy)


def _line(verdict: Verdict) -> Text:
    kind = Text("caught  ", "green") if verdict.witness else Text("SURVIVED", "red")
    by = f" by {verdict.witness}" if verdict.witness else f" {' '.join(verdict.mutant.tests)}"
    return (
        kind
        + Text(f" {verdict.seconds:5.1f} s  {verdict.mutant.area}: {verdict.mutant.name}")
        + Text(by, "dim")
    )


def _summary(console: Console, verdicts: list[Verdict]) -> int:
    survived = [verdict for verdict in verdicts if not verdict.witness]
    console.print(Text(f"{len(verdicts) - len(survived)} of {len(verdicts)} planted bugs were caught."))
    return 1 if survived or not verdicts else 0


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
