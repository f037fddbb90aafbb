"""The baseline: a file of known findings. A run fails only of those that are new.

{"known": [{"id": "schema_violation/1f0c9a5e", "reason": "Fixed in 2.1.", "operations": ["cancel_trade"]}]}

A known finding is new again where another operation shows it. Without `operations` it is known everywhere.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from threecommas.errors import ConfigurationError

from threecommas_conformance.findings import Finding

_UNSAID = "Not looked into yet."


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings: why each is left as it is, and the operations that show it, by its id."""

    reasons: Mapping[str, str]
    operations: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def new(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not known."""
        return [each for each in findings if not self.knows(each)]

    def knows(self, found: Finding) -> bool:
        """Whether a finding is known, in each operation that shows it."""
        wherever = frozenset(found.operations)
        return found.id in self.reasons and wherever <= self.operations.get(found.id, wherever)

    def gone(self, findings: Iterable[Finding]) -> list[str]:
        """Return the ids that were not found any more."""
        found = {each.id for each in findings}
        return [name for name in self.reasons if name not in found]


NOTHING_KNOWN = Baseline({})


def load(path: Path) -> Baseline:
    """Return the baseline of a file; raise `ConfigurationError` that says where it is wrong."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The baseline cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ConfigurationError(f"The baseline is not JSON: {error}.") from None
    known = content.get("known") if isinstance(content, dict) else None
    if not isinstance(known, list):
        raise ConfigurationError(
            'The baseline has no list "known". Give {"known": [{"id": …, "reason": …}]}.'
        )
    entries = [_entry(entry, place) for place, entry in enumerate(known)]
    return Baseline(
        {name: reason for name, reason, _ in entries},
        {name: frozenset(shown) for name, _, shown in entries if shown is not None},
    )


def dump(findings: Iterable[Finding], known: Baseline) -> str:
    """Return a baseline of these findings as text; the reasons of those already known stay."""
    entries = [
        {
            "id": each.id,
            "reason": known.reasons.get(each.id, _UNSAID),
            "operations": sorted({*each.operations, *known.operations.get(each.id, ())}),
        }
        for each in findings
    ]
    return json.dumps({"known": entries}, indent=2, ensure_ascii=False) + "\n"


def _entry(entry: Any, place: int) -> tuple[str, str, list[str] | None]:
    match entry:
        case {"id": str(name), "reason": str(reason), "operations": [*shown]} if _are_text(shown):
            return name, reason, shown
        case {"id": str(name), "reason": str(reason)} if "operations" not in entry:
            return name, reason, None
    raise ConfigurationError(
        f'known[{place}] of the baseline needs "id" and "reason", both text, and "operations" as a list.'
    )


def _are_text(values: list[Any]) -> bool:
    return all(isinstance(each, str) for each in values)
