"""The files of an operation that is not documented: its path, parameters, answer, example and errors.

A skeleton keeps the rules of `lint` and can be built. What it had to guess is marked as unproven. No traffic
shows what a write does to orders, so its `x-order` says that it is unknown. A client with limits or of paper
accounts refuses such a write, until a person has said it.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.json_pointer import follow
from generator.document.yaml_io import write_yaml
from generator.observe.document import Document
from generator.observe.proposal import yaml_edits as edits
from generator.observe.proposal.draft import SEEN, Draft
from generator.observe.proposal.new_schemas import (
    DESCRIPTION,
    component_name,
    example_of,
    indented,
    parameter_lines,
)
from generator.observe.proposal.seen_shapes import Form
from generator.observe.proposal.skeleton_names import Names, is_withheld, names_of, templated
from generator.observe.proposal.undocumented_calls import Calls
from generator.observe.redaction import MARK, NUMBER
from generator.observe.report import Finding

_SOURCE = "x-source: Recorded traffic shows it; its page has yet to be read."
_WRITE = (
    "x-retry: never",
    "# No traffic shows what a write does to orders. Until it is said, limits and paper mode refuse it.",
    "x-order:",
    "  effect: unknown",
)
_PERMISSION = "# Unproven: no traffic shows which permission the key needs."
_LIMIT = "# Unproven: the limit of all calls together, as other operations have it."


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """An operation to be drafted, and a documented one it is like in what all have in common."""

    draft: Draft
    file: str
    method: str
    url: str
    names: Names
    calls: Calls
    like: dict[str, Any]
    like_file: str

    @property
    def folder(self) -> str:
        """The folder the path's file stands in."""
        return posixpath.dirname(self.file)

    def to(self, target: str) -> str:
        """Return the reference to another file of spec/."""
        return posixpath.relpath(f"{self.draft.spec_files.name}/{target}", self.folder)


def add_operation(draft: Draft, document: Document, finding: Finding) -> None:
    """Draft the files of an operation; raise NotEditable if its calls do not show enough."""
    method, _, path = finding.operation.partition(" ")
    calls = finding.calls or Calls()
    success = min((status for status in calls.answers if 200 <= status < 300), default=0)
    if not success:
        raise edits.NotEditable("every call was refused, so that nothing shows what it answers")
    if " " in path or is_withheld(path):
        raise edits.NotEditable("its path is withheld")
    url = path if path in document.content["paths"] else templated(path)
    _take_address(draft, method.lower(), url)
    form = calls.answers[success]
    is_list = form is not None and form.items is not None and form.members is None
    names = names_of(method.lower(), url, is_list, draft)
    file = f"{draft.spec_files.name}/paths{url}.yaml"
    like, like_file = _like(draft, document)
    made = _Skeleton(draft, file, method.lower(), url, names, calls, like, like_file)
    _add_tag(draft, names.tag)
    if not draft.has(file):
        entry = [f"{url}:", f"  $ref: paths{url}.yaml"]
        draft.edit(f"{draft.spec_files.name}/openapi.yaml", edits.add_entry, "/paths", entry, SEEN)
    lines = [f"{made.method}:", *indented(list(_operation(made, path, success)))]
    if draft.has(file):
        draft.edit(file, edits.add_entry, "", lines, SEEN)
    else:
        draft.add(file, "\n".join(lines) + "\n")


def _take_address(draft: Draft, method: str, url: str) -> None:
    """Remember method and path; raise NotEditable if another operation answers there."""
    shape = re.sub(r"\{\w+\}", "{}", url)
    if draft.urls.setdefault(shape, url) != url or (method, url) in draft.calls:
        raise edits.NotEditable(f"{draft.urls[shape]} is at the same place")
    draft.calls.add((method, url))


def _like(draft: Draft, document: Document) -> tuple[dict[str, Any], str]:
    """Return the first documented operation that is signed, as its file has it, and the file."""
    for operation in document.operations:
        file, place = draft.spec_files.origin(operation.pointer)
        value: dict[str, Any] = follow(draft.spec_files.files[file.partition("/")[2]], place)
        if value.get("security"):
            return value, file
    return {}, f"{draft.spec_files.name}/openapi.yaml"


def _add_tag(draft: Draft, tag: str) -> None:
    if tag not in draft.tags:
        draft.tags.add(tag)
        item = f"name: {tag}\n    {DESCRIPTION}"
        draft.edit(f"{draft.spec_files.name}/openapi.yaml", edits.append_item, "/tags", item, SEEN)


def _operation(made: _Skeleton, path: str, success: int) -> Iterator[str]:
    names, like = made.names, made.like
    yield f"operationId: {names.operation}"
    yield f"summary: {names.operation.replace('_', ' ').capitalize()[:80]}"
    yield DESCRIPTION
    yield from ("tags:", f"  - {names.tag}", _SOURCE)
    yield from ("x-sdk:", f"  resource: {names.resource}", f"  method: {names.method}")
    yield from (_PERMISSION, "x-permission: UNKNOWN")
    limits = [each for each in like.get("x-rate-limit", []) if each.get("scope") == "overall"]
    yield from (_LIMIT, *_written({"x-rate-limit": limits}))
    yield from ["x-retry: safe"] if made.method == "get" else _WRITE
    yield from _written({"security": like.get("security", [])})
    references = [*_path_parameters(made, path), *_query_parameters(made), *_header_parameters(made)]
    if references:
        yield from ("parameters:", *(f"  - $ref: {reference}" for reference in references))
    if made.calls.sent:
        yield from ("requestBody:", "  required: true", f"  {DESCRIPTION}")
        yield from indented(_content(made, made.calls.sent, "request"))
    yield from ("responses:", f'  "{success}":', f"    {DESCRIPTION}")
    if form := made.calls.answers[success]:
        yield from indented(indented(_content(made, form, "")))
    yield from indented(list(_errors(made)))


def _path_parameters(made: _Skeleton, path: str) -> Iterator[str]:
    names = re.findall(r"\{(\w+)\}", made.url)
    known = made.draft.spec_files.files.get(f"paths{made.url}.yaml")
    if known:
        # Of a documented path the parameters are known, under its names.
        others = [each for method in known.values() for each in method.get("parameters", [])]
        for reference in dict.fromkeys(each["$ref"] for each in others if "$ref" in each):
            file = posixpath.normpath(f"{made.folder}/{reference}").partition("/")[2]
            if made.draft.spec_files.files[file]["in"] == "path":
                yield reference
        return
    kinds = [step for step in path.split("/") if step in {MARK, NUMBER}]
    for name, kind in zip(names, kinds, strict=True):
        form = Form(["integer" if kind == NUMBER else "text"])
        yield _parameter(made, component_name("", name), name, "path", form)


def _query_parameters(made: _Skeleton) -> Iterator[str]:
    holder = component_name("", made.names.operation)
    for name, form in made.calls.query.items():
        yield _parameter(made, component_name(holder, name), name, "query", form)


def _header_parameters(made: _Skeleton) -> Iterator[str]:
    """Yield the headers that calls had and other operations have, such as the one for the mode."""
    for file, parameter in made.draft.spec_files.files.items():
        is_header = file.startswith("parameters/") and parameter["in"] == "header"
        if is_header and parameter["name"].lower() in made.calls.headers:
            yield made.to(file)


def _parameter(made: _Skeleton, stem: str, name: str, location: str, form: Form) -> str:
    schemas, folder = made.draft.schemas, f"{made.draft.spec_files.name}/parameters"
    text = "\n".join(parameter_lines(schemas, name, location, form)) + "\n"
    target = f"{folder}/{stem}.yaml"
    # Operations below one object share the parameter that names it.
    if made.draft.new.get(target) != text:
        target = f"{folder}/{schemas.unique(stem)}.yaml"
        made.draft.add(target, text)
    return posixpath.relpath(target, made.folder)


def _content(made: _Skeleton, form: Form, suffix: str) -> list[str]:
    """Return the content of a body; its schemas and its example get files of their own."""
    draft, tag = made.draft, made.names.tag
    name = component_name("", f"{made.names.operation}_{suffix or 'answer'}")
    folder = f"{draft.spec_files.name}/schemas/{tag}"
    schema = [_relative(line, made, folder) for line in draft.schemas.lines(name, form)]
    draft.add_schemas(folder)
    example = draft.schemas.unique(f"{made.names.operation}{'_' if suffix else ''}{suffix}")
    shown = {"summary": "An example made of place-holders", "description": DESCRIPTION.partition(": ")[2]}
    text = write_yaml({**shown, "value": example_of(form)})
    draft.add(f"{draft.spec_files.name}/examples/{tag}/{example}.yaml", text)
    reference = made.to(f"examples/{tag}/{example}.yaml")
    lines = ["schema:", *indented(schema), "examples:", f"  {example}:", f"    $ref: {reference}"]
    return ["content:", "  application/json:", *indented(indented(lines))]


def _relative(line: str, made: _Skeleton, folder: str) -> str:
    """Return a line with the reference in it, if there is one, as the path's file has it."""
    head, found, name = line.partition("$ref: ")
    return head + found + posixpath.relpath(f"{folder}/{name}", made.folder) if found else line


def _errors(made: _Skeleton) -> Iterator[str]:
    for status, answer in made.like.get("responses", {}).items():
        if status[0] in "45" and "$ref" in answer:
            target = posixpath.normpath(f"{posixpath.dirname(made.like_file)}/{answer['$ref']}")
            yield from (f'"{status}":', f"  $ref: {posixpath.relpath(target, made.folder)}")


def _written(value: dict[str, Any]) -> Sequence[str]:
    return write_yaml(value).splitlines()
