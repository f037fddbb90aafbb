"""The whole client: a bundled document in, the formatted files of the package out."""

from pathlib import Path
from typing import Any

from generator.client.formatting import FormattedCode
from generator.client.lower import closed_enums, lower
from generator.client.package import ClientPackage
from generator.client.parse import client_config, parse
from generator.client.parser_copies import plain_copies
from generator.document.files import SpecFiles


def write_client(
    document: dict[str, Any], folder: Path, spec_files: SpecFiles, code: FormattedCode
) -> ClientPackage:
    """Write the client into the new folder *folder*; raise InvalidSpecError if something would be missing."""
    plain = lower(document)
    config = client_config(folder)
    with plain_copies():
        parsed = parse(plain, config=config, spec_files=spec_files)
    closed = closed_enums(document.get("components", {}).get("schemas", {}))
    package = ClientPackage(openapi=parsed, config=config, document=plain, closed=closed)
    code.write(package.files(), folder)
    return package
