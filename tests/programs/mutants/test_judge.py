"""A bug that cannot be judged ends no run: it is told with its reason, and the copy is whole again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FILE = "overlays/threecommas/__init__.py"
TESTS = "tests/client/smart_trades/test_wait_until.py"


@pytest.fixture(scope="module")
def judge_module(part: Callable[[str], Any]) -> Any:
    return part("judge")


def bug(judge_module: Any, *, old: str, new: str, tests: str = TESTS) -> Any:
    return judge_module.Mutant(area="client", name="A bug", file=FILE, old=old, new=new, tests=(tests,))


def test_bug_that_cannot_be_judged_says_why(judge_module: Any, tmp_path: Path) -> None:
    judge = judge_module.Judge(tmp_path)
    original = (tmp_path / FILE).read_text("utf-8")
    lost = judge.judge(bug(judge_module, old="no such text", new=""))
    assert (lost.witness, lost.problem) == ("", f"client: A bug: {FILE} has its text 0 times")
    (_, first, *_) = original.split('"""')
    untested = judge.judge(bug(judge_module, old=first, new=first + ".", tests="tests/no_such_test.py"))
    assert untested.problem.startswith("pytest tests/no_such_test.py cannot run:")
    broken = judge.judge(bug(judge_module, old=f'"""{first}"""', new="import nothing_of_this_name"))
    assert (broken.witness, broken.problem) == (judge_module.IMPORT, "")
    assert (tmp_path / FILE).read_text("utf-8") == original


def test_tests_that_fail_without_any_bug_are_named(judge_module: Any, tmp_path: Path) -> None:
    judge = judge_module.Judge(tmp_path)
    red = "tests/programs/mutants/test_red.py"
    (tmp_path / red).write_text("def test_red():\n    assert False\n\ndef test_green():\n    pass\n", "utf-8")
    unread = "tests/programs/mutants/test_unread.py"
    (tmp_path / unread).write_text("import nothing_of_this_name\n", "utf-8")
    asked = {f"{red}::test_green", unread, "tests/no_such_test.py"}
    assert sorted(judge.failing(asked, jobs=1)) == [f"{red}::test_red", unread]
