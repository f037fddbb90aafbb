"""Operations as the document describes them: what to type for one, and the answer of its example."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import threecommas_openapi
from threecommas_rest.operations import METHODS

DOCUMENT = threecommas_openapi.load()


@dataclass(frozen=True)
class DescribedOperation:
    """An operation as the document describes it."""

    url: str
    facts: dict[str, Any]

    def parameters(self, place: str) -> Iterator[dict[str, Any]]:
        """Yield the parameters of path or query."""
        known = DOCUMENT["components"]["parameters"]
        for each in [*DOCUMENT["paths"][self.url].get("parameters", ()), *self.facts.get("parameters", ())]:
            stated = known[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
            if stated["in"] == place:
                yield stated

    def answer(self) -> httpx.Response:
        """Return a success with its first example."""
        status, success = next(each for each in self.facts["responses"].items() if each[0].startswith("2"))
        while "$ref" in success:
            success = DOCUMENT["components"]["responses"][success["$ref"].rpartition("/")[2]]
        content = success.get("content", {}).get("application/json", {})
        if not content:
            return httpx.Response(int(status))
        return httpx.Response(int(status), json=first_example(content))


def first_example(content: dict[str, Any]) -> Any:
    example = next(iter(content["examples"].values()))
    if "$ref" in example:
        example = DOCUMENT["components"]["examples"][example["$ref"].rpartition("/")[2]]
    return example["value"]


def described(method: str) -> DescribedOperation:
    return next(
        DescribedOperation(url, operation)
        for url, item in DOCUMENT["paths"].items()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("operationId") == METHODS[method]
    )


def command(method: str) -> str:
    return " ".join(method.replace("_", "-").split("."))


def words(operation: DescribedOperation) -> list[str]:
    """Return what has to be typed after the command: what is required, with the document's examples.

    The client refuses the answer about another object than was asked for, so its id comes first.
    """
    typed = [str(each["example"]) for each in operation.parameters("path")]
    content = operation.answer().content
    answered = json.loads(content) if content else None
    if typed and isinstance(answered, dict):
        typed[0] = str(answered.get("id", typed[0]))
    for each in operation.parameters("query"):
        if each.get("required"):
            typed += [f"--{each['name'].replace('_', '-')}", str(each["example"])]
    return typed


def body(operation: DescribedOperation) -> str | None:
    """Return the first example of the body, None without one."""
    if "requestBody" not in operation.facts:
        return None
    return json.dumps(first_example(next(iter(operation.facts["requestBody"]["content"].values()))))
