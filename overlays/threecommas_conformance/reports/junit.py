"""The report as JUnit XML: a test for each operation in each phase."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from threecommas_conformance.findings import Finding
from threecommas_conformance.reports.baseline import NOTHING_KNOWN, Baseline
from threecommas_conformance.reports.report import Report

_NAME = "threecommas-conformance"
# XML has no way to write these, escaped or not.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report, known: Baseline = NOTHING_KNOWN) -> str:
    """Return the report as XML; a known finding is a skipped test and no failure."""
    cases = {(operation, phase): list[Finding]() for operation, phase in sorted(report.calls)}
    for found in report.findings:
        for place in found.places:
            cases.setdefault((place.operation, place.phase), []).append(found)
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", name=_NAME)
    failed = skipped = 0
    for (operation, phase), findings in cases.items():
        case = SubElement(suite, "testcase", classname=phase, name=operation)
        new = known.new(findings)
        _failures(case, new)
        if findings and not new:
            SubElement(case, "skipped", message="known: " + ", ".join(found.id for found in findings))
        failed, skipped = failed + bool(new), skipped + bool(findings and not new)
    for each in (root, suite):
        each.attrib.update(tests=str(len(cases)), failures=str(failed), skipped=str(skipped), errors="0")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _failures(case: Element, findings: Iterable[Finding]) -> None:
    for found in findings:
        failure = SubElement(case, "failure", type=found.id, message=_writable(found.title))
        failure.text = _writable(str(found))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
