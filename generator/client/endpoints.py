"""The facts about each operation of the document that the templates need."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openapi_python_client.parser.openapi import Endpoint as ParsedEndpoint
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.responses import NONE_SOURCE

from generator.client.answer_ids import identifying_parameter
from generator.client.codecs import (
    LOCAL_NAMES,
    Codec,
    NamingContext,
    as_function,
    as_inner_function,
    codec,
    response_codec,
    substitute,
)
from generator.client.docstrings import docstring, sentence
from generator.client.imports import Imports, import_lines
from generator.client.msgspec_readers import WireAnswer, wire_answer
from generator.client.names import ARGUMENT_WORDS, MODEL_WORDS, name_of
from generator.client.operation_facts import operation_docstring, operation_record
from generator.client.pagination import Iteration, Parameter, iteration
from generator.client.secrets import concealed
from generator.document.operations import DocumentedOperation, resolved

# A resource may have a method called `list`, which would hide the builtin in its annotations.
IN_RESOURCES = NamingContext(models="models.", list="builtins.list")
IN_ARGUMENTS = NamingContext(sent=True, strict=True)
_NO_ANSWER = Codec(annotation="None")
# What every method takes after the arguments of its operation.
OPTIONS = Parameter(
    name="options",
    declaration="options: RequestOptions | None = None",
    description="Time-out, headers and a look at the response, for this call alone.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of an operation: `name` in Python, `key` on the wire."""

    name: str
    key: str
    place: str
    required: bool
    type: Codec
    facade_annotation: str
    description: str

    def declared(self, annotation: str) -> str:
        """Return the argument as a signature has it."""
        return f"{self.name}: {annotation}" if self.required else f"{self.name}: {annotation} | None = None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation, as the texts the templates put in: signatures, calls, docstring, record."""

    id: str
    module: str
    module_docstring: str
    resource: str
    method_name: str
    signature: str
    path: str
    query: str
    headers: str
    body: str
    about: str
    answer: str
    wire: WireAnswer | None
    parsing: str
    imports: list[str]
    facade_signature: str
    facade_answer: str
    arguments: str
    docstring: str
    record: str
    iteration: Iteration | None


def endpoint(
    parsed: ParsedEndpoint,
    operation: DocumentedOperation,
    document: Mapping[str, Any],
    *,
    secrets: Collection[str],
) -> Endpoint:
    """Return what the templates need of an operation; *secrets* are the names of what nobody may see."""
    arguments = list(_arguments(parsed, operation, document, secrets))
    success = _success(parsed)
    answer, wire = response_codec(success) if success else _NO_ANSWER, wire_answer(success)
    facade = response_codec(success, IN_RESOURCES) if success else _NO_ANSWER
    sdk = operation.value["x-sdk"]
    return Endpoint(
        id=operation.id,
        module=str(parsed.name),
        module_docstring=_module_docstring(operation),
        resource=sdk["resource"] or "",
        method_name=sdk["method"],
        signature=", ".join(_signature(arguments, facade=False)),
        path=_path(operation.url, arguments),
        query=_pairs(arguments, "query"),
        headers=_pairs(arguments, "header"),
        body=_body(arguments),
        about=_about(arguments, operation, document),
        answer=answer.annotation,
        wire=wire,
        parsing=_parsing(answer, wire, success),
        imports=import_lines(_imports(arguments, answer)),
        facade_signature=", ".join(["self", *_signature(arguments, facade=True)]),
        facade_answer=facade.annotation,
        arguments=", ".join(_passed(argument) for argument in arguments),
        docstring=operation_docstring(operation, document, _described(arguments)),
        record=operation_record(operation, document),
        iteration=_iteration(operation, document, arguments, *_listed(operation, success, facade)),
    )


def _module_docstring(operation: DocumentedOperation) -> str:
    summary = sentence(str(operation.value["summary"]))
    return docstring(summary, f"{operation.method.upper()} {operation.url}", indent=0)


def _iteration(
    operation: DocumentedOperation,
    document: Mapping[str, Any],
    arguments: Iterable[Argument],
    attribute: str,
    listed: Codec,
) -> Iteration | None:
    """Return the method that goes through all pages, None for an operation without pages."""
    parameters = [*map(_parameter, arguments), OPTIONS]
    return iteration(operation, document, parameters=parameters, answer=listed.annotation, items=attribute)


def _parameter(argument: Argument) -> Parameter:
    """Return an argument as the method that goes through all pages has it."""
    declaration = argument.declared(argument.facade_annotation)
    return Parameter(name=argument.name, declaration=declaration, description=argument.description)


def _listed(
    operation: DocumentedOperation, success: PropertyProtocol | None, answer: Codec
) -> tuple[str, Codec]:
    """Return the attribute of an answer that holds the elements of a list in pages, and how it is read.

    The attribute is "" where the answer itself is the list.
    """
    key = operation.value.get("x-pagination", {}).get("items")
    if isinstance(success, ModelProperty):
        for prop in [*(success.required_properties or ()), *(success.optional_properties or ())]:
            if prop.name.get_untrusted_value() == key:
                return name_of(prop, MODEL_WORDS), codec(prop, IN_RESOURCES)
    return "", answer


def _success(parsed: ParsedEndpoint) -> PropertyProtocol | None:
    """Return the one type of a success; the rule success-type has seen to it that there are not two."""
    for response in parsed.responses.patterns:
        if response.status_code.pattern.startswith("2"):
            return response.prop if response.source != NONE_SOURCE else None
    return None


def _arguments(
    parsed: ParsedEndpoint,
    operation: DocumentedOperation,
    document: Mapping[str, Any],
    secrets: Collection[str],
) -> Iterator[Argument]:
    """Yield path parameters and body, which are positional, then query and header parameters."""
    described = _descriptions(operation, document)
    for prop in parsed.path_parameters:
        yield _argument(prop, "path", described, secrets)
    for body in [body for body in parsed.bodies if body.body_type == "json"][:1]:
        yield _body_argument(body.prop, operation, document)
    for place, props in (("query", parsed.query_parameters), ("header", parsed.header_parameters)):
        for prop in props:
            yield _argument(prop, place, described, secrets)


def _argument(
    prop: PropertyProtocol, place: str, described: Mapping[tuple[str, str], str], secrets: Collection[str]
) -> Argument:
    key = prop.name.get_untrusted_value()
    how = codec(prop, IN_ARGUMENTS)
    facade = codec(prop, replace(IN_ARGUMENTS, models=IN_RESOURCES.models, list=IN_RESOURCES.list))
    return Argument(
        name=name_of(prop, ARGUMENT_WORDS),
        key=key,
        place=place,
        required=prop.required,
        type=concealed(how) if key in secrets else how,
        facade_annotation=facade.accepts or facade.annotation,
        description=described.get((place, key), ""),
    )


def _body_argument(
    prop: PropertyProtocol, operation: DocumentedOperation, document: Mapping[str, Any]
) -> Argument:
    documented = resolved(document, operation.value["requestBody"])
    return Argument(
        name="body",
        key="body",
        place="body",
        required=bool(documented.get("required", False)),
        type=codec(prop),
        facade_annotation=codec(prop, IN_RESOURCES).annotation,
        description=str(documented.get("description", "")),
    )


def _descriptions(operation: DocumentedOperation, document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    item = document["paths"][operation.url]
    parameters = [*item.get("parameters", []), *operation.value.get("parameters", [])]
    found = [resolved(document, parameter) for parameter in parameters]
    return {(one["in"], one["name"]): str(one.get("description", "")) for one in found}


def _signature(arguments: Iterable[Argument], *, facade: bool) -> Iterator[str]:
    star = False
    for argument in sorted(arguments, key=lambda one: one.place in {"query", "header"} or not one.required):
        if argument.place in {"query", "header"} and not star:
            star = True
            yield "*"
        accepted = argument.type.accepts or argument.type.annotation
        yield argument.declared(argument.facade_annotation if facade else accepted)
    if facade:
        yield from ([] if star else ["*"])
        yield OPTIONS.declaration


def _described(arguments: Iterable[Argument]) -> list[tuple[str, str]]:
    return [*((each.name, each.description) for each in arguments), (OPTIONS.name, OPTIONS.description)]


def _passed(argument: Argument) -> str:
    return f"{argument.name}={argument.name}"


def _path(url: str, arguments: Iterable[Argument]) -> str:
    steps = [_triple(argument) for argument in arguments if argument.place == "path"]
    return f"path_of({', '.join([repr(url), *steps])})" if steps else repr(url)


def _pairs(arguments: Iterable[Argument], place: str) -> str:
    triples = [_triple(argument) for argument in arguments if argument.place == place]
    return f"pairs_of({', '.join(triples)})" if triples else ""


def _triple(argument: Argument) -> str:
    # A list is written item by item, because each becomes a pair of its own.
    write = argument.type.write.removeprefix("each({}, ").removesuffix(")") if _is_list(argument) else ""
    return f"({argument.key!r}, {argument.name}, {write or as_function(argument.type.write)})"


def _is_list(argument: Argument) -> bool:
    return argument.type.annotation.startswith(f"{LOCAL_NAMES.list}[")


def _body(arguments: Iterable[Argument]) -> str:
    for argument in arguments:
        if argument.place == "body":
            call = f"body_of(body, {as_function(argument.type.write)})"
            return call if argument.required else f"None if body is None else {call}"
    return ""


def _about(arguments: Iterable[Argument], operation: DocumentedOperation, document: Mapping[str, Any]) -> str:
    key = identifying_parameter(operation, document)
    return next((each.name for each in arguments if each.place == "path" and each.key == key), "")


def _parsing(answer: Codec, wire: WireAnswer | None, success: PropertyProtocol | None) -> str:
    if answer is _NO_ANSWER:
        return ""
    if wire:
        function = "decode_each" if wire.is_list else "decode"
        return f"return {function}(content, {wire.kind!r}, {wire.model}, reading)"
    if isinstance(success, ListProperty) and answer.within:
        read = as_inner_function(codec(success.inner_property).within or codec(success.inner_property).read)
        return f"return (reading or Reading()).elements(loads(content), {read})"
    read = substitute(answer.read, "loads(content)")
    forms = success.inner_properties if isinstance(success, UnionProperty) else []
    models = [str(form.class_info.name) for form in forms if isinstance(form, ModelProperty)]
    if models and len(models) == len(forms):
        read = f"one_of(loads(content), reading, {', '.join(models)})"
    # What tries several forms has no type of its own.
    return (
        f"found: {answer.annotation} = {read}\n    return found"
        if "|" in answer.annotation
        else f"return {read}"
    )


def _imports(arguments: Iterable[Argument], answer: Codec) -> Imports:
    names: Imports = {("..operations", "OPERATIONS"), ("..request", "Request"), ("..json_text", "loads")}
    names |= {("..decoding", "decode"), ("..decoding", "decode_each"), ("..reading", "Reading")}
    names |= {("..choice", "one_of")}
    names |= {("..request", function) for function in ("path_of", "pairs_of", "body_of")}
    for type_ in [answer, *(argument.type for argument in arguments)]:
        names |= type_.imports | type_.models
    return names
