"""Changes tried in forks of one run: caught, not noticed, or left to a judge who plants them in the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
FILE = "overlays/threecommas/calculators/text_table.py"
TESTS = ("tests/client/calculators/test_ladder.py",)
SOURCE = """\
def slow(number):
    if number > 1:
        return (
            number
            + 1
        )
    return 0
"""


@pytest.fixture(scope="module")
def codes_module(part: Callable[[str], Any]) -> Any:
    return part("function_codes")


def test_fork_tells_of_each_change_what_came_of_it(part: Callable[[str], Any], tmp_path: Path) -> None:
    changes = part("alterations").alterations(ROOT, FILE, area="calculators", tests=TESTS)
    judge = part("judge").Judge(tmp_path)
    found = dict(part("forked").verdicts_of(judge, changes, TESTS, jobs=2))
    said = {change.change: verdict and bool(verdict.witness) for change, verdict in found.items()}
    assert said == {
        "`8` becomes `9`": None,
        "`True` becomes `False`": False,
        "`value is None` becomes `not (value is None)`": True,
        "`is` becomes `is not`": True,
    }
    caught = next(each for each in found.values() if each and each.witness)
    assert caught.witness.startswith(TESTS[0])
    assert (tmp_path / FILE).read_bytes() == (ROOT / FILE).read_bytes()


def test_what_type_checkers_alone_import_is_left_alone(part: Callable[[str], Any], tmp_path: Path) -> None:
    text = "if TYPE_CHECKING:\n    from a import B\nif typed:\n    first = 1\n"
    (tmp_path / "some.py").write_text(text, "utf-8")
    changes = part("alterations").alterations(tmp_path, "some.py", area="client", tests=())
    assert [each.change for each in changes] == ["`typed` becomes `not (typed)`", "`1` becomes `2`"]


def test_tests_that_cannot_run_in_forks_are_told(part: Callable[[str], Any], tmp_path: Path) -> None:
    changes = part("alterations").alterations(ROOT, FILE, area="calculators", tests=TESTS)
    judge = part("judge").Judge(tmp_path)
    with pytest.raises(RuntimeError, match="no_such_test"):
        list(part("forked").verdicts_of(judge, changes, ("tests/no_such_test.py",), jobs=1))


def test_function_gets_the_code_of_a_changed_source(codes_module: Any, tmp_path: Path) -> None:
    file = tmp_path / "slow.py"
    names: dict[str, Any] = {}
    exec(compile(SOURCE, str(file), "exec"), names)
    functions = codes_module.LoadedFunctions([file])
    assert not functions.replace(file, SOURCE, SOURCE)
    assert functions.replace(file, SOURCE, SOURCE.replace("+ 1", "- 1"))
    assert (names["slow"](5), names["slow"](1)) == (4, 0)


def test_marked_code_tells_each_statement_it_comes_to(codes_module: Any, tmp_path: Path) -> None:
    hits: list[Any] = []
    names = {codes_module.HIT: lambda file, line: hits.append((file, line)), "__file__": "slow.py"}
    exec(compile(codes_module.marked(SOURCE), "slow.py", "exec"), names)
    slow: Any = names["slow"]
    assert slow(5) == 6
    assert hits == [("slow.py", 2), ("slow.py", 3)]


def test_change_belongs_to_the_innermost_statement_around_it(codes_module: Any) -> None:
    place = SOURCE.index("+ 1")
    assert codes_module.statement_line(SOURCE, place, place + 1) == 3
    place = SOURCE.index("number > 1")
    assert codes_module.statement_line(SOURCE, place, place + 10) == 2
    outside = "LATER = {\n    'a': lambda number: number + 1,\n}\n"
    place = outside.index("+ 1")
    assert codes_module.statement_line(outside, place, place + 1) is None
