"""`python -m generator release VERSION`: the rehearsal of a release, up to what would be uploaded."""

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.check import check
from generator.commands.arguments import report_failure
from generator.commands.compatible import compare_with_last_release
from generator.document.findings import Finding, InvalidSpecError
from generator.folders import scratch_folder
from generator.publish.repository_pages import pages_of
from generator.release.artefacts import read_project, sdist_faults, wheel_faults
from generator.release.repository import Repository
from generator.release.version_agreement import mismatches, missing_date

SUMS = "SHA256SUMS"

_ROOT = Path(__file__).parents[2]
_RULE = "release"
_NEXT = """next, by hand:
  git tag --annotate v{version} --message {version}
  git push origin v{version}
  upload the two distributions to the package index; what they have to be: sha256sum --check {sums}"""


def main(argv: Sequence[str]) -> int:
    """Rehearse; return 0, or 1 with the findings on standard error and nothing written."""
    options = _parser().parse_args(argv)
    try:
        return _rehearse(
            options.root, options.version, options.output or options.root / "dist", options.dry_run
        )
    except InvalidSpecError as refused:
        return report_failure(refused.findings, f"{options.version} cannot be released")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator release", description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="MAJOR.MINOR.PATCH, as the files say it already")
    parser.add_argument(
        "--dry-run", action="store_true", help="go on with an uncommitted change or an entry without date"
    )
    parser.add_argument("--root", type=Path, default=_ROOT, help="folder of the checkout")
    parser.add_argument("--output", type=Path, help="folder of the distributions, dist/ if not given")
    return parser


def _rehearse(root: Path, version: str, output: Path, dry_run: bool) -> int:
    _refuse(_faults(root, version))
    left = list(_loose_ends(root))
    if not dry_run:
        _refuse(left)
    if code := compare_with_last_release(root):
        return code
    with scratch_folder() as scratch:
        _build(root, scratch)
        _refuse(_artefact_faults(root, scratch))
        _deliver(scratch, output)
    if left:
        return _told_what_is_left(left)
    print(_NEXT.format(version=version, sums=SUMS))
    return 0


def _refuse(findings: Iterator[Finding] | list[Finding]) -> None:
    if found := list(findings):
        raise InvalidSpecError(found)


def _faults(root: Path, version: str) -> Iterator[Finding]:
    """Yield what no rehearsal can go on with."""
    yield from mismatches(
        version,
        pyproject=(root / "pyproject.toml").read_text("utf-8"),
        document=(root / "spec/openapi.yaml").read_text("utf-8"),
        changelog=(root / "CHANGELOG.md").read_text("utf-8"),
    )
    if Repository(root).has_tag(f"v{version}"):
        yield Finding(f"v{version}", "", _RULE, "this version was released", "Choose the next one.")
    for line in check(root / "spec", root / "generated", pages=pages_of):
        file, _, reason = line.partition(": ")
        yield Finding(file, "", _RULE, reason, "Run `make generate` and commit what it changes.")


def _loose_ends(root: Path) -> Iterator[Finding]:
    """Yield what is all right before a release, but not in one."""
    if paths := Repository(root).uncommitted():
        reason = f"not committed: {paths[0]}" + (f" and {len(paths) - 1} more" if paths[1:] else "")
        yield Finding(root.name, "", _RULE, reason, "Commit them, or let git ignore them.")
    yield from missing_date((root / "CHANGELOG.md").read_text("utf-8"))


def _build(root: Path, output: Path) -> None:
    """Build the source distribution, and the wheel from that.

    Raises InvalidSpecError with what the builder said.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(output), str(root)]
    # The command is ours; the folder is the checkout this runs in.
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        raise InvalidSpecError(
            [Finding("pyproject.toml", "", "build", said, "Correct what the builder objects to.")]
        )


def _artefact_faults(root: Path, folder: Path) -> Iterator[Finding]:
    project = read_project(root)
    for pattern, faults in (("*.whl", wheel_faults), ("*.tar.gz", sdist_faults)):
        (path,) = folder.glob(pattern)
        yield from faults(path.name, path.read_bytes(), project)


def _deliver(folder: Path, output: Path) -> None:
    """Copy the distributions with their sums, which `sha256sum --check` reads."""
    output.mkdir(parents=True, exist_ok=True)
    sums = []
    for path in sorted(folder.glob("*.*")):
        sums.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        shutil.copy(path, output)
    (output / SUMS).write_text("".join(sums), "utf-8", newline="\n")
    print(f"{output.name}/{SUMS}:", *sums, sep="\n", end="")


def _told_what_is_left(left: Sequence[Finding]) -> int:
    print("a dry run, nothing of it is to be uploaded; before the release:")
    print(*left, sep="\n")
    return 0
