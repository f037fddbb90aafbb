"""`python -m generator release VERSION`: the rehearsal of a release, up to what would be uploaded."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from generator.check import check
from generator.commands import release_assets
from generator.commands.arguments import report_failure
from generator.commands.compatible import compare_with_last_release
from generator.document.findings import Finding, InvalidSpecError
from generator.folders import scratch_folder
from generator.publish.repository_pages import pages_of
from generator.release.artefacts import read_project, sdist_faults, wheel_faults
from generator.release.assets import SUMS, sums
from generator.release.index_checks import index_faults
from generator.release.pythons import faults_on, pythons
from generator.release.repository import Repository
from generator.release.version_agreement import mismatches, missing_date

_ROOT = Path(__file__).parents[2]
_RULE = "release"
_NEXT = """next, by hand:
  git tag --annotate v{version} --message {version}
  git push origin v{version}
  upload the wheel and the source distribution to the package index
  lay the other files beside them, where the release is announced
  what all of them have to be: sha256sum --check {sums}"""
_QUICK = Finding(
    "--quick",
    "",
    _RULE,
    "the document was not published, and the wheel was not tried on each Python",
    "Rehearse without --quick.",
)


def main(argv: Sequence[str]) -> int:
    """Rehearse; return 0, or 1 with the findings on standard error and nothing written."""
    options = _parser().parse_args(argv)
    try:
        return _rehearse(options, options.output or options.root / "dist")
    except InvalidSpecError as refused:
        return report_failure(refused.findings, f"{options.version} cannot be released")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator release", description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="MAJOR.MINOR.PATCH, as the files say it already")
    parser.add_argument(
        "--dry-run", action="store_true", help="go on with an uncommitted change or an entry without date"
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out the document, and the trial on each Python"
    )
    parser.add_argument("--root", type=Path, default=_ROOT, help="folder of the checkout")
    parser.add_argument("--output", type=Path, help="folder of the distributions, dist/ if not given")
    return parser


def _rehearse(options: argparse.Namespace, output: Path) -> int:
    root, version = options.root, options.version
    _refuse(_faults(root, version))
    left = list(_loose_ends(root))
    if not options.dry_run:
        _refuse(left)
    if code := compare_with_last_release(root):
        return code
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or Repository(root).committed_at())
    files = _assets(root, version, moment, quick=options.quick)
    with scratch_folder() as scratch:
        _build(root, scratch, moment)
        _refuse([*_artefact_faults(root, scratch), *index_faults(root, scratch)])
        files |= {path.name: path.read_bytes() for path in scratch.glob("*.*")}
        if not options.quick:
            _refuse(_faults_by_python(scratch, version))
    _deliver(files, output)
    if left := [*left, *[_QUICK] * options.quick]:
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


def _build(root: Path, output: Path, moment: int) -> None:
    """Build the source distribution, and the wheel from that; the same *moment* gives the same bytes.

    Raises InvalidSpecError with what the builder said.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(output), str(root)]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    # The command is ours; the folder is the checkout this runs in.
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environ)  # noqa: S603
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


def _faults_by_python(folder: Path, version: str) -> Iterator[Finding]:
    (wheel,) = folder.glob("*.whl")
    for python in pythons():
        found = list(faults_on(python, wheel, version))
        print(f"{Path(python).name}: {'refused' if found else f'installed, and says {version}'}")
        yield from found


def _assets(root: Path, version: str, moment: int, *, quick: bool) -> dict[str, bytes]:
    """Return the files that lie beside the distributions, by their names."""
    stem = read_project(root).stem
    made = {
        f"{stem}.cdx.json": release_assets.bill(root, moment),
        f"{stem}-migration.md": release_assets.note(root, version),
    }
    return made if quick else made | {f"{stem}-document.zip": release_assets.document(root, moment)}


def _deliver(files: Mapping[str, bytes], output: Path) -> None:
    """Write the files with their sums."""
    output.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (output / name).write_bytes(data)
    (output / SUMS).write_text(sums(files), "utf-8", newline="\n")
    print(f"{output.name}/{SUMS}:", sums(files), sep="\n", end="")


def _told_what_is_left(left: Sequence[Finding]) -> int:
    print("nothing of it is to be uploaded; before the release:")
    print(*left, sep="\n")
    return 0
