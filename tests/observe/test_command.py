"""The command: forms of the report, exit codes, the patch in a file or on standard output."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.commands.observe import main
from generator.observe.document import Document

HERE = Path(__file__).parent
AGREEMENT = str(HERE / "recordings/r.yml")
COMMANDS = json.loads((HERE / "commands.json").read_text("utf-8"))
NO_DOCUMENTS = json.loads((HERE / "no_documents.json").read_text("utf-8"))
DRIFT = {
    "method": "GET",
    "url": "https://api.3commas.io/public/api/ver1/validate",
    "status": 200,
    "response_body": {"valid": None, "plan_type": "pro|max"},
}
Output = pytest.CaptureFixture[str]


@pytest.fixture
def drift(tmp_path: Path) -> str:
    """A recording with two drifts."""
    file = tmp_path / "drift.json"
    file.write_text(json.dumps(DRIFT), "utf-8")
    return str(file)


def test_agreement_is_exit_code_0(capsys: Output) -> None:
    assert main([AGREEMENT]) == 0
    assert capsys.readouterr().out.startswith("No drift in 2 exchanges; 2 of ")


@pytest.mark.parametrize(("form", "told"), [("text", "drift.txt"), ("markdown", "drift.md")])
def test_drift_is_exit_code_1_and_told_by_operation(
    form: str, told: str, drift: str, document: Document, capsys: Output
) -> None:
    assert main([drift, "--format", form]) == 1
    text = (HERE / told).read_text("utf-8")
    text = text.replace("{file}", drift).replace("{documented}", str(len(document.operations)))
    assert capsys.readouterr().out.startswith(text)


def test_json_holds_all_that_the_text_says(drift: str, capsys: Output) -> None:
    assert main([drift, "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["drift"] is True
    assert [(each["kind"], each["pointer"]) for each in report["findings"]] == [
        ("null not documented", "/valid"),
        ("undocumented field", "/plan_type"),
    ]
    assert report["seen"] == {"validate": 1}
    assert "get_smart_trade" in report["unseen"]["operations"]


def test_patch_goes_to_standard_output_alone(drift: str, capsys: Output) -> None:
    assert main([drift, "--propose", "-"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("--- a/spec/schemas/validate/")
    assert said.err.startswith("2 drifts in 1 exchange;")


def test_patch_and_report_go_to_files(drift: str, tmp_path: Path, capsys: Output) -> None:
    report = tmp_path / "new" / "report.txt"
    assert main([drift, "--propose", str(tmp_path / "patches"), "--output", str(report)]) == 1
    assert capsys.readouterr() == ("", "")
    assert report.read_text("utf-8").startswith("2 drifts")
    assert "+  plan_type:" in (tmp_path / "patches/observe.patch").read_text("utf-8")


@pytest.mark.parametrize("case", NO_DOCUMENTS, ids=lambda case: case["name"])
def test_unusable_document_is_exit_code_2_with_a_remedy(
    case: dict[str, Any], tmp_path: Path, capsys: Output
) -> None:
    document = tmp_path / case["name"]
    if case["text"] is not None:
        document.write_text(case["text"], "utf-8")
    assert main([AGREEMENT, "--document", str(document)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert [words for words in case["says"] if words not in said.err] == []


@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: case["what"])
def test_command_reports_what_the_files_hold(case: dict[str, Any], tmp_path: Path, capsys: Output) -> None:
    for name, content in case["files"].items():
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, "utf-8")
    assert main([str(tmp_path), *case["arguments"]]) == case["exit"]
    said = capsys.readouterr()
    assert [words for words in case.get("out", ()) if words not in said.out] == []
    assert [words for words in case.get("err", ()) if words not in said.err] == []
    assert [words for words in case.get("not_out", ()) if words in said.out] == []
    assert not case.get("silent") or said.out == ""


def test_place_that_cannot_be_written_is_exit_code_2(drift: str, capsys: Output) -> None:
    assert main([drift, "--output", f"{drift}/report.txt"]) == 2
    assert "report.txt: cannot be written" in capsys.readouterr().err


def test_folder_without_document_files_is_exit_code_2(drift: str, tmp_path: Path, capsys: Output) -> None:
    assert main([drift, "--propose", "-", "--spec", str(tmp_path)]) == 2
    assert "openapi.yaml: is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "give either files of recorded traffic or --proxy PORT"),
        ([AGREEMENT, "--proxy", "0"], "give either files of recorded traffic or --proxy PORT"),
        (["--proxy", "0", "--as", "validate"], "--as is for files"),
        ([AGREEMENT, "--status", "200"], "--status is for bodies alone"),
        ([AGREEMENT, "--as", "validate", "--status", "2000"], "'2000' is no status code"),
    ],
    ids=["neither", "both", "a body from the proxy", "status without operation", "no status"],
)
def test_call_that_contradicts_itself_is_refused(arguments: list[str], says: str, capsys: Output) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert says in capsys.readouterr().err
