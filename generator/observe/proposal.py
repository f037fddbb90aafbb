"""A patch for spec/ that would make the document agree with the traffic, to be reviewed by a person.

Proposed is what follows from the traffic alone: a value more, null, one type more, a property no longer
required, a property, parameter or status more. What needs a judgement is listed above the patch instead, as
are places that cannot be edited; `git apply` and `patch` read over that text.
"""

import difflib
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from generator.observe import yaml_edits as edits
from generator.observe.documents import Document, last_step
from generator.observe.drifts import Kind
from generator.observe.new_schemas import DESCRIPTION, NewSchemas, component_name, indented, types
from generator.observe.redaction import MARK
from generator.observe.report import Finding, Report
from generator.pointers import parts, pointer
from generator.tree import Tree, read_tree

_BY_HAND: Mapping[Kind, str] = {
    Kind.OPERATION: "an operation needs its permission, its limits and a page",
    Kind.CONTENT_TYPE: "whether clients should read that content type is a judgement",
    Kind.FORMAT: "which form holds from now on is a judgement",
    Kind.LIMIT: "where the limit lies does not show in the traffic",
    Kind.RULE: "which part of the rule is wrong does not show in the traffic",
}
_SEEN = "Seen in recorded traffic, described on no page."


@dataclass(slots=True)
class _Draft:
    """The files of spec/ as the patch would leave them; `old` holds those that were changed as they were."""

    folder: Path
    tree: Tree
    old: dict[str, str] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)

    def edit(self, file: str, change: Callable[..., str], *arguments: object) -> None:
        """Change the text of a file; raises NotEditable and then leaves it as it was."""
        text = self.new.get(file)
        if text is None:
            text = self.old[file] = (self.folder.parent / file).read_text("utf-8")
        if not text.endswith("\n"):
            raise edits.NotEditable("does not end with a line end")
        self.new[file] = change(text, *arguments)

    def add(self, file: str, text: str) -> None:
        """Add a file, unless there is one already."""
        if file not in self.new and file.partition("/")[2] not in self.tree.files:
            self.new[file] = text

    def patch(self) -> Iterator[str]:
        """Yield the lines of the patch."""
        for file, text in sorted(self.new.items()):
            before = self.old.get(file, "").splitlines(keepends=True)
            name = f"a/{file}" if file in self.old else "/dev/null"
            yield from difflib.unified_diff(before, text.splitlines(keepends=True), name, f"b/{file}")


def propose(report: Report, document: Document, folder: Path) -> str:
    """Return the patch, and above it what a person has to change; raise Refused if spec/ cannot be read."""
    draft = _Draft(folder, read_tree(folder))
    by_hand = []
    for finding in _merged(report.findings):
        try:
            _change(draft, document, finding)
        except edits.NotEditable as reason:
            file, place = draft.tree.origin(finding.schema)
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
        groups.setdefault((each.schema, each.kind, each.word, gone), []).append(each)
    return [_one(group) for group in groups.values()]


def _one(group: Sequence[Finding]) -> Finding:
    samples = [sample for each in group for sample in each.samples]
    unique = [sample for index, sample in enumerate(samples) if sample not in samples[:index]]
    return replace(group[0], samples=tuple(unique), count=sum(each.count for each in group))


def _change(draft: _Draft, document: Document, finding: Finding) -> None:
    if finding.kind in _BY_HAND:
        raise edits.NotEditable(_BY_HAND[finding.kind])
    if MARK in finding.word:
        raise edits.NotEditable("the name is withheld")
    file, place = draft.tree.origin(finding.schema)
    match finding.kind:
        case Kind.VALUE:
            _add_value(draft, file, place, finding)
        case Kind.NULL:
            note = "Recorded traffic has null here."
            draft.edit(file, edits.allow_type, _above(place), "null", note)
        case Kind.TYPE:
            _add_types(draft, file, place, finding)
        case Kind.MISSING:
            _make_optional(draft, file, place, finding)
        case Kind.FIELD:
            _add_property(draft, file, place, finding)
        case Kind.PARAMETER:
            _add_parameter(draft, file, place, finding)
        case Kind.STATUS:
            _add_status(draft, document, file, place, finding)


def _add_value(draft: _Draft, file: str, place: str, finding: Finding) -> None:
    if not finding.word or last_step(place) != "enum":
        raise edits.NotEditable("the value is no word of a list")
    item = edits.scalar(finding.word)
    draft.edit(file, edits.append_item, place, item, _SEEN)


def _add_types(draft: _Draft, file: str, place: str, finding: Finding) -> None:
    if not all(isinstance(sample, str) for sample in finding.samples):
        raise edits.NotEditable("an object or a list in place of a scalar is a judgement")
    note = "Recorded traffic has one type more."
    for kind in types(finding.samples):
        draft.edit(file, edits.allow_type, _above(place), kind, note)


def _make_optional(draft: _Draft, file: str, place: str, finding: Finding) -> None:
    if finding.place.startswith("response") or (finding.place == "request body" and finding.pointer):
        name = last_step(finding.pointer)
        note = f"Recorded traffic lacks {name}, which was required here."
        draft.edit(file, edits.remove_item, place, name, note)
    else:
        note = "Recorded traffic lacks it, and was accepted."
        draft.edit(file, edits.replace_value, place, "false", note)


def _add_property(draft: _Draft, file: str, place: str, finding: Finding) -> None:
    schemas = NewSchemas()
    holder = PurePosixPath(file).stem
    lines = schemas.lines(component_name(holder, finding.word), finding.samples)
    entry = [f"{edits.scalar(finding.word)}:", *indented(lines)]
    draft.edit(file, edits.add_entry, place, entry, _SEEN)
    for name, text in schemas.files.items():
        draft.add(f"{posixpath.dirname(file)}/{name}.yaml", text)


def _add_parameter(draft: _Draft, file: str, place: str, finding: Finding) -> None:
    name = component_name("", finding.word)
    target = f"{draft.tree.name}/parameters/{name}.yaml"
    reference = posixpath.relpath(target, posixpath.dirname(file))
    draft.edit(file, edits.append_item, place, f"$ref: {reference}", _SEEN)
    schema = NewSchemas().lines(name, finding.samples)
    lines = [f"name: {edits.scalar(finding.word)}", f"in: {finding.place}", "required: false", DESCRIPTION]
    # The example comes last and stands in both, for tools read either.
    lines += ["schema:", *indented(schema), schema[-1]]
    draft.add(target, "\n".join(lines) + "\n")


def _add_status(draft: _Draft, document: Document, file: str, place: str, finding: Finding) -> None:
    entry = [f'"{finding.word}":', f"  {DESCRIPTION}", *indented(_answer(draft, document, file, finding))]
    draft.edit(file, edits.add_entry, place, entry, _SEEN)


def _answer(draft: _Draft, document: Document, file: str, finding: Finding) -> list[str]:
    """Return the content of an answer like the documented ones of the same class: success or refusal."""
    # All refusals share one schema, and so do the successes of an operation.
    refused = int(finding.word) >= 400
    for status in document.at(finding.schema):
        holder = document.resolved(finding.schema + pointer((status,)))
        for kind, media in document.at(holder).get("content", {}).items():
            reference = media.get("schema", {}).get("$ref", "")
            if refused == (status[0] in "45") and reference:
                target = draft.tree.origin(reference.removeprefix("#"))[0]
                path = posixpath.relpath(target, posixpath.dirname(file))
                return ["content:", f"  {kind}:", "    schema:", f"      $ref: {path}"]
    return []


def _above(place: str) -> str:
    return pointer(parts(place)[:-1])
