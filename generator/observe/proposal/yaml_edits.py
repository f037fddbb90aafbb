"""Smallest changes to the text of a YAML file. Comments and layout stay as they are.

Each function takes text and returns text. The library's parser finds the place of a node. The change is made
to lines. A library that rewrites the file would have to be told the layout of every file in spec/.
"""

import json
import re
from collections.abc import Sequence

import yaml

from generator.document.json_pointer import parts, pointer

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# What YAML 1.1 readers take for something else than text.
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class NotEditable(LookupError):  # noqa: N818 - it is what the file is, not a fault of the program
    """The place is not there, or not written in a way that is edited here; the message says which."""


def scalar(text: str) -> str:
    """Return a text as YAML: in quotes only where it needs them."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT else json.dumps(text)


def append_item(text: str, place: str, item: str, comment: str) -> str:
    """Add an item at the end of the list at a place, with a comment above it."""
    node = _find(text, place)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise NotEditable(f"has no list with items at {place}")
    if node.flow_style:
        last = node.value[-1].end_mark.index
        written, rest = text[node.start_mark.index : last], text[last : node.end_mark.index]
        return replace_value(text, place, f"{written}, {item}{rest}", comment)
    # The list begins with its first dash.
    dash = " " * node.start_mark.column
    lines = text.split("\n")
    return _with_lines(lines, _last_line(lines, node) + 1, 0, [f"{dash}# {comment}", f"{dash}- {item}"])


def remove_item(text: str, place: str, item: str, comment: str) -> str:
    """Remove an item from the list at a place, and the whole entry with its last item."""
    node, lines = _find(text, place), text.split("\n")
    items = {each.value: each for each in node.value} if isinstance(node, yaml.SequenceNode) else {}
    if item not in items or not lines[items[item].start_mark.line].strip().startswith("- "):
        raise NotEditable(f"has no item {item} on a line of its own at {place}")
    start, indent = _key_of(text, place)
    keep = lines[start : items[item].start_mark.line] + lines[items[item].end_mark.line + 1 :]
    if len(items) == 1:
        keep = lines[_last_line(lines, node) + 1 :]
    return "\n".join([*lines[:start], f"{indent}# {comment}", *keep])


def add_entry(text: str, place: str, entry: Sequence[str], comment: str) -> str:
    """Add the lines of an entry, written without indent, at the end of the mapping at a place."""
    node, lines = _find(text, place), text.split("\n")
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise NotEditable(f"has no mapping with entries at {place}")
    indent = " " * node.value[0][0].start_mark.column
    new = [f"{indent}{line}" for line in (f"# {comment}", *entry)]
    return _with_lines(lines, _last_line(lines, node) + 1, 0, new)


def replace_value(text: str, place: str, value: str, comment: str) -> str:
    """Put another value in place of one that stands on its key's line, with a comment above."""
    node = _find(text, place)
    start, indent = _key_of(text, place)
    if node.start_mark.line != start or node.end_mark.line != start:
        raise NotEditable(f"has no value on one line at {place}")
    changed = text[: node.start_mark.index] + value + text[node.end_mark.index :]
    return _with_lines(changed.split("\n"), start, 0, [f"{indent}# {comment}"])


def allow_type(text: str, place: str, kind: str, comment: str) -> str:
    """Let the schema at a place allow one more JSON type."""
    schema = _find(text, place)
    keys = _keys(schema)
    name = json.dumps(kind) if kind == "null" else kind
    if "enum" in keys:
        raise NotEditable(f"lists values at {place}, so that another type needs its own values")
    if "type" in keys:
        return _with_type(text, f"{place}/type", name, comment)
    for keyword in [keyword for keyword in ("oneOf", "anyOf") if keyword in keys]:
        return append_item(text, f"{place}/{keyword}", f"type: {name}", comment)
    if "$ref" not in keys:
        raise NotEditable(f"has no type at {place}")
    start, indent = _key_of(text, f"{place}/$ref")
    lines = text.split("\n")
    reference = lines.pop(start).strip()
    # A description stands before what it describes, but for a reference, which comes first of all.
    after = _last_line(text.split("\n"), keys["description"]) if "description" in keys else start
    new = [f"# {comment}", "oneOf:", f"  - {reference}", f"  - type: {name}"]
    return _with_lines(lines, max(start, after), 0, [f"{indent}{line}" for line in new])


def _with_type(text: str, place: str, name: str, comment: str) -> str:
    named = _find(text, place)
    if isinstance(named, yaml.ScalarNode):
        return replace_value(text, place, f"[{named.value}, {name}]", comment)
    return append_item(text, place, name, comment)


def _find(text: str, place: str) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in parts(place):
        if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
            node = node.value[int(step)]
        else:
            node = _keys(node).get(step)
    if node is None:
        raise NotEditable(f"has nothing at {place}")
    return node


def _keys(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _key_of(text: str, place: str) -> tuple[int, str]:
    """Return line and indent of the key at a place."""
    steps = parts(place)
    holder = _find(text, pointer(steps[:-1]))
    if not isinstance(holder, yaml.MappingNode):
        raise NotEditable(f"has no entry at {place}")
    mark = next(key.start_mark for key, _ in holder.value if key.value == steps[-1])
    return int(mark.line), " " * int(mark.column)


def _last_line(lines: Sequence[str], node: yaml.Node) -> int:
    """Return the number of the last line of a node, from 0; comments and empty lines below do not count."""
    match node:
        case yaml.MappingNode(value=[*_, (_, last)]) if not node.flow_style:
            return _last_line(lines, last)
        case yaml.SequenceNode(value=[*_, last]) if not node.flow_style:
            return _last_line(lines, last)
    # A text in block style ends where the next line begins.
    after = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    number = int(node.end_mark.line) - after
    while not lines[number].strip():
        number -= 1
    return number


def _with_lines(lines: Sequence[str], at: int, removed: int, new: Sequence[str]) -> str:
    return "\n".join([*lines[:at], *new, *lines[at + removed :]])
