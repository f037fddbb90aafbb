"""Types of options and arguments for values of the document, made out of their schemas.

Schemas of requests have several types. The command takes the one that people type: a switch for a truth
value, a whole number with its limits, text for an amount. Text loses no digit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Self

import typer
from threecommas_rest.json_text import JsonNumber, loads

from threecommas.cli.request_bodies import secret_of

Kind = Literal["text", "integer", "number", "boolean", "time", "json", "secret"]

_PYTHON: Mapping[Kind, type] = {"integer": int, "boolean": bool}
_METAVARS: Mapping[Kind, str] = {"time": "TIME", "json": "JSON", "number": "AMOUNT", "secret": "FILE|-"}
_LARGEST = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType:
    """The type of a value; `choices` are its known values, "" none, and `is_list` says that there are many.

    `is_exact` says that an amount has to be sent as a number: its schema does not take text. `is_text_too`
    says that what is no list or object may be text as it is, such as one pair in place of a list.
    """

    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    is_list: bool = False
    is_exact: bool = False
    is_text_too: bool = False
    minimum: int | None = None
    maximum: int | None = None

    @property
    def python(self) -> Any:
        """Return what typer takes for the type."""
        one: Any = Literal[self.choices] if self.choices else _PYTHON.get(self.kind, str)
        return list[one] if self.is_list else one

    @property
    def metavar(self) -> str | None:
        """Return the word for a value in the help, None where typer has a better one."""
        return None if self.choices else _METAVARS.get(self.kind)

    @property
    def limits(self) -> dict[str, Any]:
        """Return the limits of a whole number, as typer's options take them."""
        if self.kind != "integer":
            return {}
        # The largest number that JSON carries says nothing to people; the client refuses what is above.
        is_told = self.maximum is not None and self.maximum < _LARGEST
        return {"min": self.minimum, "max": self.maximum if is_told else None}

    def argument(self, given: Any, flag: str) -> Any:
        """Return what was typed as an argument of the client; raise a usage error for no such value."""
        return [self._argument(one, flag) for one in given] if self.is_list else self._argument(given, flag)

    def member(self, given: Any, flag: str) -> Any:
        """Return what was typed as a value in a body; raise a usage error for no such value."""
        return [self._member(one, flag) for one in given] if self.is_list else self._member(given, flag)

    def _argument(self, given: Any, flag: str) -> Any:
        if self.kind == "secret":
            return secret_of(given, flag)
        if self.kind != "time":
            return given
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            raise typer.BadParameter(
                f"{given!r} is not a time such as 2024-11-08T00:15:26Z", param_hint=flag
            ) from None

    def _member(self, given: Any, flag: str) -> Any:
        try:
            if self.kind == "secret":
                return secret_of(given, flag)
            if self.kind == "json" and not (self.is_text_too and not given.lstrip().startswith(("[", "{"))):
                return loads(given.encode())
            return JsonNumber(given) if self.kind == "number" and self.is_exact else given
        except ValueError as error:
            raise typer.BadParameter(f"{given!r} cannot be read: {error}", param_hint=flag) from None

    @classmethod
    def of(cls, schema: Mapping[str, Any], document: Mapping[str, Any]) -> Self:
        """Return the type for values of a schema."""
        whole = resolved(document, schema)
        if is_secret(whole):
            return cls(kind="secret")
        forms = list(_forms(whole, document))
        types = {name for form in forms for name in _types(form)} - {"null"}
        if not types & {"object", "array"} and (known := _known(forms)):
            return cls(choices=known)
        if types == {"array"}:
            inner = cls.of(whole.get("items", {}), document)
            return cls(kind="json") if inner.is_list or inner.kind == "json" else replace(inner, is_list=True)
        if types & {"object", "array"}:
            return cls(kind="json", is_text_too="string" in types)
        return cls._plain(whole, types)

    @classmethod
    def _plain(cls, schema: Mapping[str, Any], types: set[str]) -> Self:
        if "boolean" in types:
            return cls(kind="boolean")
        if "integer" in types and "number" not in types:
            return cls(kind="integer", minimum=schema.get("minimum"), maximum=schema.get("maximum"))
        if "number" in types:
            return cls(kind="number", is_exact="string" not in types)
        return cls(kind="time" if schema.get("format") == "date-time" else "text")


def is_secret(schema: Mapping[str, Any]) -> bool:
    """Tell whether a value must not be typed, as other users of the machine could read the command line."""
    return schema.get("format") == "password"


def resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an object of the document with what its reference leads to; its own members come first."""
    if "$ref" not in value:
        return value
    target: Any = document
    for token in value["$ref"].removeprefix("#/").split("/"):
        target = target[token.replace("~1", "/").replace("~0", "~")]
    return {**resolved(document, target), **{name: inner for name, inner in value.items() if name != "$ref"}}


def _forms(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the schema, and the branches of one that is a choice between several."""
    yield schema
    if "type" not in schema:
        for name in ("anyOf", "oneOf", "allOf"):
            for branch in schema.get(name, ()):
                yield from _forms(resolved(document, branch), document)


def _types(schema: Mapping[str, Any]) -> list[str]:
    stated = schema.get("type", ["object"] if "properties" in schema else [])
    return stated if isinstance(stated, list) else [stated]


def _known(forms: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the values of an enum of texts; none where any other text will do."""
    plain = [form for form in forms if _types(form)]
    if not plain or not all("enum" in form for form in plain):
        return ()
    known = [value for form in plain for value in form["enum"] if value is not None]
    return tuple(dict.fromkeys(known)) if all(isinstance(value, str) for value in known) else ()
