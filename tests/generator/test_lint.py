"""Every rule is broken by a document, and says where, what and what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.document.findings import Finding, InvalidSpecError
from generator.document.yaml_io import read_yaml
from generator.lint.all_rules import RULES, STREAM_RULES
from generator.lint.run import lint

HERE = Path(__file__).parent
BREACHES = sorted((HERE / "breaches").glob("*.yaml"))
Changed = Callable[[list[dict[str, Any]]], Path]


def found(spec: Path) -> list[Finding]:
    try:
        return lint(spec)
    except InvalidSpecError as refused:
        return list(refused.findings)


def rule_of(file: Path) -> str:
    return file.stem.partition("--")[0]


@pytest.mark.parametrize("file", BREACHES, ids=lambda file: file.stem)
def test_breach_is_reported_by_its_rule_alone_with_place_reason_and_advice(
    file: Path, changed_toy: Changed
) -> None:
    breach = read_yaml(file.read_text("utf-8"))
    findings = found(changed_toy(breach["changes"]))
    assert {finding.rule for finding in findings} == {rule_of(file), *breach.get("also", [])}, findings
    for expected in breach["finds"]:
        reasons = [
            finding.reason
            for finding in findings
            if (finding.rule, finding.file, finding.pointer)
            == (rule_of(file), f"toy/{expected['file']}", expected["pointer"])
        ]
        assert any(expected["reason"] in reason for reason in reasons), findings
    assert all(finding.advice.endswith(".") for finding in findings)


@pytest.mark.parametrize("document", ["toy", "golden/spec"])
def test_document_that_keeps_the_rules_has_no_findings(document: str) -> None:
    assert lint(HERE / document) == []


def test_every_rule_is_broken_by_a_document() -> None:
    rules = {rule.id for rule in (*RULES, *STREAM_RULES)}
    assert {rule_of(file) for file in BREACHES} == rules | {"yaml", "reference"}


def test_finding_names_file_pointer_reason_rule_and_advice() -> None:
    finding = Finding("spec/a.yaml", "/type", "some-rule", "it is wrong", "Correct it.")
    assert str(finding) == "spec/a.yaml#/type: it is wrong [some-rule]\n    Correct it."
