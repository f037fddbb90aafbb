"""A difference between traffic and document, and what of the document the traffic has touched."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.observe.masked_values import Sample
from generator.observe.proposal.seen_shapes import Form


class Kind(enum.StrEnum):
    """What differs. The value is what a report prints."""

    OPERATION = "undocumented operation"
    PARAMETER = "undocumented parameter"
    FIELD = "undocumented field"
    VALUE = "undocumented value"
    STATUS = "undocumented status"
    CONTENT_TYPE = "undocumented content type"
    NULL = "null not documented"
    TYPE = "other type"
    FORMAT = "other format"
    LIMIT = "beyond a limit"
    MISSING = "required but missing"
    RULE = "rule not kept"


# How far off a value is, when the choice that fits best has to be found among several.
_WEIGHTS = {Kind.TYPE: 10, Kind.NULL: 10, Kind.FIELD: 6, Kind.MISSING: 4, Kind.VALUE: 3, Kind.FORMAT: 3}


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference.

    `at` is the JSON pointer in the body (`*` for each item of a list and each key of a map), `schema` the one
    in the document of the keyword that is contradicted. `word` is the name or value that is not documented,
    which comes from the traffic, is masked already, and still has to pass the redaction. `form` is what a new
    member or parameter is drafted from, and tells whether an answer of a new status had JSON.
    """

    kind: Kind
    at: str
    schema: str
    word: str = ""
    sample: Sample = field(default="", compare=False)
    form: Form | None = field(default=None, compare=False)


@dataclass(slots=True)
class SchemaTrace:
    """What comparing gave.

    `seen` are the pointers in the document that were met, `left_out` says what could not be compared.
    """

    drifts: list[Drift] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    left_out: str = ""

    @property
    def weight(self) -> int:
        """How far the value is off."""
        return sum(_WEIGHTS.get(drift.kind, 1) for drift in self.drifts)

    def add(self, others: Iterable["SchemaTrace"]) -> None:
        """Take over what other comparisons gave."""
        for other in others:
            self.drifts += other.drifts
            self.seen |= other.seen

    def note(self, drifts: Iterator[Drift]) -> None:
        """Take over drifts."""
        self.drifts += drifts
