import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.commands.publish import main
from generator.publish.files import SUMS

ROOT = Path(__file__).parents[2]


def test_publish_writes_what_the_sums_say(files: dict[str, bytes], tmp_path: Path) -> None:
    output = tmp_path / "document"
    # Another process with other hashes, so that the order of no set can show.
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    program = "import sys; from generator.commands.publish import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    written = {
        path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()
    }
    assert written == files
    sums = dict(reversed(line.split("  ")) for line in written[SUMS].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in written.items() if name != SUMS}


def operations_of(content: bytes) -> list[dict[str, Any]]:
    found = [each for path in json.loads(content)["paths"].values() for each in path.values()]
    return [each for each in found if isinstance(each, dict) and "operationId" in each]


def test_version_says_what_documentation_is_reflected(files: dict[str, bytes]) -> None:
    version = json.loads(files["version.json"])
    assert version["documentation"]["date"] == "2026-05-07"
    assert version["version"] == json.loads(files["openapi.json"])["info"]["version"]
    full, core = (operations_of(files[name]) for name in ("openapi.json", "core/openapi.json"))
    assert version["operations"] == {"full": len(full), "core": len(core)}
    undocumented = [each for each in full if each.get("x-undocumented")]
    assert len(full) - len(core) == len(undocumented) > 0


def test_no_published_file_names_a_machine(files: dict[str, bytes]) -> None:
    strangers = re.compile(rb"localhost|127\.0\.0\.1|file://|/home/|/tmp/|" + re.escape(str(ROOT).encode()))
    shown = {name for name, data in files.items() if name != "reference.html" and strangers.search(data)}
    assert shown == set()


def test_folder_with_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "precious.txt").write_text("mine", "utf-8")
    assert main(["--output", str(tmp_path)]) == 1
    assert "holds something else" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_document_with_a_fault_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "spec"
    spec.mkdir()
    (spec / "openapi.yaml").write_text("openapi: 3.1.0\npaths:\n  /a:\n    $ref: paths/a.yaml\n", "utf-8")
    assert main(["--spec", str(spec), "--output", str(tmp_path / "document")]) == 1
    assert "spec/openapi.yaml#/paths/~1a/$ref" in capsys.readouterr().err
    assert not (tmp_path / "document").exists()
