"""The whole line: the files of spec/ in, the folder generated/ out, or nothing changed at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from generator.client import PACKAGE
from generator.client.building import write_client
from generator.client.document_package import DOCUMENT_PACKAGE, write_document_package
from generator.client.formatting import FormattedCode
from generator.client.templates import HEADER
from generator.document.files import Read, SpecFiles, read_documents
from generator.document.streams import asyncapi
from generator.document.yaml_io import read_yaml, write_yaml
from generator.folders import contents, in_memory, renew, scratch_folder
from generator.lint.run import readable_bundle, refuse_unusable, usable_streams
from generator.side_process import in_side_process

# What else is made of the document and, where there are some, of its streams: a page's name in generated/
# -> its bytes.
Pages = Callable[[Mapping[str, Any], Mapping[str, Any] | None], Mapping[str, bytes]]


def no_pages(document: Mapping[str, Any], streams: Mapping[str, Any] | None) -> Mapping[str, bytes]:
    """Make no pages: for a document whose sources are not listed."""
    del document, streams
    return {}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build wrote, in numbers."""

    operations: int
    models: int
    enums: int
    files: int

    def __str__(self) -> str:
        return f"{self.operations} operations, {self.models} models, {self.enums} enums in {self.files} files"


@dataclass(frozen=True, slots=True)
class Memory:
    """What builds of one process ask of those before them; what they get depends on the text they give."""

    read: Read = read_yaml
    code: FormattedCode = field(default_factory=FormattedCode)


def generate(
    spec: Path,
    output: Path,
    *,
    package: str = PACKAGE,
    pages: Pages = no_pages,
    memory: Memory | None = None,
) -> Summary:
    """Write all that follows from *spec* into the empty folder *output*.

    Raises InvalidSpecError if it cannot be.
    """
    memory = memory or Memory()
    return _generate(read_documents(spec, memory.read), output, package, pages, memory.code)


def _generate(
    files: tuple[SpecFiles, SpecFiles | None],
    output: Path,
    package: str,
    pages: Pages,
    code: FormattedCode,
) -> Summary:
    spec_files, stream_files = files
    document = readable_bundle(spec_files)
    streams = usable_streams(stream_files, document) if stream_files else None
    output.mkdir(parents=True, exist_ok=True)
    with in_side_process(partial(_write_pages, document, streams, output, pages)):
        # Whatever else such a document would do to the pages, it ends here.
        refuse_unusable(spec_files, document)
        client = write_client(document, output / package, spec_files, code)
    count = sum(path.is_file() for path in output.rglob("*"))
    return Summary(len(client.endpoints), len(client.models), len(client.enums), count)


def _write_pages(
    document: dict[str, Any], streams: dict[str, Any] | None, folder: Path, pages: Pages
) -> None:
    spoken = asyncapi(streams) if streams else None
    write_document_package(document, spoken, folder / DOCUMENT_PACKAGE)
    for name, value in (("openapi", document), ("asyncapi", spoken)):
        if value:
            (folder / f"{name}.yaml").write_text(HEADER + write_yaml(value), "utf-8", newline="\n")
    for name, data in pages(document, streams).items():
        (folder / name).write_bytes(data)


def build(spec: Path, output: Path, *, package: str = PACKAGE, pages: Pages = no_pages) -> Summary:
    """Put what follows from *spec* in place of the folder *output*, which stays as it is on failure."""
    return build_from_files(read_documents(spec), output, package=package, pages=pages)


def build_from_files(
    files: tuple[SpecFiles, SpecFiles | None],
    output: Path,
    *,
    package: str,
    pages: Pages,
    code: FormattedCode | None = None,
) -> Summary:
    """Do as `build` does with what was read of a document; *code* is that of the builds before.

    The files are those of the document and of its streams, None if there are none.
    """
    with scratch_folder(in_memory()) as scratch:
        summary = _generate(files, scratch, package, pages, code or FormattedCode())
        renew(output, contents(scratch))
    return summary
