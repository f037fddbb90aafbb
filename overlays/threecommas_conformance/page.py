"""A report as one HTML page for people: what failed, what was met, what was not and why."""

from collections.abc import Container, Iterable
from html import escape

from threecommas_conformance.campaign import Report
from threecommas_conformance.findings import Finding
from threecommas_conformance.summary import verdict
from threecommas_conformance.table import Cell, hole_lines

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { border: 1px solid #ccc; padding: .15rem .5rem; }
td { text-align: right; } th[scope=row] { text-align: left; font-weight: normal; }
.met { background: #d9f2dd; } .hole { color: #767676; } .absent { background: #eee; }
pre { background: #f6f6f6; overflow-x: auto; padding: .6rem; white-space: pre-wrap; word-break: break-word; }
summary { cursor: pointer; } .new { color: #a40000; } .known { color: #555; }
"""


def page(report: Report, known: Container[str] = ()) -> str:
    """Return the report as HTML that needs nothing else; findings with a known id are marked so."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        f"<title>Conformance of {escape(report.server)}</title>\n<style>{_STYLE}</style>",
        f"<h1>Conformance of {escape(report.server)}</h1>",
        *_head(report, known),
        "<h2>Findings</h2>",
        *(_finding(found, known) for found in report.findings),
        "" if report.findings else "<p>None.</p>",
        "<h2>Operation by documented status</h2>",
        _coverage(report),
        "<h2>Not met, and why</h2>",
        _list(hole_lines(report.table)),
        "<h2>Requests by operation and phase</h2>",
        _calls(report),
        "</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _head(report: Report, known: Container[str]) -> Iterable[str]:
    yield f"<p><strong>{escape(verdict(report, known))}</strong></p>"
    plan = report.plan
    yield (
        f"<p>Phases {escape(', '.join(plan.phases))}; seed {plan.seed}; {plan.examples} examples; "
        f"{len(report.interactions)} requests with the fingerprint <code>{report.fingerprint}</code>.</p>"
    )


def _finding(found: Finding, known: Container[str]) -> str:
    kind = "known" if found.id in known else "new"
    title = f"{found.title}: {found.operation}"
    parts = [
        f'<details><summary class="{kind}">{escape(title)} <code>{escape(found.id)}</code></summary>',
        f"<p>{kind}, phase {escape(found.phase)}, seen {found.seen} times</p>",
        f"<pre>{escape(found.message)}</pre>",
    ]
    if found.interaction is not None:
        sent = found.interaction
        parts += [
            f"<p>{escape(sent.method)} {escape(sent.url)} was answered {sent.status}:</p>",
            f"<pre>{escape(sent.answer)}</pre>",
            "<p>To send it again, with key and signature of your own in APIKEY and SIGNATURE:</p>",
            f"<pre>{escape(sent.curl())}</pre>",
        ]
    return "\n".join([*parts, "</details>"])


def _coverage(report: Report) -> str:
    statuses = sorted({cell.status for cell in report.table})
    cells = {(cell.operation, cell.status): cell for cell in report.table}
    rows = [
        (operation.id, [_cell(cells.get((operation.id, status))) for status in statuses])
        for operation in report.operations
    ]
    return _table(statuses, rows)


def _calls(report: Report) -> str:
    calls = report.calls
    phases = list(dict.fromkeys(interaction.phase for interaction in report.interactions))
    rows = [
        (operation.id, [f"<td>{calls[operation.id, phase]}</td>" for phase in phases])
        for operation in report.operations
    ]
    return _table(phases, rows)


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="absent" title="not documented"></td>'
    if cell.count:
        return f'<td class="met">{cell.count}</td>'
    return f'<td class="hole" title="{escape(cell.reason)}">0</td>'


def _table(columns: Iterable[str], rows: Iterable[tuple[str, list[str]]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(f'<tr><th scope="row">{escape(name)}</th>{"".join(row)}</tr>' for name, row in rows)
    return f"<table>\n<tr><td></td>{head}</tr>\n{body}\n</table>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "\n</ul>"
