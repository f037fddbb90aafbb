"""The whole rehearsal of a release, in a clone of this project whose changes are committed and dated."""

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from generator.commands import run
from generator.release.pythons import faults_on, pythons

pytestmark = pytest.mark.matrix

ROOT = Path(__file__).parents[2]
VERSION = re.findall(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[0]
IDENTITY = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *IDENTITY, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository of the files as they are, whose topmost entry has its day."""
    folder = tmp_path / "clone"
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    changelog = folder / "CHANGELOG.md"
    dated = re.sub(r"^(## \S+) - unreleased", r"\1 - 2026-11-30", changelog.read_text("utf-8"), flags=re.M)
    changelog.write_text(dated, "utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "State")
    return folder


def test_rehearsal_makes_all_that_is_given_to_others(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PROJECT_URL", "https://example.org/sdk")
    assert run(["release", VERSION, "--root", str(clone)]) == 0
    told = capsys.readouterr().out
    assert f"git tag --annotate v{VERSION}" in told
    assert told.count(f"installed, and says {VERSION}") == len(pythons()) > 0
    dist = clone / "dist"
    sums = dict(line.split("  ")[::-1] for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines())
    stem = f"threecommas_sdk-{VERSION}"
    ends = ("-document.zip", "-migration.md", "-py3-none-any.whl", ".cdx.json", ".tar.gz")
    assert sorted(sums) == [f"{stem}{end}" for end in ends]
    assert {name: hashlib.sha256((dist / name).read_bytes()).hexdigest() for name in sums} == sums
    document = zipfile.ZipFile(dist / f"{stem}-document.zip")
    listed = [line.split("  ") for line in document.read("SHA256SUMS").decode().splitlines()]
    assert {name for _, name in listed} | {"SHA256SUMS"} == set(document.namelist())
    assert [name for sum_, name in listed if hashlib.sha256(document.read(name)).hexdigest() != sum_] == []
    wheel = zipfile.ZipFile(dist / f"{stem}-py3-none-any.whl")
    described = wheel.read(f"{stem}.dist-info/METADATA").decode()
    assert "(https://example.org/sdk/overlays/threecommas/README.md)" in described
    assert json.loads((dist / f"{stem}.cdx.json").read_text("utf-8"))["bomFormat"] == "CycloneDX"


def test_wheel_that_says_another_version_is_refused(wheel: Path) -> None:
    (fault,) = faults_on(pythons()[0], wheel, f"{VERSION}.1")
    assert fault.reason.endswith(f"failed: {VERSION}")
