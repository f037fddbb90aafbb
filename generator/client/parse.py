"""openapi-python-client as a parser: a lowered document in, its models and endpoints out.

Every warning of it means something missing in the client, so each one is an error here, brought back to the
place in the document it is about.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError

from generator.client.attribute_names import attribute_names
from generator.client.decimal_property import decimal_properties
from generator.document.files import SpecFiles
from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import pointer

_RULE = "openapi-python-client"
_ADVICE = "The client generator cannot take this; say it in a plainer way."
# What its messages call the place they are about.
_COMPONENT = re.compile(r"schema (?:/components/schemas/)?(\w+)|components/(\w+)/([\w.-]+)")
_OPERATION = re.compile(r"parsing ([A-Z]+) (\S+) within")


def client_config(output: Path) -> Config:
    """Return the settings; formatting is done by us, since its hooks obey whatever pyproject lies around."""
    config_file = ConfigFile(post_hooks=[])
    return Config.from_sources(config_file, MetaType.NONE, output, "utf-8", True, output)


def parse(document: Mapping[str, Any], *, config: Config, spec_files: SpecFiles) -> GeneratorData:
    """Return what the document describes; raise InvalidSpecError if anything in it would be left out."""
    try:
        with decimal_properties(), attribute_names(document):
            data = GeneratorData.from_dict(dict(document), config=config)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        # It has no error for some documents and falls over instead.
        raise InvalidSpecError(
            [Finding(f"{spec_files.name}/openapi.yaml", "", _RULE, f"it fails: {error}", _ADVICE)]
        ) from error
    errors = [data] if isinstance(data, GeneratorError) else list(_errors(data))
    if errors or isinstance(data, GeneratorError):
        raise InvalidSpecError([_finding(error, document, spec_files) for error in errors])
    return data


def _errors(data: GeneratorData) -> Iterator[GeneratorError]:
    yield from data.errors
    for collection in data.endpoint_collections_by_tag.values():
        yield from collection.parse_errors


def _finding(error: GeneratorError, document: Mapping[str, Any], spec_files: SpecFiles) -> Finding:
    # What follows the first paragraph of a detail lists everything else that would be missing for it.
    texts = [error.header, (error.detail or "").strip().split("\n\n")[0]]
    reason = ": ".join(" ".join(text.split()).rstrip(":") for text in texts if text)
    file, place = spec_files.origin(_place(error, document, reason))
    return Finding(file, place, _RULE, reason, _ADVICE)


def _place(error: GeneratorError, document: Mapping[str, Any], reason: str) -> str:
    if isinstance(error, ParseError) and error.data is not None:
        culprit = error.data.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if found := next(_places(document, culprit, ()), None):
            return found
    if named := _OPERATION.search(reason):
        return pointer(("paths", named[2], named[1].lower()))
    if named := _COMPONENT.search(reason):
        return pointer(("components", named[2] or "schemas", named[3] or named[1]))
    return ""


def _places(value: Any, culprit: Any, steps: tuple[str | int, ...]) -> Iterator[str]:
    """Yield the pointers to everything equal to the culprit: its messages quote the value, not the place."""
    if value == culprit:
        yield pointer(steps)
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, child in children:
        yield from _places(child, culprit, (*steps, step))
