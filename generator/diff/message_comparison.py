"""Parameters, request bodies, statuses, headers and content types of an operation, compared."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from generator.diff.annotations import canonical, strip_annotations
from generator.diff.change import Fact, Record, fact
from generator.diff.compatibility_rules import Direction
from generator.diff.document import Node
from generator.diff.matching import renamed
from generator.diff.operation import Operation, required
from generator.diff.schema_comparison import SchemaComparison

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


class MessageComparison:
    """Compares the messages of operations and tells *record*; remembers schemas it has compared."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._schemas = {
            direction: SchemaComparison(direction) for direction in (Direction.REQUEST, Direction.RESPONSE)
        }

    def compare(self, old: Operation, new: Operation) -> None:
        """Record what is different between the messages of two operations."""
        self._parameters(old, new)
        self._request_body(old, new)
        self._responses(old, new)

    def _parameters(self, old: Operation, new: Operation) -> None:
        # Added and removed ones are told where the operation lists them: the component may live on elsewhere.
        before, after = old.parameters(), new.parameters()
        self._record.add(_parameter_facts(before, after), new.name)
        names = _renamed(before, after)
        for key, parameter in before.items():
            successor = after.get(names.get(key, key))
            if successor is not None:
                was, now = parameter.resolved(), successor.resolved()
                self._record.add(_changed_parameter_facts(was, now), new.name)
                self._carrier(was, now, new.name, Direction.REQUEST)

    def _request_body(self, old: Operation, new: Operation) -> None:
        was, now = (_resolved(operation.node.get("requestBody")) for operation in (old, new))
        self._record.add(_request_body_facts(was, now), new.name)
        if was and now:
            self._content(was, now, new.name, Direction.REQUEST)

    def _responses(self, old: Operation, new: Operation) -> None:
        was, now = (_members(operation.node, "responses") for operation in (old, new))
        for status in [status for status in was if status not in now]:
            kind = "success-status-removed" if status.startswith("2") else "status-removed"
            self._record.add([fact(kind, was[status], None, subject=status)], new.name)
        for status in [status for status in now if status not in was]:
            kind = "success-status-added" if status.startswith("2") else "status-added"
            self._record.add([fact(kind, None, now[status], subject=status)], new.name)
        for status in [status for status in was if status in now]:
            self._response(was[status].resolved(), now[status].resolved(), new.name)

    def _response(self, was: Node, now: Node, operation: str) -> None:
        before, after = (
            {k.lower(): v.resolved() for k, v in _members(node, "headers").items()} for node in (was, now)
        )
        self._record.add(_header_facts(before, after), operation)
        for name in [name for name in before if name in after]:
            self._carrier(before[name], after[name], operation, Direction.RESPONSE)
        self._content(was, now, operation, Direction.RESPONSE)

    def _content(self, was: Node, now: Node, operation: str, direction: Direction) -> None:
        before, after = _members(was, "content"), _members(now, "content")
        gone = [fact("content-type-removed", before[n], None, subject=n) for n in before if n not in after]
        come = [fact("content-type-added", None, after[n], subject=n) for n in after if n not in before]
        self._record.add(gone + come, operation, [direction])
        for name in [name for name in before if name in after]:
            self._carrier(before[name], after[name], operation, direction)
            left, right = before[name].get("encoding"), after[name].get("encoding")
            if canonical(strip_annotations(left and left.value)) != canonical(
                strip_annotations(right and right.value)
            ):
                self._record.add([fact("encoding-changed", left, right)], operation, [direction])

    def _carrier(self, was: Node, now: Node, operation: str, direction: Direction) -> None:
        """Compare the schemas that two parameters, headers or media types carry."""
        left, right = was.get("schema"), now.get("schema")
        if left and right:
            facts = self._schemas[direction].facts(left, right)
            self._record.add(facts, operation, [direction, Direction.CLIENT])
        elif left or right:
            kind = "content-removed" if left else "content-added"
            self._record.add([fact(kind, left, right)], operation, [direction])
        else:
            # A parameter or a header may have content types instead; a media type has none in it.
            self._content(was, now, operation, direction)


_Parameters: TypeAlias = Mapping[tuple[str, str], Node]


def _parameter_facts(old: _Parameters, new: _Parameters) -> Iterator[Fact]:
    names = _renamed(old, new)
    for key, other in names.items():
        was, now = old[key].resolved(), new[other].resolved()
        yield fact("parameter-renamed", was, now, subject=_name(was), before=_name(was), after=_name(now))
    for key in [key for key in old if key not in new and key not in names]:
        yield fact("parameter-removed", old[key], None, subject=_name(old[key].resolved()))
    for key in [key for key in new if key not in old and key not in names.values()]:
        added = new[key].resolved()
        kind = "required-parameter-added" if added.flag("required") else "optional-parameter-added"
        yield fact(kind, None, new[key], subject=_name(added))


def _renamed(old: _Parameters, new: _Parameters) -> dict[tuple[str, str], tuple[str, str]]:
    def described(parameters: _Parameters) -> dict[str, dict[str, Any]]:
        return {"/".join(k): {**v.resolved().value, "name": None} for k, v in parameters.items()}

    keys = {"/".join(key): key for key in (*old, *new)}
    return {keys[name]: keys[other] for name, other in renamed(described(old), described(new)).items()}


def _changed_parameter_facts(was: Node, now: Node) -> Iterator[Fact]:
    before, after = _name(was), _name(now)
    if before != after and required(now, "in").text() == "path":
        yield fact("path-parameter-renamed", was, now, subject=before, before=before, after=after)
    if was.flag("required") != now.flag("required"):
        kind = "parameter-made-required" if now.flag("required") else "parameter-made-optional"
        yield fact(kind, was.get("required") or was, now.get("required") or now, subject=after)
    if was.flag("deprecated") != now.flag("deprecated"):
        kind = "deprecated" if now.flag("deprecated") else "no-longer-deprecated"
        yield fact(kind, was, now, subject=f"parameter `{after}`")
    if _serialization(was) != _serialization(now):
        yield fact("parameter-serialization-changed", was, now, subject=after)


def _serialization(parameter: Node) -> tuple[str, bool, bool, bool]:
    """Return how the value is written, with what OpenAPI takes for granted."""
    style = parameter.get("style")
    written = style.text() if style else _STYLES.get(required(parameter, "in").text(), "form")
    explode = parameter.flag("explode") if parameter.get("explode") else written == "form"
    return written, explode, parameter.flag("allowReserved"), parameter.get("content") is not None


def _request_body_facts(was: Node | None, now: Node | None) -> Iterator[Fact]:
    before, after = (body is not None and body.flag("required") for body in (was, now))
    if was and not now:
        yield fact("request-body-removed", was, None)
    elif now and after and not before:
        yield fact("request-body-demanded", was, now.get("required"))
    elif now and not was:
        yield fact("request-body-added", None, now)
    elif was and before and not after:
        yield fact("request-body-made-optional", was.get("required"), now)


def _header_facts(old: Mapping[str, Node], new: Mapping[str, Node]) -> Iterator[Fact]:
    for name in [name for name in old if name not in new]:
        yield fact("header-removed", old[name], None, subject=name)
    for name, header in new.items():
        if name not in old:
            yield fact("header-added", None, header, subject=name)
        elif old[name].flag("required") != header.flag("required"):
            kind = "header-made-required" if header.flag("required") else "header-made-optional"
            yield fact(kind, old[name], header, subject=name)


def _name(parameter: Node) -> str:
    return required(parameter, "name").text()


def _members(node: Node, keyword: str) -> dict[str, Node]:
    member = node.get(keyword)
    return member.members() if member else {}


def _resolved(node: Node | None) -> Node | None:
    return node.resolved() if node else None
