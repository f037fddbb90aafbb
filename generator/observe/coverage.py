"""The parts of the document that the traffic has touched, and those it has not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.document.json_pointer import pointer
from generator.observe.document import Document, Operation, last_step
from generator.observe.report import NotCovered


@dataclass(slots=True)
class Coverage:
    """Operations by how often they were called, statuses and parameters by operation, schemas by pointer."""

    operations: Counter[str] = field(default_factory=Counter)
    statuses: set[tuple[str, str | None]] = field(default_factory=set)
    parameters: set[tuple[str, str]] = field(default_factory=set)
    schemas: set[str] = field(default_factory=set)


def unseen(document: Document, coverage: Coverage) -> NotCovered:
    """Return what is documented and was not touched."""
    called = [each for each in document.operations if each.id in coverage.operations]
    return NotCovered(
        operations=tuple(each.id for each in document.operations if each.id not in coverage.operations),
        parameters=_filled((each.id, _parameters(each, coverage)) for each in called),
        statuses=_filled((each.id, _statuses(each, coverage)) for each in called),
        fields=tuple(_fields(document, coverage.schemas)),
        values=_filled(_values(document, coverage.schemas)),
    )


def _filled(items: Iterator[tuple[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    return {key: values for key, values in items if values}


def _parameters(operation: Operation, coverage: Coverage) -> tuple[str, ...]:
    # What stands in the path was sent, or the operation would not have been called.
    named = [each for each in operation.parameters if each.location != "path"]
    return tuple(each.name for each in named if (operation.id, each.pointer) not in coverage.parameters)


def _statuses(operation: Operation, coverage: Coverage) -> tuple[str, ...]:
    return tuple(key for key in operation.responses if (operation.id, key) not in coverage.statuses)


def _fields(document: Document, met: set[str]) -> Iterator[str]:
    for place in sorted(met):
        schema = document.at(place)
        for name in schema.get("properties", {}) if isinstance(schema, dict) else ():
            inner = f"{place}/properties{pointer((name,))}"
            # What is below is not named again: it was not met because this was not.
            if inner not in met:
                yield inner


def _values(document: Document, met: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in sorted(place for place in met if last_step(place) == "enum"):
        values: Sequence[Any] = document.at(place)
        if isinstance(values, list):
            yield place, tuple(str(value) for i, value in enumerate(values) if f"{place}/{i}" not in met)
