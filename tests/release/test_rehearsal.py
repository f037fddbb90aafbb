"""A rehearsal makes the two distributions and their sums, or says what stands against the release."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.commands import run

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "generator" / "golden"
# Whoever runs the tests: their settings have no say in the commits made here.
IDENTITY = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{
        f"GIT_{who}_{what}": "tester@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}
PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "golden-client"
version = "1.0.0"
description = "A thing."
readme = "README.md"
license = "MIT"
license-files = ["LICENSE"]
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["generated/threecommas_rest"]
"""
TEXTS = {
    "pyproject.toml": PYPROJECT,
    "README.md": "# Golden\n",
    "LICENSE": "MIT\n",
    ".gitignore": "dist/\n",
    "CHANGELOG.md": "# Changelog\n\n## 1.0.0 - 2026-05-10\n\n- A thing.\n",
}


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, env=IDENTITY, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A committed project with the golden document and its client."""
    root = tmp_path / "checkout"
    shutil.copytree(GOLDEN, root, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in TEXTS.items():
        (root / name).write_text(text, "utf-8")
    git(root, "init", "--initial-branch", "main")
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--message", "State")


def release(root: Path, *options: str) -> int:
    """Rehearse, but for what needs a real document and an index; `tests/packaging` rehearses all of it."""
    return run(["release", "1.0.0", "--root", str(root), "--quick", *options])


def test_release_makes_the_same_files_with_their_sums_each_time(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(checkout) == 0
    told = capsys.readouterr().out
    assert "no release to compare with: there is no tag yet" in told
    assert "nothing of it is to be uploaded" in told
    assert "Rehearse without --quick." in told
    assert "git tag" not in told
    names = [
        "golden_client-1.0.0-migration.md",
        "golden_client-1.0.0-py3-none-any.whl",
        "golden_client-1.0.0.cdx.json",
        "golden_client-1.0.0.tar.gz",
    ]
    sums = [
        f"{hashlib.sha256((checkout / 'dist' / name).read_bytes()).hexdigest()}  {name}" for name in names
    ]
    assert (checkout / "dist" / "SHA256SUMS").read_text("utf-8").splitlines() == sums
    assert release(checkout, "--output", str(tmp_path / "again")) == 0
    assert (tmp_path / "again" / "SHA256SUMS").read_text("utf-8").splitlines() == sums
    assert "the first release" in (checkout / "dist" / names[0]).read_text("utf-8")
    content = json.loads((checkout / "dist" / names[2]).read_text("utf-8"))
    assert content["metadata"]["component"]["purl"] == "pkg:pypi/golden-client@1.0.0"


def test_what_a_package_index_would_refuse_stops_a_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pyproject = checkout / "pyproject.toml"
    text = pyproject.read_text("utf-8")
    pyproject.write_text(
        text.replace('"generated/threecommas_rest"]', '"generated/threecommas_rest", "lib"]')
    )
    for name in ("__init__.py", "py.typed", "first.py", "second.py"):
        (checkout / "lib").mkdir(exist_ok=True)
        (checkout / "lib" / name).write_text("" if name[0] in "_p" else "same = 1\n", "utf-8")
    (checkout / "README.md").write_text("# Golden\n\n[client](lib/client.md)\n", "utf-8")
    commit(checkout)
    assert release(checkout) == 1
    told = capsys.readouterr().err
    assert "Wheel contains duplicate files" in told
    assert "lib/client.md, which leads nowhere on an index" in told
    assert not (checkout / "dist").exists()


def test_dependency_that_is_not_the_locked_one_stops_a_release(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pyproject = checkout / "pyproject.toml"
    text = pyproject.read_text("utf-8")
    pyproject.write_text(text.replace('">=3.11"', '">=3.11"\ndependencies = ["sniffio"]'), "utf-8")
    commit(checkout)
    assert release(checkout) == 1
    assert "sniffio: 1." in capsys.readouterr().err
    assert not (checkout / "dist").exists()


def test_uncommitted_change_stops_a_release_but_not_a_dry_run(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(checkout, "tag", "v0.9.0")
    (checkout / "new.txt").write_text("", "utf-8")
    assert release(checkout) == 1
    assert "not committed: new.txt [release]" in capsys.readouterr().err
    assert not (checkout / "dist").exists()
    assert release(checkout, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "not committed: new.txt" in told
    assert "nothing of it is to be uploaded" in told
    note = (checkout / "dist" / "golden_client-1.0.0-migration.md").read_text("utf-8")
    assert note.startswith("# From 0.9.0 to 1.0.0\n\n## The packages\n\n- A thing.\n\n## The document\n")


def test_output_that_is_older_than_the_document_stops_even_a_dry_run(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "generated" / "openapi.yaml").unlink()
    assert release(checkout, "--dry-run") == 1
    assert "generated/openapi.yaml: is missing" in capsys.readouterr().err


def test_version_with_a_tag_is_not_released_again(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(checkout, "tag", "v1.0.0")
    assert release(checkout) == 1
    assert "v1.0.0: this version was released" in capsys.readouterr().err


def test_folder_that_git_does_not_keep_cannot_be_released(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(checkout / ".git")
    assert release(checkout) == 1
    assert "is no git repository" in capsys.readouterr().err


def test_break_since_the_last_tag_needs_a_version_that_says_so(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(checkout, "tag", "v1.0.0")
    assert run(["compatible", "--root", str(checkout)]) == 0
    file = checkout / "generated" / "threecommas_openapi" / "openapi.json"
    document = json.loads(file.read_text("utf-8"))
    document["paths"].clear()
    document["info"]["version"] = "1.0.1"
    file.write_text(json.dumps(document), "utf-8")
    assert run(["compatible", "--root", str(checkout)]) == 1
    assert "info.version has to be 2.0.0 or higher" in capsys.readouterr().err
    document["info"]["version"] = "2.0.0"
    file.write_text(json.dumps(document), "utf-8")
    assert run(["compatible", "--root", str(checkout)]) == 0


def test_tag_that_is_no_release_is_not_compared_with(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(checkout, "tag", "nightly")
    assert run(["compatible", "--root", str(checkout)]) == 0
    assert capsys.readouterr().out == "no release to compare with: there is no tag yet\n"
