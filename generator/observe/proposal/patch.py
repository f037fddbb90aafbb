"""A patch for spec/ that would make the document agree with the traffic, to be reviewed by a person.

Proposed is what follows from the traffic alone: a value more, null, one type more, a property no longer
required, a property, parameter or status more, and the skeleton of an operation. All of it passes `lint` and
can be built. What needs a judgement is listed above the patch. So are places that cannot be edited. Both
`git apply` and `patch` read over that text.
"""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from generator.document.json_pointer import parts, pointer
from generator.document.schema_shapes import is_decimal
from generator.observe.document import Document, last_step
from generator.observe.drifts import Kind
from generator.observe.proposal import yaml_edits as edits
from generator.observe.proposal.attribute_names import attributes
from generator.observe.proposal.draft import SEEN, Draft, new_draft
from generator.observe.proposal.new_schemas import (
    DESCRIPTION,
    EXAMPLES,
    component_name,
    indented,
    parameter_lines,
    scalar_value,
)
from generator.observe.proposal.seen_shapes import Form
from generator.observe.proposal.skeleton import add_operation
from generator.observe.redaction import MARK
from generator.observe.report import Finding, Report

_PLAIN_KINDS = frozenset({"null", "integer", "number", "boolean"})
_MEANINGS = "x-enum-descriptions"
_TRANSITIONS = "x-transitions"
_UNKNOWN = "No source says what it means."
_BY_HAND: Mapping[Kind, str] = {
    Kind.CONTENT_TYPE: "whether clients should read that content type is a judgement",
    Kind.FORMAT: "which form holds from now on is a judgement",
    Kind.LIMIT: "where the limit lies does not show in the traffic",
    Kind.RULE: "which part of the rule is wrong does not show in the traffic",
}


def propose(report: Report, document: Document, folder: Path) -> str:
    """Return the patch, and above it what a person has to change.

    Raises InvalidSpecError if spec/ cannot be read.
    """
    draft = new_draft(folder, document)
    by_hand = []
    for finding in _merged(report.findings):
        try:
            _change(draft, document, finding)
        except edits.NotEditable as reason:
            file, place = draft.spec_files.origin(finding.schema)
            by_hand.append(
                f"By hand: {file}#{place}: {finding.kind} {finding.word}".rstrip() + f" ({reason})\n"
            )
    return "".join([*by_hand, *("\n" for _ in by_hand[:1]), *draft.patch()])


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding for each change: operations share schemas, so one drift occurs several times."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for each in findings:
        # Of one list of required names each may be the one that is missing.
        gone = last_step(each.pointer) if each.kind is Kind.MISSING and each.pointer else ""
        # Paths that are not documented lead to one place, whatever the method.
        call = each.operation if each.kind is Kind.OPERATION else ""
        groups.setdefault((each.schema, each.kind, each.word, gone, call), []).append(each)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[Finding]) -> Finding:
    samples = [sample for each in group for sample in each.samples]
    form = None
    for each in group:
        form = Form().merge(form or Form()).merge(each.form) if each.form else form
    unique = [sample for index, sample in enumerate(samples) if sample not in samples[:index]]
    return replace(group[0], samples=tuple(unique), form=form, count=sum(each.count for each in group))


def _change(draft: Draft, document: Document, finding: Finding) -> None:
    if finding.kind in _BY_HAND:
        raise edits.NotEditable(_BY_HAND[finding.kind])
    if finding.kind is Kind.OPERATION:
        add_operation(draft, document, finding)
        return
    if MARK in finding.word:
        raise edits.NotEditable("the name is withheld")
    file, place = draft.spec_files.origin(finding.schema)
    match finding.kind:
        case Kind.VALUE:
            _add_value(draft, document, file, place, finding)
        case Kind.NULL:
            note = "Recorded traffic has null here."
            _widen(draft, document, finding, ["null"], note)
        case Kind.TYPE:
            _add_types(draft, document, finding)
        case Kind.MISSING:
            _make_optional(draft, file, place, finding)
        case Kind.FIELD:
            _add_property(draft, document, file, place, finding)
        case Kind.PARAMETER:
            _add_parameter(draft, file, place, finding)
        case Kind.STATUS:
            _add_status(draft, document, file, place, finding)


def _add_value(draft: Draft, document: Document, file: str, place: str, finding: Finding) -> None:
    if not finding.word or last_step(place) != "enum":
        raise edits.NotEditable("the value is no word of a list")
    item = edits.scalar(finding.word)
    draft.edit(file, edits.append_item, place, item, SEEN)
    schema = document.at(_above(finding.schema))
    if _MEANINGS in schema:
        draft.edit(file, edits.append_item, f"{_above(place)}/{_MEANINGS}", edits.scalar(_UNKNOWN), SEEN)
    if _TRANSITIONS in schema:
        # What comes next is not known, so that anything may.
        entry = [f"{item}:", *(f"  - {edits.scalar(value)}" for value in schema["enum"])]
        draft.edit(file, edits.add_entry, f"{_above(place)}/{_TRANSITIONS}/next", entry, SEEN)


def _add_types(draft: Draft, document: Document, finding: Finding) -> None:
    if not all(isinstance(sample, str) for sample in finding.samples):
        raise edits.NotEditable("an object or a list in place of a scalar is a judgement")
    kinds = _types(finding.samples)
    if "number" in kinds and not is_decimal(document.at(_above(finding.schema))):
        raise edits.NotEditable("what is exact has to be of the format decimal, which is a judgement")
    _widen(draft, document, finding, kinds, "Recorded traffic has one type more.")


def _widen(draft: Draft, document: Document, finding: Finding, kinds: Sequence[str], note: str) -> None:
    file, place = draft.spec_files.origin(finding.schema)
    for kind in kinds:
        draft.edit(file, edits.allow_type, _above(place), kind, note)
    schema = document.at(_above(finding.schema))
    if "$ref" in schema and "example" not in schema:
        # What was shown by the component alone is now a choice, which shows a value itself.
        example = document.at(document.resolved(_above(finding.schema))).get("example")
        shown = [EXAMPLES[kind] for kind in kinds if kind != "null"] if example is None else [example]
        if shown:
            entry = [f"example: {scalar_value(shown[0])}"]
            draft.edit(file, edits.add_entry, _above(place), entry, "A place-holder.")


def _make_optional(draft: Draft, file: str, place: str, finding: Finding) -> None:
    if finding.place.startswith("response") or (finding.place == "request body" and finding.pointer):
        name = last_step(finding.pointer)
        note = f"Recorded traffic lacks {name}, which was required here."
        draft.edit(file, edits.remove_item, place, name, note)
    else:
        note = "Recorded traffic lacks it, and was accepted."
        draft.edit(file, edits.replace_value, place, "false", note)


def _add_property(draft: Draft, document: Document, file: str, place: str, finding: Finding) -> None:
    key, folder = finding.word, posixpath.dirname(file)
    present = [*document.at(finding.schema), *draft.keys.get(finding.schema, ())]
    draft.keys.setdefault(finding.schema, []).append(key)
    named = attributes([key], present, draft.schemas.chosen)
    name = component_name(PurePosixPath(file).stem, key)
    lines = draft.schemas.lines(name, finding.form or Form(), named.get(key, ""))
    draft.edit(file, edits.add_entry, place, [f"{edits.scalar(key)}:", *indented(lines)], SEEN)
    draft.add_schemas(folder)


def _add_parameter(draft: Draft, file: str, place: str, finding: Finding) -> None:
    name = draft.schemas.unique(component_name("", finding.word) or "Parameter")
    target = f"{draft.spec_files.name}/parameters/{name}.yaml"
    reference = posixpath.relpath(target, posixpath.dirname(file))
    draft.edit(file, edits.append_item, place, f"$ref: {reference}", SEEN)
    lines = parameter_lines(draft.schemas, finding.word, finding.place, finding.form or Form())
    draft.add(target, "\n".join(lines) + "\n")


def _add_status(draft: Draft, document: Document, file: str, place: str, finding: Finding) -> None:
    entry = [f'"{finding.word}":', f"  {DESCRIPTION}", *indented(_answer(draft, document, file, finding))]
    draft.edit(file, edits.add_entry, place, entry, SEEN)


def _answer(draft: Draft, document: Document, file: str, finding: Finding) -> list[str]:
    """Return the content of an answer like the documented ones of the same class: success or refusal.

    A refusal that never had JSON has no content.
    """
    # All refusals share one schema, and so do the successes of an operation.
    refused = int(finding.word) >= 400
    if refused and finding.form is None:
        return []
    for status in document.at(finding.schema):
        holder = document.resolved(finding.schema + pointer((status,)))
        for kind, media in document.at(holder).get("content", {}).items():
            reference = media.get("schema", {}).get("$ref", "")
            if refused == (status[0] in "45") and reference:
                if finding.form is None:
                    raise edits.NotEditable("a success without JSON beside one with it is a judgement")
                target = draft.spec_files.origin(reference.removeprefix("#"))[0]
                path = posixpath.relpath(target, posixpath.dirname(file))
                shown = _example(draft, media, posixpath.dirname(file))
                return ["content:", f"  {kind}:", "    schema:", f"      $ref: {path}", *indented(shown)]
    return []


def _example(draft: Draft, media: Mapping[str, Any], folder: str) -> list[str]:
    """Return the first documented example that stands in a file of its own."""
    for name, example in media.get("examples", {}).items():
        if "$ref" in example:
            target = draft.spec_files.origin(example["$ref"].removeprefix("#"))[0]
            return ["  examples:", f"    {name}:", f"      $ref: {posixpath.relpath(target, folder)}"]
    return []


def _types(samples: Sequence[Any]) -> list[str]:
    """Return the JSON types of the samples of scalars, without repeating one."""
    return list(dict.fromkeys(each if each in _PLAIN_KINDS else "string" for each in samples))


def _above(place: str) -> str:
    return pointer(parts(place)[:-1])
