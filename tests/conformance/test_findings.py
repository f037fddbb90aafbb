"""Findings: one fault of a server is one of them, wherever it is seen; a new place of a known one is new."""

import json
from pathlib import Path

from threecommas_conformance.findings import Finding, Findings, finding
from threecommas_conformance.reports import baseline


def seen(operation: str, phase: str = "fuzzing", message: str = "It is null.", what: str = "pair") -> Finding:
    return finding(operation=operation, phase=phase, check="c", title="Wrong", message=message, what=what)


def test_fault_is_one_finding_with_its_count_its_operations_and_their_words() -> None:
    findings = Findings()
    for each in (
        seen("a"),
        seen("b", message="It is\n7."),
        seen("a", "stateful"),
        seen("a"),
        seen("a", what="x"),
    ):
        findings.add(each)
    first, other = findings
    assert (first.seen, first.operations, first.phase, other.seen) == (4, ("a", "b"), "fuzzing", 1)
    assert first.of("a", "stateful")
    assert not first.of("b", "stateful")
    told = str(first).splitlines()
    assert told[0] == f"{first.id}: Wrong (2 operations, fuzzing, seen 4 times)"
    assert told[1:] == ["    It is null.", "    Operations: a, b", "    b: It is 7."]


def test_known_fault_is_new_where_another_operation_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text(baseline.dump([seen("a")], baseline.NOTHING_KNOWN), "utf-8")
    known, findings = baseline.load(file), Findings()
    findings.add(seen("a"))
    assert known.new(findings) == []
    findings.add(seen("b"))
    assert known.new(findings) == list(findings)
    file.write_text(baseline.dump(findings, known), "utf-8")
    assert baseline.load(file).new(findings) == []
    file.write_text(json.dumps({"known": [{"id": seen("a").id, "reason": "x"}]}), "utf-8")
    assert baseline.load(file).new(findings) == []
