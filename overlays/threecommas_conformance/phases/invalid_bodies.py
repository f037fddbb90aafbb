"""The phase invalid_bodies: each documented request with one keyword of its schema broken.

Generated data breaks the keywords it happens to reach. Here every keyword of every body has its turn. What
a documented request leaves out is put in with its own example. A body that the document refuses has to be
refused by the server.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from threecommas_conformance.checks.answers import INVALID_REQUEST
from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.document.schema_walker import KEYWORDS, Node, Path, SchemaWalker
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.existing_ids import placeholder_path
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError, headers_to_sign
from threecommas_conformance.traffic.interactions import Interaction

# Of every kind, with none of them a good price, amount, pair or switch.
_ODD: tuple[Any, ...] = (None, "", "?", "0", -1, 0, 10**40, 0.5, True, [], {}, {"?": 1}, ["?"])
_REFUSED = frozenset({400, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidBody:
    """One operation called with a body that breaks the keyword at a place of the document."""

    operation: Operation
    place: str
    body: Any


def invalid_bodies(document: Json, known: tuple[Operation, ...]) -> Iterator[InvalidBody]:
    """Yield an invalid body for each keyword that a documented body keeps and that can be broken alone."""
    walker = SchemaWalker(document)
    for operation in known:
        done = set[str]()
        for example in operation.examples:
            for whole in _filled(walker, operation.body, example):
                for place, body in _broken(walker, operation.body, whole, done):
                    yield InvalidBody(operation=operation, place=place, body=body)


class InvalidBodyPhase:
    """Sends invalid bodies to one server."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._base = gateway.target.base_url.path.rstrip("/")

    def run(self, cases: Iterator[InvalidBody]) -> Iterator[Finding]:
        """Make the calls; gives what is not refused. Raises `StoppedError`."""
        self._gateway.phase = "invalid_bodies"
        for case in cases:
            path = placeholder_path(case.operation)
            try:
                self._gateway.send(
                    case.operation.method,
                    (self._base + path).encode(),
                    headers=headers_to_sign({"Content-Type": "application/json"}),
                    body=json.dumps(case.body).encode(),
                )
            except NoResponseError:
                if self._gateway.stopped is not None:
                    raise
                continue
            yield from check_refusal(case, self._gateway.interactions[-1])


def check_refusal(case: InvalidBody, interaction: Interaction) -> Iterator[Finding]:
    """Make a finding of an invalid body that is not refused as such. A 5xx is told by itself."""
    if interaction.status < 500 and interaction.status not in _REFUSED:
        # What takes one may take many: each operation tells some of the places.
        yield finding(
            operation=case.operation.id,
            phase="invalid_bodies",
            check=INVALID_REQUEST[0],
            title=INVALID_REQUEST[1],
            message=f"It breaks {case.place} and was answered {interaction.status}.",
            interaction=interaction,
        )


def _filled(walker: SchemaWalker, root: Node, example: Json) -> Iterator[Json]:
    """Yield a documented body, then the same with each member that it leaves out and may have."""
    yield example
    for (place, schema), part, path in walker.pairs(root, example):
        left_out = schema.get("properties", {}).keys() - part.keys() if isinstance(part, dict) else ()
        for name in sorted(left_out):
            member = walker.example((f"{place}/properties/{name}", schema["properties"][name]))
            body = _replaced(example, (*path, name), member)
            if walker.is_valid(root, body):
                yield body


def _broken(walker: SchemaWalker, root: Node, example: Json, done: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield each place that is not done yet with a body that breaks it."""
    for node, part, path in walker.pairs(root, example):
        for keyword in sorted(KEYWORDS & node[1].keys()):
            place = f"{node[0]}/{keyword}"
            if place in done:
                continue
            breaking = (
                each for each in _candidates(walker, node, part) if not walker.keeps(node, keyword, each)
            )
            bodies = (_replaced(example, path, each) for each in breaking)
            for body in (body for body in bodies if not walker.is_valid(root, body)):
                done.add(place)
                yield place, body
                break


def _candidates(walker: SchemaWalker, node: Node, value: Any) -> Iterator[Any]:
    """Yield values in place of one: nearly the same first, so that as little as possible is broken."""
    schema = node[1]
    if isinstance(value, dict):
        yield from ({name: value[name] for name in value if name != left_out} for left_out in value)
        for choice in _choices(walker, node):
            yield from ({**value, name: choice} for name in value)
    if isinstance(value, list):
        yield value * (schema.get("maxItems", 0) + 1)
    yield "x" * (schema.get("maxLength", 0) + 1)
    yield from _ODD


def _choices(walker: SchemaWalker, node: Node) -> list[Any]:
    """Return the constants that a schema tells apart, in its order."""
    found = [
        choice
        for _, schema in walker.nodes(node)
        for choice in (*schema.get("enum", ()), *((schema["const"],) if "const" in schema else ()))
    ]
    return [choice for place, choice in enumerate(found) if choice not in found[:place]]


def _replaced(value: Any, path: Path, part: Any) -> Any:
    if not path:
        return part
    whole = place = copy.deepcopy(value)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = part
    return whole
