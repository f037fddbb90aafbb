"""The report as one HTML page for people: faults, coverage, and reasons for the gaps."""

import json
from collections.abc import Iterable
from contextlib import suppress
from html import escape

from threecommas_conformance.findings import Finding
from threecommas_conformance.reports.baseline import NOTHING_KNOWN, Baseline
from threecommas_conformance.reports.report import Report
from threecommas_conformance.reports.speed import speeds
from threecommas_conformance.reports.status_table import StatusCount, gap_lines
from threecommas_conformance.reports.summary import verdict, without_orders

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #2a8f4730; --bad: #b71c1c;
  --muted: #555; --paper: #fff; --ink: #1b1b1b; }
@media (prefers-color-scheme: dark) {
  :root { --bad: #ff8a80; --muted: #b8b8b8; --paper: #161616; --ink: #e8e8e8; } }
html { background: var(--paper); color: var(--ink); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .15rem .6rem; text-align: right; }
th[scope=row] { text-align: left; font-weight: normal; } .met { background: var(--good); }
.gap, .facts, .known summary, dt, summary code { color: var(--muted); }
.absent, pre { background: var(--soft); }
pre { padding: .6rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; max-height: 22rem;
  overflow-y: auto; }
.verdict { padding: .6rem 1rem; border-left: .35rem solid #2a8f47; background: var(--soft); }
.verdict.fails { border-color: var(--bad); } p, li, summary { overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: .3rem .8rem; }
summary { cursor: pointer; padding: .2rem 0; } summary code { float: right; font-size: .85em; }
.new summary b { color: var(--bad); } li { margin: .15rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
"""
_MOST = 4000


def page(report: Report, known: Baseline = NOTHING_KNOWN) -> str:
    """Return the report as HTML that needs nothing else; known findings are marked so."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Conformance of {escape(report.server)}</title>\n<style>{_STYLE}</style>\n<main>",
        f"<h1>Conformance of {escape(report.server)}</h1>",
        *_head(report, known),
        f"<h2>Findings: {len(report.findings)}</h2>",
        *(_finding(found, known) for found in report.findings),
        "" if report.findings else "<p>None.</p>",
        "<h2>Operation by documented status</h2>",
        _coverage(report),
        "<h2>Statuses that were not met, and why</h2>",
        _list(gap_lines(report.table)),
        "<h2>What requests and answers met of the document</h2>",
        f"<p>{escape(str(report.coverage))}</p>",
        _list(report.coverage.gaps),
        "<h2>Requests by phase</h2>",
        _speeds(report),
        "<h2>Requests by operation and phase</h2>",
        _calls(report),
        "</main>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _head(report: Report, known: Baseline) -> Iterable[str]:
    sentence = verdict(report, known)
    fails = report.stopped is not None or bool(known.new(report.findings))
    yield f'<p class="verdict{" fails" if fails else ""}"><strong>{escape(sentence)}</strong></p>'
    if report.without_orders:
        yield f"<p>{escape(without_orders(report))}</p>"
    plan = report.plan
    yield (
        f'<p class="facts">Phases {escape(", ".join(plan.phases))}; seed {plan.seed}; '
        f"{plan.examples} examples; {len(report.interactions)} requests with the fingerprint "
        f"<code>{report.fingerprint}</code>.</p>"
    )


def _finding(found: Finding, known: Baseline) -> str:
    kind = "known" if known.knows(found) else "new"
    facts = {"phase": found.phase, "check": found.check, "seen": f"{_times(found.seen)}, {kind}"}
    facts["operations"] = ", ".join(found.operations)
    sent = found.interaction
    parts = [
        f'<details class="{kind}"><summary><b>{escape(found.title)}</b>: {escape(_where(found))} '
        f"<code>{escape(found.id)}</code></summary>",
        f'<pre tabindex="0">{escape(found.message)}</pre>',
    ]
    parts += [_list(found.elsewhere)] if found.elsewhere else []
    if sent is not None:
        facts |= {"request": f"{sent.method} {sent.url}", "status": str(sent.status)}
        parts += [
            "<p>To see it again, with the key of the run in the environment:</p>",
            f'<pre tabindex="0">{escape(chr(10).join(found.curl()))}</pre>',
            *(("<p>The body that was sent:</p>", _text(sent.body)) if sent.body else ()),
            f"<p>The answer, {sent.status}:</p>",
            _text(sent.answer),
        ]
    listed = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return "\n".join([*parts[:1], f"<dl>{listed}</dl>", *parts[1:], "</details>"])


def _where(found: Finding) -> str:
    return found.operation if len(found.operations) == 1 else f"{len(found.operations)} operations"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _text(content: str) -> str:
    """Show a body, indented if no digit is lost by that, and its beginning if it is long."""
    # What json does not know how to read is shown as it is.
    with suppress(ValueError, RecursionError):
        value = json.loads(content)
        for as_ascii in (True, False):
            if json.dumps(value, separators=(",", ":"), ensure_ascii=as_ascii) == content:
                content = json.dumps(value, indent=2, ensure_ascii=as_ascii)
                break
    rest = len(content) - _MOST
    return f'<pre tabindex="0">{escape(content[:_MOST])}{f" … and {rest} more" if rest > 0 else ""}</pre>'


def _speeds(report: Report) -> str:
    rows = [
        (
            each.phase,
            [f"<td>{text}</td>" for text in (each.requests, f"{each.seconds:.1f}", f"{each.rate:.0f}")],
        )
        for each in speeds(report.interactions)
    ]
    return _table("Requests by phase", ["requests", "seconds", "per second"], rows)


def _coverage(report: Report) -> str:
    statuses = sorted({cell.status for cell in report.table})
    cells = {(cell.operation, cell.status): cell for cell in report.table}
    rows = [
        (operation.id, [_cell(cells.get((operation.id, status))) for status in statuses])
        for operation in report.operations
    ]
    return _table("Operation by documented status", statuses, rows)


def _calls(report: Report) -> str:
    calls = report.calls
    phases = list(dict.fromkeys(interaction.phase for interaction in report.interactions))
    rows = [
        (operation.id, [f"<td>{calls[operation.id, phase]}</td>" for phase in phases])
        for operation in report.operations
    ]
    return _table("Requests by operation and phase", phases, rows)


def _cell(cell: StatusCount | None) -> str:
    if cell is None:
        return '<td class="absent" title="not documented"></td>'
    if cell.count:
        return f'<td class="met">{cell.count}</td>'
    return f'<td class="gap" title="{escape(cell.reason)}">0</td>'


def _table(label: str, columns: Iterable[str], rows: Iterable[tuple[str, list[str]]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(f'<tr><th scope="row">{escape(name)}</th>{"".join(row)}</tr>' for name, row in rows)
    # What can be scrolled has to be reached by keyboard.
    opened = f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table>'
    return f"{opened}\n<tr><td></td>{head}</tr>\n{body}\n</table></div>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "\n</ul>"
