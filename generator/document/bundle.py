"""One document from many files: each file becomes a component, each reference a pointer to one.

Nothing is inlined but the path items, so that cycles are harmless and every name survives.
"""

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.document.circles import circles
from generator.document.copies import copied
from generator.document.depth import ADVICE, TooDeep, check_depth
from generator.document.files import FOLDERS, ROOT_FILE, SpecFiles, component_of, kind_of, url_of
from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import pointer
from generator.document.openapi_objects import Node, walk

_RULE = "reference"
# What stands in a file of its own, and the objects that name it by the name of that file.
_ALWAYS_FILES = frozenset({"path_item", "channel", "stream_operation", "message", "message_example"})
_NAMED_AFTER_FILES = frozenset({("channels",), ("operations",), ("messages",)})


def bundle(spec_files: SpecFiles) -> dict[str, Any]:
    """Return the document as one.

    Raises InvalidSpecError naming each reference that leads nowhere, or too deep.
    """
    document = _assembled(with_pointers(spec_files))
    try:
        check_depth(document)
    except TooDeep as error:
        file, place = spec_files.origin(error.pointer)
        raise InvalidSpecError([Finding(file, place, _RULE, str(error), ADVICE)]) from None
    if ring := list(circles(document)):
        advice = "Say in one of them what the value is."
        reason = "leads back to itself, and says nothing else"
        places = [spec_files.origin(each) for each in ring]
        raise InvalidSpecError([Finding(file, place, _RULE, reason, advice) for file, place in places])
    return document


def with_pointers(spec_files: SpecFiles) -> dict[str, Any]:
    """Return copies of the files in which each reference is a pointer to a component.

    Raises InvalidSpecError naming each that leads nowhere.
    """
    files = copied(dict(spec_files.files))
    findings = [
        finding
        for file, content in files.items()
        for node in walk(content, kind_of(file))
        if (finding := _point_into_bundle(spec_files, file, node))
    ]
    if findings:
        raise InvalidSpecError(findings)
    return files


def _assembled(files: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = files[ROOT_FILE]
    paths = {url: files[f"paths{url}.yaml"] for url in document.get("paths") or {}}
    sections: dict[str, dict[str, Any]] = {section: {} for _, section in FOLDERS.values() if section}
    for file, content in files.items():
        if place := component_of(file):
            sections[place[0]][place[1]] = content
    components = {name: dict(sorted(section.items())) for name, section in sections.items() if section}
    return {**document, "paths": paths, "components": components}


def _point_into_bundle(spec_files: SpecFiles, file: str, node: Node) -> Finding | None:
    """Rewrite the node's reference, if it has one; return what is wrong with it."""
    if not isinstance(node.value, dict) or "$ref" not in node.value:
        return _unless_reference(spec_files, file, node)
    reference = node.value["$ref"]
    target, reason = target_of(spec_files, file, reference)
    if not reason:
        reason = _misfit(node, target)
    if reason:
        steps = (*node.parts, "$ref")
        advice = "Refer to a whole file, by its path relative to this one."
        return spec_files.finding(file, steps, _RULE, f"{reference!r} {reason}", advice)
    if place := component_of(target):
        node.value["$ref"] = "#" + pointer(("components", *place))
    return None


def _unless_reference(spec_files: SpecFiles, file: str, node: Node) -> Finding | None:
    if node.kind in _ALWAYS_FILES and node.parts:
        advice = f"Put the {node.kind.replace('_', ' ')} into a file of its own and refer to it."
        return spec_files.finding(file, node.parts, _RULE, "is no reference to a file", advice)
    return None


def target_of(spec_files: SpecFiles, file: str, reference: object) -> tuple[str, str]:
    """Return the file a reference leads to, and what is wrong with the reference, "" if nothing is."""
    if not isinstance(reference, str):
        return "", "is no text"
    if urlsplit(reference).scheme or "#" in reference:
        return "", "is not the path of a file" if "#" not in reference else "points into a file"
    # Path items are named after their URL, so a reference may have its braces percent-encoded.
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(reference)))
    return target, "" if spec_files.has(target) else "leads to no file"


def _misfit(node: Node, target: str) -> str:
    kind = kind_of(target)
    if kind != node.kind:
        return f"is a {kind.replace('_', ' ')} where a {node.kind.replace('_', ' ')} is wanted"
    if kind == "path_item" and (node.parts[:1] != ("paths",) or url_of(target) != node.parts[1]):
        return f"is the file of the URL {url_of(target)}"
    place = component_of(target)
    named = node.parts[:-1] in _NAMED_AFTER_FILES and isinstance(node.parts[-1], str)
    if named and place and place[1] != node.parts[-1]:
        return f"is the file of {place[1]}"
    return ""
