"""The operations that no life calls, each once, as the document shows them.

The parameters and the body are the document's examples, on objects that are made for the call. What an
operation does is left out: here it counts that it can be called, and that its answer can be read.
"""

import json
from datetime import datetime
from operator import attrgetter
from typing import Any

from threecommas import models

from tests.existing_objects import ExistingObjects
from tests.programs.demo.documents import Json, operations, resolved
from tests.programs.demo.flow import Step
from tests.programs.demo.story import Story


def documented_calls(called: set[str], objects: ExistingObjects) -> list[Step]:
    """Return a step for each operation that is not among those called already."""
    return [_call(each, objects) for each in operations() if each["operationId"] not in called]


def _call(operation: Json, objects: ExistingObjects) -> Step:
    sdk = operation["x-sdk"]
    method = attrgetter(".".join(filter(None, (sdk["resource"], sdk["method"]))))

    def call(story: Story, client: Any) -> Any:
        # Made at the last moment: another call may use up what was made before.
        made = objects.documented_call(operation["operationId"])
        body = [] if made.body is None else [_typed(operation, made.body)]
        query = {name: _argument(operation, name, value) for name, value in made.query.items()}
        return method(client)(*made.ids, *body, **query)

    return Step(told=operation["summary"], call=call)


def _argument(operation: Json, name: str, value: Any) -> Any:
    """Return a parameter as a program gives it to the client: a moment is a datetime."""
    parameters = {each["name"]: each for each in map(resolved, operation["parameters"])}
    is_moment = resolved(parameters[name]["schema"]).get("format") == "date-time"
    return datetime.fromisoformat(value) if is_moment else value


def _typed(operation: Json, body: Json) -> Any:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return getattr(models, schema["$ref"].rpartition("/")[2]).from_json(json.dumps(body))
