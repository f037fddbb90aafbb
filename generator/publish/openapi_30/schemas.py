"""A schema of JSON Schema 2020-12 as OpenAPI 3.0.3 says it, in the form that code generators read best.

An answer that is valid under the one is valid under the other. What a request may hold in several forms is
narrowed to the first of them: 3Commas takes each, and a class per form helps nobody. Rules between the
properties of an object stay in its description. A keyword that is unknown here is refused, never dropped.
"""

from collections.abc import Mapping
from typing import Any

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import pointer
from generator.document.openapi_objects import keywords
from generator.document.operations import resolved
from generator.document.schema_shapes import is_constraint, known_values, types_of
from generator.publish.openapi_30.references import holds_itself
from generator.publish.openapi_30.schema_forms import (
    first_form,
    next_to_ref,
    owned,
    value_types,
    without_null,
    without_other_case,
)

Place = tuple[str | int, ...]
# Only null, as 3.0.3 says it: `nullable` needs a type beside it.
_NULL = {"type": "object", "nullable": True, "enum": [None]}


class Schemas30:
    """Converts the schemas of one document; `sent` are the components that stand in requests alone."""

    def __init__(self, document: Mapping[str, Any], sent: frozenset[str]) -> None:
        self._document = document
        self._sent = sent

    def component(self, name: str) -> dict[str, Any]:
        """Return the component of that name for 3.0.3.

        Raises InvalidSpecError for a keyword without counterpart.
        """
        schema = self._document["components"]["schemas"][name]
        return self.convert(schema, ("components", "schemas", name), sent=name in self._sent)

    def convert(self, schema: Any, place: Place, *, sent: bool) -> dict[str, Any]:
        """Return the schema at *place* for 3.0.3.

        Raises InvalidSpecError for a keyword that cannot be said there.
        """
        if not isinstance(schema, dict):
            raise _refused(place, f"the schema {schema!r} is no object")
        for keyword in schema:
            if keyword not in keywords("schema") | {"$ref"} and not keyword.startswith("x-"):
                raise _refused((*place, keyword), "has no counterpart in OpenAPI 3.0.3")
        if types_of(schema) == ["null"]:
            raise _refused(place, "null alone has no counterpart in OpenAPI 3.0.3")
        return self._said(first_form(schema) if sent else schema, place, sent=sent)

    def written_out(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write a scalar component out where a parameter uses it; openapi-generator has no name for it."""
        target = resolved(self._document, schema)
        is_class = "enum" in target or set(types_of(target)) & {"object", "array"} or not types_of(target)
        return schema if is_class else next_to_ref(target, schema)

    def _said(self, schema: Mapping[str, Any], place: Place, *, sent: bool) -> dict[str, Any]:
        if (other := without_null(schema)) is not None:
            return self._nullable(other, place, sent=sent)
        if "$ref" in schema:
            return self._reference(schema)
        if closed := known_values(schema):
            return self._open_enum(schema, closed)
        types = value_types(schema)
        if len(types) > 1:
            return self._one_of_types(schema, place, sent=sent)
        # A choice of objects says that it is one: a generator asks for the type first.
        kind = types[0] if types else "object" if self._is_choice_of_objects(schema) else None
        schema = {**schema, "type": kind} if kind else schema
        if kind == "number" and schema.get("format") == "decimal":
            # Generators know the format of text alone.
            schema = {key: value for key, value in schema.items() if key != "format"}
        said: dict[str, Any] = {}
        for keyword, value in schema.items():
            said |= self._keyword(keyword, value, (*place, keyword), sent=sent)
        return without_other_case(said) if sent and "enum" in said else said

    def _is_choice_of_objects(self, schema: Mapping[str, Any]) -> bool:
        branches = [resolved(self._document, each) for each in schema.get("anyOf", schema.get("oneOf", ()))]
        return len(branches) > 1 and all(types_of(each) == ["object"] for each in branches)

    def _nullable(self, schema: Mapping[str, Any], place: Place, *, sent: bool) -> dict[str, Any]:
        """Say "or null": `nullable` counts beside a `type` only, so a component is repeated here.

        Beside several types it counts in a branch, and stands outside for generators that look only there.
        What holds itself would be repeated without end, so null is a branch beside it.
        """
        if "$ref" in schema and self._holds_itself(schema["$ref"]):
            others = {key: value for key, value in schema.items() if key != "$ref"}
            return {**others, "anyOf": [{"$ref": schema["$ref"]}, dict(_NULL)]}
        if "$ref" in schema:
            schema = next_to_ref(resolved(self._document, {"$ref": schema["$ref"]}), schema)
        said = self._said(first_form(schema) if sent else schema, place, sent=sent)
        if "enum" in said:
            said = {**said, "enum": [*said["enum"], None]}
        if "oneOf" not in said:
            return {**said, "nullable": True}
        first, *others = said["oneOf"]
        return {**said, "oneOf": [{**first, "nullable": True}, *others], "nullable": True}

    def _reference(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        target = resolved(self._document, {"$ref": schema["$ref"]})
        name = str(schema["$ref"]).rpartition("/")[2]
        if _is_nameless(target, sent=name in self._sent) and not self._holds_itself(schema["$ref"]):
            return next_to_ref(self.component(name), schema)
        others = {key: value for key, value in schema.items() if key != "$ref"}
        return {**others, "allOf": [{"$ref": schema["$ref"]}]} if others else dict(schema)

    def _holds_itself(self, reference: str) -> bool:
        return holds_itself(self._document, reference.rpartition("/")[2])

    def _open_enum(self, schema: Mapping[str, Any], closed: str) -> dict[str, Any]:
        """Say "one of these or any other text" as text, which is the same set of values."""
        known = resolved(self._document, {"$ref": closed})["enum"]
        others = {key: value for key, value in schema.items() if key != "anyOf"}
        return {"type": "string", **others, "x-extensible-enum": known}

    def _one_of_types(self, schema: Mapping[str, Any], place: Place, *, sent: bool) -> dict[str, Any]:
        # Without the format: generators make one class of decimal text and number, which does not compile.
        plain = {key: value for key, value in schema.items() if key != "format"}
        branches = [{"type": name, **owned(plain, name)} for name in value_types(plain)]
        own = {keyword for branch in branches for keyword in branch}
        others = {key: value for key, value in plain.items() if key not in own}
        return {**others, "oneOf": [self._said(branch, place, sent=sent) for branch in branches]}

    def _keyword(self, keyword: str, value: Any, place: Place, *, sent: bool) -> dict[str, Any]:
        match keyword:
            case "const":
                return {"enum": [value]}
            case "exclusiveMinimum" | "exclusiveMaximum":
                return {keyword.removeprefix("exclusive").lower(): value, keyword: True}
            case "properties":
                return {
                    keyword: {name: self.convert(value[name], (*place, name), sent=sent) for name in value}
                }
            case "items" | "additionalProperties":
                return {keyword: self.convert(value, place, sent=sent)}
            case "not" | "allOf" | "anyOf" | "oneOf":
                return self._without_constraints(keyword, value, place, sent=sent)
        return {keyword: value}

    def _without_constraints(self, keyword: str, value: Any, place: Place, *, sent: bool) -> dict[str, Any]:
        if keyword == "not":
            return {} if is_constraint(value) else {keyword: self.convert(value, place, sent=sent)}
        kept = [(index, branch) for index, branch in enumerate(value) if not is_constraint(branch)]
        branches = [self.convert(branch, (*place, index), sent=sent) for index, branch in kept]
        return {keyword: branches} if branches else {}


def _is_nameless(schema: Mapping[str, Any], *, sent: bool) -> bool:
    """Tell whether generators make no class of a component: map, list, several scalars, choice with null."""
    if without_null(schema) is not None or types_of(first_form(schema) if sent else schema) == ["array"]:
        return True
    is_map = "additionalProperties" in schema and "properties" not in schema
    return is_map or (len(value_types(schema)) > 1 and not sent)


def _refused(place: Place, reason: str) -> InvalidSpecError:
    advice = "Say it with the keywords that generator/document/openapi_objects.py lists."
    return InvalidSpecError([Finding("openapi.json", pointer(place), "publish", reason, advice)])
