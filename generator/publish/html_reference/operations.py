"""The operations as the reference shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.json_io import write_json
from generator.document.operations import DocumentedOperation, operations, resolved
from generator.publish.code_samples import Sample, samples
from generator.publish.contradictions import Contradiction
from generator.publish.example_calls import JSON, Example, bodies, calls, media_examples, parameters
from generator.publish.html_reference.choices import Choices, choices_of
from generator.publish.html_reference.schemas import PropertyView, member_views, notes_at
from generator.publish.html_reference.types import TypeToken, component_of, words

_UNDOCUMENTED = "x-undocumented"
_RETRY = {
    "safe": "may be sent again if no answer came",
    "never": "must not be sent again unseen if no answer came",
}


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example as JSON text, with a sentence about it."""

    name: str
    summary: str
    json: str


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a path, a query or a header."""

    location: str
    name: str
    types: Sequence[TypeToken]
    required: bool
    description: str
    example: str
    choices: Choices | None
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer of one operation, or one that all share and that has a name, `shared`.

    An operation has of one that all share nothing but the name.
    """

    status: str
    shared: str
    description: str = ""
    types: Sequence[TypeToken] = ()
    examples: Sequence[ExampleView] = ()
    notes: Sequence[Contradiction] = ()


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation with all that is said about it; `facts` are (term, sentence)."""

    id: str
    method: str
    url: str
    target: str
    summary: str
    description: str
    undocumented: bool
    deprecated: bool
    facts: Sequence[tuple[str, str]]
    page: Mapping[str, str]
    parameters: Sequence[ParameterView]
    permission: str
    body: Sequence[TypeToken]
    members: Sequence[PropertyView]
    bodies: Sequence[ExampleView]
    answers: Sequence[AnswerView]
    samples: Sequence[Sample]
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class GroupView:
    """The operations of one tag."""

    name: str
    title: str
    description: str
    operations: Sequence[OperationView]


def group_views(document: Mapping[str, Any], entries: Sequence[Contradiction]) -> list[GroupView]:
    """Return the tags in the order of the document, each with its operations."""
    views = [
        (operation.value["tags"], _operation(document, operation, entries))
        for operation in operations(document)
    ]
    return [
        GroupView(
            name=tag["name"],
            title=tag["name"].replace("_", " ").capitalize(),
            description=tag["description"],
            operations=[view for tags, view in views if tag["name"] in tags],
        )
        for tag in document["tags"]
    ]


def shared_answers(document: Mapping[str, Any], entries: Sequence[Contradiction]) -> list[AnswerView]:
    """Return the answers that are components, in the order of their first use."""
    used = {
        component_of(answer["$ref"]): status
        for operation in operations(document)
        for status, answer in operation.value["responses"].items()
        if "$ref" in answer
    }
    described = document["components"]["responses"]
    return [
        _answer(document, status, described[name], name, notes_at(entries, f"/components/responses/{name}"))
        for name, status in sorted(used.items(), key=lambda item: item[1])
    ]


def _operation(
    document: Mapping[str, Any], operation: DocumentedOperation, entries: Sequence[Contradiction]
) -> OperationView:
    value = operation.value
    first = next(calls(document, operation))
    return OperationView(
        id=operation.id,
        method=operation.method.upper(),
        url=operation.url,
        target=first.target,
        summary=value["summary"],
        description=value["description"],
        undocumented=value.get(_UNDOCUMENTED, False),
        deprecated=value.get("deprecated", False),
        facts=_facts(value),
        page=value.get("externalDocs", {}),
        parameters=_parameters(document, operation, entries),
        permission=value["x-permission"],
        body=words(_body_schema(document, operation)),
        members=member_views(document, _body_schema(document, operation), entries),
        bodies=_examples(bodies(document, operation)),
        answers=_answers(document, operation),
        samples=samples(document, first),
        notes=notes_at(entries, operation.pointer),
    )


def _facts(value: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts = [
        ("Limit", "; ".join(_limit(limit) for limit in value["x-rate-limit"])),
        ("Retry", _RETRY[value["x-retry"]]),
    ]
    more = {"Outcome shown by": "x-shown-by", "Source": "x-source"}
    return facts + [(label, value[name]) for label, name in more.items() if name in value]


def _limit(limit: Mapping[str, Any]) -> str:
    scope = "in all" if limit["scope"] == "overall" else "of this operation"
    return f"{limit['requests']} requests {scope} in {limit['period']} s, then a block of {limit['block']} s"


def _body_schema(document: Mapping[str, Any], operation: DocumentedOperation) -> Mapping[str, Any]:
    body = resolved(document, operation.value.get("requestBody", {}))
    schema: Mapping[str, Any] = body.get("content", {}).get(JSON, {}).get("schema", {})
    return schema


def _parameters(
    document: Mapping[str, Any], operation: DocumentedOperation, entries: Sequence[Contradiction]
) -> list[ParameterView]:
    references = [value.get("$ref", "#").removeprefix("#") for value in operation.value.get("parameters", [])]
    return [
        ParameterView(
            location=each.location,
            name=each.name,
            types=words(each.schema),
            required=each.required,
            description=each.description,
            example=str(each.example),
            choices=choices_of(document, each.schema),
            notes=notes_at(entries, place) if place else [],
        )
        for place, each in zip(references, parameters(document, operation), strict=True)
    ]


def _answers(document: Mapping[str, Any], operation: DocumentedOperation) -> list[AnswerView]:
    return [
        AnswerView(status=status, shared=component_of(answer["$ref"]))
        if "$ref" in answer
        else _answer(document, status, answer)
        for status, answer in operation.value["responses"].items()
    ]


def _answer(
    document: Mapping[str, Any],
    status: str,
    answer: Mapping[str, Any],
    shared: str = "",
    notes: Sequence[Contradiction] = (),
) -> AnswerView:
    return AnswerView(
        status=status,
        shared=shared,
        description=answer["description"],
        types=words(answer.get("content", {}).get(JSON, {}).get("schema", {})),
        examples=_examples(media_examples(document, answer)),
        notes=notes,
    )


def _examples(examples: Sequence[Example]) -> list[ExampleView]:
    return [ExampleView(each.name, each.summary, write_json(each.value).strip()) for each in examples]
