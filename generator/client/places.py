"""How the model of an answer reads a member that is as documented, in one expression without a function call.

Most of the time of reading is spent in these. Whatever raises in one of them is read again by itself, with
all that a value may be; so an expression may refuse what it does not expect in any way it likes.
"""

from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.client.codecs import applied, codec
from generator.client.decimal_property import DecimalProperty

_SCALARS = {StringProperty: "str", BooleanProperty: "bool", IntProperty: "int"}


def placing(prop: PropertyProtocol) -> str:
    """Return the expression over `src`, an object's members, and `get`, which is UNSET for an absent one."""
    key = repr(prop.name.get_untrusted_value())
    value = f"src[{key}]" if prop.required else f"get({key}, UNSET)"
    inner, nullable = _without_null(prop)
    empty = [] if prop.required else ["UNSET"]
    empty += ["None"] if nullable else []
    kind = _SCALARS.get(type(inner))
    if isinstance(inner, AnyProperty):
        return value
    if kind:
        known = [f"value is {each}" for each in empty] + [f"type(value) is {kind}"]
        check = applied(codec(inner).read, "value")
        return f"value if {_named(value, known[0])}{_or(known[1:])} else {check}"
    reading = _reading(inner, key)
    if not empty:
        return applied(reading, value) if reading.count("{}") == 1 else _twice(reading, value)
    tests = [f"value is {each}" for each in empty]
    return f"value if {_named(value, tests[0])}{_or(tests[1:])} else {applied(reading, 'value')}"


def _without_null(prop: PropertyProtocol) -> tuple[PropertyProtocol, bool]:
    """Return the property apart from null, and if it may be null."""
    if not isinstance(prop, UnionProperty):
        return prop, False
    inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
    return (inner[0] if len(inner) == 1 else prop), len(inner) < len(prop.inner_properties)


def _named(value: str, test: str) -> str:
    """Return the first test, with the value named in it."""
    named = test.replace("value is", f"(value := {value}) is")
    return named.replace("type(value)", f"type(value := {value})")


def _or(tests: list[str]) -> str:
    return "".join(f" or {test}" for test in tests)


def _twice(reading: str, value: str) -> str:
    first, rest = reading.split("{}", 1)
    return f"{first}value := {value}{applied(rest, 'value')}"


def _reading(prop: PropertyProtocol, key: str) -> str:
    match prop:
        case DecimalProperty(finite=False, numeric=False):
            return "decimals[{}]"
        case EnumProperty():
            return f"{known_name(prop)}({{}}) or {codec(prop).read}"
        case ModelProperty():
            return f"{prop.class_info.name}._read({{}}, reading, (trail, {key}))"
    how = codec(prop)
    return how.within.replace(", trail)", f", (trail, {key}))") if how.within else how.read


def known_name(prop: EnumProperty) -> str:
    """Return the name of the function that finds the members of an enum."""
    return f"_known_{prop.class_info.module_name}"
