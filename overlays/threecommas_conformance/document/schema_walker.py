"""A walk through the schemas of a document, side by side with values.

A place is a pointer into the document.
"""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from threecommas_conformance.document.operations import Json

Node = tuple[str, Json]
Path = tuple[str | int, ...]

_BRANCHES = ("anyOf", "oneOf", "allOf")
# What these lead to has to be fitted whatever else is.
_MUSTS = frozenset({"$ref", "allOf"})

# The keywords that a value can break, by the kind of value they speak of. `format` is a remark.
_OF_ANY = frozenset({"type", "enum", "const", "anyOf", "oneOf"})
_OF_KIND: dict[type, frozenset[str]] = {
    str: frozenset({"pattern", "minLength", "maxLength"}),
    int: frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    float: frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    list: frozenset({"minItems", "maxItems"}),
    dict: frozenset({"required"}),
}
KEYWORDS = _OF_ANY.union(*_OF_KIND.values())


class SchemaWalker:
    """Walks the schemas of one document."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._validators: dict[str, jsonschema_rs.Validator] = {}

    def nodes(self, root: Node) -> Iterator[Node]:
        """Yield a schema and all that it is made of, each once."""
        seen, waiting = set[str](), [root]
        while waiting:
            place, schema = waiting.pop()
            if place not in seen:
                seen.add(place)
                yield place, schema
                waiting += self._alternatives(place, schema)
                properties = schema.get("properties", {})
                waiting += [(f"{place}/properties/{name}", each) for name, each in properties.items()]
                waiting += [(f"{place}/items", schema["items"])] if "items" in schema else []

    def pairs(
        self, root: Node, value: Any, path: Path = (), *, fitting: bool = False
    ) -> Iterator[tuple[Node, Any, Path]]:
        """Yield each schema that speaks of a value or a part of it, with the part and the way to it.

        With `fitting` the branches for other objects than a part is are left out.
        """
        yield root, value, path
        place, schema = root
        for each in self._fitting(root, value) if fitting else self._alternatives(place, schema):
            yield from self.pairs(each, value, path, fitting=fitting)
        if isinstance(value, dict):
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    member = (f"{place}/properties/{name}", inner)
                    yield from self.pairs(member, value[name], (*path, name), fitting=fitting)
        if isinstance(value, list) and "items" in schema:
            for number, item in enumerate(value):
                node = (f"{place}/items", schema["items"])
                yield from self.pairs(node, item, (*path, number), fitting=fitting)

    def keywords(self, node: Node, value: Any) -> Iterator[tuple[str, bool]]:
        """Yield the keywords of a schema that speak of a value, and whether it keeps each."""
        _, schema = node
        for keyword in (_OF_ANY | _OF_KIND.get(type(value), frozenset())) & schema.keys():
            yield keyword, self.keeps(node, keyword, value)

    def keeps(self, node: Node, keyword: str, value: Any) -> bool:
        """Whether a value keeps one keyword of a schema."""
        place, schema = node
        return self._validator(f"{place}/{keyword}", {keyword: schema[keyword]}).is_valid(value)

    def is_valid(self, node: Node, value: Any) -> bool:
        """Whether a value is what a schema asks for."""
        return self._validator(*node).is_valid(value)

    def example(self, node: Node) -> Any:
        """Return the example of a schema; of an object without one those of its members, and else None."""
        place, schema = node
        if "example" in schema:
            return schema["example"]
        if "properties" in schema:
            members = schema["properties"].items()
            return {name: self.example((f"{place}/properties/{name}", each)) for name, each in members}
        return next((self.example(each) for each in self._alternatives(place, schema)), None)

    def broken(self, root: Node, value: Any) -> Iterator[tuple[str, str]]:
        """Yield each keyword that a value breaks, the innermost first: its place, and where and why.

        A keyword is told once, though all elements of a list may break it. A valid value breaks none.
        """
        done = set[str]()
        for node, part, way in self._invalid(root, value, ()):
            for keyword, is_kept in self.keywords(node, part):
                place = f"{node[0]}/{keyword}"
                if not is_kept and place not in done:
                    done.add(place)
                    yield place, f"/{'/'.join(map(str, way))}: {self._why(node, keyword, part)}"

    def violation(self, node: Node, value: Any) -> str:
        """Return where and why a value is not what a schema asks for, "" if it is."""
        for error in self._validator(*node).iter_errors(value):
            where = "/".join(map(str, error.instance_path))
            return f"/{where}: {error.message}"
        return ""

    def _invalid(self, node: Node, value: Any, path: Path) -> Iterator[tuple[Node, Any, Path]]:
        """Yield each schema that a value or a part of it has to fit and does not, the innermost first."""
        place, schema = node
        if self.is_valid(node, value):
            return
        for each in self._alternatives(place, {name: schema[name] for name in _MUSTS & schema.keys()}):
            yield from self._invalid(each, value, path)
        for name, inner in schema.get("properties", {}).items() if isinstance(value, dict) else ():
            if name in value:
                yield from self._invalid((f"{place}/properties/{name}", inner), value[name], (*path, name))
        for number, item in enumerate(value if isinstance(value, list) and "items" in schema else ()):
            yield from self._invalid((f"{place}/items", schema["items"]), item, (*path, number))
        yield node, value, path

    def _why(self, node: Node, keyword: str, value: Any) -> str:
        place, schema = node
        errors = self._validator(f"{place}/{keyword}", {keyword: schema[keyword]}).iter_errors(value)
        return str(next(iter(errors)).message)

    def _validator(self, place: str, schema: Json) -> jsonschema_rs.Validator:
        if place not in self._validators:
            # Without a reference it is a hundred times as fast to make.
            needs = "$ref" in str(schema)
            whole = {**schema, "components": self._document["components"]} if needs else schema
            self._validators[place] = jsonschema_rs.Draft202012Validator(whole)
        return self._validators[place]

    def _alternatives(self, place: str, schema: Json) -> list[Node]:
        """Return where a reference leads, and the branches of a choice."""
        found = []
        if "$ref" in schema:
            target = schema["$ref"].removeprefix("#")
            found.append((target, self._at(target)))
        for keyword in _BRANCHES:
            branches = enumerate(schema.get(keyword, ()))
            found += [(f"{place}/{keyword}/{number}", branch) for number, branch in branches]
        return found

    def _fitting(self, node: Node, value: Any) -> list[Node]:
        """Return the alternatives that an object fits; all of them if it fits none or the value is none."""
        alternatives = self._alternatives(*node)
        fits = [each for each in alternatives if isinstance(value, dict) and self.is_valid(each, value)]
        return fits or alternatives

    def _at(self, place: str) -> Json:
        found = self._document
        for step in place.removeprefix("/").split("/"):
            found = found[step]
        return found
