"""Asks the plugin of forks: what came of many changes, in one run of the tests.

What it cannot plant, which is a change of what is no function, is for a judge to plant in the file itself.
"""

import json
import os
from collections.abc import Iterator, Sequence

from alterations import Alteration
from judge import LONG, ROOT, Judge, Verdict

_HERE = "tests/programs/mutants"
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "forks", "-o", "timeout=300")


def verdicts_of(
    judge: Judge, changes: Sequence[Alteration], tests: Sequence[str], *, jobs: int
) -> Iterator[tuple[Alteration, Verdict | None]]:
    """Yield what came of each change in the copy of a judge, None where a fork could not plant it.

    Raise RuntimeError if the tests do not run.
    """
    request, answers = judge.root / "request.json", judge.root / "answers"
    answers.write_text("", "utf-8")
    asked = {
        "changes": [[str(judge.root / each.file), each.start, each.end, each.new] for each in changes],
        "answers": str(answers),
        "jobs": jobs,
    }
    request.write_text(json.dumps(asked), "utf-8")
    packages = os.pathsep.join(str(judge.root / folder) for folder in ("overlays", "generated"))
    variables = {
        "MUTANTS_REQUEST": str(request),
        "PYTHONPATH": os.pathsep.join([packages, str(ROOT / _HERE)]),
    }
    done = judge.python("-m", "pytest", *_OPTIONS, *tests, patience=LONG, variables=variables)
    lines = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    if len(lines) < len(changes):
        raise RuntimeError(f"The tests cannot run in forks:\n{done.stdout + done.stderr if done else ''}")
    for number, witness, cases, seconds in sorted(lines):
        change = changes[number]
        yield (
            change,
            None
            if witness is None
            else Verdict(mutant=change, witness=witness, cases=cases, seconds=seconds),
        )
