"""The report as a page, in a real browser: it opens, fits its window, and runs nothing of an answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from threecommas_conformance import Finding, Report, RunPlan, run, target_from_environment
from threecommas_conformance.reports.html import page
from threecommas_mock import Document

from tests.conformance.servers import KEYS, WrongServer, serving
from tests.mock.chromium import Page, browser

AXE = Path(__file__).parents[1] / "publish/tools/node_modules/axe-core/axe.min.js"
CHECK = """axe.run({resultTypes: ['violations']}).then(({violations}) => violations.map(
    ({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(' ')}`))"""
HOSTILE = '<img id=injected src=x onerror="document.title=1">'


@pytest.fixture(scope="module")
def report(document: Document) -> Report:
    """What a server comes to that answers with HTML."""
    with serving(WrongServer(document)) as url:
        found = run(target_from_environment(KEYS, url=url), RunPlan(phases=("credentials",)))
    assert found.findings
    return replace(found, findings=tuple(map(hostile, found.findings)))


def hostile(finding: Finding) -> Finding:
    assert finding.interaction is not None
    sent = replace(finding.interaction, answer=HOSTILE, body=HOSTILE)
    places = tuple(replace(place, messages=(HOSTILE,)) for place in finding.places)
    return replace(finding, places=places, interaction=sent, steps=(sent,))


@pytest.fixture(scope="module")
def shown(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    file: Path = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page(report), "utf-8")
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.open(file.as_uri())
        yield opened


def test_each_finding_opens_and_shows_how_to_send_it_again(report: Report, shown: Page) -> None:
    assert shown.run("document.querySelectorAll('details').length") == len(report.findings)
    assert "curl" not in shown.text("body")
    shown.run("document.querySelector('summary').click()")
    assert "curl -X GET" in shown.text("details")


def test_answer_is_shown_and_not_run(shown: Page) -> None:
    assert shown.run("document.getElementById('injected')") is None
    assert shown.run("document.title").startswith("Conformance of http://127.0.0.1")
    shown.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert HOSTILE in shown.text("details")


def test_page_fetches_nothing_and_fits_its_window(shown: Page) -> None:
    assert shown.run("performance.getEntriesByType('resource').length") == 0
    assert shown.run("document.documentElement.scrollWidth <= innerWidth") is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_everybody_can_use_the_page(width: int, scheme: str, shown: Page) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed")
    shown.wear(width, scheme)
    shown.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    shown.run(AXE.read_text("utf-8") + "; undefined")
    assert shown.run(CHECK) == []
    assert shown.run("document.documentElement.scrollWidth <= innerWidth") is True


def test_table_has_a_row_for_each_operation(report: Report, shown: Page) -> None:
    assert shown.run("document.querySelector('table').rows.length") == 1 + len(report.operations)
