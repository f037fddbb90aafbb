"""A plugin of pytest that tries many changes in one run, each in a fork with the tests that reach it.

The tests are collected once, and run once to see which statements each of them reaches. Then each change is
planted in a fork, where those tests run up to the first that fails. What a fork cannot show is left out:
changes of what is no function, and tests that start another Python.
"""

import builtins
import json
import os
import resource
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from function_codes import HIT, LoadedFunctions, marked, statement_line

REQUEST = "MUTANTS_REQUEST"
"""The variable with the path of the request: a JSON object with `changes`, `answers` and `jobs`."""

# A change may be one that never ends: seconds of the processor, and times what it takes unchanged.
_PATIENCE, _LONGER = 10, 2
_TOO_LONG = "no test, but it took too long"

Statement = tuple[str, int]


class Change(NamedTuple):
    """A change of a file from byte to byte."""

    file: Path
    start: int
    end: int
    new: str

    def changed(self, source: str) -> str:
        """Return the source with the change."""
        content = source.encode()
        return (content[: self.start] + self.new.encode() + content[self.end :]).decode()


class Trial(NamedTuple):
    """A change with its number, the source it changes, the tests that reach it, and the seconds they have."""

    number: int
    change: Change
    source: str
    items: Sequence[pytest.Item]
    patience: int


class Reached(NamedTuple):
    """What a test reaches, by itself and while something is set up, its seconds, and whether it passes."""

    itself: set[Statement]
    set_up: set[Statement]
    seconds: float
    passes: bool


class Forks:
    """The run: `failed` are the tests that failed in this process."""

    def __init__(self, request: dict[str, Any]) -> None:
        self._changes = [Change(Path(file), *where) for file, *where in request["changes"]]
        self._answers, self._jobs = Path(request["answers"]), request["jobs"]
        self._failed: list[str] = []
        self._hits: set[Statement] = set()
        self._set_up: set[Statement] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the name of a test that failed."""
        if report.failed:
            self._failed.append(report.nodeid)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Tell what a test reaches from what is reached while something is set up for it."""
        self._set_up = set(self._hits)
        self._hits.clear()
        return (yield)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then try each change."""
        files = sorted({change.file for change in self._changes})
        sources = {file: file.read_text("utf-8") for file in files}
        functions = LoadedFunctions(files)
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        reached = self._reached(session, functions, sources)
        caught: Counter[str] = Counter()
        running: dict[int, int] = {}
        for number, change in enumerate(self._changes):
            source = sources[change.file]
            line = statement_line(source, change.start, change.end)
            if line is None:
                self._write(number, None, 0, 0.0)
                continue
            items = _chosen(session.items, reached, (str(change.file), line), caught)
            seconds = sum(reached[each.nodeid].seconds for each in items)
            trial = Trial(number, change, source, items, int(_PATIENCE + _LONGER * seconds))
            pid = _fork(partial(self._try, trial, functions))
            running[pid] = number
            while len(running) >= self._jobs:
                self._hear(running, caught)
        while running:
            self._hear(running, caught)
        return True

    def _reached(
        self, session: pytest.Session, functions: LoadedFunctions, sources: dict[Path, str]
    ) -> dict[str, Reached]:
        """Run all tests in a fork with marked code; return what each reaches."""
        path = self._answers.with_suffix(".reached")

        def run() -> None:
            setattr(builtins, HIT, lambda file, line: self._hits.add((file, line)))
            for file, source in sources.items():
                functions.replace(file, source, marked(source))
            found = {}
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                self._hits.clear()
                self._failed.clear()
                begun = time.process_time()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                seconds = time.process_time() - begun
                found[item.nodeid] = (list(self._hits), list(self._set_up), seconds, not self._failed)
            path.write_text(json.dumps(found), "utf-8")

        os.waitpid(_fork(run), 0)
        return {
            name: Reached(
                {(file, line) for file, line in hits}, {(file, line) for file, line in set_up}, *rest
            )
            for name, (hits, set_up, *rest) in json.loads(path.read_text("utf-8")).items()
        }

    def _try(self, trial: Trial, functions: LoadedFunctions) -> None:
        """Plant a change in this process and run tests up to the first that fails."""
        number, change, items = trial.number, trial.change, trial.items
        if not functions.replace(change.file, trial.source, change.changed(trial.source)):
            self._answer(number, None, 0)
            return
        resource.setrlimit(resource.RLIMIT_CPU, (trial.patience, trial.patience))
        self._failed.clear()
        cases = 0
        for item, following in zip(items, [*items[1:], None], strict=False):
            cases += 1
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                # What this test has started has to be stopped, such as a server of its session.
                item.session._setupstate.teardown_exact(None)
                break
        self._answer(number, self._failed[0] if self._failed else "", cases)

    def _answer(self, number: int, witness: str | None, cases: int) -> None:
        self._place(number).write_text(json.dumps([witness, cases]), "utf-8")

    def _place(self, number: int) -> Path:
        return self._answers.with_suffix(f".{number}")

    def _hear(self, running: dict[int, int], caught: Counter[str]) -> None:
        """Wait for the next fork to end, and write down what it found."""
        pid, status, usage = os.wait4(-1, 0)
        if pid not in running:
            return
        number = running.pop(pid)
        witness, cases = _TOO_LONG, 0
        if not os.WIFSIGNALED(status):
            witness, cases = json.loads(self._place(number).read_text("utf-8"))
            self._place(number).unlink()
        caught[witness or ""] += 1
        self._write(number, witness, cases, usage.ru_utime + usage.ru_stime)

    def _write(self, number: int, witness: str | None, cases: int, seconds: float) -> None:
        with self._answers.open("a", encoding="utf-8") as file:
            file.write(json.dumps([number, witness, cases, seconds]) + "\n")


def _chosen(
    items: Sequence[pytest.Item], reached: dict[str, Reached], statement: Statement, caught: Counter[str]
) -> list[pytest.Item]:
    """Return the tests that reach a statement, those first that caught most, then those that take least."""
    by_file: dict[str, set[Statement]] = defaultdict(set)
    for name, each in reached.items():
        by_file[_file(name)] |= each.set_up

    def rank(item: pytest.Item) -> tuple[bool, int, float]:
        each = reached[item.nodeid]
        return statement not in each.itself, -caught[item.nodeid], each.seconds

    # What is set up once, for the first test of a file, may be used by any of the file.
    found = [
        item
        for item in items
        if reached[item.nodeid].passes
        and (statement in reached[item.nodeid].itself or statement in by_file[_file(item.nodeid)])
    ]
    return sorted(found, key=rank)


def _file(name: str) -> str:
    return name.partition("::")[0]


def _fork(work: Callable[[], None]) -> int:
    """Do work in a fork and return its number at once."""
    pid = os.fork()
    if not pid:
        try:
            work()
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)
    return pid


def pytest_configure(config: pytest.Config) -> None:
    """Take the run over."""
    request = Path(os.environ[REQUEST]).read_text("utf-8")
    config.pluginmanager.register(Forks(json.loads(request)))
