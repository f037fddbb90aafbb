"""A table of operations by documented status: how often each was met, or why it was not."""

from collections.abc import Mapping
from dataclasses import dataclass

from threecommas_conformance.document.operations import Operation

# What a run could not meet even if it tried for ever, or does not try.
_UNPROVOKED = {
    "418": "never provoked: a run does not exceed a limit",
    "429": "never provoked: a run does not exceed a limit",
    "5XX": "nothing asks for it, and one that comes is a failure",
    "403": "takes a key without a right, or the account of somebody else",
}


@dataclass(frozen=True, slots=True)
class StatusCount:
    """The number of answers of an operation with a documented status; `reason` says why there are none."""

    operation: str
    status: str
    count: int
    reason: str = ""


def status_table(
    known: tuple[Operation, ...], counts: Mapping[tuple[str, int], int]
) -> tuple[StatusCount, ...]:
    """Return the table row by row, in the document's order."""
    return tuple(_cell(operation, status, counts) for operation in known for status in operation.statuses)


def text(table: tuple[StatusCount, ...]) -> str:
    """Return the table for a terminal, and below it the gaps by reason."""
    statuses = sorted({cell.status for cell in table})
    rows: dict[str, dict[str, StatusCount]] = {}
    for cell in table:
        rows.setdefault(cell.operation, {})[cell.status] = cell
    width = max(map(len, rows), default=0)
    lines = [" " * width + "".join(f"{status:>6}" for status in statuses)]
    for name, row in rows.items():
        shown = (_shown(row.get(status)) for status in statuses)
        lines.append(f"{name:<{width}}" + "".join(f"{each:>6}" for each in shown))
    return "\n".join([*lines, "", *gap_lines(table)])


def _shown(cell: StatusCount | None) -> str:
    return "-" if cell is None else str(cell.count or ".")


def gap_lines(table: tuple[StatusCount, ...]) -> list[str]:
    """Return the statuses that were not met, by reason."""
    gaps: dict[tuple[str, str], list[str]] = {}
    for cell in table:
        if not cell.count:
            gaps.setdefault((cell.status, cell.reason), []).append(cell.operation)
    every = len({cell.operation for cell in table})
    return [
        f"{status} ({reason}): {'all' if len(names) == every else ', '.join(names)}"
        for (status, reason), names in sorted(gaps.items())
    ]


def _cell(operation: Operation, status: str, counts: Mapping[tuple[str, int], int]) -> StatusCount:
    met = sum(count for (name, code), count in counts.items() if name == operation.id and _is(code, status))
    return StatusCount(operation.id, status, met, "" if met else _reason(operation, status))


def _is(code: int, status: str) -> bool:
    return str(code) == status or (status == "5XX" and code >= 500)


def _reason(operation: Operation, status: str) -> str:
    if status in _UNPROVOKED:
        return _UNPROVOKED[status]
    if status == "401" and not operation.signed:
        return "it needs no key"
    if status == "404" and "{" not in operation.path:
        return "it names nothing that could be missing"
    if status in {"400", "422"} and not operation.takes_input:
        return "it takes nothing that could be wrong"
    if status == "422" and not operation.sends_order:
        return "documented for all operations alike: orders alone can break the limits of an exchange"
    return "not met by what was sent"
