"""Functions that are loaded already, and other code for them: a change that needs no new process.

What is no function is left out: constants, defaults of parameters, and whatever runs while a module loads.
"""

import ast
import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType
from typing import TypeAlias

Place: TypeAlias = tuple[str, str, int]
"""A file, the qualified name of a function in it, and its first line."""

HIT = "__hit__"
"""The builtin that marked code calls with the line of each statement it comes to."""


class LoadedFunctions:
    """The functions that were loaded from some files, whose code can be replaced."""

    def __init__(self, files: Collection[Path]) -> None:
        self._functions: dict[Place, list[FunctionType]] = defaultdict(list)
        names = {str(file) for file in files}
        # What a test run has frozen is not listed.
        gc.unfreeze()
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and each.__code__.co_filename in names:
                code = each.__code__
                self._functions[code.co_filename, code.co_qualname, code.co_firstlineno].append(each)

    def replace(self, file: Path, source: str, changed: str | ast.Module) -> bool:
        """Give each function the code that the changed source has for it; return whether one is another now.

        Of two functions that begin in one line nobody knows which is which: they stay as they are.
        """
        before, after = codes_of(file, source), codes_of(file, changed)
        others = [place for place, code in after.items() if place in before and code != before[place]]
        for place in others:
            for function in self._functions.get(place, []):
                function.__code__ = after[place]
        return any(place in self._functions for place in others)


def codes_of(file: Path, source: str | ast.Module) -> Mapping[Place, CodeType]:
    """Return the code of each function of a source that has its name and line for itself."""
    found: dict[Place, list[CodeType]] = defaultdict(list)
    for code in _inside(compile(source, str(file), "exec")):
        found[code.co_filename, code.co_qualname, code.co_firstlineno].append(code)
    return {place: codes[0] for place, codes in found.items() if len(codes) == 1}


def _inside(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _inside(each)


def marked(source: str) -> ast.Module:
    """Return the source with a call of `HIT` before each statement of a function."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            _mark(function)
    return ast.fix_missing_locations(tree)


def _mark(function: ast.AST) -> None:
    for node in list(ast.walk(function)):
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if isinstance(statements, list) and statements and not _is_marked(statements[0]):
                setattr(node, name, [each for inner in statements for each in (_hit(inner), inner)])


def _hit(statement: ast.stmt) -> ast.stmt:
    line = ast.Constant(statement.lineno)
    call = ast.Call(ast.Name(HIT, ast.Load()), [ast.Name("__file__", ast.Load()), line], [])
    return ast.copy_location(ast.Expr(call), statement)


def _is_marked(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name == HIT
    return False


def statement_line(source: str, start: int, end: int) -> int | None:
    """Return the line in which the innermost statement begins that has the bytes from start to end.

    None if it stands in no function: nothing tells when such a statement is come to.
    """
    lines = [0]
    for line in source.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    around = [
        (lines[node.lineno - 1] + node.col_offset, node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt)
        and lines[node.lineno - 1] + node.col_offset <= start
        and end <= lines[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
    ]
    innermost = max(around, key=lambda each: each[0])[1]
    functions = [node for _, node in around if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return innermost.lineno if functions and innermost not in functions else None
