"""Python expressions that read a value of each type from JSON, write it, and take it from a caller.

In an expression `{}` stands for the value. The functions the expressions call are in the templates
scalars, composites, decimals and timestamps.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from openapi_python_client.parser.properties import (
    AnyProperty,
    EnumProperty,
    LiteralEnumProperty,
    ModelProperty,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.client.decimal_property import DecimalProperty

_PLAIN_CALL = re.compile(r"([\w.]+)\(\{\}\)")
_INNER_CALL = re.compile(r"([\w.]+)\(\{\}, reading, trail\)")
# For a caller's convenience these take more than they hold.
_ACCEPTED = {"Decimal": "Decimal | int | str"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """The expressions for one type.

    `take` turns what a caller may pass (`accepts`) into what the field holds; "" if both are the same.
    `within` reads a value that has others in it as a part of an answer; "" for one that has none.
    `imports` are (module, name) inside the package; `models` are the model classes named.
    """

    annotation: str
    read: str = "{}"
    write: str = "{}"
    within: str = ""
    accepts: str = ""
    take: str = ""
    imports: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    models: frozenset[tuple[str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class NamingContext:
    """How annotations name classes of models/ and the builtin list where the code stands.

    `sent` values are checked as what leaves; of a `strict` enum a text has to be documented. `kept` ones are
    part of answers too, whose deviations are written as they came.
    """

    models: str = ""
    list: str = "list"
    sent: bool = False
    strict: bool = False
    kept: bool = False


LOCAL_NAMES = NamingContext()


def substitute(expression: str, value: str) -> str:
    """Return the expression with the value in its place."""
    return expression.replace("{}", value)


def as_function(expression: str) -> str:
    """Return a function that does what the expression does."""
    call = _PLAIN_CALL.fullmatch(expression)
    return call[1] if call else f"lambda item: {substitute(expression, 'item')}"


def as_inner_function(within: str) -> str:
    """Return a function of value, reading and trail that does what the expression does."""
    call = _INNER_CALL.fullmatch(within)
    return call[1] if call else f"lambda item, reading, trail: {substitute(within, 'item')}"


def codec(prop: PropertyProtocol, naming: NamingContext = LOCAL_NAMES) -> Codec:
    """Return the expressions for the values of a property, apart from its absence."""
    # By the very class: to ask for each one in turn is slow, since all of them implement a protocol.
    form = _FORMS.get(type(prop))
    if form is None:
        raise ValueError(f"{type(prop).__name__} has no form in the client")
    return form(prop, naming)


def unsupported(prop: PropertyProtocol) -> bool:
    """Tell whether codec() would refuse the property."""
    return isinstance(prop, LiteralEnumProperty | NoneProperty)


def _scalar(annotation: str, check: str) -> Codec:
    call = f"{check}({{}})"
    return Codec(annotation=annotation, read=call, write=call, imports=frozenset({("..scalars", check)}))


def _text(naming: NamingContext) -> Codec:
    text = _scalar("str", "check_text")
    if not naming.sent:
        return text
    return replace(text, write="write_text({})", imports=text.imports | {("..scalars", "write_text")})


def _any(naming: NamingContext) -> Codec:
    imports = {("typing", "Any"), *([("..composites", "sendable")] if naming.sent else [])}
    call = "sendable({})" if naming.sent else "{}"
    return Codec(annotation="Any", read=call, write=call, imports=frozenset(imports))


def _decimal(*, finite: bool) -> Codec:
    kind = "amount" if finite else "decimal"
    functions = [f"read_{kind}", f"write_{kind}", *(["to_amount"] if finite else [])]
    return Codec(
        annotation="Decimal",
        read=f"read_{kind}({{}})",
        write=f"write_{kind}({{}})",
        accepts=_ACCEPTED["Decimal"],
        take="to_amount" if finite else "",
        imports=frozenset({("decimal", "Decimal"), *(("..decimals", name) for name in functions)}),
    )


def _timestamp() -> Codec:
    functions = ("read_timestamp", "write_timestamp")
    return Codec(
        annotation="datetime",
        read="read_timestamp({})",
        write="write_timestamp({})",
        imports=frozenset({("datetime", "datetime"), *(("..timestamps", name) for name in functions)}),
    )


def _constant(prop: ConstProperty) -> Codec:
    # Not as the parser writes it, with a backslash before each quotation mark. A brace would be taken for the
    # value's place in the expression.
    literal = repr(prop.value.raw_value).replace("{", "\\x7b")
    call = f"check_constant({{}}, {literal})"
    imports = {("typing", "Literal"), ("..scalars", "check_constant")}
    return Codec(annotation=f"Literal[{literal}]", read=call, write=call, imports=frozenset(imports))


def _enum(prop: EnumProperty, naming: NamingContext) -> Codec:
    plain = str(prop.class_info.name)
    name, module = f"{naming.models}{plain}", f"..models.{prop.class_info.module_name}"
    imports = {(module, plain)}
    if naming.strict:
        write, accepts = f"{name}.documented({{}})", f"{name} | {name}Literal"
        imports.add((module, f"{plain}Literal"))
    elif naming.sent:
        write, accepts = f"{name}.to_wire({{}})", f"{name} | str"
    else:
        write, accepts = "plain_text({})", f"{name} | str"
        imports.add(("..scalars", "plain_text"))
    return Codec(
        annotation=name,
        read=f"{name}.from_wire({{}})",
        write=write,
        accepts=accepts,
        take=f"{name}.from_wire",
        imports=frozenset(imports),
    )


def _model(prop: ModelProperty, naming: NamingContext) -> Codec:
    name = f"{naming.models}{prop.class_info.name}"
    return Codec(
        annotation=name,
        read=f"{name}.from_dict({{}})",
        write=f"check_model({{}}, {name}).to_dict()",
        within=f"{name}._within({{}}, reading, trail)",
        imports=frozenset({("..scalars", "check_model")}),
        models=frozenset({(f"..models.{prop.class_info.module_name}", str(prop.class_info.name))}),
    )


def _list(inner: Codec, naming: NamingContext) -> Codec:
    within = f"each_within({{}}, {as_inner_function(inner.within or inner.read)}, reading, trail)"
    write = "each" if naming.sent and not naming.kept else "each_written"
    return Codec(
        annotation=f"{naming.list}[{inner.annotation}]",
        read=f"each({{}}, {as_function(inner.read)})",
        write=f"{write}({{}}, {as_function(inner.write)})",
        # Any value is one of any type.
        within="" if inner.read == "{}" else within,
        imports=inner.imports | {("..composites", name) for name in ("each", "each_within", "each_written")},
        models=inner.models,
    )


def response_codec(prop: PropertyProtocol, naming: NamingContext = LOCAL_NAMES) -> Codec:
    """Return the expressions for an answer, in whose list an element may be something else."""
    whole = codec(prop, naming)
    if not isinstance(prop, ListProperty) or isinstance(prop.inner_property, AnyProperty):
        return whole
    inner = codec(prop.inner_property, naming)
    return replace(
        whole,
        annotation=f"{naming.list}[{inner.annotation} | Undecoded]",
        imports=inner.imports | {("..undecoded", "Undecoded")},
    )


def _union(prop: UnionProperty, naming: NamingContext) -> Codec:
    inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
    if not inner:
        # A choice of nothing but null.
        return codec(prop.inner_properties[0], naming)
    forms = [codec(part, naming) for part in inner]
    joined = forms[0] if len(forms) == 1 else _first_of(forms, naming)
    return _nullable(joined) if len(inner) < len(prop.inner_properties) else joined


def _first_of(forms: Sequence[Codec], naming: NamingContext) -> Codec:
    imports = frozenset[tuple[str, str]]().union(*(form.imports for form in forms))
    annotation = " | ".join(form.annotation for form in forms)
    # A switch: what is neither of its forms is refused when it is given.
    is_taken = naming.sent and any(form.take for form in forms)
    takes = ", ".join(form.take or as_function(form.read) for form in forms)
    return Codec(
        annotation=annotation,
        accepts=annotation if is_taken else "",
        take=f"lambda given: first_of(given, {takes})" if is_taken else "",
        read=f"first_of({{}}, {', '.join(as_function(form.read) for form in forms)})",
        write=f"first_of({{}}, {', '.join(as_function(form.write) for form in forms)})",
        imports=imports | {("..composites", "first_of")},
        models=frozenset[tuple[str, str]]().union(*(form.models for form in forms)),
    )


def _nullable(inner: Codec) -> Codec:
    return replace(
        inner,
        annotation=f"{inner.annotation} | None",
        read=f"None if {{}} is None else {inner.read}",
        write=f"None if {{}} is None else {inner.write}",
        within=f"None if {{}} is None else {inner.within}" if inner.within else "",
        accepts=f"{inner.accepts} | None" if inner.accepts else "",
    )


_FORMS: Mapping[type, Callable[[Any, NamingContext], Codec]] = {
    DecimalProperty: lambda prop, naming: _decimal(finite=prop.finite or naming.sent),
    StringProperty: lambda _, naming: _text(naming),
    BooleanProperty: lambda *_: _scalar("bool", "check_boolean"),
    IntProperty: lambda *_: _scalar("int", "check_integer"),
    FloatProperty: lambda *_: _scalar("float", "check_number"),
    DateTimeProperty: lambda *_: _timestamp(),
    ConstProperty: lambda prop, _: _constant(prop),
    EnumProperty: _enum,
    ModelProperty: _model,
    ListProperty: lambda prop, naming: _list(codec(prop.inner_property, naming), naming),
    UnionProperty: _union,
    NoneProperty: lambda *_: _scalar("None", "check_null"),
    AnyProperty: lambda _, naming: _any(naming),
}
