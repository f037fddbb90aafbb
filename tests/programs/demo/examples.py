"""The operations that no life of a trade calls, each once, as the document shows them.

The parameters and the body are the document's examples, and so is what the exchange answers. What an
operation does is left out: here it counts that it can be called, and that its answer can be read.
"""

import json
from datetime import datetime
from operator import attrgetter
from typing import Any

from documents import Json, operations, request_examples, resolved
from flow import Step
from threecommas import models


def documented_calls(called: set[str]) -> list[Step]:
    """Return a step for each operation that is not among those called already."""
    return [_call(each) for each in operations() if each["operationId"] not in called]


def _call(operation: Json) -> Step:
    name = attrgetter(".".join(filter(None, (operation["x-sdk"]["resource"], operation["x-sdk"]["method"]))))
    required = [each for each in map(resolved, operation.get("parameters", ())) if each.get("required")]
    path = [_example(each) for each in required if each["in"] == "path"]
    query = {each["name"]: _example(each) for each in required if each["in"] == "query"}
    body = [_body(operation)] if "requestBody" in operation else []
    return Step(
        told=operation["summary"],
        call=lambda story, client: name(client)(*path, *body, **query),
    )


def _example(parameter: Json) -> Any:
    """Return the example of a parameter as a program gives it to the client: a moment is a datetime."""
    schema = resolved(parameter["schema"])
    is_moment = schema.get("format") == "date-time"
    return datetime.fromisoformat(parameter["example"]) if is_moment else parameter["example"]


def _body(operation: Json) -> Any:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    model = getattr(models, schema["$ref"].rpartition("/")[2])
    example = next(iter(request_examples(operation["operationId"]).values()))
    return model.from_json(json.dumps(example))
