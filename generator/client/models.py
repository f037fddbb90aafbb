"""The facts about each object and enum of the document that the templates need."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from generator.client.codecs import (
    LOCAL_NAMES,
    Codec,
    NamingContext,
    as_function,
    as_inner_function,
    codec,
    substitute,
)
from generator.client.docstrings import docstring, title_and_rest
from generator.client.member_readers import known_name, placing, reader_name
from generator.client.names import MODEL_WORDS, name_of
from generator.client.secrets import REPR, concealed
from generator.document.secret_names import CONCEALED

Imports = set[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An attribute of a model: its name, its key in JSON, and the lines that read and write it.

    In answers it is read by the expression `placing`, or by itself, as a `member`.
    """

    name: str
    key: str
    annotation: str
    default: str
    optional: bool
    reading: tuple[str, ...]
    writing: str
    placing: str
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """A function that lets a caller pass more than the field holds."""

    name: str
    accepts: str
    annotation: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One object of the document. `extra` is the type of fields it does not name, None if there are none.

    `sent` ones are part of requests; `error` is the class of what cannot be read. With `nulls_are_absent` a
    field that may be left out is read as absent where it is null. One that is `answered` keeps what is not as
    documented; `extra_member` reads and writes its `extra`. A `recursive` one may have others of its kind in
    it. `known` are its enums, each with the name of the function that finds their members.
    """

    name: str
    sent: bool
    error: str
    nulls_are_absent: bool
    module: str
    answered: bool
    docstring: str
    keys: list[str]
    fields: list[Field]
    converters: list[Converter]
    extra: Codec | None
    unknown: str
    extra_writing: str
    extra_member: str
    recursive: bool
    known: list[tuple[str, str]]
    imports: list[str]
    late_imports: list[str]

    @property
    def required(self) -> int:
        """How many fields it has to have."""
        return sum(not field.optional for field in self.fields)

    def uses(self, word: str) -> bool:
        """Tell whether an expression that reads a field says the word."""
        return any(word in field.placing for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumClass:
    """One enum of the document; a member's value is a Python literal. `base` is the class it is made of."""

    name: str
    base: str
    module: str
    docstring: str
    members: list[tuple[str, str]]


def enum_class(prop: EnumProperty, schemas: Mapping[str, Any], *, is_open: bool) -> EnumClass:
    """Return what the template needs of an enum; an open one keeps values that are added later."""
    name = str(prop.class_info.name)
    # The values of the document, because the parser leaves control characters out of its own.
    values = [value for value in schemas[name]["enum"] if value is not None]
    members = [(member, repr(value)) for member, value in zip(prop.values, values, strict=True)]
    title, rest = title_and_rest(str(schemas[name].get("description", "")), otherwise=f"The enum {name}.")
    return EnumClass(
        name=name,
        base="OpenEnum" if is_open else "ClosedEnum",
        module=str(prop.class_info.module_name),
        docstring=docstring(title, rest),
        members=members,
    )


def model(
    prop: ModelProperty,
    schemas: Mapping[str, Any],
    *,
    sent: bool,
    answered: bool,
    nulls_are_absent: bool,
    recursive: bool,
) -> Model:
    """Return what the template needs of an object.

    `sent` ones let a caller pass text for enums, `answered` ones take whatever comes.
    """
    name = str(prop.class_info.name)
    schema = schemas[name]
    props = list(in_document_order(prop, schema))
    spelling = NamingContext(sent=sent, kept=answered)
    secrets = {key for key, one in schema.get("properties", {}).items() if one.get("format") == CONCEALED}
    codecs = [_codec(each, secrets, spelling) for each in props]
    takers = [
        found for each, how in zip(props, codecs, strict=True) if (found := _converter(each, how, sent=sent))
    ]
    extra = codec(prop.additional_properties, spelling) if prop.additional_properties else None
    unknown = f"made.additional_properties[at] = {substitute(extra.read, 'extra')}" if extra else _REFUSAL
    known = {taker.name for taker in takers}
    error = "EncodeError" if sent and not answered else "DecodeError"
    read = [codec(each) for each in props] if answered else []
    early, late = _imports([*codecs, *read, *([extra] if extra else [])], name)
    early |= {("..errors", error), *([("..composites", "unnamed")] if sent and extra else [])}
    if takers:
        early |= {("..composites", "taken"), *([("..composites", "kept")] if sent else [])}
    nulls_are_absent = nulls_are_absent and any(not each.required for each in props)
    early |= {("..composites", "is_absent")} if nulls_are_absent else set()
    absent = "is_absent(value)" if nulls_are_absent else "value is UNSET"
    return Model(
        name=name,
        sent=sent,
        error=error,
        nulls_are_absent=nulls_are_absent,
        module=str(prop.class_info.module_name),
        answered=answered,
        docstring=_docstring(name, schema, props),
        keys=[each.name.get_untrusted_value() for each in props],
        fields=[
            _field(each, how, known, absent, sent=sent, secrets=secrets)
            for each, how in zip(props, codecs, strict=True)
        ],
        converters=takers,
        extra=extra,
        unknown=unknown,
        extra_writing=substitute(extra.write, "extra") if extra else "",
        extra_member=_extra_member(extra) if extra else "",
        recursive=recursive,
        known=sorted(set(_known(props))) if answered else [],
        imports=import_lines(early),
        late_imports=import_lines(late),
    )


_MODEL = re.compile(r"(\w+)\._within\(\{\}, reading, trail\)")
_OR_NULL = "None if {} is None else "
_REFUSAL = 'raise ValueError("is not a field of this object")'


def _known(props: list[PropertyProtocol]) -> Iterator[tuple[str, str]]:
    for prop in props:
        for part in getattr(prop, "inner_properties", [prop]):
            if isinstance(part, EnumProperty):
                yield known_name(part), str(part.class_info.name)


def in_document_order(prop: ModelProperty, schema: Mapping[str, Any]) -> Iterator[PropertyProtocol]:
    """Yield the properties of an object as the document has them."""
    order = list(schema.get("properties", {}))
    props = [*(prop.required_properties or []), *(prop.optional_properties or [])]
    # Properties that allOf brings in come last, in the order the parser has them.
    rank = {key: place for place, key in enumerate(order)}
    yield from sorted(props, key=lambda each: rank.get(each.name.get_untrusted_value(), len(rank)))


def _codec(prop: PropertyProtocol, secrets: set[str], spelling: NamingContext = LOCAL_NAMES) -> Codec:
    how = codec(prop, spelling)
    return concealed(how) if prop.name.get_untrusted_value() in secrets else how


def _field(
    prop: PropertyProtocol,
    how: Codec,
    converters: set[str],
    absent: str,
    *,
    sent: bool,
    secrets: set[str],
) -> Field:
    name = name_of(prop, MODEL_WORDS)
    key = repr(prop.name.get_untrusted_value())
    options = [] if prop.required else ["default=UNSET"]
    options += [REPR] * (prop.name.get_untrusted_value() in secrets)
    if (converter := _converter_name(name)) in converters:
        options.append(f"converter={converter}")
        # A field does not know what it is part of; what is sent names its whole path.
        options += ["on_setattr=kept"] * sent
    default = (
        ""
        if not options
        else " = UNSET"
        if options == ["default=UNSET"]
        else f" = attrs.field({', '.join(options)})"
    )
    return Field(
        name=name,
        key=key,
        annotation=how.annotation if prop.required else _or_unset(how.annotation),
        default=default,
        optional=not prop.required,
        reading=tuple(_reading(name, how, absent, required=prop.required)),
        writing=substitute(how.write, f"self.{name}"),
        placing=placing(prop),
        # What is part of requests too is read as an answer: whatever it may be.
        member=_member(key, _codec(prop, secrets), how.write, required=prop.required),
    )


def _member(key: str, how: Codec, write: str, *, required: bool) -> str:
    options = ["required=False"] * (not required)
    if model := _MODEL.fullmatch(how.within):
        return f"Member.of({', '.join([key, model[1], *options])})"
    reading = as_inner_function(how.within) if how.within else _as_function(how.read)
    writing = _as_function(write)
    functions = [reading] if reading == writing else [reading, writing]
    options += ["deep=True"] * bool(how.within)
    return f"Member({', '.join([key, *functions, *options])})"


def _as_function(expression: str) -> str:
    inner = expression.removeprefix(_OR_NULL)
    return as_function(inner) if inner == expression else f"or_null({as_function(inner)})"


def _extra_member(extra: Codec) -> str:
    """Return the member for all that the document does not name."""
    if extra.read == "{}":
        return 'Member("", dict)'
    # Whatever it is, it is read strictly: the path of a deviation leads to the one that has it.
    read, write = as_function(f"exactly({extra.read})"), as_function(extra.write)
    return f"Member('', {_each_value(read)}, {_each_value(write)})"


def _each_value(function: str) -> str:
    return f"lambda items: each_value(items, {function})"


def _or_unset(annotation: str) -> str:
    # None stands last in a union, as everybody writes it.
    nullable = annotation.endswith(" | None")
    return f"{annotation.removesuffix(' | None')} | Unset" + " | None" * nullable


def _reading(name: str, how: Codec, absent: str, *, required: bool) -> Iterator[str]:
    """Yield the lines that read a field; *absent* is the test of a value for a field that may be left out."""
    if required and how.read.count("{}") == 1:
        yield f"made.{name} = {substitute(how.read, 'src[at]')}"
        return
    yield "value = src[at]" if required else "value = src.get(at, UNSET)"
    reading = substitute(how.read, "value")
    yield f"made.{name} = {reading}" if required else f"made.{name} = UNSET if {absent} else {reading}"


def _converter_name(name: str) -> str:
    return f"_take_{name}"


def _converter(prop: PropertyProtocol, how: Codec, *, sent: bool) -> Converter | None:
    is_enum = how.take.endswith(".from_wire")
    if not how.take or (is_enum and not sent):
        return None
    passed = ["value is UNSET"] * (not prop.required) + ["value is None"] * how.annotation.endswith("| None")
    call = f"taken({how.take}, value, {prop.name.get_untrusted_value()!r})"
    return Converter(
        name=_converter_name(name_of(prop, MODEL_WORDS)),
        accepts=how.accepts if prop.required else _or_unset(how.accepts),
        annotation=how.annotation if prop.required else _or_unset(how.annotation),
        expression=f"value if {' or '.join(passed)} else {call}" if passed else call,
    )


def _imports(codecs: list[Codec], name: str) -> tuple[Imports, Imports]:
    """Return what is imported before the class, and the models, which are imported after it."""
    # What a module does not use of it is taken out when it is formatted.
    early: Imports = {
        *(("..composites", function) for function in ("check_object", "json_of", "object_of")),
        *(("..composites", function) for function in ("each_value", "or_null", "others_of")),
        ("..answered", "Answered"),
        ("..answered", "Member"),
        ("..answered", "blank"),
        ("..deviations", "Trail"),
        ("..deviations", "exactly"),
        ("..errors", "EncodeError"),
        ("..nesting", "shallow"),
        ("..reading", "REFUSALS"),
        ("..reading", "Reading"),
        ("..types", "UNSET"),
        ("..types", "Unset"),
        ("..types", "known_members"),
    }
    late: Imports = set()
    for each in codecs:
        early |= each.imports
        others = {pair for pair in each.models if pair[1] != name}
        late |= {(module, f"{found}, {reader_name(module.rpartition('.')[2])}") for module, found in others}
    return _near(early), _near(late)


def import_lines(imports: Imports) -> list[str]:
    """Return import statements in a fixed order."""
    return [f"from {module} import {name}" for module, name in sorted(imports)]


def _near(imports: Imports) -> Imports:
    """Return the imports as a module among the models has them."""
    return {(module.replace("..models.", "."), name) for module, name in imports}


def _docstring(name: str, schema: Mapping[str, Any], props: list[PropertyProtocol]) -> str:
    title, rest = title_and_rest(str(schema.get("description", "")), otherwise=f"The object {name}.")
    entries = []
    for each in props:
        described = schema.get("properties", {}).get(each.name.get_untrusted_value(), {})
        entries.append((name_of(each, MODEL_WORDS), str(described.get("description", ""))))
    return docstring(title, rest, sections={"Attributes": entries})
