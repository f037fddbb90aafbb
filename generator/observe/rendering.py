"""A report as text for a terminal, as Markdown for a comment, as JSON for a program."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from generator.observe.drifts import Kind
from generator.observe.report import Finding, Report


def as_json(report: Report) -> str:
    """Return the report as JSON: `drift`, whether there are findings, and the fields of `Report`.

    What only a patch is made of is left out.
    """
    content = {"drift": bool(report.findings), **asdict(report)}
    for finding in content["findings"]:
        del finding["form"], finding["calls"]
    return json.dumps(content, indent=2) + "\n"


def as_text(report: Report) -> str:
    """Return the report as plain text, the drifts of each operation together."""
    lines = [_headline(report)]
    for operation, findings in _by_operation(report):
        lines += ["", operation]
        for each in findings:
            lines.append(f"  {_where(each)}: {_what(each)}, {_times(each.count)}")
            lines.append(f"      document  {each.schema}")
            lines += [f"      sample    {sample}" for sample in _samples(each)]
            lines.append(f"      first in  {each.first}")
    for title, items in _remarks(report):
        lines += ["", title, *(f"  {item}" for item in items)]
    return "\n".join(lines) + "\n"


def as_markdown(report: Report) -> str:
    """Return the report as Markdown, a table for each operation."""
    lines = ["## Observed drift", "", _headline(report)]
    for operation, findings in _by_operation(report):
        lines += ["", f"### `{operation}`", "", "| where | what | times | document | sample | first in |"]
        lines += ["|---|---|---|---|---|---|", *(_row(each) for each in findings)]
    for title, items in _remarks(report):
        lines += ["", f"### {title}", "", *(f"- {item}" for item in items)]
    return "\n".join(lines) + "\n"


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _headline(report: Report) -> str:
    found = _number(len(report.findings), "drift") if report.findings else "No drift"
    where = _number(report.exchanges, "exchange")
    called = f"{len(report.seen)} of {report.documented} documented operations were called"
    return f"{found} in {where}; {called}."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _by_operation(report: Report) -> Iterator[tuple[str, list[Finding]]]:
    ordered = sorted(report.findings, key=lambda each: (each.operation, each.place, each.pointer, each.kind))
    for operation, findings in groupby(ordered, key=lambda each: each.operation):
        yield operation, list(findings)


def _where(finding: Finding) -> str:
    return " ".join(part for part in (finding.place, finding.pointer) if part) or "request"


def _what(finding: Finding) -> str:
    # The pointer of a field and the name of an operation end with the word already.
    told = finding.kind in {Kind.FIELD, Kind.OPERATION}
    return f"{finding.kind} {'' if told else finding.word}".rstrip()


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _samples(finding: Finding) -> list[str]:
    return [sample if isinstance(sample, str) else json.dumps(sample) for sample in finding.samples]


def _row(finding: Finding) -> str:
    samples = "<br>".join(f"`{sample}`" for sample in _samples(finding))
    cells = [_where(finding), _what(finding), finding.count, f"`{finding.schema}`", samples, finding.first]
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _remarks(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    unseen = report.unseen
    sections = (
        ("Left out", [f"{count} {reason}" for reason, count in sorted(report.left_out.items())]),
        ("Documented operations that were not called", unseen.operations),
        ("Documented parameters that no accepted request had", _listed(unseen.parameters)),
        ("Documented statuses that were not answered", _listed(unseen.statuses)),
        ("Documented fields that did not occur", unseen.fields),
        ("Documented values that did not occur", _listed(unseen.values)),
    )
    yield from ((title, items) for title, items in sections if items)


def _listed(groups: Mapping[str, Sequence[Any]]) -> list[str]:
    return [f"{key}: {', '.join(str(value) for value in values)}" for key, values in groups.items()]
