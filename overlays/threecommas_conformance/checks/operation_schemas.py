"""The schemas of one operation: which keywords a request keeps or breaks, which members an answer has."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from threecommas_conformance.document.operations import Json
from threecommas_conformance.document.schema_walker import KEYWORDS, Node, Path, SchemaWalker
from threecommas_conformance.traffic.calls import RecordedCall

_WHOLE = re.compile("-?[0-9]{1,40}")
_SWITCHES = {"true": True, "false": False}
EXPONENT = "an exponent"
"""In place of a place: a decimal that has to be in plain notation has an exponent."""

_EXPONENT = re.compile("-?[0-9.]+[eE][-+]?[0-9]+")
_MEDIA_TYPE = "application/json"

_METHODS = ("get", "put", "post", "delete", "patch")


class OperationSchemas:
    """One operation: a schema of each parameter, one of the body, one of the success."""

    def __init__(self, document: Json, path: str, operation: Json, walker: SchemaWalker) -> None:
        self.id: str = operation["operationId"]
        self._walker = walker
        self._path = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)) + "$")
        self._parameters = _parameters(document, operation)
        self.body: Node = (f"/{self.id}/body", _schema(operation.get("requestBody", {})))
        success = next(status for status in operation["responses"] if status.startswith("2"))
        self._statuses = frozenset(operation["responses"])
        self._answer: Node = (f"/{self.id}/{success}", _schema(operation["responses"][success]))

    def keywords(self) -> Iterator[str]:
        """Yield the place of each keyword that a request can break."""
        yield from self.keywords_of_parameters()
        for place, schema in self._walker.nodes(self.body):
            yield from (f"{place}/{name}" for name in KEYWORDS & schema.keys())

    def keywords_of_parameters(self) -> Iterator[str]:
        """Yield those that path and query can break."""
        for root in self._parameters.values():
            for place, schema in self._walker.nodes(root):
                # Whatever is written in a URL is a string.
                unbreakable = {"type"} if "string" in schema.get("type", ()) else set[str]()
                yield from (f"{place}/{name}" for name in (KEYWORDS - unbreakable) & schema.keys())

    def members(self) -> Iterator[str]:
        """Yield the place of each member that a success can have."""
        for place, schema in self._walker.nodes(self._answer):
            yield from (f"{place}/properties/{name}" for name in schema.get("properties", ()))

    def evaluated_keywords(self, call: RecordedCall) -> Iterator[tuple[str, bool]]:
        """Yield each keyword that had something to say about a request, and whether it was kept."""
        for root, value in self._parts(call):
            for node, part, _ in self._walker.pairs(root, value):
                for keyword, is_kept in self._walker.keywords(node, part):
                    yield f"{node[0]}/{keyword}", is_kept

    def seen_members(self, call: RecordedCall) -> Iterator[str]:
        """Yield the place of each member that a success has."""
        if call.succeeded:
            for (place, _), _, _ in self._walker.pairs(self._answer, call.answered):
                yield place

    def violations(self, call: RecordedCall) -> Iterator[tuple[str, str]]:
        """Yield wherever a success does not fit its schema: the broken place of the document, and why."""
        # The shape of a status that is none of the document is not documented either.
        is_documented = str(call.interaction.status) in self._statuses
        if not (call.succeeded and is_documented and self._answer[1]):
            return
        try:
            value = json.loads(call.interaction.answer)
        except (ValueError, RecursionError) as error:
            yield "", f"no JSON: {error}"
            return
        if not self._walker.is_valid(self._answer, value):
            found = list(self._walker.broken(self._answer, value))
            yield from found or [("", self._walker.violation(self._answer, value))]

    def undocumented(self, call: RecordedCall) -> Iterator[tuple[str, str]]:
        """Yield what an answer has and the document does not name, although it lets it pass: where and what.

        Objects and most enums of answers are open, so that a client is not broken by what comes tomorrow.
        """
        named: dict[Path, set[str]] = {}
        objects: dict[Path, tuple[str, Json]] = {}
        answered = call.answered if call.succeeded else None
        for node, part, path in self._walker.pairs(self._answer, answered, fitting=True):
            place, schema = node
            if "enum" in schema and isinstance(part, str) and part not in schema["enum"]:
                yield f"{place}/enum", f"{_written(path)} is {part!r}"
            # No pattern says so, as a client has to survive any text.
            if _is_plain(schema) and isinstance(part, str) and _EXPONENT.fullmatch(part):
                yield EXPONENT, f"{_written(path)} is {part!r}"
            if isinstance(part, dict) and "properties" in schema:
                named.setdefault(path, set()).update(schema["properties"])
                objects[path] = (place, part)
        for path, (place, part) in objects.items():
            for name in sorted(part.keys() - named[path]):
                yield f"{place}/properties", f"{_written((*path, name))} is there"

    def _parts(self, call: RecordedCall) -> Iterator[tuple[Node, Any]]:
        """Yield what a request is made of, with the schema of each part."""
        found = self._path.search(unquote(urlsplit(call.interaction.url).path))
        texts = {("path", name): text for name, text in (found.groupdict() if found else {}).items()}
        texts |= {("query", name): text for name, text in call.query.items()}
        for key in texts.keys() & self._parameters.keys():
            yield self._parameters[key], _read(texts[key], self._parameters[key][1])
        if call.sent is not None and self.body[1]:
            # Read anew: a validator does not know the exact numbers of `sent`.
            yield self.body, json.loads(call.interaction.body)


def operation_schemas(document: Json) -> dict[str, OperationSchemas]:
    """Return the operations of a document by operationId."""
    walker = SchemaWalker(document)
    found = [
        OperationSchemas(document, path, item[method], walker)
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
    return {each.id: each for each in found}


def _parameters(document: Json, operation: Json) -> dict[tuple[str, str], Node]:
    """Return the schemas of the parameters by kind and name."""
    found = {}
    for each in operation.get("parameters", ()):
        name = each["$ref"].rpartition("/")[2]
        described = document["components"]["parameters"][name]
        # Both header parameters are of a kind that the phase of credentials and the target see to.
        if described["in"] in {"path", "query"}:
            place = f"/components/parameters/{name}/schema"
            found[described["in"], described["name"]] = (place, described["schema"])
    return found


def _schema(message: Json) -> Json:
    found: Json = message.get("content", {}).get(_MEDIA_TYPE, {}).get("schema", {})
    return found


def _is_plain(schema: Json) -> bool:
    """Whether a schema is of decimals in plain notation; one with a pattern says itself what it takes."""
    return schema.get("format") == "decimal" and "pattern" not in schema


def _written(path: Path) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).removeprefix(".")


def _read(text: str, schema: Json) -> Any:
    """Return the value that a text in a URL stands for."""
    if schema.get("type") == "boolean":
        return _SWITCHES.get(text, text)
    return int(text) if _WHOLE.fullmatch(text) else text
