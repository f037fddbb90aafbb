"""Small changes of any Python file: an operator turned round, a condition negated, a number off by one.

Each is made in the text, so that the rest of the file stays as it is. Annotations, docstrings, texts and what
type checkers alone import are left alone. Nothing here runs anything.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]

_COMPARED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in"}
_COMPARED |= {"not in": "in", "is": "is not", "is not": "is"}
_JOINED = {"and": "or", "or": "and"}
_COUNTED = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "*", "%": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One change of one file: what stands from `start` to `end` becomes `new`. `code` is its first line."""

    area: str
    file: str
    line: int
    code: str
    start: int
    end: int
    old: str
    new: str
    tests: tuple[str, ...]

    needs_build = False

    @property
    def name(self) -> str:
        """Where it is and what it does."""
        return f"{self.file}:{self.line}: {self.change}"

    @property
    def change(self) -> str:
        """What becomes of what."""
        return f"`{_plain(self.old)}` becomes `{_plain(self.new)}`"

    def plant(self, root: Path) -> None:
        """Change the file; raise ValueError if it does not have the text there."""
        path = root / self.file
        content = path.read_bytes()
        if content[self.start : self.end].decode() != self.old:
            raise ValueError(f"{self.file}:{self.line} has not {self.old!r}")
        path.write_bytes(content[: self.start] + self.new.encode() + content[self.end :])


def alterations(root: Path, file: str, *, area: str, tests: tuple[str, ...]) -> list[Alteration]:
    """Return every change of a file."""
    source = (root / file).read_text("utf-8")
    text, lines = _Text(source), source.splitlines()
    found = []
    for node in _code(ast.parse(source)):
        for (start, end), new in _changes(node, text):
            found.append(
                Alteration(
                    area=area,
                    file=file,
                    line=text.line(start),
                    code=lines[text.line(start) - 1].strip(),
                    start=start,
                    end=end,
                    old=text.between(start, end),
                    new=new,
                    tests=tests,
                )
            )
    return found


class _Text:
    """A source by its bytes, as the positions of nodes count them."""

    def __init__(self, source: str) -> None:
        self._bytes = source.encode()
        self._lines = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def begin(self, node: ast.expr) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr) -> int:
        return self._lines[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)

    def between(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def line(self, place: int) -> int:
        return self._bytes[:place].count(b"\n") + 1


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is executed."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in {"annotation", "returns", "decorator_list", "type_params"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _code(child)


def _changes(node: ast.AST, text: _Text) -> Iterator[tuple[Span, str]]:
    match node:
        case ast.Compare(left=left, comparators=[right]):
            yield from _operator(text, left, right, _COMPARED)
        case ast.BoolOp(values=[first, second, *_]):
            yield from _operator(text, first, second, _JOINED)
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Mod()):
            yield from _operator(text, left, right, _COUNTED)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            span = (text.begin(test), text.end(test))
            yield span, f"not ({text.between(*span)})"
        case ast.Constant(value=bool() as value):
            yield (text.begin(node), text.end(node)), str(not value)
        case ast.Constant(value=int() as value):
            yield (text.begin(node), text.end(node)), str(value + 1)


def _operator(
    text: _Text, left: ast.expr, right: ast.expr, others: dict[str, str]
) -> Iterator[tuple[Span, str]]:
    """Yield the operator between two operands turned round, unless something else stands there too."""
    start, end = text.end(left), text.begin(right)
    written = text.between(start, end)
    if written.strip() in others:
        yield (start, end), written.replace(written.strip(), others[written.strip()])


def _plain(code: str) -> str:
    return " ".join(code.split()).replace("|", "\\|").replace("`", "'")
