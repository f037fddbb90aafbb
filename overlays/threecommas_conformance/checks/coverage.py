"""The part of the document that a run has covered: keywords of requests, members of answers.

A check that looked at nothing proves nothing. A keyword is covered by one request that keeps it and one that
breaks it; a gap is what only one of them did. A member is covered when a success has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from threecommas_conformance.checks.operation_schemas import OperationSchemas
from threecommas_conformance.traffic.calls import parse_call
from threecommas_conformance.traffic.interactions import Interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaCoverage:
    """The covered places of a document, as pointers into it.

    `kept` and `broken` are of `keywords`, `seen` is of `members` of answers.
    """

    keywords: frozenset[str]
    members: frozenset[str]
    kept: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    @property
    def gaps(self) -> list[str]:
        """The places that were not covered, in words: a line for each component that has some."""
        return [
            *_lines("no request kept", self.keywords - self.kept),
            *_lines("no request broke", self.keywords - self.broken),
            *_lines("no answer had", self.members - self.seen),
        ]

    def __str__(self) -> str:
        every, named = len(self.keywords), len(self.members)
        return (
            f"Of {every} keywords of requests {len(self.keywords & self.kept)} were kept "
            f"and {len(self.keywords & self.broken)} broken; "
            f"of {named} members of answers {len(self.members & self.seen)} were seen."
        )


def _lines(words: str, places: Iterable[str]) -> list[str]:
    by_component: dict[str, list[str]] = {}
    for place in sorted(places):
        component, _, rest = place.removeprefix("/components/").removeprefix("schemas/").partition("/")
        by_component.setdefault(component, []).append(rest.removeprefix("properties/"))
    return [f"{words} {component}: {', '.join(names)}" for component, names in by_component.items()]


def schema_coverage(
    operations: Mapping[str, OperationSchemas], interactions: Iterable[Interaction]
) -> SchemaCoverage:
    """Hold requests and answers against the document they were made of."""
    found = SchemaCoverage(
        keywords=frozenset(place for each in operations.values() for place in each.keywords()),
        members=frozenset(place for each in operations.values() for place in each.members()),
    )
    for interaction in interactions:
        if (operation := operations.get(interaction.operation or "")) is not None:
            call = parse_call(interaction)
            for place, holds in operation.evaluated_keywords(call):
                (found.kept if holds else found.broken).add(place)
            found.seen.update(found.members.intersection(operation.seen_members(call)))
    return found
