"""A rule, and the part of the document it looks at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.document.files import SpecFiles, kind_of
from generator.document.findings import Finding
from generator.document.json_pointer import pointer
from generator.document.openapi_objects import Node, walk
from generator.document.operations import DocumentedOperation, operations, resolved
from generator.document.schema_shapes import COMPOSITIONS, is_constraint


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """One breach of a rule: file, JSON pointer in it, and what is wrong there."""

    file: str
    pointer: str
    reason: str


@dataclass(frozen=True)
class LintContext:
    """A document as its files and, where these fit together, as the bundle of them."""

    spec_files: SpecFiles
    document: Mapping[str, Any] = field(default_factory=dict)

    def fault(self, place: str, reason: str) -> RuleViolation:
        """Return a fault at a pointer into the bundle."""
        file, inside = self.spec_files.origin(place)
        return RuleViolation(file.removeprefix(f"{self.spec_files.name}/"), inside, reason)

    def operations(self) -> Iterator[DocumentedOperation]:
        """Yield the operations of the bundle; that of the streams has none."""
        return operations({"paths": {}, **self.document})

    def resolved(self, value: Any) -> Any:
        """Return what a reference of the bundle leads to, or the value itself."""
        return resolved(self.document, value)

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """Yield the objects of these kinds in the bundle, without references and boolean schemas."""
        for node in self._bundled:
            if node.kind in kinds and isinstance(node.value, dict) and "$ref" not in node.value:
                yield node

    @cached_property
    def shapes(self) -> Sequence[Node]:
        """Every schema of the bundle that describes a value, references included.

        The branches that only narrow an object, and all that is in them, are left out.
        """
        narrowing: set[tuple[str | int, ...]] = set()
        found = []
        for node in self._bundled:
            if node.kind != "schema" or not isinstance(node.value, dict):
                continue
            enclosed = node.parts[:-1] in narrowing or node.parts[:-2] in narrowing
            if enclosed or (is_branch(node) and is_constraint(node.value)):
                narrowing.add(node.parts)
            else:
                found.append(node)
        return found

    @cached_property
    def _bundled(self) -> Sequence[Node]:
        return list(walk(self.document, kind_of(self.spec_files.root)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check with the advice for all its faults."""

    id: str
    check: Callable[[LintContext], Iterator[RuleViolation]]
    advice: str


def findings(context: LintContext, rules: Iterable[Rule]) -> list[Finding]:
    """Return what the rules find, sorted by place."""
    # A set, because a fault of a component may be met once for each of its users.
    found = {
        Finding(f"{context.spec_files.name}/{fault.file}", fault.pointer, rule.id, fault.reason, rule.advice)
        for rule in rules
        for fault in rule.check(context)
    }
    return sorted(found)


def at(file: str, node: Node, *more: str | int) -> tuple[str, str]:
    """Return file and pointer of a place in a node."""
    return file, pointer((*node.parts, *more))


def is_branch(node: Node) -> bool:
    """Tell whether a schema stands in allOf, anyOf, oneOf or not."""
    return node.parts[-1] == "not" or (node.parts[-2] in COMPOSITIONS and isinstance(node.parts[-1], int))


def is_component(node: Node) -> bool:
    """Tell whether a schema is a component, the content of a file of its own."""
    return node.parts[:2] == ("components", "schemas") and len(node.parts) == 3


def is_property(node: Node) -> bool:
    """Tell whether a schema is that of an object's property."""
    return node.parts[-2] == "properties"


def is_sentence(text: object) -> bool:
    """Tell whether a description is a full sentence, or several."""
    return (
        isinstance(text, str) and text.strip().endswith(".") and text.strip()[:1].upper() == text.strip()[:1]
    )
