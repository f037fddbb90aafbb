"""`python -m generator publish`: read the files of the document, write everything that is made of it."""

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.document.bundle import bundle
from generator.document.files import read_documents
from generator.document.findings import Finding, InvalidSpecError
from generator.document.streams import bundle_streams
from generator.document.yaml_io import read_yaml
from generator.publish.coverage.sources import read_sources
from generator.publish.files import SUMS, Overlay, published_files
from generator.publish.quick_starts import read_programs
from generator.publish.validation import faults

_HERE = Path(__file__).parents[2]


def main(arguments: Sequence[str]) -> int:
    """Publish; return 0, or 1 with the findings on standard error and nothing written."""
    options = _parser().parse_args(arguments)
    try:
        _refuse_what_is_of_others(options.output)
        spec_files, streams = read_documents(options.spec)
        document = bundle(spec_files)
        files = published_files(
            document,
            streams=bundle_streams(streams, document) if streams else None,
            core=_read_overlay(options.core),
            rows=read_sources(),
            programs=read_programs(options.programs),
            vectors=_read_vectors(options.vectors),
        )
        if findings := faults(files):
            raise InvalidSpecError(findings)
        _write(options.output, files)
    except InvalidSpecError as refused:
        print(*refused.findings, f"{options.output}: nothing was written.", sep="\n", file=sys.stderr)
        return 1
    print(f"wrote {options.output}: {len(files)} files, {sum(map(len, files.values()))} bytes")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator publish", description="Publish the document.")
    parser.add_argument("--spec", type=Path, default=_HERE / "spec", help="folder of the document's files")
    parser.add_argument(
        "--core", type=Path, default=_HERE / "overlays/core.overlay.yaml", help="the core edition"
    )
    parser.add_argument(
        "--programs", type=Path, default=_HERE / "tests/consumers", help="folder of quick starts"
    )
    parser.add_argument(
        "--vectors", type=Path, default=_HERE / "tests/vectors", help="folder of test vectors"
    )
    parser.add_argument(
        "--output", type=Path, default=_HERE / "dist/document", help="folder to write, made anew"
    )
    return parser


def _read_overlay(path: Path) -> Overlay:
    text = path.read_text("utf-8")
    return Overlay(f"{path.parent.name}/{path.name}", text, read_yaml(text))


def _read_vectors(folder: Path) -> dict[str, bytes]:
    """Return the data and the README of a folder; programs beside them stay there."""
    files = sorted([*folder.glob("*.json"), *folder.glob("README.md")])
    return {file.name: file.read_bytes() for file in files}


def _refuse_what_is_of_others(folder: Path) -> None:
    """Raise InvalidSpecError for a folder that no earlier run has written."""
    if folder.exists() and any(folder.iterdir()) and not (folder / SUMS).is_file():
        advice = f"Name an empty folder, or one with the {SUMS} of an earlier run."
        raise InvalidSpecError([Finding(str(folder), "", "publish", "holds something else", advice)])


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    # Again, because something may have come while the files were made.
    _refuse_what_is_of_others(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
