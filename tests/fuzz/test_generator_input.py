"""Files the generator reads, broken anywhere: a finding with its place, and nothing of what was recorded."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.findings import InvalidSpecError
from generator.lint.run import lint
from generator.observe.document import read_document
from generator.observe.observer import Observer
from generator.observe.recordings.files import read_traffic
from generator.observe.rendering import FORMATS
from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json
from tests.property.effort import generated

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests/generator/toy"
RECORDINGS = sorted(
    file for file in (ROOT / "tests/observe/recordings").iterdir() if file.name != "expected.json"
)
# The sample key of the official documents, with which the recordings were made.
KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"


def test_any_document_is_linted_or_refused_with_its_place(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    shutil.copytree(TOY, spec)
    files = sorted(path.relative_to(spec) for path in spec.rglob("*.yaml"))

    @generated(10, 300)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(files))
        (spec / name).write_bytes(data.draw(mangled_bytes([(TOY / name).read_bytes()])))
        try:
            findings = lint(spec)
            bundle(read_spec(spec))
        except InvalidSpecError as refused:
            findings = list(refused.findings)
        finally:
            shutil.copy(TOY / name, spec / name)
        assert all(finding.file.startswith("spec/") and finding.reason for finding in findings)

    check()


@pytest.fixture(scope="module")
def document() -> Any:
    return read_document(ROOT / "generated/threecommas_openapi/openapi.json")


def reports(path: Path, document: Any) -> list[str]:
    """Return everything that is said about a recording."""
    observer = Observer(document)
    traffic = read_traffic([path])
    for exchange in traffic.exchanges:
        observer.observe(exchange)
    told = [str(finding) for finding in traffic.unreadable]
    return told or [render(observer.report()) for render in FORMATS.values()]


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.name)
def test_any_recording_is_observed_or_refused_and_its_key_not_told(
    recording: Path, document: Any, tmp_path: Path
) -> None:
    path = tmp_path / recording.name

    @generated(8, 300, part=recording.name)
    @given(mangled_bytes([recording.read_bytes()]))
    def check(content: bytes) -> None:
        path.write_bytes(content)
        for report in reports(path, document):
            assert KEY[:20] not in report

    check()


def test_any_har_is_observed_or_refused_and_its_key_not_told(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "mangled.har"
    wholes = [json.loads(file.read_text("utf-8")) for file in RECORDINGS if file.suffix in {".har", ".json"}]

    @generated(40, 2000)
    @given(mangled_json(wholes).map(as_bytes))
    def check(content: bytes) -> None:
        path.write_bytes(content)
        for report in reports(path, document):
            assert KEY[:20] not in report

    check()
