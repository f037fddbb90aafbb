"""The files recorders write: each gives the same exchanges, and a broken one says what is wrong and where."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.commands.observe import main
from generator.observe.http_transactions import HttpTransaction, header, json_value, media_type
from generator.observe.recordings.files import read_traffic

HERE = Path(__file__).parent
RECORDINGS = sorted(file for file in (HERE / "recordings").iterdir() if file.name != "expected.json")
EXPECTED = json.loads((HERE / "recordings/expected.json").read_text("utf-8"))
ABSENT = json.loads((HERE / "absent_bodies.json").read_text("utf-8"))
BROKEN = json.loads((HERE / "broken/cases.json").read_text("utf-8"))
# The sample key of the official documents, which every broken file holds somewhere.
KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"


def as_data(exchange: HttpTransaction) -> dict[str, Any]:
    """Return what the expectation holds of an exchange."""
    sent, answer = exchange.request_body, exchange.response_body or b""
    names = ("Apikey", "Signature", "Content-Type")
    return {
        "method": exchange.method.upper(),
        "url": exchange.url,
        "status": exchange.status,
        "sent": [name for name in names if header(exchange.request_headers, name.lower())],
        "request": json_value(sent, exchange.request_headers) if sent else None,
        "content_type": media_type(exchange.response_headers),
        "answer": json_value(answer, exchange.response_headers),
    }


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.name)
def test_every_recorder_tells_the_same(file: Path) -> None:
    assert [as_data(exchange) for exchange in read_traffic([file]).exchanges] == EXPECTED


@pytest.mark.parametrize(
    ("member", "body"),
    [
        ({}, None),
        ({"request_body": None, "response_body": None}, b""),
        ({"request_body": "", "response_body": ""}, b""),
        ({"request_body": False, "response_body": False}, b"false"),
    ],
    ids=["absent", "null", "empty", "false"],
)
def test_plain_body_that_is_absent_was_not_recorded(
    member: dict[str, Any], body: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"method": "GET", "url": "/", "status": 200, **member}), "utf-8")
    assert [(each.request_body, each.response_body) for each in read_traffic([file]).exchanges] == [
        (body, body)
    ]


@pytest.mark.parametrize("case", ABSENT, ids=lambda case: case["what"])
def test_body_that_a_recorder_left_out_is_none_and_an_empty_one_is_empty(
    case: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(case["file"]), "utf-8")
    [exchange] = read_traffic([file]).exchanges
    bodies = [case[key] if case[key] is None else case[key].encode() for key in ("sent", "answered")]
    assert [exchange.request_body, exchange.response_body] == bodies


def test_folder_stands_for_all_recordings_in_it(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    for file in RECORDINGS:
        shutil.copy(file, tmp_path / "deeper")
    assert len(read_traffic([tmp_path, RECORDINGS[0]]).exchanges) == (len(RECORDINGS) + 1) * len(EXPECTED)


def test_link_that_leads_nowhere_is_named_and_hides_no_other_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    shutil.copy(RECORDINGS[0], tmp_path)
    assert main([str(tmp_path), "--only-called"]) == 2
    told = capsys.readouterr()
    assert "gone.json: cannot be read" in told.err
    assert f"in {len(EXPECTED)} exchanges" in told.out


def test_recording_nested_too_deeply_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for depth in (200, 200_000):
        (tmp_path / f"{depth}.json").write_text("[" * depth + "]" * depth, "utf-8")
    assert main([str(tmp_path / "200.json"), str(tmp_path / "200000.json")]) == 2
    assert capsys.readouterr().err.count("nested too deeply") == 2


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["file"])
def test_broken_recording_is_refused_with_place_and_remedy(
    case: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(HERE / "broken" / case["file"])]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert [words for words in case["says"] if words not in output.err] == []
    assert KEY not in output.err
