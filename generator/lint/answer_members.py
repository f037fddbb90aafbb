"""The schemas of what an operation answers, found by the names that lead to them."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.document.operations import DocumentedOperation
from generator.document.schema_shapes import COMPOSITIONS
from generator.lint.rule import LintContext


def success_schema(context: LintContext, operation: DocumentedOperation) -> Any:
    """Return the schema of the answer of a success, {} if it has none."""
    answers = operation.value.get("responses", {})
    return body_schema(context, next((answers[status] for status in answers if status[:1] == "2"), {}))


def body_schema(context: LintContext, holder: Any) -> Any:
    """Return the schema of the JSON of an answer or a request body, {} if it has none."""
    content = context.resolved(holder).get("content", {})
    return content.get("application/json", {}).get("schema", {})


def schemas_at(context: LintContext, schema: Any, steps: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the schemas that a value of a schema can have at the end of the steps.

    A ``*`` stands for every element of a list. What one is composed of is yielded too.
    """
    waiting, seen = [(schema, tuple(steps))], set[tuple[int, int]]()
    while waiting:
        part, left = waiting.pop()
        described = context.resolved(part)
        # One may be composed of itself.
        if not isinstance(described, dict) or (id(described), len(left)) in seen:
            continue
        seen.add((id(described), len(left)))
        if not left:
            yield from [described] if described else []
        elif left[0] == "*":
            waiting.append((described.get("items"), left[1:]))
        else:
            waiting.append((described.get("properties", {}).get(left[0]), left[1:]))
        waiting += [(each, left) for name in COMPOSITIONS for each in described.get(name, [])]
