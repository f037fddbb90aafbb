"""YAML for what the traffic has and spec/ has not: properties, parameters, components, made from forms.

Descriptions and examples are place-holders to be replaced in review: a value of the traffic is never quoted.
What is made keeps the rules of `lint` and can be built: a form that may be several things is a choice, and a
member that was only ever null is of the type null.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.observe.proposal.attribute_names import attributes
from generator.observe.proposal.seen_shapes import NUMERALS, TEXTS, Form
from generator.observe.proposal.yaml_edits import scalar

DESCRIPTION = "description: Seen in recorded traffic; no page describes it."
_NO_ITEM = "description: Seen in recorded traffic as an empty list only."
_WITHHELD = "# At least one member is left out whose name is withheld."
EXAMPLES: Mapping[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}
_FORMATS = {"decimal": "0.0", "date-time": "2024-01-01T00:00:00.000Z"}


@dataclass(frozen=True, slots=True)
class _Scalars:
    """Scalars a schema can allow with one list of types."""

    types: tuple[str, ...]
    format: str = ""

    @property
    def example(self) -> Any:
        text = _FORMATS.get(self.format) if "string" in self.types else None
        return text if text is not None else EXAMPLES[self.types[0]]


@dataclass(slots=True)
class NewSchemas:
    """Makes schemas; `files` are the components that came about, by name, and `taken` the names there are.

    `chosen` are the attributes chosen for keys, by key.
    """

    taken: set[str] = field(default_factory=set)
    chosen: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def lines(self, name: str, form: Form, attribute: str = "") -> list[str]:
        """Return the lines of a schema that allows all of a form; objects in it become components."""
        chosen = [f"x-attribute: {attribute}"] if attribute else []
        scalars = scalars_of(form.kinds)
        lists = form.items is not None
        if form.members is None and not lists:
            first, *rest = scalars or [_Scalars(("null",))]
            return self._choice(chosen, [first, *rest]) if rest else _inline(chosen, first)
        if lists and form.members is None and all(each.types == ("null",) for each in scalars):
            head = f"type: {_type_list(['array', *(kind for each in scalars for kind in each.types)])}"
            return [*chosen, head, DESCRIPTION, *self._items(name, form)]
        branches: list[list[str]] = []
        if form.members is not None:
            branches.append([f"$ref: {self.component(name, form)}.yaml"])
        if lists:
            branches.append(["type: array", *self._items(name, form)])
        if len(branches) == 1 and not scalars:
            return [branches[0][0], *chosen, DESCRIPTION]
        return self._choice(chosen, scalars, branches)

    def component(self, name: str, form: Form) -> str:
        """Make the component of an object; return its name, which no other one has."""
        name = self.unique(name)
        self.files[name] = "\n".join(self._object(name, form)) + "\n"
        return name

    def unique(self, name: str) -> str:
        """Return a name for a component that none has yet; names that differ in case would be one class."""
        number, made = 1, name
        while made.lower() in self.taken:
            number += 1
            made = f"{name}{number}"
        self.taken.add(made.lower())
        return made

    def _object(self, name: str, form: Form) -> Iterator[str]:
        members = form.members or {}
        if form.withheld:
            yield _WITHHELD
        yield from ("type: object", DESCRIPTION)
        if members:
            yield "properties:"
        named = attributes(members, (), self.chosen)
        for key, member in members.items():
            inner = self.lines(component_name(name, key), member, named.get(key, ""))
            yield from indented([f"{scalar(key)}:", *indented(inner)])

    def _items(self, name: str, form: Form) -> list[str]:
        items = form.items or Form()
        if items == Form():
            return ["items:", *indented(['type: "null"', _NO_ITEM])]
        return ["items:", *indented(self.lines(f"{name}Item", items))]

    def _choice(
        self, chosen: Sequence[str], scalars: Sequence[_Scalars], branches: Sequence[Sequence[str]] = ()
    ) -> list[str]:
        forms = [*branches, *(_plain(each) for each in scalars)]
        shown = [each for each in scalars if each.types != ("null",)]
        example = [f"example: {scalar_value(shown[0].example)}"] if shown else []
        lines = [line for each in forms for line in (f"  - {each[0]}", *(f"    {more}" for more in each[1:]))]
        return [*chosen, DESCRIPTION, "oneOf:", *lines, *example]


def component_name(holder: str, name: str) -> str:
    """Return the name of the component for a property: SmartTrade and next_step give SmartTradeNextStep."""
    return holder + "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", name))


def parameter_lines(schemas: NewSchemas, name: str, location: str, form: Form) -> list[str]:
    """Return the lines of a parameter that takes all of a form."""
    attribute = attributes([name], (), schemas.chosen).get(name, "")
    chosen = [f"x-attribute: {attribute}"] if attribute else []
    schema = schemas.lines(component_name("", name), form)
    required = "true" if location == "path" else "false"
    lines = [f"name: {scalar(name)}", f"in: {location}", *chosen, f"required: {required}", DESCRIPTION]
    # The example comes last and stands in both, for tools read either.
    return [*lines, "schema:", *indented(schema), schema[-1]]


def indented(lines: Sequence[str]) -> list[str]:
    """Return the lines one level further in."""
    return [f"  {line}" for line in lines]


def scalar_value(value: Any) -> str:
    """Return a scalar of JSON as YAML; text that might be read as something else is in quotes."""
    return scalar(value) if isinstance(value, str) else json.dumps(value)


def scalars_of(kinds: Sequence[str]) -> list[_Scalars]:
    """Return the scalars that kinds stand for, as few lists of types as possible."""
    texts, found = {kind for kind in kinds if kind in TEXTS}, []
    whole = ["integer"] if "integer" in kinds else []
    exact = texts <= NUMERALS and texts != {"numeral"}
    if "number" in kinds or (texts and exact):
        # A decimal is written as text, as a number, or as both.
        numbers = ["number"] if whole or "number" in kinds else []
        texts_too = ["string"] if texts and exact else []
        found.append(_Scalars((*texts_too, *numbers), "decimal"))
        whole, texts = [], set() if exact else texts
    if texts == {"moment"}:
        found.append(_Scalars(("string",), "date-time"))
        texts = set()
    plain = [*(["string"] if texts else []), *whole, *(["boolean"] if "boolean" in kinds else [])]
    if plain:
        found.append(_Scalars(tuple(plain)))
    if "null" in kinds:
        alone = len(found) == 1
        found = [_Scalars((*found[0].types, "null"), found[0].format)] if alone else found
        found += [] if alone else [_Scalars(("null",))]
    return found


def example_of(form: Form) -> Any:
    """Return a JSON value of a form, made of the place-holders its schema shows."""
    if form.members is not None:
        return {name: example_of(member) for name, member in form.members.items()}
    if form.items is not None:
        return [] if form.items == Form() else [example_of(form.items)]
    scalars = scalars_of(form.kinds)
    return scalars[0].example if scalars else None


def _inline(chosen: Sequence[str], scalars: _Scalars) -> list[str]:
    head, *rest = _plain(scalars)
    example = [] if scalars.types == ("null",) else [f"example: {scalar_value(scalars.example)}"]
    return [*chosen, head, *rest, DESCRIPTION, *example]


def _plain(scalars: _Scalars) -> list[str]:
    form = [f"format: {scalars.format}"] if scalars.format else []
    return [f"type: {_type_list(scalars.types)}", *form]


def _type_list(kinds: Sequence[str]) -> str:
    written = ['"null"' if kind == "null" else kind for kind in kinds]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"
