"""The expressions by which the model of an answer reads a member that is as documented.

Most of the time of reading is spent in these. What they do not expect is read by itself, with all that a
value may be: by `Reading.member`, which notes what is not as documented, and by `Reading.resume` where an
expression raises. So an expression may refuse what it does not expect in any way it likes.
"""

from collections.abc import Mapping

from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.client.codecs import codec, substitute
from generator.client.decimal_property import DecimalProperty
from generator.client.names import MODEL_WORDS, name_of

_KINDS: Mapping[type, str] = {
    StringProperty: "str",
    DecimalProperty: "str",
    DateTimeProperty: "str",
    EnumProperty: "str",
    BooleanProperty: "bool",
    IntProperty: "int",
    ModelProperty: "dict",
    ListProperty: "list",
}
_AS_IT_IS = (StringProperty, BooleanProperty, IntProperty, AnyProperty)


def placing(prop: PropertyProtocol) -> str:
    """Return the expression over an object's members, `src`, and the reading."""
    key = repr(prop.name.get_untrusted_value())
    inner, nullable = _without_null(prop)
    empty = ["value is UNSET"] * (not prop.required) + ["value is None"] * nullable
    kind, reading = _usual(inner, key)
    # Without a second argument it is faster by a third. What is None then is for `member` to tell apart.
    value = f"src.get({key}, UNSET)" if empty or not kind else f"src.get({key})"
    other = f"reading.member(made, {name_of(prop, MODEL_WORDS)!r}, src, trail)"
    usual = f"type(value) is {kind}" if kind else "value is not UNSET" if prop.required else ""
    if isinstance(inner, EnumProperty):
        known = f"{known_name(inner)}({{}}) or {other}"
        return (
            _value_if(empty, value, substitute(known, "value"))
            if empty
            else substitute(known, f"value := {value}")
        )
    if reading == "value":
        return _value_if([*empty, usual], value, other) if usual else value
    if not empty:
        return f"{reading} if {_naming(usual, value)} else {other}"
    return _value_if(empty, value, f"{reading} if {usual} else {other}" if usual else reading)


def _without_null(prop: PropertyProtocol) -> tuple[PropertyProtocol, bool]:
    """Return the property apart from null, and if it may be null."""
    if not isinstance(prop, UnionProperty):
        return prop, False
    inner = [part for part in prop.inner_properties if not isinstance(part, NoneProperty)]
    if not inner:
        return prop.inner_properties[0], False
    return (inner[0] if len(inner) == 1 else prop), len(inner) < len(prop.inner_properties)


def _value_if(tests: list[str], value: str, otherwise: str) -> str:
    """Return the value if a test holds, and something else otherwise."""
    return f"value if {' or '.join([_naming(tests[0], value), *tests[1:]])} else {otherwise}"


def _naming(test: str, value: str) -> str:
    """Return a test in which the value is given its name."""
    named = f"value := {value}"
    return test.replace("(value)" if "(value)" in test else "value", f"({named})", 1)


def _usual(prop: PropertyProtocol, key: str) -> tuple[str, str]:
    """Return the type of nearly all values as JSON has them, "" if there is not one, and what reads those."""
    kind = _KINDS.get(type(prop), "")
    if isinstance(prop, ModelProperty):
        function = reader_name(prop.class_info.module_name)
        return kind, f"{function}({prop.class_info.name}, value, reading, (trail, {key}))"
    if isinstance(prop, DecimalProperty):
        return kind, "read_amount(value)" if prop.finite else "decimals[value]"
    if type(prop) in _AS_IT_IS:
        return kind, "value"
    how = codec(prop)
    # The last is that of the member itself; a list within a list hands on its own.
    before, found, after = how.within.rpartition(", trail)")
    return kind, substitute(f"{before}, (trail, {key})){after}" if found else how.within or how.read, "value")


def reader_name(module: str) -> str:
    """Return the name of the function that reads the model of a module as a part of an answer."""
    # No other function of the client begins so, whatever the document calls its objects.
    return f"read_object_{module}"


def known_name(prop: EnumProperty) -> str:
    """Return the name of the function that finds the members of an enum."""
    return f"_known_{prop.class_info.module_name}"
