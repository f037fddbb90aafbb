"""YAML as this project reads and writes it.

Reading is stricter and more exact than the library's. A key given twice is refused. So are an alias and more
than a hundred values inside each other. Plain scalars are what JSON would call them: `on`, `0x1f` and
`2024-09-10` are text. A number with a fraction keeps its digits.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import yaml

from generator.document.json_pointer import pointer

NESTED = 100
"""How many objects and lists may stand inside each other: whatever looks at a value goes down in it."""

# The C parser is ten times faster; where the library was built without it, the same classes exist in Python.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_TAG = "tag:yaml.org,2002:"
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


# What a scalar may be: the form it has to have, and what makes a value of it.
_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    "str": (re.compile(r".*", re.DOTALL), str),
    "null": (re.compile(r"~|null|"), lambda _: None),
    "bool": (re.compile(r"true|false"), lambda text: text == "true"),
    "int": (re.compile(r"-?(?:0|[1-9][0-9]*)"), int),
    "float": (re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"), ExactFloat),
}
_TAGS = {_TAG + kind: kind for kind in _KINDS}
_WORDS = {"": "null", "~": "null", "null": "null", "true": "bool", "false": "bool"}
_STARTS_OF_NUMBERS = frozenset("-0123456789")


class _Open:
    """An object or a list whose end is not yet read; `key` is that of the value to come in an object."""

    __slots__ = ("key", "start", "value")

    def __init__(self, start: yaml.Event, value: dict[str, Any] | list[Any]) -> None:
        self.start, self.value = start, value
        self.key: str | None = None

    def add(self, value: Any, event: yaml.Event) -> None:
        """Take a value or, in an object, a key; raise YamlError for one given twice or that is no text."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            self.value[self.key] = value
            self.key = None
        elif not isinstance(value, str):
            raise YamlError(_line(event), f"the key {value!r} is no text: put it in quotes")
        elif value in self.value:
            raise YamlError(_line(event), f"the key {value!r} is given twice")
        else:
            self.key = value

    @property
    def step(self) -> str:
        """The place of the value to come."""
        return str(len(self.value) if isinstance(self.value, list) else self.key)


def read_yaml(text: str) -> Any:
    """Return what the text says; raise YamlError if it is not YAML, or not of the form described above."""
    try:
        return _read(_Loader(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(line, str(error.problem or error.context)) from None
    except yaml.YAMLError as error:
        raise YamlError(1, str(error).splitlines()[0]) from None


def _read(loader: Any) -> Any:
    """Put the value together from what the parser tells; its own way, a tree of nodes, is twice as long."""
    documents: list[Any] = []
    inside = [_Open(loader.get_event(), documents)]
    while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
        if isinstance(event, yaml.ScalarEvent):
            inside[-1].add(_scalar(event), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            inside.append(_opened(event))
            if len(inside) > NESTED + 1:
                _refuse_contents(loader, inside)
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = inside.pop()
            inside[-1].add(ended.value, ended.start)
        else:
            _refuse_more(event, documents)
    return documents[0] if documents else None


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    kind = _plain_kind(text) if _is_untagged(event) and event.implicit[0] else _tagged_kind(event)
    if kind == "str":
        return text
    form, read = _KINDS[kind]
    try:
        if form.fullmatch(text):
            return read(text)
    # A number of thousands of digits.
    except ValueError:
        pass
    raise YamlError(_line(event), f"{text[:_EXCERPT]!r} cannot be read as {kind}")


def _plain_kind(text: str) -> str:
    """Return what a scalar without quotes is; the library's own rules are those of YAML 1.1."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _STARTS_OF_NUMBERS:
        return next((kind for kind in ("int", "float") if _KINDS[kind][0].fullmatch(text)), "str")
    return "str"


def _tagged_kind(event: yaml.ScalarEvent) -> str:
    if _is_untagged(event):
        return "str"
    if event.tag not in _TAGS:
        raise _unknown(event)
    return _TAGS[event.tag]


def _opened(event: yaml.CollectionStartEvent) -> _Open:
    is_object = isinstance(event, yaml.MappingStartEvent)
    if not _is_untagged(event) and event.tag != _TAG + ("map" if is_object else "seq"):
        if event.tag in _TAGS:
            raise YamlError(_line(event), "expected a scalar node, but found one that holds others")
        raise _unknown(event)
    return _Open(event, {} if is_object else [])


def _is_untagged(event: Any) -> bool:
    return event.tag is None or event.tag == "!"


def _unknown(event: Any) -> YamlError:
    return YamlError(_line(event), f"could not determine a constructor for the tag {event.tag!r}")


def _refuse_contents(loader: Any, inside: Sequence[_Open]) -> None:
    """Raise YamlError for what is so deep that it would exhaust the stack of whoever goes down in it."""
    if not loader.check_event(yaml.CollectionEndEvent):
        reason = f"more than {NESTED} objects and lists stand inside each other"
        raise YamlError(_line(inside[-1].start), reason, pointer(each.step for each in inside[1:-1]))


def _refuse_more(event: yaml.Event, documents: list[Any]) -> None:
    if isinstance(event, yaml.AliasEvent):
        # An alias of an enclosing value would be a document without end.
        raise YamlError(_line(event), f"the alias *{event.anchor} is not allowed: use a $ref")
    if isinstance(event, yaml.DocumentStartEvent) and documents:
        raise YamlError(_line(event), "expected a single document, but found another document")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


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
