"""The places where the document describes the facts of a source.

They are JSON pointers into the bundle.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.json_pointer import follow, pointer
from generator.document.operations import DocumentedOperation, operations, resolved
from generator.publish.coverage.sources import SourceRow, digest_of

_BRACES = re.compile(r"\{[^}]*\}")
_LIST = "[]"


class Places:
    """Finds the place of a row in one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._operations = {operation.id: operation for operation in operations(document)}
        self._examples = dict(_example_places(document))

    def find(self, row: SourceRow) -> str:
        """Return the pointer to what describes the row, "" if nothing does."""
        if row.kind == "example":
            return self._example(row)
        if row.entity:
            known = row.entity in self._document["components"].get("schemas", {})
            return self._property(f"/components/schemas/{row.entity}", row.described_as) if known else ""
        operation = self._operations.get(row.operation)
        return self._in_operation(operation, row) if operation else ""

    def _in_operation(self, operation: DocumentedOperation, row: SourceRow) -> str:
        match row.kind:
            case "endpoint":
                # The names of path parameters do not travel, so they may differ.
                said = f"{operation.method.upper()} {operation.url}"
                return operation.pointer if _BRACES.sub("{}", said) == _BRACES.sub("{}", row.name) else ""
            case "status":
                # A status may be described together with all of its range.
                names = (row.name, f"{row.name[:1]}XX")
                found = [name for name in names if name in operation.value["responses"]]
                return f"{operation.pointer}/responses/{found[0]}" if found else ""
            case "body parameter":
                return self._in_body(operation, "requestBody", row.described_as)
            case "field":
                success = min(operation.value["responses"])
                return self._in_body(operation, f"responses/{success}", row.described_as)
            case _:
                return self._parameter(operation, row.kind.partition(" ")[0], row.described_as)

    def _in_body(self, operation: DocumentedOperation, holder: str, name: str) -> str:
        place = f"{operation.pointer}/{holder}/content/application~1json/schema"
        try:
            follow(self._document, place)
        except LookupError:
            return ""
        return self._property(place, name)

    def _parameter(self, operation: DocumentedOperation, location: str, name: str) -> str:
        for index, parameter in enumerate(operation.value.get("parameters", [])):
            place = self._target(f"{operation.pointer}/parameters/{index}", parameter)
            described = resolved(self._document, parameter)
            if (described["in"], described["name"]) == (location, name):
                return place
        return ""

    def _property(self, place: str, name: str) -> str:
        """Return the place of the property *name*, such as steps[].price, under the schema at *place*."""
        for step in re.findall(r"[^.\[\]]+|\[\]", name):
            place = next((found for found in self._steps(place, step)), "")
            if not place:
                return ""
        return place

    def _steps(self, place: str, step: str) -> Iterator[str]:
        schema = follow(self._document, place)
        if "$ref" in schema:
            yield from self._steps(schema["$ref"].removeprefix("#"), step)
        elif step == _LIST and "items" in schema:
            yield f"{place}/items"
        elif step in schema.get("properties", {}):
            yield place + pointer(("properties", step))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for index, _ in enumerate(schema.get(keyword, [])):
                yield from self._steps(f"{place}/{keyword}/{index}", step)

    def _target(self, place: str, value: Any) -> str:
        return str(value["$ref"]).removeprefix("#") if "$ref" in value else place

    def _example(self, row: SourceRow) -> str:
        found = self._examples.get(row.digest, [])
        operation = self._operations.get(row.operation)
        used = str(operation.value) if operation else ""
        # The same value may stand in several examples: take the one the operation itself shows.
        return next(
            (place for place in found if f"/{place.split('/')[3]}'" in used), found[0] if found else ""
        )


def _example_places(document: Mapping[str, Any]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for name, example in document["components"].get("examples", {}).items():
        place = f"/components/examples/{name}/value"
        places.setdefault(digest_of(example["value"]), []).append(place)
        # A page may show one item of what the operation answers as a list.
        for index, item in enumerate(example["value"] if isinstance(example["value"], list) else []):
            places.setdefault(digest_of(item), []).append(f"{place}/{index}")
    return places
