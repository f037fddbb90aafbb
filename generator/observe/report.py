"""The result of observing, ready to be shown: everything in it has passed the redaction.

How it is written is the work of `rendering`, what to do about it that of `proposal`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.observe.drifts import Kind
from generator.observe.masked_values import Sample
from generator.observe.proposal.seen_shapes import Form
from generator.observe.proposal.undocumented_calls import Calls
from generator.observe.redaction import MARK


@dataclass(frozen=True, slots=True)
class Finding:
    """A drift, with how often it was seen.

    `operation` is an operationId, or method and path of one that is not documented. `place` is the part of
    the exchange ("query", "request body", "response 200"), `pointer` the JSON pointer in it (`*` for each
    item of a list), `schema` the one in the document. `word` is the undocumented name or value, "{name}" if
    it is withheld; `samples` are what the values looked like, at most five, and `form` is what all of them
    looked like together if they are new. `calls` are those of an undocumented operation.
    """

    kind: Kind
    operation: str
    place: str
    pointer: str
    schema: str
    word: str
    samples: tuple[Sample, ...]
    count: int
    first: str
    form: Form | None = None
    calls: Calls | None = None


@dataclass(frozen=True, slots=True)
class NotCovered:
    """What is documented and did not occur.

    Parameters and statuses are listed for operations that did occur, fields and values for objects and enums
    that did: what belongs to something unseen is not named a second time.
    """

    operations: tuple[str, ...]
    parameters: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, tuple[str, ...]]
    fields: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, most important operation first come, and what they rest on.

    `documented` is how many operations there are, `seen` counts the exchanges of each that occurred,
    `left_out` those that say nothing, by reason.
    """

    exchanges: int
    documented: int
    seen: Mapping[str, int]
    left_out: Mapping[str, int]
    findings: Sequence[Finding]
    unseen: NotCovered

    @property
    def matched(self) -> int:
        """The number of exchanges with a documented operation."""
        return sum(self.seen.values())

    def of_called(self) -> "Report":
        """Return the report without the names of the documented operations that were not called."""
        return replace(self, unseen=replace(self.unseen, operations=()))


def told_apart(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, numbered where the mark for a withheld name makes two of them alike."""
    alike: Counter[tuple[str, ...]] = Counter()
    told = []
    for each in findings:
        key = (each.kind, each.operation, each.place, each.pointer, each.schema, each.word)
        alike[key] += 1
        number = f" ({alike[key]})" if MARK in each.word and alike[key] > 1 else ""
        told.append(_numbered(each, number) if number else each)
    return told


def _numbered(finding: Finding, number: str) -> Finding:
    # The word is the end of one of the two.
    operation = number if finding.kind is Kind.OPERATION else ""
    place = number if finding.kind is Kind.FIELD else ""
    return replace(
        finding,
        operation=finding.operation + operation,
        pointer=finding.pointer + place,
        word=finding.word + number,
    )
