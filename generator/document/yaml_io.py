"""YAML as this project reads and writes it.

Reading is stricter and more exact than the library's. A key given twice is refused, and so are an alias and
more than a hundred values inside each other;
plain scalars are what JSON would call them (`on`, `0x1f` and `2024-09-10` are text); a number with a
fraction keeps its digits.
"""

import re
from collections.abc import Callable, Hashable
from typing import Any, Self

import yaml

from generator.document.json_pointer import pointer

NESTED = 100
"""How many objects and lists may stand inside each other: whatever looks at a value goes down in it."""

# The C parser is ten times faster; where the library was built without it, the same classes exist in Python.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_TAG = "tag:yaml.org,2002:"
_SCALARS = (
    ("null", re.compile(r"~|null|")),
    ("bool", re.compile(r"true|false")),
    ("int", re.compile(r"-?(?:0|[1-9][0-9]*)")),
    ("float", re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")),
)
_WIDTH = 110
_EXCERPT = 40


class ExactFloat(float):
    """A number with a fraction that remembers its digits: 0.10 is written as 0.10 again."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Take the number as it is written."""
        made = super().__new__(cls, text)
        made.text = text
        return made


class YamlError(ValueError):
    """The text is no YAML this project accepts; `line` counts from 1, `pointer` is "" where not known."""

    def __init__(self, line: int, reason: str, pointer: str = "") -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason, self.pointer = line, reason, pointer

    def __reduce__(self) -> tuple[type[Self], tuple[int, str, str]]:
        return type(self), (self.line, self.reason, self.pointer)


def _scalar(kind: str, read: Callable[[str], Any]) -> Callable[[Any, yaml.ScalarNode], Any]:
    """Return what makes a value of a scalar; one of that tag may have been given any text."""
    form = dict(_SCALARS)[kind]

    def construct(loader: Any, node: yaml.ScalarNode) -> Any:
        text = str(loader.construct_scalar(node))
        try:
            if form.fullmatch(text):
                return read(text)
        # A number of thousands of digits.
        except ValueError:
            pass
        raise YamlError(node.start_mark.line + 1, f"{text[:_EXCERPT]!r} cannot be read as {kind}")

    return construct


# Of the library's own those of text, lists and objects stay.
_OWN = {
    "null": _scalar("null", lambda _: None),
    "bool": _scalar("bool", lambda text: text == "true"),
    "int": _scalar("int", int),
    "float": _scalar("float", ExactFloat),
    **dict.fromkeys(("binary", "timestamp", "omap", "pairs", "set"), _Loader.construct_undefined),
}


class _StrictLoader(_Loader):  # type: ignore[misc]  # which of two classes it is shows at run time only
    yaml_constructors = {  # noqa: RUF012
        **_Loader.yaml_constructors,
        **{f"{_TAG}{name}": construct for name, construct in _OWN.items()},
    }

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        # The place of each value that the next one stands in: a key, or the number of an element.
        self._steps: list[Any] = []

    def descend_resolver(self, parent: yaml.Node | None, index: Any) -> None:
        """Go down to a value; raise YamlError for one too deep, which would exhaust the stack."""
        super().descend_resolver(parent, index)
        self._steps.append(index)
        if len(self._steps) > NESTED + 1 and parent is not None:
            reason = f"more than {NESTED} objects and lists stand inside each other"
            steps = (getattr(step, "value", step) for step in self._steps[1:-1])
            raise YamlError(parent.start_mark.line + 1, reason, pointer(map(str, steps)))

    def ascend_resolver(self) -> None:
        """Go back up to what the value stands in."""
        super().ascend_resolver()
        self._steps.pop()

    def resolve(self, kind: type[yaml.Node], value: str, implicit: Any) -> str:
        """Return the tag of a node: the library's own rules are those of YAML 1.1."""
        if kind is not yaml.ScalarNode:
            return str(super().resolve(kind, value, implicit))
        plain = implicit[0]
        return _TAG + next((name for name, form in _SCALARS if plain and form.fullmatch(value)), "str")

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping; raise YamlError for a key that is given twice or is no text."""
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise YamlError(key.start_mark.line + 1, f"the key {name!r} is no text: put it in quotes")
            if name in seen:
                raise YamlError(key.start_mark.line + 1, f"the key {name!r} is given twice")
            seen.add(name)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_yaml(text: str) -> Any:
    """Return what the text says; raise YamlError if it is not YAML, or not of the form described above."""
    try:
        _refuse_aliases(text)
        # The loader is a safe one: its class builds plain values only.
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(line, str(error.problem or error.context)) from None
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).splitlines()[0]) from None


def _refuse_aliases(text: str) -> None:
    # An alias of an enclosing node would be a document without end.
    for event in yaml.parse(text, Loader=_Loader) if "*" in text else ():
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise YamlError(line, f"the alias *{event.anchor} is not allowed: use a $ref")


def _written_float(dumper: Any, number: ExactFloat) -> Any:
    return dumper.represent_scalar(f"{_TAG}float", number.text)


class _PlainDumper(_Dumper):  # type: ignore[misc]
    yaml_representers = {**_Dumper.yaml_representers, ExactFloat: _written_float}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value again where it occurs again."""
        return True


def write_yaml(document: Any) -> str:
    """Return the document as YAML text, keys in the order they have."""
    return str(yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=_WIDTH))
