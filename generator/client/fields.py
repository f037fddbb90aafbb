"""The facts about each attribute of a model that its template needs: how it is read, written, converted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.properties import ModelProperty
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
from generator.client.member_readers import placing
from generator.client.names import MODEL_WORDS, name_of
from generator.client.secrets import REPR, concealed

_MODEL = re.compile(r"(\w+)\._within\(\{\}, reading, trail\)")
_OR_NULL = "None if {} is None else "


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


def in_document_order(prop: ModelProperty, schema: Mapping[str, Any]) -> Iterator[PropertyProtocol]:
    """Yield the properties of an object as the document has them."""
    order = list(schema.get("properties", {}))
    props = [*(prop.required_properties or []), *(prop.optional_properties or [])]
    # Properties that allOf brings in come last, in the order the parser has them.
    rank = {key: place for place, key in enumerate(order)}
    yield from sorted(props, key=lambda each: rank.get(each.name.get_untrusted_value(), len(rank)))


def codec_of(prop: PropertyProtocol, secrets: set[str], naming: NamingContext = LOCAL_NAMES) -> Codec:
    """Return how a member is read and written; what is secret is concealed."""
    how = codec(prop, naming)
    return concealed(how) if prop.name.get_untrusted_value() in secrets else how


def field_of(
    prop: PropertyProtocol,
    how: Codec,
    converters: set[str],
    absent: str,
    *,
    sent: bool,
    secrets: set[str],
) -> Field:
    """Return the attribute of a member; `absent` is the test of a value that may be left out."""
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
        member=_member(key, codec_of(prop, secrets), how.write, required=prop.required),
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


def converter_of(prop: PropertyProtocol, how: Codec, *, sent: bool) -> Converter | None:
    """Return what lets a caller pass more than the attribute holds, None where it takes nothing else."""
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
