"""How an answer is parsed and checked in one go: a class of msgspec and a function for each object in it.

Types and expressions alone; they are put together in the template wire. Whatever msgspec cannot say exactly
arrives as any JSON value and is read as `generator.client.codecs` says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.client.codecs import applied, codec
from generator.client.decimal_property import DecimalProperty
from generator.client.models import import_lines
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
    form: Form

    @property
    def reading(self) -> str:
        """The function that reads it, given the answer and the decimals seen so far."""
        whole = self.form.convert
        one = whole.removesuffix("({}, decimals)")
        return one if one != whole else f"lambda wire, decimals: {applied(whole, 'wire')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireModule:
    """All objects in answers, and the answers."""

    imports: list[str]
    enums: list[tuple[str, str]]
    classes: list[WireClass]
    answers: list[WireAnswer]


def wire_answer(prop: PropertyProtocol | None) -> WireAnswer | None:
    """Return what an answer is, None if it is no object."""
    inner = prop.inner_property if isinstance(prop, ListProperty) else prop
    if prop is None or not isinstance(inner, ModelProperty) or not _is_exact(inner):
        return None
    return WireAnswer(kind=codec(prop).annotation, form=_form(prop))


def wire_module(props: Iterable[ModelProperty], answers: Iterable[WireAnswer | None]) -> WireModule:
    """Return what the template needs."""
    known = {str(prop.class_info.name): prop for prop in props}
    kinds = {answer.kind: answer for answer in answers if answer}
    wanted = [name for answer in kinds.values() for name in answer.form.models]
    classes = dict[str, WireClass]()
    for name in wanted:
        if name not in classes:
            classes[name] = _class(known[name])
            wanted += [model for field in classes[name].fields for model in field.form.models]
    made = sorted(classes.values(), key=lambda one: one.name)
    forms = [field.form for one in made for field in one.fields]
    imports = {pair for form in forms for pair in form.imports} | {
        (f".models.{one.module}", one.name) for one in made
    }
    return WireModule(
        imports=import_lines(imports),
        enums=sorted({pair for form in forms for pair in form.enums}),
        classes=made,
        answers=[kinds[kind] for kind in sorted(kinds)],
    )


def _is_exact(prop: ModelProperty) -> bool:
    """Tell whether msgspec can say what the object is: its names, and that other fields are of any type."""
    names = [each.name.get_untrusted_value() for each in _properties(prop)]
    others = prop.additional_properties
    return not any(_UNNAMEABLE.search(name) for name in names) and isinstance(
        others, AnyProperty | None | bool
    )


def _properties(prop: ModelProperty) -> list[PropertyProtocol]:
    return [*(prop.required_properties or []), *(prop.optional_properties or [])]


def _class(prop: ModelProperty) -> WireClass:
    return WireClass(
        name=str(prop.class_info.name),
        module=str(prop.class_info.module_name),
        open=bool(prop.additional_properties),
        fields=[_field(each) for each in _properties(prop)],
    )


def _field(prop: PropertyProtocol) -> WireField:
    name, key, form = name_of(prop, MODEL_WORDS), prop.name.get_untrusted_value(), _form(prop)
    options = [] if prop.required else ["default=ABSENT"]
    options += [] if name == key else [f"name={key!r}"]
    default = (
        f" = msgspec.field({', '.join(options)})" if name != key else "" if prop.required else " = ABSENT"
    )
    value = f"wire.{name}"
    reading = applied(form.convert, value)
    guarded = not prop.required and form.convert != "{}"
    return WireField(
        name=name,
        declaration=f"{name}: {form.type}{default}",
        conversion=f"UNSET if {value} is ABSENT else {reading}" if guarded else reading,
        form=form,
    )


def _form(prop: PropertyProtocol) -> Form:  # noqa: PLR0911 - one for each type
    match prop:
        case DecimalProperty(finite=False, numeric=False):
            return Form(type="str", convert="decimals[{}]")
        case DecimalProperty():
            return _as_any(prop)
        case StringProperty() | BooleanProperty() | IntProperty():
            return Form(type=_SCALARS[type(prop)])
        case DateTimeProperty():
            return replace(_as_any(prop), type="str")
        case EnumProperty():
            return _enum(prop)
        case ModelProperty() if _is_exact(prop):
            name = str(prop.class_info.name)
            convert = f"_{prop.class_info.module_name}({{}}, decimals)"
            return Form(type=f"{name}Wire", convert=convert, models=frozenset({name}))
        case ListProperty():
            return _list(_form(prop.inner_property))
        case UnionProperty():
            return _union(prop)
    return _as_any(prop)


def _as_any(prop: PropertyProtocol) -> Form:
    """Return the form of a value that is checked as it is read."""
    how = codec(prop)
    imports = {(module.removeprefix("."), name) for module, name in how.imports | how.models}
    return Form(convert=how.read, imports=frozenset(imports))


def _enum(prop: EnumProperty) -> Form:
    name, known = str(prop.class_info.name), f"_known_{prop.class_info.module_name}"
    form = _as_any(prop)
    return replace(
        form, type="str", convert=f"{known}({{}}) or {form.convert}", enums=frozenset({(name, known)})
    )


def _list(inner: Form) -> Form:
    convert = "{}" if inner.convert == "{}" else f"[{applied(inner.convert, 'each')} for each in {{}}]"
    return replace(inner, type=f"list[{inner.type}]", convert=convert)


def _union(prop: UnionProperty) -> Form:
    inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
    forms = [_form(part) for part in inner]
    joined = forms[0] if len(forms) == 1 else _told_apart(prop, [form.type for form in forms])
    return _nullable(joined) if len(inner) < len(prop.inner_properties) else joined


def _told_apart(prop: UnionProperty, types: list[str]) -> Form:
    """Return the form of a choice, whose types msgspec tells apart if each is another kind of JSON value."""
    can_be = len(set(types)) == len(types) and set(types) <= set(_SCALARS.values())
    return replace(_as_any(prop), type=" | ".join(types) if can_be else "Any")


def _nullable(inner: Form) -> Form:
    plain = inner.convert == "{}" or inner.convert.startswith("None if ")
    convert = inner.convert if plain else f"None if {{}} is None else {inner.convert}"
    return replace(inner, type=f"{inner.type} | None", convert=convert)
