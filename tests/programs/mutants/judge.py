"""A copy of the project in which a bug is planted, and the tests that have to notice it are run."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from mutant import LINT, Mutant

ROOT = Path(__file__).parents[3]
# Seconds; a bug may be one that never ends.
PATIENCE = 300
# Seconds for all tests together.
LONG = 7200
# What pytest exits with if tests failed, or could not even be collected.
NOTICED = {1, 2}
# A package that cannot even be imported: pytest tells of a wrong command line, or of a defect of its own.
UNSTARTED = {3, 4}
UNIMPORTED = ("while loading conftest", "in pytest_configure")
IMPORT = "the import of what is tested"
"""In place of a test that failed: none could begin."""
COUNT = re.compile(r"(\d+) (?:passed|failed|error)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run of tests. `witness` is the first that failed, "" if none did; `cases` is how many were run."""

    witness: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of a bug: which test noticed first, after how many cases and seconds.

    `problem` is why nothing can be said of it: its text is not there, or its tests do not run.
    """

    mutant: Mutant
    witness: str
    cases: int
    seconds: float
    problem: str = ""


class Judge:
    """Plants bugs in a copy of its own, one at a time; `patience` is in seconds."""

    def __init__(self, root: Path, *, patience: float = PATIENCE) -> None:
        self.root, self._patience = root, patience
        listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, root / name)

    def judge(self, mutant: Mutant) -> Verdict:
        """Plant a bug, run its tests and take it out again."""
        begun, trial, problem = time.monotonic(), Trial(witness="", cases=0), ""
        try:
            mutant.plant(self.root)
            trial = self._built(mutant)
            trial = trial if trial.witness else self.tried(mutant.tests)
        except (RuntimeError, ValueError) as error:
            problem = str(error)
        finally:
            shutil.copy2(ROOT / mutant.file, self.root / mutant.file)
            if mutant.needs_build:
                shutil.rmtree(self.root / "generated")
                shutil.copytree(ROOT / "generated", self.root / "generated")
        return Verdict(
            mutant=mutant,
            witness=trial.witness,
            cases=trial.cases,
            seconds=time.monotonic() - begun,
            problem=problem,
        )

    def failing(self, tests: Collection[str], *, jobs: int) -> list[str]:
        """Run the files of tests to their end, return what fails; raise RuntimeError if they do not run."""
        files = sorted({test.partition("::")[0] for test in tests})
        # What is not there is for the bug that names it.
        files = [file for file in files if (self.root / file).exists()]
        if not files:
            return []
        # A file that cannot be read as tests fails by itself, and stops no other.
        options = ("--continue-on-collection-errors", "-n", str(jobs), "--dist", "worksteal")
        done = self.python("-m", "pytest", "-q", "-p", "no:cacheprovider", *options, *files, patience=LONG)
        if done is None or (done.returncode and done.returncode not in NOTICED):
            raise RuntimeError(
                "The tests cannot run:\n" + ("" if done is None else done.stdout + done.stderr)
            )
        return _failed(done.stdout)

    def tried(self, tests: tuple[str, ...]) -> Trial:
        """Run tests up to the first that fails; raise RuntimeError if there are none."""
        if tests == LINT:
            return self._command("-m", "generator", "lint")
        done = self.python("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)
        if done is None:
            return Trial(witness=f"no test, but it took more than {self._patience} s", cases=1)
        if done.returncode in UNSTARTED and any(sign in done.stdout + done.stderr for sign in UNIMPORTED):
            return Trial(witness=IMPORT, cases=1)
        if done.returncode and done.returncode not in NOTICED:
            raise RuntimeError(f"pytest {' '.join(tests)} cannot run:\n{done.stdout}{done.stderr}")
        lines = done.stdout.splitlines()
        first = next(iter(_failed(done.stdout)), "the collection of tests")
        cases = sum(map(int, COUNT.findall(lines[-1] if lines else "")))
        return Trial(witness=first if done.returncode else "", cases=cases)

    def _built(self, mutant: Mutant) -> Trial:
        if mutant.needs_build:
            return self._command("-m", "generator", "build")
        return Trial(witness="", cases=0)

    def _command(self, *arguments: str) -> Trial:
        done = self.python(*arguments)
        noticed = done is None or done.returncode
        return Trial(witness=" ".join(("python", *arguments)) if noticed else "", cases=1)

    def python(
        self, *arguments: str, patience: float | None = None, variables: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str] | None:
        """Run Python with the copy's packages before the installed ones; None if it takes too long."""
        packages = os.pathsep.join(str(self.root / folder) for folder in ("overlays", "generated"))
        # A compiled file could outlive a change that leaves the size as it is, and a bug a choice of cases.
        environment = {
            **os.environ,
            "PYTHONPATH": packages,
            "PYTHONDONTWRITEBYTECODE": "1",
            "THREECOMMAS_CASES": "all",
            **(variables or {}),
        }
        try:
            return subprocess.run(
                [sys.executable, *arguments],
                cwd=self.root,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=patience or self._patience,
            )
        except subprocess.TimeoutExpired:
            return None


def _failed(told: str) -> list[str]:
    """Return the tests that pytest says have failed."""
    lines = [line for line in told.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return [line.partition(" ")[2].partition(" - ")[0] for line in lines]


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout
