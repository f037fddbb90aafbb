"""`python -m generator digests`: the digests by which the lists of the sources know examples."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from generator.commands.arguments import ROOT, report_failure, report_success
from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.findings import InvalidSpecError
from generator.publish.coverage.sources import digest_of


def main(argv: Sequence[str]) -> int:
    """Print the digest of each example, and of each element of one that is a list; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m generator digests", description=main.__doc__)
    parser.add_argument("--spec", type=Path, default=ROOT / "spec", help="folder of the document's files")
    parser.add_argument(
        "name", nargs="*", default=["*"], help="a file of examples/ without its ending, or 'deal*'"
    )
    options = parser.parse_args(argv)
    try:
        document = bundle(read_spec(options.spec))
    except InvalidSpecError as refused:
        return report_failure(refused.findings, f"{options.spec.name}/ cannot be used")
    examples = document.get("components", {}).get("examples", {})
    if unknown := [name for name in options.name if not _named(examples, name)]:
        return report_failure(unknown, "No example has that name")
    named = sorted({found for name in options.name for found in _named(examples, name)})
    return report_success("\n".join(line for name in named for line in _lines(name, examples[name]["value"])))


def _named(examples: Mapping[str, Any], pattern: str) -> list[str]:
    return [name for name in examples if fnmatchcase(name, pattern)]


def _lines(name: str, value: Any) -> Iterator[str]:
    yield f"{digest_of(value)}  {name}"
    # A page may show one element of what is answered as a list.
    for index, element in enumerate(value if isinstance(value, list) else []):
        yield f"{digest_of(element)}  {name}/{index}"
