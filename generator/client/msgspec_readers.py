"""Parsing and checking an answer in one go: a class of msgspec and a function for each object in it.

Types and expressions alone; `reader_modules` puts them into modules. Whatever msgspec cannot say exactly
arrives as any JSON value and is read as `generator.client.codecs` says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.client.codecs import as_function, codec, substitute
from generator.client.decimal_property import DecimalProperty
from generator.client.fields import in_document_order
from generator.client.names import MODEL_WORDS, name_of

# What msgspec refuses in the name of a field.
_UNNAMEABLE = re.compile(r'[\\"\x00-\x1f]')
_SCALARS = {StringProperty: "str", BooleanProperty: "bool", IntProperty: "int"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The type that a value is checked for, and the expression that makes of it what the model holds.

    `models` are the names of the objects in it, `enums` (class, the function that knows its members).
    """

    type: str = "Any"
    convert: str = "{}"
    models: frozenset[str] = frozenset()
    enums: frozenset[tuple[str, str]] = frozenset()
    imports: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class WireField:
    """A field of an answer: its declaration, and the expression that reads it."""

    name: str
    declaration: str
    conversion: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class WireClass:
    """An object in answers, the model of the same `name`; `open` if it may have fields of any name."""

    name: str
    module: str
    open: bool
    fields: list[WireField]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireAnswer:
    """An answer that is an object or a list of them; `kind` is what it is known by: list[SmartTrade]."""

    kind: str
    model: str
    is_list: bool
    prop: PropertyProtocol


def wire_answer(prop: PropertyProtocol | None) -> WireAnswer | None:
    """Return what an answer is, None if it is no object."""
    is_list = isinstance(prop, ListProperty)
    inner = prop.inner_property if isinstance(prop, ListProperty) else prop
    if prop is None or not isinstance(inner, ModelProperty):
        return None
    model = str(inner.class_info.name)
    return WireAnswer(kind=codec(prop).annotation, model=model, is_list=is_list, prop=prop)


class ObjectForms:
    """What answers made of some of the objects are read as."""

    def __init__(self, props: Iterable[ModelProperty], schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._props = {str(prop.class_info.name): prop for prop in props}
        self._forms = _Forms(frozenset(name for name, prop in self._props.items() if _is_exact(prop)))

    def of(self, answer: WireAnswer) -> Form:
        """Return the form of an answer."""
        return self._forms.of(answer.prop)

    def class_of(self, name: str) -> WireClass:
        """Return the object of that name."""
        return _class(self._props[name], self._schemas[name], self._forms)


def is_any(form: Form) -> bool:
    """Tell whether a value may be anything, and is kept as it came."""
    return form.convert == "{}" and "Any" in form.type


def _is_exact(prop: ModelProperty) -> bool:
    """Tell whether msgspec can say what the object is: its names, and that other fields are of any type.

    One without any names is all others, which a class of msgspec does not keep.
    """
    props = [*(prop.required_properties or []), *(prop.optional_properties or [])]
    names = [each.name.get_untrusted_value() for each in props]
    others = prop.additional_properties
    if any(map(_UNNAMEABLE.search, names)) or (others and not names):
        return False
    return others is None or isinstance(others, AnyProperty)


def _class(prop: ModelProperty, schema: Mapping[str, Any], forms: "_Forms") -> WireClass:
    return WireClass(
        name=str(prop.class_info.name),
        module=str(prop.class_info.module_name),
        open=bool(prop.additional_properties),
        # As the model reads them, so that what is not as documented is found in the same order.
        fields=[_field(each, forms.of(each)) for each in in_document_order(prop, schema)],
    )


def _field(prop: PropertyProtocol, form: Form) -> WireField:
    name, key = name_of(prop, MODEL_WORDS), prop.name.get_untrusted_value()
    options = ["default=ABSENT"] * (not prop.required) + [f"name={key!r}"]
    plain = "" if prop.required else " = ABSENT"
    default = plain if name == key else f" = msgspec.field({', '.join(options)})"
    value = f"wire.{name}"
    reading = substitute(form.convert, value)
    guarded = not prop.required and form.convert != "{}"
    return WireField(
        name=name,
        declaration=f"{name}: {form.type}{default}",
        conversion=f"UNSET if {value} is ABSENT else {reading}" if guarded else reading,
        form=form,
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms of properties; those of objects that are not `exact` are read as any value."""

    exact: frozenset[str]

    def of(self, prop: PropertyProtocol) -> Form:  # noqa: PLR0911 - one for each type
        match prop:
            case DecimalProperty(finite=False, numeric=False):
                return Form(type="str", convert="values[{}]")
            case DecimalProperty():
                return _as_any(prop)
            case StringProperty() | BooleanProperty() | IntProperty():
                return Form(type=_SCALARS[type(prop)])
            case DateTimeProperty():
                return replace(_as_any(prop), type="str")
            case EnumProperty():
                return _enum(prop)
            # Asked by name: a property that refers to an object may not know what is in it.
            case ModelProperty() if prop.class_info.name in self.exact:
                return _object(prop)
            case ListProperty():
                return _list(self.of(prop.inner_property))
            case UnionProperty():
                return self._union(prop)
        return _as_any(prop)

    def _union(self, prop: UnionProperty) -> Form:
        inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
        if not inner:
            return self.of(prop.inner_properties[0])
        forms = [self.of(part) for part in inner]
        joined = forms[0] if len(forms) == 1 else _told_apart(prop, [form.type for form in forms])
        return _nullable(joined) if len(inner) < len(prop.inner_properties) else joined


def _as_any(prop: PropertyProtocol) -> Form:
    """Return the form of a value that is checked as it is read."""
    how = codec(prop)
    # An object with a deviation is not for this way of reading.
    convert = f"exactly({how.read})" if how.models else how.read
    if convert != "{}":
        convert = f"values.attempt({as_function(convert)}, {{}})"
    needed = how.imports | how.models | {("..deviations", "exactly")}
    return Form(convert=convert, imports=frozenset(needed))


def _enum(prop: EnumProperty) -> Form:
    name, known = str(prop.class_info.name), f"_known_{prop.class_info.module_name}"
    form = _as_any(prop)
    convert = f"{known}({{}}) or {form.convert}"
    return replace(form, type="str", convert=convert, enums=frozenset({(name, known)}))


def _object(prop: ModelProperty) -> Form:
    name = str(prop.class_info.name)
    convert = f"_object_{prop.class_info.module_name}({{}}, values)"
    return Form(type=f"_{name}Wire", convert=convert, models=frozenset({name}))


def _list(inner: Form) -> Form:
    convert = "{}" if inner.convert == "{}" else f"[{substitute(inner.convert, 'each')} for each in {{}}]"
    return replace(inner, type=f"list[{inner.type}]", convert=convert)


def _told_apart(prop: UnionProperty, types: list[str]) -> Form:
    """Return the form of a choice, whose types msgspec tells apart if each is another kind of JSON value."""
    can_be = len(set(types)) == len(types) and set(types) <= set(_SCALARS.values())
    return replace(_as_any(prop), type=" | ".join(types) if can_be else "Any")


def _nullable(inner: Form) -> Form:
    plain = inner.convert == "{}" or inner.convert.startswith("None if ")
    convert = inner.convert if plain else f"None if {{}} is None else {inner.convert}"
    return replace(inner, type=f"{inner.type} | None", convert=convert)
