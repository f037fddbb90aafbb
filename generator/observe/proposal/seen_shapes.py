"""The form of all values seen at one place together: what a schema is drafted from.

A form says which kinds of scalars came, what the items of lists and the members of objects looked like. It
quotes no value, and its size depends on the API and not on how much traffic there was.
"""

from dataclasses import dataclass, field
from typing import Any

from generator.observe.masked_values import is_date_time, is_decimal
from generator.observe.redaction import MARK, Redaction, masked_name

# What is deeper or wider than any body of the API is left out, for traffic may hold anything.
_DEEPEST, _WIDEST = 12, 300
_PLAIN = {type(None): "null", bool: "boolean", int: "integer", float: "number"}
NUMERALS = frozenset({"fraction", "short numeral", "numeral"})
TEXTS = NUMERALS | {"moment", "text"}


@dataclass(slots=True)
class Form:
    """The kinds of scalars, in the order they came; the items and members, None where there was none of them.

    `withheld` tells that members were left out whose names may not be shown.
    """

    kinds: list[str] = field(default_factory=list)
    items: "Form | None" = None
    members: "dict[str, Form] | None" = None
    withheld: bool = False

    def add(self, value: Any, depth: int = 0) -> "Form":
        """Take in one more JSON value; return this form."""
        match value:
            case list() | dict() if depth == _DEEPEST:
                self.withheld = True
            case list():
                self.items = self.items or Form()
                for item in value:
                    self.items.add(item, depth + 1)
            case dict():
                self._add_members(value, depth)
            case _:
                self._add_kinds([_kind(value)])
        return self

    def merge(self, other: "Form") -> "Form":
        """Take in what another form knows; return this form."""
        self._add_kinds(other.kinds)
        self.withheld = self.withheld or other.withheld
        if other.items:
            self.items = (self.items or Form()).merge(other.items)
        for name, form in (other.members or {}).items():
            self.members = self.members or {}
            self.members[name] = self.members.get(name, Form()).merge(form)
        if other.members == {}:
            self.members = self.members or {}
        return self

    def shown(self, redaction: Redaction) -> "Form":
        """Return a copy without the members whose names may not be shown."""
        made = Form(list(self.kinds), self.items and self.items.shown(redaction), None, self.withheld)
        if self.members is not None:
            named = {name: redaction.shown_name(name) for name in self.members}
            made.members = {
                name: form.shown(redaction) for name, form in self.members.items() if named[name] != MARK
            }
            made.withheld = made.withheld or MARK in named.values()
        return made

    def _add_members(self, value: dict[str, Any], depth: int) -> None:
        members = self.members = {} if self.members is None else self.members
        for key, member in value.items():
            name = masked_name(key)
            if name == MARK or (name not in members and len(members) == _WIDEST):
                self.withheld = True
            else:
                members.setdefault(name, Form()).add(member, depth + 1)

    def _add_kinds(self, kinds: list[str]) -> None:
        self.kinds += [kind for kind in kinds if kind not in self.kinds]


def form_of(value: Any) -> Form:
    """Return the form of one JSON value."""
    return Form().add(value)


def _kind(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        # JSON Schema takes 1.0 for a whole number, a client takes it for a decimal.
        return "number"
    return _kind_of_text(value) if isinstance(value, str) else _PLAIN[type(value)]


def _kind_of_text(text: str) -> str:
    if is_date_time(text):
        return "moment"
    if not is_decimal(text):
        return "text"
    if "." in text:
        return "fraction"
    # Amounts are written as "0" or "-5", numbers of orders and accounts are not.
    return "numeral" if text.isdecimal() and len(text) > 1 else "short numeral"
