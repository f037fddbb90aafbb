"""The facts about each object of the document that its template needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from generator.client.codecs import Codec, NamingContext, as_function, codec, substitute
from generator.client.docstrings import docstring, title_and_rest
from generator.client.fields import Converter, Field, codec_of, converter_of, field_of, in_document_order
from generator.client.imports import Imports, import_lines, model_imports
from generator.client.member_readers import known_name
from generator.client.names import MODEL_WORDS, name_of
from generator.document.secret_names import CONCEALED


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One object of the document. `extra` is the type of fields it does not name, None if there are none.

    `sent` ones are part of requests. With `nulls_are_absent` a field that may be left out is read as absent
    where it is null. One that is `answered` keeps what is not as documented. A `recursive` one may have
    others of its kind in it. `known` are its enums, each with the function that finds their members.
    """

    name: str
    sent: bool
    nulls_are_absent: bool
    module: str
    answered: bool
    docstring: str
    keys: list[str]
    fields: list[Field]
    converters: list[Converter]
    extra: Codec | None
    recursive: bool
    known: list[tuple[str, str]]
    imports: list[str]
    late_imports: list[str]

    @property
    def error(self) -> str:
        """The class of what cannot be read."""
        return "EncodeError" if self.sent and not self.answered else "DecodeError"

    @property
    def unknown(self) -> str:
        """The statement for a field that the document does not name."""
        if self.extra is None:
            return 'raise ValueError("is not a field of this object")'
        return f"made.additional_properties[at] = {substitute(self.extra.read, 'extra')}"

    @property
    def extra_writing(self) -> str:
        """The expression that writes such a field."""
        return substitute(self.extra.write, "extra") if self.extra else ""

    @property
    def extra_member(self) -> str:
        """The member that reads and writes all such fields."""
        if self.extra is None:
            return ""
        if self.extra.read == "{}":
            return 'Member("", dict)'
        # Whatever it is, it is read strictly: the path of a deviation leads to the one that has it.
        read, write = as_function(f"exactly({self.extra.read})"), as_function(self.extra.write)
        return f"Member('', {_each_value(read)}, {_each_value(write)})"

    @property
    def required(self) -> int:
        """How many fields it has to have."""
        return sum(not field.optional for field in self.fields)

    def uses(self, word: str) -> bool:
        """Tell whether an expression that reads a field says the word."""
        return any(word in field.placing for field in self.fields)


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
    naming = NamingContext(sent=sent, kept=answered)
    secrets = {key for key, one in schema.get("properties", {}).items() if one.get("format") == CONCEALED}
    members = [(each, codec_of(each, secrets, naming)) for each in props]
    takers = [found for each, how in members if (found := converter_of(each, how, sent=sent))]
    converted = {taker.name for taker in takers}
    extra = codec(prop.additional_properties, naming) if prop.additional_properties else None
    nulls_are_absent = nulls_are_absent and any(not each.required for each in props)
    absent = "is_absent(value)" if nulls_are_absent else "value is UNSET"
    written = [how for _, how in members] + ([extra] if extra else [])
    early, late = model_imports([*written, *(codec(each) for each in props if answered)], name)
    made = Model(
        name=name,
        sent=sent,
        nulls_are_absent=nulls_are_absent,
        module=str(prop.class_info.module_name),
        answered=answered,
        docstring=_docstring(name, schema, props),
        keys=[each.name.get_untrusted_value() for each in props],
        fields=[field_of(*each, converted, absent, sent=sent, secrets=secrets) for each in members],
        converters=takers,
        extra=extra,
        recursive=recursive,
        known=sorted(set(_known(props))) if answered else [],
        imports=[],
        late_imports=import_lines(late),
    )
    return replace(made, imports=import_lines(early | _imports(made)))


def _imports(made: Model) -> Imports:
    """Return what a module imports for some models alone."""
    names = {
        "unnamed": made.sent and made.extra is not None,
        "taken": bool(made.converters),
        "kept": bool(made.converters) and made.sent,
        "is_absent": made.nulls_are_absent,
    }
    used = {("..composites", name) for name, is_used in names.items() if is_used}
    return used | {("..errors", made.error)}


def _known(props: list[PropertyProtocol]) -> Iterator[tuple[str, str]]:
    for prop in props:
        for part in getattr(prop, "inner_properties", [prop]):
            if isinstance(part, EnumProperty):
                yield known_name(part), str(part.class_info.name)


def _each_value(function: str) -> str:
    return f"lambda items: each_value(items, {function})"


def _docstring(name: str, schema: Mapping[str, Any], props: list[PropertyProtocol]) -> str:
    title, rest = title_and_rest(str(schema.get("description", "")), otherwise=f"The object {name}.")
    entries = []
    for each in props:
        described = schema.get("properties", {}).get(each.name.get_untrusted_value(), {})
        entries.append((name_of(each, MODEL_WORDS), str(described.get("description", ""))))
    return docstring(title, rest, sections={"Attributes": entries})
